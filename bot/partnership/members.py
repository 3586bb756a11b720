"""The people in a partnership: who somebody is there, from when on, and whether they host.

Where only the channel or a button says which partnership it is about, begin with `partnerships`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from bot.db.statements import insert_once, refresh, rows_changed
from bot.lib.refusals import GoneError, Refusal
from bot.models import Member, Partnership
from bot.partnership import movements
from bot.partnership.movements import Way


class HostsOnlyError(Refusal):
    """Only a host of the partnership may do this."""


@dataclass(frozen=True)
class Who:
    """A person in Slack: their own workspace and their id in it."""

    team_id: str
    user_id: str
    at: str | None = field(default=None, compare=False)  # where they press, or the form belongs; none: no matter


THEIR_ROW = (Member.team_id == bindparam("team"), Member.user_id == bindparam("user"))
_LOOKUP = select(Member).where(Member.partnership_id == bindparam("partnership"), *THEIR_ROW)


def is_home(partnership: Partnership, channel_id: str) -> bool:
    """Whether that is the home channel, also by the id that Slack gave it before."""
    return channel_id in {partnership.channel_id, partnership.former_channel_id}


def lookup(session: Session, partnership_id: int, who: Who) -> Member | None:
    """Who they are here, if they are known; nothing is refused and nothing changed."""
    return session.scalar(_LOOKUP, {"partnership": partnership_id, "team": who.team_id, "user": who.user_id})


def visit(session: Session, partnership: Partnership, who: Who) -> Member | None:
    """The person as a member, if they are one; refused for whoever neither is one nor presses in the home channel."""
    known = lookup(session, partnership.id, who)
    if known is None and who.at is not None and not is_home(partnership, who.at):
        raise GoneError
    return known


def admit(session: Session, partnership: Partnership, who: Who, now: datetime) -> Member:
    """The person as a member, from now on if not before, and here again if they had left. Refused as in `visit`.

    At first sight their organisation is their workspace's, where that is plain.
    """
    known = visit(session, partnership, who)
    if known is not None:
        come_back(session, known, now)
        return known
    row = {
        "partnership_id": partnership.id,
        "team_id": who.team_id,
        "user_id": who.user_id,
        "partner_id": partner_of_team(session, partnership, who.team_id),
        "host": False,
        "joined_at": now,
    }
    made = insert_once(session, Member, [row], returning=Member.id)
    member = lookup(session, partnership.id, who)
    assert member is not None
    if made:
        movements.note(session, partnership.id, Way.JOINED, now, member_id=member.id)
    return member


def require(session: Session, partnership_id: int, who: Who, now: datetime) -> tuple[Partnership, Member]:
    """The partnership and its member, who is one already: nobody becomes one by this."""
    partnership, known = session.get(Partnership, partnership_id), lookup(session, partnership_id, who)
    if partnership is None or known is None:
        raise GoneError
    come_back(session, known, now)
    return partnership, known


def require_host(member: Member) -> None:
    """Refused for whoever does not host."""
    if not member.host:
        raise HostsOnlyError


def come_back(session: Session, member: Member, now: datetime) -> bool:
    """Whether the person had left and is here again by this."""
    if member.left_at is None:
        return False
    return _moved(session, member, None, Way.RETURNED, now)


def leave(session: Session, member: Member, now: datetime) -> bool:
    """Whether the person was here and has left by this; all they told stays."""
    return _moved(session, member, now, Way.LEFT, now)


def _moved(session: Session, member: Member, left_at: datetime | None, way: Way, now: datetime) -> bool:
    """Decided by the row as it stands, so that an act delivered twice is one."""
    before = Member.left_at.is_not(None) if left_at is None else Member.left_at.is_(None)
    moved = rows_changed(session, update(Member).where(Member.id == member.id, before).values(left_at=left_at)) == 1
    if moved:
        movements.note(session, member.partnership_id, way, now, member_id=member.id)
    refresh(session, member, ["left_at"])
    return moved


def partner_of_team(session: Session, partnership: Partnership, team_id: str) -> int | None:
    """The organisation a workspace belongs to: where all its people who have said are from the same one.

    The workspace that has Pencil is nobody's in particular, since people of many organisations work in it.
    """
    if team_id == partnership.team_id:
        return None
    named = (
        select(Member.partner_id)
        .where(Member.partnership_id == partnership.id, Member.team_id == team_id, Member.partner_id.is_not(None))
        .distinct()
        .limit(2)
    )
    partner_ids = session.scalars(named).all()
    return partner_ids[0] if len(partner_ids) == 1 else None


def memberships(session: Session, who: Who) -> list[tuple[Partnership, Member]]:
    """Every partnership this person is in, the oldest first."""
    rows = session.execute(
        select(Partnership, Member)
        .join(Member, Member.partnership_id == Partnership.id)
        .where(Member.user_id == who.user_id, Member.team_id == who.team_id, Member.left_at.is_(None))
        .order_by(Partnership.id)
    )
    return list(rows)


def present() -> tuple[Any, ...]:
    """For a query's `where`: members who have neither left nor asked to be forgotten."""
    return (Member.left_at.is_(None), Member.forgotten_at.is_(None))


def count(session: Session, partnership_id: int) -> int:
    """How many people are known here."""
    return session.scalars(
        select(func.count()).select_from(Member).where(Member.partnership_id == partnership_id, *present())
    ).one()
