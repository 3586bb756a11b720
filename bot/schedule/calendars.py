"""Working days: which days are public holidays where a partnership lives, and when it is closed besides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.lib import public_holidays

_WORKING_WEEK = 5
_DAY = timedelta(days=1)
MOST_CLOSED = timedelta(days=42)  # in all of the closures that a partnership keeps


@dataclass(frozen=True)
class Closure:
    """Days on which a partnership is closed, the last included, and what they are called."""

    first: date
    last: date
    label: str = ""

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Calendar:
    """Whose public holidays are kept (`GB-SCT`), and closures besides."""

    holidays: str
    closures: tuple[Closure, ...] = ()

    def is_off(self, day: date) -> bool:
        """Whether the day is a public holiday, or in a closure."""
        return day in _holidays(self.holidays, day.year) or any(day in closure for closure in self.closures)

    def is_working(self, day: date) -> bool:
        return day.weekday() < _WORKING_WEEK and not self.is_off(day)


@lru_cache(maxsize=4096)
def _holidays(name: str, year: int) -> dict[date, str]:
    """The public holidays of a year, each with its name; made once, and never changed, as threads share it."""
    return dict(public_holidays.of(name, year).items())


def of(partnership: Any) -> Calendar:
    """The calendar of a partnership, or of a row that has its two columns."""
    return Calendar(partnership.holidays, tuple(read(partnership.closures)))


def read(kept: Sequence[Sequence[str]]) -> Iterator[Closure]:
    """Closures as the database keeps them."""
    for first, last, label in kept:
        yield Closure(date.fromisoformat(first), date.fromisoformat(last), label)


def may_be_kept(kept: Any) -> bool:
    """Whether these are closures as `to_json` makes them, and not so long that no working day would be left."""
    try:
        closures = list(read(kept))
    except (TypeError, ValueError):
        return False
    days = sum(max(0, (closure.last - closure.first).days) for closure in closures)
    return days <= 2 * MOST_CLOSED.days and to_json(closures) == kept


def to_json(closures: Sequence[Closure]) -> list[list[str]]:
    return [[closure.first.isoformat(), closure.last.isoformat(), closure.label] for closure in closures]


def days_off(calendar: Calendar, first: date, days: int) -> list[tuple[date, str]]:
    """Weekdays among so many on which nobody is there, each with why."""
    off = []
    for day in (first + number * _DAY for number in range(days)):
        if day.weekday() < _WORKING_WEEK and calendar.is_off(day):
            closure = next((closure.label for closure in calendar.closures if day in closure), "")
            off.append((day, closure or _holidays(calendar.holidays, day.year).get(day, "")))
    return off


def working_day(day: date, calendar: Calendar) -> date:
    """The day itself, be it of a weekend, unless it is a holiday or in a closure: then the next working day."""
    return next_working(day, calendar) if calendar.is_off(day) else day


def next_working(day: date, calendar: Calendar) -> date:
    """The first working day after this one."""
    day += _DAY
    while not calendar.is_working(day):
        day += _DAY
    return day


def working_days_after(
    when: datetime, number: int, zone: str, calendar: Calendar, hour: time | None = None
) -> datetime:
    """The same minute of the day, or the `hour` given, so many working days later."""
    local = when.astimezone(ZoneInfo(zone))
    day = local.date()
    for _ in range(number):
        day = next_working(day, calendar)
    return datetime.combine(day, hour or time(local.hour, local.minute), ZoneInfo(zone))


def working_day_before(when: datetime, zone: str, calendar: Calendar) -> datetime:
    """The same minute of the day, one working day sooner."""
    local = when.astimezone(ZoneInfo(zone))
    day = local.date() - _DAY
    while not calendar.is_working(day):
        day -= _DAY
    return datetime.combine(day, time(local.hour, local.minute), ZoneInfo(zone))
