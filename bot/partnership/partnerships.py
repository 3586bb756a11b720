"""Partnerships and the people in them: starting, finding, hosting, pausing."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import CursorResult, and_, bindparam, func, select, update
from sqlalchemy.orm import Session

from bot.db.statements import insert_once, look_again
from bot.lib.refusals import GoneError, Refusal
from bot.lib.text import plain, readable
from bot.models import Member, Partner, Partnership, Schedule
from bot.partnership import audit_log as deeds
from bot.partnership import movements
from bot.partnership.movements import Way
from bot.schedule import timetable
from bot.schedule.batches import Batch

NAME = 80  # characters a partnership's or an organisation's name may have


class NoPartnershipError(Refusal):
    """This channel is not the home of a partnership."""


class AlreadyStartedError(Refusal):
    """This channel is the home of a partnership already."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class UnnamedError(Refusal):
    """A name is needed, and not too long a one."""


class HostsOnlyError(Refusal):
    """Only a host of the partnership may do this."""


class PastDateError(Refusal):
    """The date has gone by."""


@dataclass(frozen=True)
class Who:
    """A person in Slack: their own workspace and their id in it."""

    team_id: str
    user_id: str
    at: str | None = field(default=None, compare=False)  # where they press, or the form belongs; none: no matter


_FIND = select(Partnership).where(Partnership.channel_id == bindparam("channel"))
_THEM = (Member.team_id == bindparam("team"), Member.user_id == bindparam("user"))
_LOOKUP = select(Member).where(Member.partnership_id == bindparam("partnership"), *_THEM)
_ENTER = (
    select(Partnership, Member)
    .outerjoin(Member, and_(Member.partnership_id == Partnership.id, *_THEM))
    .where(Partnership.channel_id == bindparam("channel"))
)


def find(session: Session, channel_id: str) -> Partnership:
    """The partnership whose home is this channel."""
    found = session.scalar(_FIND, {"channel": channel_id})
    if found is None:
        raise NoPartnershipError
    return found


def these(session: Session, partnership_ids: Collection[int]) -> dict[int, Partnership]:
    """The partnerships by id."""
    return {one.id: one for one in session.scalars(select(Partnership).where(Partnership.id.in_(partnership_ids)))}


def enter(session: Session, channel_id: str, who: Who, now: datetime) -> tuple[Partnership, Member]:
    """The partnership at home here, and this person as a member of it, from now on if not before."""
    here = session.execute(_ENTER, {"channel": channel_id, "team": who.team_id, "user": who.user_id}).first()
    if here is None:
        raise NoPartnershipError
    partnership, known = here
    if known is None:
        return partnership, member(session, partnership, who, now)
    come_back(session, known, now)
    return partnership, known


def member(session: Session, partnership: Partnership, who: Who, now: datetime) -> Member:
    """The person as a member, who is here again if they had left.

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
    found = lookup(session, partnership.id, who)
    assert found is not None
    if made:
        movements.note(session, partnership.id, Way.JOINED, now, member_id=found.id)
    return found


def visit(session: Session, partnership: Partnership, who: Who) -> Member | None:
    """The person as a member, if they are one; refused for whoever neither is one nor presses in the home channel."""
    known = lookup(session, partnership.id, who)
    if known is None and who.at is not None and who.at != partnership.channel_id:
        raise GoneError
    return known


def come_back(session: Session, member: Member, now: datetime) -> bool:
    """Whether the person had left and is here again by this."""
    if member.left_at is None:
        return False
    return _moved(session, member, None, Way.RETURNED, now)


def go(session: Session, member: Member, now: datetime) -> bool:
    """Whether the person was here and has left by this; all they told stays."""
    return _moved(session, member, now, Way.LEFT, now)


def _moved(session: Session, member: Member, left_at: datetime | None, way: Way, now: datetime) -> bool:
    """Decided by the row as it stands, so that an act delivered twice is one."""
    before = Member.left_at.is_not(None) if left_at is None else Member.left_at.is_(None)
    done = session.execute(update(Member).where(Member.id == member.id, before).values(left_at=left_at))
    assert isinstance(done, CursorResult)
    if done.rowcount == 1:
        movements.note(session, member.partnership_id, way, now, member_id=member.id)
    look_again(session, member, ["left_at"])
    return done.rowcount == 1


def belonging(session: Session, partnership_id: int, who: Who, now: datetime) -> tuple[Partnership, Member]:
    """The partnership that a button is about, for somebody who is a member of it; nobody becomes one by pressing."""
    partnership, known = session.get(Partnership, partnership_id), lookup(session, partnership_id, who)
    if partnership is None or known is None:
        raise GoneError
    come_back(session, known, now)
    return partnership, known


def lookup(session: Session, partnership_id: int, who: Who) -> Member | None:
    return session.scalar(_LOOKUP, {"partnership": partnership_id, "team": who.team_id, "user": who.user_id})


def partner_of_team(session: Session, partnership: Partnership, team_id: str) -> int | None:
    """The organisation a workspace belongs to: where all its people who have said are from the same one.

    The workspace that has Pencil is nobody's in particular, since people of many organisations work in it.
    """
    if team_id == partnership.team_id:
        return None
    said = (
        select(Member.partner_id)
        .where(Member.partnership_id == partnership.id, Member.team_id == team_id, Member.partner_id.is_not(None))
        .distinct()
        .limit(2)
    )
    found = session.scalars(said).all()
    return found[0] if len(found) == 1 else None


def homes(session: Session, who: Who) -> list[tuple[Partnership, Member]]:
    """Every partnership this person is in, the oldest first."""
    rows = session.execute(
        select(Partnership, Member)
        .join(Member, Member.partnership_id == Partnership.id)
        .where(Member.user_id == who.user_id, Member.team_id == who.team_id, Member.left_at.is_(None))
        .order_by(Partnership.id)
    )
    return list(rows)


def here() -> tuple[Any, ...]:
    """Members who have neither left nor asked to be forgotten."""
    return (Member.left_at.is_(None), Member.forgotten_at.is_(None))


def number(session: Session, partnership_id: int) -> int:
    """How many people are known here."""
    return session.scalars(
        select(func.count()).select_from(Member).where(Member.partnership_id == partnership_id, *here())
    ).one()


def start(
    session: Session, *, team_id: str, channel_id: str, name: str, who: Who, zone: str, calendar: str, now: datetime
) -> Partnership:
    """A new partnership at home in this channel, with its timetable; whoever starts it is its first host."""
    name = named(name)
    row = {"team_id": team_id, "channel_id": channel_id, "name": name, "zone": zone, "started_at": now}
    fresh = insert_once(session, Partnership, [row], returning=Partnership.id, on=["channel_id"])
    partnership = find(session, channel_id)
    if not fresh:
        raise AlreadyStartedError(partnership.name)
    first = member(session, partnership, who, now)
    first.host = True
    deeds.record(session, first, "partnership.started", now)
    timetable.begin(session, partnership, calendar, now)
    return partnership


def named(name: str) -> str:
    """The name with its spaces tidied; refused if there is none, or too long."""
    kept = " ".join(plain(name).split())
    if not readable(kept) or len(kept) > NAME:
        raise UnnamedError
    return kept


def known_zone(name: str | None) -> str:
    """The zone if this machine knows it, else London's."""
    try:
        return ZoneInfo(name or "").key
    except (ValueError, OSError):
        return "Europe/London"


