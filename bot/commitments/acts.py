"""What people do about what they have taken on, whole: look at it, and say what became of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from bot.checkins import acts as checkin_acts
from bot.checkins import steps
from bot.checkins.stages import Word
from bot.checkins.steps import Taken
from bot.commitments import asking, entries
from bot.commitments.entries import CommitmentView, Steps
from bot.initiatives import people as initiative_people
from bot.lib.refusals import NotYoursError, Refusal
from bot.models import DROPPED, HAPPENED, Commitment, Member, Partnership
from bot.partnership import homes, partnerships
from bot.partnership.members import Who
from bot.schedule import asking_days

_MOST_ASKED, _OF_INITIATIVE = 3, 1  # times


class NoStepError(Refusal):
    """There is no step to take on yet: the first check-in has to close."""


class Became(StrEnum):
    """What a person says has become of something they took on."""

    HAPPENED = HAPPENED
    NOT_YET = "not yet"
    DROPPED = DROPPED


def look(session: Session, channel: str, who: Who, now: datetime) -> Steps:
    """The newest step, and what the person has taken on."""
    partnership, member = partnerships.enter(session, channel, who, now)
    return _steps(session, partnership, member)


def _steps(session: Session, partnership: Partnership, member: Member) -> Steps:
    mine = entries.views(session, entries.unanswered(session, member.id), partnership.zone)
    return Steps(steps.suggested(session, partnership.id), mine)


def take_newest(session: Session, channel: str, who: Who, now: datetime) -> Taken:
    """The newest step is the person's, and its summary says so: it is everybody's to take."""
    partnership, _ = partnerships.enter(session, channel, who, now)
    suggested = steps.suggested(session, partnership.id)
    if suggested is None:
        raise NoStepError
    token, _, word = suggested.key.partition(".")
    return checkin_acts.take_on(session, token, Word(word), who, now, openly=True)


def answer(session: Session, commitment_id: int, who: Who, became: Became, now: datetime) -> CommitmentView:
    """What has become of it. It can be said otherwise afterwards; what is dropped is free for somebody else."""
    partnership, member, row = partnerships.require_row(session, Commitment, commitment_id, who, now)
    if row.member_id != member.id:
        raise NotYoursError
    return _answer(session, partnership, member, row, became, now)


def release(session: Session, member: Member) -> None:
    """Somebody leaves, or is forgotten: what they had taken on is free again, and nobody asks them about it."""
    steps.free(session, member)
    initiative_people.release(session, member)


def answer_only(session: Session, channel: str, who: Who, became: Became, now: datetime) -> CommitmentView | Steps:
    """The same of the only thing the person has taken on; where there is none, or more, what there is."""
    partnership, member = partnerships.enter(session, channel, who, now)
    mine = entries.unanswered(session, member.id)
    if len(mine) != 1:
        return _steps(session, partnership, member)
    return _answer(session, partnership, member, mine[0], became, now)


def _answer(
    session: Session, partnership: Partnership, member: Member, row: Commitment, became: Became, now: datetime
) -> CommitmentView:
    """What follows: the message that asked, and what it is a step of, say so; who has done it is asked no more."""
    initiative = initiative_people.hold(session, row)
    if initiative is not None and not initiative_people.asks(initiative, row):
        if row.post_id is not None:
            asking.redraw(session, row.post_id, partnership.zone)
        return entries.views(session, [row], partnership.zone)[0]
    if became is Became.NOT_YET:
        if row.ask_at is None and row.asked < (_MOST_ASKED if initiative is None else _OF_INITIATIVE):
            row.ask_at = asking_days.in_a_fortnight(partnership, now)
        row.outcome = None
    else:
        row.outcome, row.ask_at = became, None
    row.answered_at = now
    session.flush()
    asked = {row.post_id} if row.post_id is not None else set()
    if initiative is not None:
        asked |= initiative_people.answered(session, partnership, member, initiative, row, now)
    for post_id in sorted(asked):
        asking.redraw(session, post_id, partnership.zone)
    if row.checkin_id is not None:
        steps.redraw(session, [row.checkin_id])
    homes.keep_home(session, member)
    return entries.views(session, [row], partnership.zone)[0]
