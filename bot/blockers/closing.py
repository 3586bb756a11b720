"""Closing a blocker. Who helped, said once, makes a joint win, skills that have shown themselves, and a tie."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.blockers import changes, helpers_consent
from bot.blockers.entries import BlockerView
from bot.models import Blocker, Member, Partnership, Win
from bot.partnership import members
from bot.partnership.members import Who
from bot.wins import changes as win_changes
from bot.wins import entries, follow_up
from bot.wins.entries import WinEntry, WinView


@dataclass(frozen=True)
class Closing:
    """What was typed of a fixed blocker: what became of it, who helped, and whether it is a win."""

    outcome: str
    helped: Sequence[Who]
    as_win: bool


def close(
    session: Session, blocker_id: int, who: Who, typed: Closing, now: datetime
) -> tuple[BlockerView, WinView | None, Partnership]:
    """It is fixed; and, if told so, a win that the organisations of those who helped and were stuck share."""
    blocker, partnership, member = changes.fix(session, blocker_id, who, typed.outcome, typed.helped, now)
    author = author_of(session, blocker_id)
    win = None
    if typed.as_win:
        win = _record_win(session, partnership, member, author, blocker, typed.helped, now)
    known = [members.lookup(session, partnership.id, helper) for helper in typed.helped]
    here = [helper for helper in known if helper is not None and members.is_present(helper)]
    helpers = [helper for helper in here if author is None or helper.id != author.id]
    helpers_consent.ask(session, partnership, blocker, helpers, now)
    if win is not None:
        follow_up.recorded_of_blocker(session, partnership, win, now)  # what asks of people goes before what tells them
    return blocker, win, partnership


def author_of(session: Session, blocker_id: int) -> Member | None:
    """Whose blocker it is; nobody's, if it was raised without a name."""
    query = select(Member).join(Blocker, Blocker.member_id == Member.id).where(Blocker.id == blocker_id)
    return session.scalar(query)


def _record_win(
    session: Session,
    partnership: Partnership,
    member: Member,
    author: Member | None,
    blocker: BlockerView,
    helped: Sequence[Who],
    now: datetime,
) -> WinView:
    """One win for one blocker, whoever closes it; closed anew, it is recorded anew. Nothing in it says whose it was."""
    had_part = any(helper.user_id == member.user_id for helper in helped) or (
        author is not None and author.id == member.id
    )
    entry = WinEntry(
        blocker.outcome or blocker.text,
        helped,
        [author.partner_id] if author is not None and author.partner_id is not None else [],
        author_shares=had_part,
    )
    first = win_of(session, partnership.id, blocker.id) is None
    record = win_changes.record if first else win_changes.record_again
    return record(session, partnership, member, entry, entries.of_blocker(blocker.id), now)


def win_of(session: Session, partnership_id: int, blocker_id: int) -> Win | None:
    """The win that came of the blocker, undone or not."""
    return session.scalar(
        select(Win).where(Win.partnership_id == partnership_id, Win.origin == entries.of_blocker(blocker_id))
    )


def reopen(session: Session, blocker_id: int, who: Who, now: datetime) -> None:
    """It is stuck after all: the win that came of it is undone, and nobody is said to have helped."""
    partnership = changes.reopen(session, blocker_id, who, now)
    win = win_of(session, partnership.id, blocker_id)
    if win is not None and win.undone_at is None:
        win_changes.withdraw(session, win, members.admit(session, partnership, who, now), now)
        follow_up.redraw(session, win)
    helpers_consent.withdraw(session, blocker_id)
