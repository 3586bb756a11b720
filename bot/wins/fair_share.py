"""Fair shares: which wins a celebration shows where not all fit, and how many a person records in a day unasked."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.db.statements import core_connection
from bot.models import Member, Win
from bot.wins.entries import WinView

A_DAY = 20  # wins that a person records before they are asked first


def in_fair_order(wins: Iterable[WinView], partner_ids: Iterable[int]) -> list[WinView]:
    """The order in which wins are taken until a celebration is full.

    First one of each partner, in the order given; then one of each person who is not seen yet; then everybody's
    second, and so on. Those alike stay in the order given.
    """
    left = list(wins)
    taken: list[WinView] = []
    of_person: Counter[str] = Counter()
    seen: set[int] = set()
    for partner_id in partner_ids:
        theirs = [win for win in left if _shared_by(win, partner_id)] if partner_id not in seen else []
        if theirs:
            win = min(theirs, key=lambda win: of_person[win.author])
            taken.append(win)
            left.remove(win)
            of_person[win.author] += 1
            seen |= _partners(win)
    turns = []
    for win in left:
        turns.append((of_person[win.author], win))
        of_person[win.author] += 1
    return taken + [win for _, win in sorted(turns, key=lambda turn: turn[0])]


def celebrated(wins: Sequence[WinView], shown: int) -> list[WinView]:
    """Of wins in fair order, of which so many are shown: those, and the others of people and partners seen in them.

    What remains waits for the next celebration, so that nobody's only win is used up unseen.
    """
    there = wins[:shown]
    people = {win.author for win in there}
    partners = {partner_id for win in there for partner_id in _partners(win)}
    return [*there, *(win for win in wins[shown:] if win.author in people and _partners(win) <= partners)]


def as_they_stand(wins: Sequence[WinView]) -> list[WinView]:
    """Wins in fair order as they stand in the post: joint ones, then by partner, then those of no partner yet."""
    place = {partner_id: place for place, partner_id in enumerate(_in_turn(wins))}

    def rank(win: WinView) -> tuple[int, int, int]:
        if win.joint:
            return (0, 0, win.id)
        return (1, place[win.partners[0][0]], win.id) if win.partners else (2, 0, win.id)

    return sorted(wins, key=rank)


def _in_turn(wins: Iterable[WinView]) -> list[int]:
    return list(dict.fromkeys(partner_id for win in wins for partner_id, _ in win.partners))


def _partners(win: WinView) -> set[int]:
    return {partner_id for partner_id, _ in win.partners}


def _shared_by(win: WinView, partner_id: int) -> bool:
    return any(shares == partner_id for shares, _ in win.partners)


_NEWEST: Any = (
    select(Win.recorded_at).where(Win.undone_at.is_(None)).order_by(Win.id.desc()).offset(bindparam("before")).limit(1)
)
_LAST_UNASKED = _NEWEST.where(Win.member_id == bindparam("member"))
_EACH_LAST_UNASKED = select(Member.id, _NEWEST.where(Win.member_id == Member.id).scalar_subquery()).where(
    Member.id.in_(bindparam("members", expanding=True))
)


def asked_first(session: Session, member: Member, now: datetime) -> bool:
    """Whether the person has recorded so many wins in a day that they are asked before there is another."""
    last = core_connection(session).execute(_LAST_UNASKED, {"member": member.id, "before": A_DAY - 1}).scalar()
    return last is not None and last > now - timedelta(days=1)


def nearly_asked_first(session: Session, member_ids: Collection[int], more: int, now: datetime) -> set[int]:
    """Those of these members who might be asked first before they have recorded so many `more`."""
    if more > A_DAY:
        return set(member_ids)
    rows = core_connection(session).execute(_EACH_LAST_UNASKED, {"members": list(member_ids), "before": A_DAY - more})
    return {member_id for member_id, last in rows if last is not None and last > now - timedelta(days=1)}
