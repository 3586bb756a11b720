"""What a person wants of Pencil: quiet hours, few private messages, none for a while, and where they may be named."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.lib.refusals import PastDateError, Refusal
from bot.models import Member, Partnership, Post

MOST_ASKS = 5


class NoHoursError(Refusal):
    """Quiet hours have to begin and end at two different times."""


class AsksError(Refusal):
    """So many private messages a week cannot be chosen."""


@dataclass(frozen=True)
class Preferences:
    """What holds for a person in one partnership."""

    quiet_from: str | None
    quiet_to: str | None
    zone: str
    asks: int
    snoozed_until: datetime | None  # none also once it is over
    named: bool

    @property
    def quiet(self) -> bool:
        return self.quiet_from is not None and self.quiet_to is not None


@dataclass(frozen=True)
class Held:
    """What holds for a person in a partnership now."""

    preferences: Preferences
    channel_id: str
    partnership_id: int


def of(partnership: Partnership, member: Member, now: datetime) -> Preferences:
    """What holds for this member now."""
    snoozed = member.snoozed_until if member.snoozed_until and member.snoozed_until > now else None
    return Preferences(
        member.quiet_from, member.quiet_to, member.zone or partnership.zone, member.asks, snoozed, member.named
    )


def keep_quiet(
    session: Session, partnership: Partnership, member: Member, begins: str, ends: str, zone: str | None, now: datetime
) -> None:
    """Nothing unasked comes between these times, by the person's own clocks; what waits already waits anew."""
    if begins == ends:
        raise NoHoursError
    member.quiet_from, member.quiet_to, member.zone = begins, ends, zone
    _wait_anew(session, partnership, member, now)


def end_quiet(session: Session, partnership: Partnership, member: Member, now: datetime) -> None:
    """No quiet hours any more; what waited for their end comes with the next tick."""
    member.quiet_from = member.quiet_to = None
    _wait_anew(session, partnership, member, now)


def _wait_anew(session: Session, partnership: Partnership, member: Member, now: datetime) -> None:
    over = quiet_until(member, partnership.zone, now) or now
    waiting = select(Post).where(
        Post.wait_until > now, Post.partnership_id == partnership.id, Post.channel == member.user_id
    )
    for post in session.scalars(waiting):
        post.wait_until = over


def limit(member: Member, asks: int) -> None:
    """At most so many private messages a week that the person did not ask for."""
    if not 0 <= asks <= MOST_ASKS:
        raise AsksError
    member.asks = asks


def snooze(partnership: Partnership, member: Member, until: date, now: datetime) -> datetime:
    """Nothing is asked of the person before that day begins, by their own clocks."""
    ends = datetime.combine(until, time(), ZoneInfo(member.zone or partnership.zone))
    if ends <= now:
        raise PastDateError
    member.snoozed_until = ends
    return ends


def wake(member: Member) -> None:
    """The person may be asked again."""
    member.snoozed_until = None


def let_be_named(member: Member, yes: bool) -> None:  # noqa: FBT001  # there is nothing else to say
    """Whether what is told outside the partnership may name the person."""
    member.named = yes


def quiet_until(member: Member, zone: str, now: datetime) -> datetime | None:
    """When the quiet hours that hold now are over; nothing if none do. `zone` is the partnership's.

    From 20:00 to 08:00 is a night, from 09:00 to 12:00 a morning. Hours are read off the person's own clocks where
    they have said which.
    """
    if member.quiet_from is None or member.quiet_to is None or member.quiet_from == member.quiet_to:
        return None
    local = now.astimezone(ZoneInfo(member.zone or zone))
    begins, ends = time.fromisoformat(member.quiet_from), time.fromisoformat(member.quiet_to)
    minute = local.time().replace(second=0, microsecond=0)
    quiet = begins <= minute < ends if begins < ends else minute >= begins or minute < ends
    if not quiet:
        return None
    day = local.date() + timedelta(days=1) if minute >= ends else local.date()
    return datetime.combine(day, ends, local.tzinfo)
