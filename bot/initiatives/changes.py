"""Initiatives begun, changed, taken back and put back, and what follows: card, Homes, and who is asked what."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.cards import days_needed
from bot.cards.days_needed import Typed
from bot.db.statements import insert_once
from bot.initiatives import cards, entries, people
from bot.lib import marks
from bot.lib.refusals import Refusal
from bot.lib.text import TooLongError, readable, sentence
from bot.models import Initiative, Member, Partnership
from bot.partnership import audit_log
from bot.partnership.audit_log import Action
from bot.slack.redact import INSTEAD
from bot.wins import aim


class StepError(Refusal):
    """The next step has no words, or more than are read at a glance."""

    def __init__(self, length: int = 0) -> None:
        super().__init__(length)
        self.length = length


@dataclass(frozen=True)
class NextStep:
    """What is to happen next, and by when, as typed; without words there is no step."""

    text: str = ""
    on: date | None = None


@dataclass(frozen=True)
class InitiativeEntry:
    """An initiative as typed; the aim by its id."""

    text: str
    aim_id: int | None = None
    step: NextStep = NextStep()


def begin(
    session: Session, partnership: Partnership, member: Member, entry: InitiativeEntry, origin: str, now: datetime
) -> tuple[Initiative, bool]:
    """The initiative, and whether it is new: the same `origin` again gives the one it made the first time."""
    row = {
        "partnership_id": partnership.id,
        "member_id": member.id,
        "text": sentence(entry.text),
        "origin": origin,
        "begun_at": now,
        "round": 0,
        "aim_id": _aim(session, partnership, entry.aim_id),
    }
    step = _settled(partnership, NextStep(), entry.step, now)
    made = insert_once(session, Initiative, [row], returning=Initiative.id, on=["partnership_id", "origin"])
    same = select(Initiative).where(Initiative.partnership_id == partnership.id, Initiative.origin == origin)
    initiative = session.scalars(same.with_for_update()).one()
    if made:
        _take(session, partnership, member, initiative, step, now)
        cards.post(session, partnership, initiative, now)
    return initiative, bool(made)


def change(
    session: Session,
    partnership: Partnership,
    member: Member,
    initiative: Initiative,
    entry: InitiativeEntry,
    now: datetime,
) -> None:
    """The initiative as typed, on its card too; what stays the same stays as it is."""
    text, aim_id = sentence(entry.text), _aim(session, partnership, entry.aim_id, initiative.aim_id)
    step = _settled(partnership, _step_of(initiative), entry.step, now)
    other_step = step != _step_of(initiative)
    if (text, aim_id) == (initiative.text, initiative.aim_id) and not other_step:
        return
    _keep(session, initiative, member, "initiative.changed", now)
    if initiative.text == INSTEAD:
        initiative.member_id = member.id  # they say it anew, and these words are theirs
    initiative.text, initiative.aim_id = text, aim_id
    if other_step:
        _take(session, partnership, member, initiative, step, now)
    cards.follow(session, initiative)


def set_step(
    session: Session, partnership: Partnership, member: Member, initiative: Initiative, step: NextStep, now: datetime
) -> None:
    """The next step is this one; all who are in it are asked about it. One that happened may come again."""
    if not readable(step.text):
        raise StepError
    before = NextStep() if initiative.stepped_at is not None else _step_of(initiative)
    step = _settled(partnership, before, step, now)
    if step == before:
        return
    _keep(session, initiative, member, "initiative.changed", now)
    _take(session, partnership, member, initiative, step, now)
    cards.follow(session, initiative)


def undo(session: Session, partnership: Partnership, member: Member, initiative: Initiative, now: datetime) -> None:
    """The card is taken away, and nobody is asked about it; it is kept so that it can be put back."""
    if initiative.undone_at is not None:
        return
    _keep(session, initiative, member, "initiative.undone", now)
    initiative.undone_at = now
    people.ask_anew(session, partnership, initiative, now)
    cards.follow(session, initiative)


def restore(session: Session, partnership: Partnership, member: Member, initiative: Initiative, now: datetime) -> None:
    """The initiative is there again, on a new card."""
    if initiative.undone_at is None:
        return
    _keep(session, initiative, member, "initiative.restored", now)
    initiative.undone_at = None
    people.ask_anew(session, partnership, initiative, now)
    cards.post(session, partnership, initiative, now)


def _aim(session: Session, partnership: Partnership, aim_id: int | None, before_id: int | None = None) -> int | None:
    return aim.meant(session, partnership.id, aim_id, before_id) if aim_id is not None else None


def _step_of(initiative: Initiative) -> NextStep:
    return NextStep(initiative.step or "", initiative.step_on)


def _settled(partnership: Partnership, before: NextStep, typed: NextStep, now: datetime) -> NextStep:
    """The step in tidied words, with the day that was chosen or that they say."""
    if not readable(typed.text):
        if typed.on is not None and typed.on != before.on:
            raise StepError
        return NextStep()
    try:
        text = sentence(typed.text)
    except TooLongError as refusal:
        raise StepError(marks.length(refusal.text)) from None
    was, wanted = Typed(before.text, before.on), Typed(text, typed.on)
    return NextStep(text, days_needed.settled(was, wanted, now, partnership.zone))


def _take(
    session: Session, partnership: Partnership, member: Member, initiative: Initiative, step: NextStep, now: datetime
) -> None:
    """This is what comes next, and what those in it are asked about."""
    initiative.step, initiative.step_on, initiative.stepped_at = step.text or None, step.on, None
    initiative.step_by = member.id if step.text else None
    people.ask_anew(session, partnership, initiative, now)


def _keep(session: Session, initiative: Initiative, by: Member, action: Action, now: datetime) -> None:
    """How it was before; all hosts see that a host changed what is others'."""
    entries.keep(session, initiative, by, now)
    if initiative.member_id != by.id and not entries.is_in(session, initiative, by):
        audit_log.record(session, by, action, now)
