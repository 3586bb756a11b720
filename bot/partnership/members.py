"""The people in a partnership: who somebody is there, from when on, and whether they host.

Where only the channel or a button says which partnership it is about, begin with `partnerships`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from bot.db.statements import insert_once, refresh, rows_changed
from bot.lib.refusals import GoneError, NotYoursError, Refusal
from bot.models import Member, Partnership
from bot.partnership import movements
from bot.partnership.movements import Way


class HostsOnlyError(Refusal):
    """Only a host of the partnership may do this."""


class LeftError(Refusal):
    """The person has left the channel; what is open to its people is open to them again once they are back in it."""

    def __init__(self, partnership_id: int) -> None:
        super().__init__()
        self.partnership_id = partnership_id


class ElsewhereError(Refusal):
    """It is grave, and was asked for from where one need not be in the channel: Slack has to say whether they are."""

    def __init__(self, channel_id: str) -> None:
        super().__init__()
        self.channel_id = channel_id


class SaidBy(StrEnum):
    """Who has said where a person is from."""

    PERSON = "person"
    HOST = "host"  # for somebody who has not said: what they say themselves goes before


NOWHERE = ""  # where somebody is who is not in the channel


@dataclass(frozen=True)
class Who:
    """A person in Slack. Within a partnership their id alone says who they are; across several, whence they come too.

    That is their workspace or, in an Enterprise Grid, its enterprise: Slack says now the one, now the other.
    """

    team_id: str = field(compare=False)
    user_id: str
    # Where they act, or the form belongs, or, if others name them, Slack has them; none: no matter, or not known.
    at: str | None = field(default=None, compare=False)
    in_form: bool = field(default=False, compare=False)  # which may have been opened, and kept open, anywhere
    enterprise_id: str | None = field(default=None, compare=False)  # their workspace's, where Slack says it

    @property
    def teams(self) -> tuple[str, ...]:
        """Whatever Slack may call where they come from."""
        return (self.team_id, self.enterprise_id) if self.enterprise_id else (self.team_id,)


_LOOKUP = select(Member).where(Member.partnership_id == bindparam("partnership"), Member.user_id == bindparam("user"))


def is_home(partnership: Partnership, channel_id: str) -> bool:
    """Whether that is the home channel, also by the id that Slack gave it before."""
    return channel_id in {partnership.channel_id, partnership.former_channel_id}


def is_in(partnership: Partnership, who: Who) -> bool:
    """Whether the person is in the home channel for certain: nobody else types or presses there."""
    return who.at is None or (is_home(partnership, who.at) and not who.in_form)


def lookup(session: Session, partnership_id: int, who: Who) -> Member | None:
    """Who they are here, if they are known, be they gone by now; nothing is refused and nothing changed."""
    return session.scalar(_LOOKUP, {"partnership": partnership_id, "user": who.user_id})


def visit(session: Session, partnership: Partnership, who: Who) -> Member | None:
    """The person as a member, if they are one; refused for whoever does not belong, see `let_in`."""
    known = lookup(session, partnership.id, who)
    let_in(partnership, known, who)
    return known


def let_in(partnership: Partnership, known: Member | None, who: Who) -> None:
    """The one place that says who comes in: members who have not left, and whoever acts in the home channel.

    Of somebody never seen there who sends a form of its, Slack has to say whether they are still there.
    """
    if known is None or known.seen_at is None:
        if who.at is not None and not is_home(partnership, who.at):
            raise GoneError
        require_here(partnership, who)
    elif known.left_at is not None and not is_in(partnership, who):
        raise LeftError(partnership.id)


def admit(session: Session, partnership: Partnership, who: Who, now: datetime) -> Member:
    """The person as a member, from now on if not before, and here again if they had left. Refused as in `visit`."""
    return receive(session, partnership, lookup(session, partnership.id, who), who, now)


def receive(session: Session, partnership: Partnership, known: Member | None, who: Who, now: datetime) -> Member:
    """The same, where it has been looked up who they are.

    At first sight their organisation is their workspace's, where that is plain.
    """
    let_in(partnership, known, who)
    if known is not None:
        if known.seen_at is None:
            known.seen_at = now
            session.flush()
        come_back(session, known, now)
        return known
    row = {
        "partnership_id": partnership.id,
        "team_id": who.team_id,
        "user_id": who.user_id,
        "partner_id": partner_of_team(session, partnership, who.team_id),
        "host": False,
        "joined_at": now,
        "seen_at": now,
    }
    made = insert_once(session, Member, [row], returning=Member.id)
    member = lookup(session, partnership.id, who)
    assert member is not None
    if made:
        movements.note(session, partnership.id, Way.JOINED, now, member_id=member.id)
    return member


def meet(session: Session, partnership: Partnership, people: Sequence[Who], now: datetime) -> None:
    """People whom somebody has named: those of whom Slack says that they are in the channel belong from now on."""
    here = [who for who in people if who.at is not None and is_home(partnership, who.at)]
    known = _known(session, partnership.id, here)
    for who in here:
        receive(session, partnership, known.get(who), who, now)


def note_named(session: Session, partnership: Partnership, who: Who, now: datetime) -> Member:
    """The row of somebody whom others have named, who wants to see or remove what is held. Nobody belongs by it."""
    row = {
        "partnership_id": partnership.id,
        "team_id": who.team_id,
        "user_id": who.user_id,
        "partner_id": None,
        "host": False,
        "joined_at": now,
        "seen_at": None,
    }
    insert_once(session, Member, [row], returning=Member.id)
    member = lookup(session, partnership.id, who)
    assert member is not None
    return member


def absent(people: Sequence[Who]) -> tuple[str, ...]:
    """The Slack ids of those who neither belong nor are in the channel, as Slack says."""
    return tuple(who.user_id for who in people if who.at == NOWHERE)


def strangers(session: Session, partnership_id: int, people: Sequence[Who]) -> set[Who]:
    """Those of these people who do not belong, as far as is known here."""
    known = _known(session, partnership_id, people)
    return {who for who in people if not is_present(known.get(who))}


_BELONGING = select(Member.user_id).where(
    Member.partnership_id == bindparam("partnership"), Member.user_id.in_(bindparam("people", expanding=True))
)


def belonging(session: Session, partnership_id: int, user_ids: Collection[str]) -> set[str]:
    """Those of these people who belong, and have not left: let in wherever they act."""
    here = _BELONGING.where(*present())
    return set(session.scalars(here, {"partnership": partnership_id, "people": list(user_ids)}))


def _known(session: Session, partnership_id: int, people: Sequence[Who]) -> dict[Who, Member]:
    if not people:
        return {}
    user_ids = [who.user_id for who in people]
    rows = session.scalars(select(Member).where(Member.partnership_id == partnership_id, Member.user_id.in_(user_ids)))
    return {Who(member.team_id, member.user_id): member for member in rows}


def require(session: Session, partnership_id: int, who: Who, now: datetime) -> tuple[Partnership, Member]:
    """The partnership and its member, who is one already: nobody becomes one by this."""
    partnership, known = session.get(Partnership, partnership_id), lookup(session, partnership_id, who)
    if partnership is None or known is None:
        raise GoneError
    return partnership, receive(session, partnership, known, who, now)


def require_host(member: Member) -> None:
    """Refused for whoever does not host."""
    if not member.host:
        raise HostsOnlyError


def require_author(member: Member | None, author_id: int | None) -> Member:
    """The member, if they wrote it or host here; refused for everybody else."""
    if member is None or (member.id != author_id and not member.host):
        raise NotYoursError
    return member


def require_here(partnership: Partnership, who: Who) -> None:
    """Refused until it is certain that the person is in the channel: for what is grave, since a leaving can be missed.

    `handlers.presence` then asks Slack.
    """
    if not is_in(partnership, who):
        raise ElsewhereError(partnership.channel_id)


def come_back(session: Session, member: Member, now: datetime) -> bool:
    """Whether the person had left and is here again by this."""
    if member.left_at is None:
        return False
    return _moved(session, member, None, Way.RETURNED, now)


def leave(session: Session, member: Member, now: datetime) -> bool:
    """Whether the person was here and has left by this; all they told stays, and they host no more."""
    return _moved(session, member, now, Way.LEFT, now)


def _moved(session: Session, member: Member, left_at: datetime | None, way: Way, now: datetime) -> bool:
    """Decided by the row as it stands, so that an act delivered twice is one."""
    before = Member.left_at.is_not(None) if left_at is None else Member.left_at.is_(None)
    values = {"left_at": left_at, "host": False}  # nobody hosts from outside, nor by having hosted before
    moved = rows_changed(session, update(Member).where(Member.id == member.id, before).values(values)) == 1
    if moved:
        movements.note(session, member.partnership_id, way, now, member_id=member.id)
    refresh(session, member, ["left_at", "host"])
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
        .where(func.coalesce(Member.partner_by, "") != SaidBy.HOST)  # whose word is of the one person alone
        .distinct()
        .limit(2)
    )
    partner_ids = session.scalars(named).all()
    return partner_ids[0] if len(partner_ids) == 1 else None


def present() -> tuple[Any, ...]:
    """For a query's `where`: those who belong, and have neither left nor asked to be forgotten."""
    return (Member.seen_at.is_not(None), Member.left_at.is_(None), Member.forgotten_at.is_(None))


