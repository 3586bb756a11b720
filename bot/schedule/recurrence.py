"""Days and times that come round: rhythms, working days and holidays. Nothing here knows a partnership."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WORKING_WEEK = 5
LOOK_BACK = timedelta(days=14)  # further than any run of holidays moves a post
_WEEK = timedelta(days=7)
SHUT = time(17)  # what is worth saying only on its day is not begun later
_LAST_HOUR = timedelta(hours=1)  # unless its own time is late


@dataclass(frozen=True)
class Rhythm:
    """A day and a time, every so many weeks from the `anchor` on, which is a Monday, on the clocks of a zone."""

    day: str
    time: str
    zone: str
    every: int = 1
    anchor: date = date(2024, 1, 1)
    monthly: bool = False
    halved: bool = False  # every second of its times

    def includes(self, day: date) -> bool:
        """Whether the day is in one of its weeks: whole weeks are counted, so a year's end is nothing special."""
        if day < self.anchor:
            return False
        apart = 2 if self.halved else 1
        if self.monthly:
            return day.day <= _WEEK.days and _months(self.anchor, day) % apart == 0
        return (day - self.anchor).days // 7 % (self.every * apart) == 0


def _months(since: date, day: date) -> int:
    return (day.year - since.year) * 12 + day.month - since.month


@dataclass(frozen=True)
class Fire:
    """One time a post is due: `on` names the occasion, `at` is when in UTC, holidays considered."""

    on: date
    at: datetime
    monthly: bool = False

    @property
    def occasion(self) -> str:
        """`2026-03-06`, or `2026-03`: on whichever day, once a month."""
        return f"{self.on:%Y-%m}" if self.monthly else self.on.isoformat()


@lru_cache(maxsize=16)
def _holidays(calendar: str) -> holidays.HolidayBase:
    country, _, subdivision = calendar.partition("-")
    return holidays.country_holidays(country, subdiv=subdivision or None)


@lru_cache(maxsize=4096)
def working_day(day: date, calendar: str) -> date:
    """The day itself, unless it is a holiday: then the next working day."""
    closed = _holidays(calendar)
    if day not in closed:
        return day
    while day in closed or day.weekday() >= _WORKING_WEEK:
        day += timedelta(days=1)
    return day


def fires(rhythm: Rhythm, calendar: str, after: datetime) -> Iterator[Fire]:
    """Every time due after `after`, earliest first, in UTC.

    Days are counted, not hours: a time that the clocks pass twice comes once, and one that they skip comes as soon as
    they are past it.
    """
    zone, hour = ZoneInfo(rhythm.zone), time.fromisoformat(rhythm.time)
    day = (after - LOOK_BACK).astimezone(zone).date()
    day += timedelta(days=(DAYS.index(rhythm.day) - day.weekday()) % _WEEK.days)
    while day.year < date.max.year:
        if rhythm.includes(day):
            at = datetime.combine(working_day(day, calendar), hour, zone).astimezone(UTC)
            if at > after:
                yield Fire(day, at, rhythm.monthly)
        day += _WEEK


def next_fire(rhythm: Rhythm, calendar: str, after: datetime) -> Fire:
    return next(fires(rhythm, calendar, after))


@lru_cache(maxsize=4096)
def next_working(day: date, calendar: str) -> date:
    """The first working day after this one."""
    day += timedelta(days=1)
    while day.weekday() >= _WORKING_WEEK or day in _holidays(calendar):
        day += timedelta(days=1)
    return day


def working_days_after(when: datetime, number: int, zone: str, calendar: str, hour: time | None = None) -> datetime:
    """The same minute of the day, or the `hour` given, so many working days later."""
    local = when.astimezone(ZoneInfo(zone))
    day = local.date()
    for _ in range(number):
        day = next_working(day, calendar)
    return datetime.combine(day, hour or time(local.hour, local.minute), ZoneInfo(zone))


def working_day_before(when: datetime, zone: str, calendar: str) -> datetime:
    """The same minute of the day, one working day sooner."""
    local = when.astimezone(ZoneInfo(zone))
    day = local.date() - timedelta(days=1)
    while day.weekday() >= _WORKING_WEEK or day in _holidays(calendar):
        day -= timedelta(days=1)
    return datetime.combine(day, time(local.hour, local.minute), ZoneInfo(zone))


def over(day: datetime, zone: str, now: datetime) -> bool:
    """Whether it is too late, for what is worth saying only on its day."""
    at = day.astimezone(ZoneInfo(zone))
    return now > max(datetime.combine(at.date(), SHUT, ZoneInfo(zone)), at + _LAST_HOUR)
