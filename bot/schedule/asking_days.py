"""The one day a week on which people are asked about what they have taken on."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.schedule import calendars

FORTNIGHT = timedelta(days=14)
_THURSDAY, _HOUR = 3, time(10)
_WEEK = timedelta(days=7)


def first_from(day: date, partnership: Any) -> datetime:
    """The first such day from this one on, at its hour, where the partnership lives.

    It is a Thursday, or the next working day of the same week; a week that has neither is passed over. So nobody is
    asked twice in a week.
    """
    calendar = calendars.of(partnership)
    thursday = day + timedelta(days=(_THURSDAY - day.weekday()) % 7)
    while (on := calendars.working_day(thursday, calendar)).isocalendar()[:2] != thursday.isocalendar()[:2]:
        thursday += _WEEK
    return datetime.combine(on, _HOUR, ZoneInfo(partnership.zone))


def in_a_fortnight(partnership: Any, now: datetime) -> datetime:
    """When somebody who takes something on now is asked whether it happened."""
    return first_from(_today(partnership, now) + FORTNIGHT, partnership)


def next_after(partnership: Any, now: datetime) -> datetime:
    """The day of the week to come."""
    today = _today(partnership, now)
    return first_from(today + timedelta(days=7 - today.weekday()), partnership)


def _today(partnership: Any, now: datetime) -> date:
    return now.astimezone(ZoneInfo(partnership.zone)).date()
