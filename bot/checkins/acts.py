"""What people do about check-ins, whole: answer with a word, see the stages, and for hosts choose the next."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from bot.checkins import lifecycle, next_stage, urgency
from bot.checkins.stages import STAGES, Stage
from bot.checkins.views.checkin import Stages
from bot.db.statements import insert_into
from bot.lib.refusals import Refusal
from bot.models import Answer, Checkin, Post
from bot.partnership import partnerships
from bot.partnership.members import Who


class Word(StrEnum):
    """What a person says of how it is going."""

    MOVING = "moving"
    STEADY = "steady"
    STUCK = "stuck"


class ClosedError(Refusal):
    """The check-in is closed; what it came to stands in its thread."""


def answer(session: Session, token: str, who: Who, word: Word, now: datetime) -> Word:
    """The person's one word, or the word they have changed it to; the count under the post follows."""
    partnership, _, checkin = partnerships.enter_row(session, Checkin, token, who, now, hold=True)
    if checkin.closed_at is not None:
        raise ClosedError
    post = session.get_one(Post, checkin.post_id, with_for_update=True)
    statement = insert_into(session, Answer).values(
        checkin_id=checkin.id,
        team_id=who.team_id,
        user_id=who.user_id,
        partnership_id=partnership.id,
        answer=word,
        answered_at=now,
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["checkin_id", "user_id"],
            set_={"answer": word, "answered_at": now},
            where=Answer.answer != word,
        )
    )
    lifecycle.redraw(session, [(checkin, post, partnership)])
    return word


def stages(session: Session, channel: str, who: Who, now: datetime) -> Stages:
    """The stages, and which is next."""
    partnership, member = partnerships.enter(session, channel, who, now)
    coming = next_stage.outlook(session, partnership, now)
    return Stages(
        titles=[(str(stage), guide.title) for stage, guide in STAGES.items()],
        coming=STAGES[coming].title,
        by_host=partnership.next_stage is not None,
        host=member.host,
        quiet=coming is Stage.URGENCY and bool(urgency.quiet(session, {partnership.id: now})),
    )


def choose_stage(session: Session, channel: str, who: Who, name: str, now: datetime) -> str:
    """A host chooses the stage of this name for the next check-in; its title."""
    partnership = partnerships.find(session, channel)
    return STAGES[next_stage.choose(session, partnership, who, name, now)].title