def only_hosts(member: Member) -> None:
    if not member.host:
        raise HostsOnlyError


def pause(
    session: Session, partnership: Partnership, member: Member, until: date | None, calendar: str, now: datetime
) -> datetime | None:
    """Nothing more is posted on schedule, until that day if one is given; when posting begins again.

    With a day the timetable names already what comes after it.
    """
    only_hosts(member)
    resume_at = None
    if until is not None:
        resume_at = datetime.combine(until, time(), ZoneInfo(partnership.zone))
        if resume_at <= now:
            raise PastDateError
    partnership.paused_at = partnership.paused_at or now
    partnership.resume_at = resume_at
    timetable.set_all(session, [(one, partnership) for one in timetable.of(session, partnership.id)], calendar, now)
    deeds.record(session, member, "partnership.paused", now, f"until {until:%-d %B %Y}" if until else None)
    return resume_at


def resume(session: Session, partnership: Partnership, calendar: str, now: datetime) -> None:
    """Every rhythm goes on from its next time; what was recorded meanwhile has been kept for it."""
    partnership.paused_at = partnership.resume_at = None
    session.flush()
    timetable.set_all(session, [(one, partnership) for one in timetable.of(session, partnership.id)], calendar, now)


_TO_WAKE = (
    select(Partnership)
    .where(Partnership.resume_at <= bindparam("now"))
    .order_by(Partnership.resume_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)


def wake(session: Session, now: datetime, batch: Batch) -> list[tuple[Partnership, datetime]]:
    """A turn of the clock: partnerships whose pause has run out go on, by times that were set when it began.

    Returns them, each with when its pause ended.
    """
    woken: list[tuple[Partnership, datetime]] = []
    for partnership in session.scalars(batch.of(_TO_WAKE, Partnership.id), {"now": now, "limit": batch.most}).all():
        assert partnership.resume_at is not None
        woken.append((partnership, partnership.resume_at))
        partnership.paused_at = partnership.resume_at = None
    session.flush()
    return woken


def change_time(
    session: Session,
    partnership: Partnership,
    member: Member,
    kind: str,
    *,
    day: str | None = None,
    time: str | None = None,
    on: bool | None = None,
    calendar: str,
    now: datetime,
) -> Schedule:
    """The kind's new place in the timetable; what is not given stays."""
    only_hosts(member)
    schedule = session.get_one(Schedule, (partnership.id, kind))
    owed = None
    if schedule.next_at is not None and schedule.next_at <= now:
        owed = timetable.latest_fire(schedule, partnership, calendar, now)
    schedule.day, schedule.time = day or schedule.day, time or schedule.time
    schedule.on = schedule.on if on is None else on
    timetable.set_next(session, schedule, partnership, calendar, now)
    if owed is not None and schedule.on:
        schedule.held, schedule.next_at = owed.on, owed.at  # what is due already is not lost by the change
    change = "off" if not schedule.on else f"{schedule.day} {schedule.time}"
    deeds.record(session, member, "timetable.changed", now, f"{kind} {change}")
    return schedule


def organisation(session: Session, member: Member) -> Partner | None:
    return session.get(Partner, member.partner_id) if member.partner_id is not None else None


def place(session: Session, partnership_id: str, channel: str, who: Who) -> Partnership:
    """The partnership a button is about: the one it names, else the channel's, else (in private) the person's first."""
    if partnership_id:
        named = session.get(Partnership, int(partnership_id))
        if named is None:
            raise GoneError
        if named.channel_id != channel and lookup(session, named.id, who) is None:
            raise GoneError
        return named
    if channel.startswith("D") and (places := homes(session, who)):
        return places[0][0]
    return find(session, channel)
