"""Days and times that come round: rhythms, moved past days off. Nothing here knows a partnership."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.schedule.calendars import MOST_CLOSED, Calendar, working_day

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LOOK_BACK = timedelta(days=14) + MOST_CLOSED  # further than any run of days off moves a post
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
    """One time a post is due: `on` names the occasion, `at` is when in UTC, days off considered."""

    on: date
    at: datetime
    monthly: bool = False

    @property
    def occasion(self) -> str:
        """`2026-03-06`, or `2026-03`: on whichever day, once a month."""
        return f"{self.on:%Y-%m}" if self.monthly else self.on.isoformat()


def fires(rhythm: Rhythm, calendar: Calendar, after: datetime) -> Iterator[Fire]:
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


def next_fire(rhythm: Rhythm, calendar: Calendar, after: datetime) -> Fire:
    return next(fires(rhythm, calendar, after))


def over(day: datetime, zone: str, now: datetime) -> bool:
    """Whether it is too late, for what is worth saying only on its day."""
    at = day.astimezone(ZoneInfo(zone))
    return now > max(datetime.combine(at.date(), SHUT, ZoneInfo(zone)), at + _LAST_HOUR)