_MEMBERSHIPS = (
    select(Partnership, Member)
    .join(Member, Member.partnership_id == Partnership.id)
    .where(Member.user_id == bindparam("user"), Member.team_id.in_(bindparam("teams", expanding=True)))
    .order_by(Member.left_at.is_not(None), Partnership.id)
)
_PRESENT_MEMBERSHIPS = _MEMBERSHIPS.where(*present())


def memberships(session: Session, who: Who, *, gone: bool = False) -> list[tuple[Partnership, Member]]:
    """Every partnership this person is in, the oldest first; then those they are `gone` from, if these are wanted."""
    values = {"user": who.user_id, "teams": who.teams}
    return list(session.execute(_MEMBERSHIPS if gone else _PRESENT_MEMBERSHIPS, values))


def is_present(member: Member | None) -> bool:
    """The same of one."""
    return member is not None and member.seen_at is not None and member.left_at is None and member.forgotten_at is None


def known(session: Session, partnership_ids: Collection[int]) -> dict[int, int]:
    """Of how many people who belong it is known where they are from, by partnership."""
    rows = session.execute(
        select(Member.partnership_id, func.count())
        .where(Member.partnership_id.in_(partnership_ids), Member.partner_id.is_not(None), *present())
        .group_by(Member.partnership_id)
    )
    return {partnership_id: number for partnership_id, number in rows}  # noqa: C416  # a row is no pair to mypy


def count(session: Session, partnership_id: int) -> int:
    """How many people belong here."""
    return session.scalars(
        select(func.count()).select_from(Member).where(Member.partnership_id == partnership_id, *present())
    ).one()
