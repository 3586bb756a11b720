"""When each post is due: a day and time on the partnership's own clocks, moved past holidays.

What is due is a column, `schedules.next_at`. A turn of the clock claims what is due, writes it, and moves the
column on. An occasion is named by the date it was meant for, and comes round once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Occasion, Partnership, Schedule
from bot.writing import insert_once

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WORKING_WEEK = 5
_LOOK_BACK = timedelta(days=14)  # further than any run of holidays moves a post


class Lateness(Enum):
    """What to do with a post whose time went by while nobody turned the clock."""

    ONCE = auto()  # still worth saying: once, for the latest of the times missed


@dataclass(frozen=True)
class Kind:
    """A kind of scheduled post: its usual time, and what lateness does to it."""

    name: str
    day: str
    time: str
    lateness: Lateness


KINDS = {kind.name: kind for kind in (Kind("celebrations", "fri", "15:00", Lateness.ONCE),)}


@dataclass(frozen=True)
class Fire:
    """One time a post is due: `on` names the occasion, `at` is when, holidays considered."""

    on: date
    at: datetime


@dataclass(frozen=True)
class Due:
    """A partnership for which a kind of post is due now."""

    partnership_id: int
    channel_id: str
    zone: str
    fire: Fire

    @property
    def occasion(self) -> str:
        return self.fire.on.isoformat()


@lru_cache(maxsize=16)
def _holidays(calendar: str) -> holidays.HolidayBase:
    country, _, subdivision = calendar.partition("-")
    return holidays.country_holidays(country, subdiv=subdivision or None)


def working_day(day: date, calendar: str) -> date:
    """The day itself, unless it is a holiday: then the next working day."""
    closed = _holidays(calendar)
    if day not in closed:
        return day
    while day in closed or day.weekday() >= _WORKING_WEEK:
        day += timedelta(days=1)
    return day


@lru_cache(maxsize=512)
def _trigger(day: str, time: str, zone: str) -> CronTrigger:
    hour, minute = time.split(":")
    return CronTrigger(day_of_week=day, hour=int(hour), minute=int(minute), timezone=ZoneInfo(zone))


def fires(day: str, time: str, zone: str, calendar: str, after: datetime) -> Iterator[Fire]:
    """Every time due after `after`, earliest first. A local date never comes twice, whatever the clocks do."""
    trigger, start = _trigger(day, time, zone), after - _LOOK_BACK
    last: date | None = None
    while (fire := trigger.get_next_fire_time(None, start)) is not None:
        start = fire + timedelta(seconds=1)
        on = fire.date()
        if on == last:
            continue
        last = on
        moved = working_day(on, calendar)
        at = fire if moved == on else datetime.combine(moved, fire.timetz().replace(tzinfo=None), ZoneInfo(zone))
        if at > after:
            yield Fire(on, at)


def next_fire(day: str, time: str, zone: str, calendar: str, after: datetime) -> Fire:
    return next(fires(day, time, zone, calendar, after))


def latest_fire(schedule: Schedule, zone: str, calendar: str, now: datetime) -> Fire | None:
    """The last time due that `now` has reached, at or after `next_at`; nothing if there is none."""
    assert schedule.next_at is not None
    latest = None
    for fire in fires(schedule.day, schedule.time, zone, calendar, schedule.next_at - timedelta(seconds=1)):
        if fire.at > now:
            break
        latest = fire
    return latest


# A partnership's timetable


def begin(session: Session, partnership: Partnership, calendar: str, now: datetime) -> None:
    """Every kind gets its usual time."""
    for kind in KINDS.values():
        at = next_fire(kind.day, kind.time, partnership.zone, calendar, now).at
        session.add(
            Schedule(
                partnership_id=partnership.id, kind=kind.name, day=kind.day, time=kind.time, next_at=at, turned_at=now
            )
        )


def of(session: Session, partnership_id: int) -> list[Schedule]:
    """The partnership's timetable, soonest first."""
    rows = session.scalars(select(Schedule).where(Schedule.partnership_id == partnership_id)).all()
    return sorted(rows, key=lambda row: (row.next_at is None, row.next_at, row.kind))


