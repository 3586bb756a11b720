"""What people do about check-ins, whole: answer with a word, see the stages, and for hosts choose the next."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.checkins import lifecycle, next_stage, steps, suggestions, urgency
from bot.checkins.stages import STAGES, CheckinView, Stage, Word
from bot.checkins.steps import Taken
from bot.checkins.views.checkin import Stages
from bot.db import sets
from bot.db.sets import LEFT
from bot.db.statements import insert_into
from bot.lib.refusals import Refusal
from bot.models import Answer, Checkin, Partnership, Post
from bot.partnership import homes, members, partnerships
from bot.partnership.members import Who


class ClosedError(Refusal):
    """The check-in is closed; what it came to stands in its thread."""


@dataclass(frozen=True)
class Answered:
    """The word a person has given, and the step for it."""

    word: Word
    step: str
    key: str  # what takes the step on


@dataclass(frozen=True)
class Advice:
    """A check-in, and two things that hosts could do about it."""

    checkin: CheckinView
    advice: tuple[str, str]
    channel_id: str


Call = tuple[str, Who, Word, datetime]  # token, who, their word, now: what `answer` is asked with


def answer_all(session: Session, calls: Sequence[Call]) -> list[Answered]:
    """What each has answered who answers one check-in with others; one that comes alone, or again, is left."""
    answered: list[Answered] = [LEFT] * len(calls)
    by_token: dict[str, dict[str, int]] = defaultdict(dict)
    for number, (token, who, *_) in enumerate(calls):
        by_token[token].setdefault(who.user_id, number)
    for token in sorted(token for token, numbers in by_token.items() if len(numbers) > 1):
        together = [calls[number] for number in by_token[token].values()]
        entered = partnerships.enter_row_together(session, Checkin, token, [who for _, who, *_ in together])
        if entered is None or entered[1].closed_at is not None:
            continue
        partnership, checkin, here = entered
        taken = [call for call in together if call[1].user_id in here]
        _keep(session, partnership, checkin, taken)
        for _, who, word, _ in taken:
            answered[by_token[token][who.user_id]] = _answered(checkin, token, word)
    return answered


@sets.done_by(answer_all)
def answer(session: Session, token: str, who: Who, word: Word, now: datetime) -> Answered:
    """The person's one word, or the word they have changed it to; the count under the post follows."""
    partnership, _, checkin = partnerships.enter_row(session, Checkin, token, who, now, hold=True)
    if checkin.closed_at is not None:
        raise ClosedError
    _keep(session, partnership, checkin, [(token, who, word, now)])
    return _answered(checkin, token, word)


def _keep(session: Session, partnership: Partnership, checkin: Checkin, calls: Sequence[Call]) -> None:
    """The words are kept, and the post says how many there are."""
    post = session.get_one(Post, checkin.post_id, with_for_update=True)
    rows = [
        {
            "checkin_id": checkin.id,
            "team_id": who.team_id,
            "user_id": who.user_id,
            "partnership_id": partnership.id,
            "answer": word,
            "answered_at": now,
        }
        for _, who, word, now in calls
    ]
    statement = insert_into(session, Answer).values(rows)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["checkin_id", "user_id"],
            set_={"answer": statement.excluded.answer, "answered_at": statement.excluded.answered_at},
            where=Answer.answer != statement.excluded.answer,
        )
    )
    lifecycle.redraw(session, [(checkin, post, partnership)])


def _answered(checkin: Checkin, token: str, word: Word) -> Answered:
    return Answered(word, suggestions.step(Stage(checkin.stage), word, checkin.round), f"{token}.{word}")


def take_on(session: Session, token: str, word: Word, who: Who, now: datetime, *, openly: bool) -> Taken:
    """The step for this answer is the person's, and they will be asked whether it happened."""
    partnership, member, checkin = partnerships.enter_row(session, Checkin, token, who, now, hold=True)
    taken = steps.take_on(session, partnership, member, checkin, word, now, openly=openly)
    homes.keep_home(session, who)
    return taken


def advice(session: Session, token: str, who: Who, now: datetime) -> Advice:
    """What hosts could do about a check-in in which most people were stuck; for hosts only."""
    partnership, member, checkin = partnerships.enter_row(session, Checkin, token, who, now)
    members.require_host(member)
    post = session.get_one(Post, checkin.post_id)
    [shown] = lifecycle.load(session, [(checkin, post, partnership)])
    return Advice(shown, suggestions.FOR_HOSTS[Stage(checkin.stage)], partnership.channel_id)


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
