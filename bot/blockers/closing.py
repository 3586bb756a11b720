"""Closing a blocker. Who helped, said once, makes a joint win, skills that have shown themselves, and a tie."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.blockers import cards
from bot.blockers import helpers_consent as proofs
from bot.blockers.entries import Stuck
from bot.models import Blocker, Member, Partnership, Win
from bot.partnership import members
from bot.partnership.members import Who
from bot.wins import changes, follow_up
from bot.wins.entries import WinEntry, WinView


def close(
    session: Session, blocker_id: int, who: Who, outcome: str, helped: Sequence[Who], now: datetime, *, as_win: bool
) -> tuple[Stuck, WinView | None]:
    """It is fixed; and, if told so, a win that the organisations of those who helped and were stuck share."""
    stuck, member = cards.fix(session, blocker_id, who, outcome, helped, now)
    partnership = session.get_one(Partnership, member.partnership_id)
    teller = teller_of(session, blocker_id)
    told = _win(session, partnership, member, teller, stuck, helped, now) if as_win else None
    helpers = [one for one in (members.lookup(session, partnership.id, each) for each in helped) if one]
    proofs.ask(session, partnership, stuck, [one for one in helpers if teller is None or one.id != teller.id], now)
    return stuck, told


def teller_of(session: Session, blocker_id: int) -> Member | None:
    """Whose blocker it is; nobody's, if it was raised without a name."""
    query = select(Member).join(Blocker, Blocker.member_id == Member.id).where(Blocker.id == blocker_id)
    return session.scalar(query)


def _win(
    session: Session,
    partnership: Partnership,
    member: Member,
    teller: Member | None,
    stuck: Stuck,
    helped: Sequence[Who],
    now: datetime,
) -> WinView:
    """One win for one blocker, whoever closes it; closed anew, it is told anew. Nothing in it says whose it was."""
    before = of(session, partnership.id, stuck.id)
    theirs = {teller.partner_id} - {None} if teller is not None else set()
    had_part = any(one.user_id == member.user_id for one in helped) or (teller is not None and teller.id == member.id)
    entry = WinEntry(
        stuck.outcome or stuck.text,
        helped,
        [partner_id for partner_id in theirs if partner_id is not None],
        author_shares=had_part,
    )
    record = changes.record if before is None else changes.record_again
    win = record(session, partnership, member, entry, origin(stuck.id), now)
    follow_up.redraw(session, session.get_one(Win, win.id), now)
    return win


def origin(blocker_id: int | str) -> str:
    """What a win comes from that a fixed blocker makes."""
    return f"blocker:{blocker_id}"


def of(session: Session, partnership_id: int, blocker_id: int) -> Win | None:
    """The win that came of the blocker, undone or not."""
    return session.scalar(select(Win).where(Win.partnership_id == partnership_id, Win.origin == origin(blocker_id)))


def reopen(session: Session, blocker_id: int, who: Who, now: datetime) -> Stuck:
    """It is stuck after all: the win that came of it is undone, and nobody is said to have helped."""
    stuck = cards.reopen(session, blocker_id, who, now)
    partnership = session.get_one(Partnership, session.get_one(Blocker, blocker_id).partnership_id)
    win = of(session, partnership.id, blocker_id)
    if win is not None and win.undone_at is None:
        changes.withdraw(session, win, members.admit(session, partnership, who, now), now)
        follow_up.redraw(session, win, now)
    proofs.withdraw(session, blocker_id)
    return stuck