def next_at(session: Session, partnership_id: int, kind: str) -> datetime | None:
    """When this kind of post comes next; nothing while it is paused or off."""
    return session.scalar(
        select(Schedule.next_at).where(Schedule.partnership_id == partnership_id, Schedule.kind == kind)
    )


def set_next(session: Session, schedule: Schedule, partnership: Partnership, calendar: str, now: datetime) -> None:
    """`next_at` is worked out anew: the first time after now that has not come round before."""
    schedule.turned_at = now
    if not schedule.on or partnership.paused_at is not None:
        schedule.next_at = None
        return
    done = set(
        session.scalars(
            select(Occasion.occasion).where(
                Occasion.partnership_id == partnership.id,
                Occasion.kind == schedule.kind,
                Occasion.occasion >= (now - _LOOK_BACK).date().isoformat(),
            )
        )
    )
    upcoming = fires(schedule.day, schedule.time, partnership.zone, calendar, now)
    schedule.next_at = next(fire.at for fire in upcoming if fire.on.isoformat() not in done)


# A turn of the clock


def set_right(session: Session, calendar: str, now: datetime) -> None:
    """Schedules worked out at a time still to come: the clock has been corrected since, so they are done anew."""
    rows = session.execute(
        select(Schedule, Partnership)
        .join(Partnership, Partnership.id == Schedule.partnership_id)
        .where(Schedule.turned_at > now)
    )
    for schedule, partnership in rows.all():
        set_next(session, schedule, partnership, calendar, now)


def claim(session: Session, kind: str, calendar: str, now: datetime, limit: int) -> tuple[list[Due], int]:
    """Those of at most `limit` due schedules whose occasion is new, and how many schedules were due.

    Their next time is set; this and the posts written for them have to be committed together.
    """
    rows = session.execute(
        select(Schedule, Partnership)
        .join(Partnership, Partnership.id == Schedule.partnership_id)
        .where(Schedule.kind == kind, Schedule.next_at <= now)
        .order_by(Schedule.next_at)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Schedule)
    ).all()
    due: list[Due] = []
    for schedule, partnership in rows:
        fire = latest_fire(schedule, partnership.zone, calendar, now)
        schedule.next_at = next_fire(schedule.day, schedule.time, partnership.zone, calendar, now).at
        schedule.turned_at = now
        if fire is not None:
            due.append(Due(partnership.id, partnership.channel_id, partnership.zone, fire))
    return _first_time(session, kind, due, now), len(rows)


def _first_time(session: Session, kind: str, due: Sequence[Due], now: datetime) -> list[Due]:
    if not due:
        return []
    rows = [
        {"partnership_id": one.partnership_id, "kind": kind, "occasion": one.occasion, "came_at": now} for one in due
    ]
    fresh = set(insert_once(session, Occasion, rows, returning=Occasion.partnership_id))
    return [one for one in due if one.partnership_id in fresh]


def soonest(session: Session) -> tuple[datetime, str] | None:
    """When the next post is due in any partnership, and its kind."""
    row = session.execute(
        select(Schedule.next_at, Schedule.kind).where(Schedule.next_at.is_not(None)).order_by(Schedule.next_at).limit(1)
    ).first()
    return (row[0], row[1]) if row and row[0] else None


def overdue(session: Session, now: datetime) -> list[tuple[str, str, datetime]]:
    """What the next turn would write: kind, channel and the time it was due, written nowhere."""
    return [
        (row.kind, row.channel_id, row.next_at)
        for row in session.execute(
            select(Schedule.kind, Partnership.channel_id, Schedule.next_at)
            .join(Partnership, Partnership.id == Schedule.partnership_id)
            .where(Schedule.next_at <= now)
            .order_by(Schedule.next_at)
        )
    ]
