"""How initiatives end: done, with a win that those in it share, or dropped, with the reason; and open again."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.initiatives import cards, entries, people
from bot.initiatives.entries import InitiativeView, Outcome
from bot.lib.refusals import EmptyTextError
from bot.models import Initiative, Member, Partnership, Win
from bot.partnership import audit_log
from bot.partnership.audit_log import Action
from bot.vision.proposals import reason_of
from bot.wins import changes as win_changes
from bot.wins import follow_up


def win_origin(initiative_id: int, form: str = "") -> str:
    """What the origins of wins begin with that an initiative made; done again, it makes another."""
    return f"initiative:{initiative_id}:{form}"


def finish(
    session: Session, partnership: Partnership, member: Member, initiative: Initiative, now: datetime
) -> InitiativeView:
    """It is done; its win is recorded beside."""
    return _end(session, partnership, member, initiative, Outcome.DONE, None, now)


def drop(
    session: Session, partnership: Partnership, member: Member, initiative: Initiative, because: str, now: datetime
) -> InitiativeView:
    """It is dropped, and its card and thread say why; it can be opened again."""
    reason = reason_of(because)
    if reason is None:
        raise EmptyTextError
    dropped = _end(session, partnership, member, initiative, Outcome.DROPPED, reason, now)
    cards.tell_thread(session, dropped, now)
    return dropped


def _end(
    session: Session,
    partnership: Partnership,
    member: Member,
    initiative: Initiative,
    outcome: Outcome,
    because: str | None,
    now: datetime,
) -> InitiativeView:
    initiative.ended_at, initiative.ended_by, initiative.outcome, initiative.because = now, member.id, outcome, because
    _note(session, initiative, member, "initiative.done" if outcome is Outcome.DONE else "initiative.dropped", now)
    people.ask_anew(session, partnership, initiative, now)
    return cards.follow(session, initiative)


def reopen(
    session: Session, partnership: Partnership, member: Member, initiative: Initiative, now: datetime
) -> InitiativeView:
    """It goes on; the win that it made is undone, and how it had ended is kept."""
    if initiative.ended_at is None:
        return entries.load(session, [initiative.id])[0]
    entries.keep(session, initiative, member, now)
    _note(session, initiative, member, "initiative.reopened", now)
    initiative.ended_at = initiative.ended_by = initiative.outcome = initiative.because = None
    people.drop_absent(session, initiative)
    people.ask_anew(session, partnership, initiative, now)
    for win in _wins_of(session, initiative):
        win_changes.withdraw(session, win, member, now)
        follow_up.redraw(session, win)
    return cards.follow(session, initiative)


def _wins_of(session: Session, initiative: Initiative) -> list[Win]:
    made = Win.origin.startswith(win_origin(initiative.id), autoescape=True)
    standing = select(Win).where(Win.partnership_id == initiative.partnership_id, made, Win.undone_at.is_(None))
    return list(session.scalars(standing.order_by(Win.id).with_for_update()))


def _note(session: Session, initiative: Initiative, by: Member, action: Action, now: datetime) -> None:
    """All hosts see what a host did with what is others'."""
    if initiative.member_id != by.id and not entries.is_in(session, initiative, by):
        audit_log.record(session, by, action, now, about=str(initiative.id))
