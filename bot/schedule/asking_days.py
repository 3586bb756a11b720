"""The one day a week on which people are asked about what they have taken on, and that of the hosts' digest."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.schedule import calendars

FORTNIGHT = timedelta(days=14)
_THURSDAY, _HOUR = 3, time(10)
_MONDAY, _DIGEST_HOUR = 0, time(9)  # of the hosts' digest
_WEEK = timedelta(days=7)


def first_from(day: date, partnership: Any) -> datetime:
    """The first such day from this one on, at its hour, where the partnership lives.

    It is a Thursday, or the next working day of the same week; a week that has neither is passed over. So nobody is
    asked twice in a week.
    """
    return _first_from(day, _THURSDAY, _HOUR, partnership)


def _first_from(day: date, weekday: int, hour: time, partnership: Any) -> datetime:
    calendar = calendars.of(partnership)
    meant = day + timedelta(days=(weekday - day.weekday()) % 7)
    while (on := calendars.working_day(meant, calendar)).isocalendar()[:2] != meant.isocalendar()[:2]:
        meant += _WEEK
    return datetime.combine(on, hour, ZoneInfo(partnership.zone))


def in_a_fortnight(partnership: Any, now: datetime) -> datetime:
    """When somebody who takes something on now is asked whether it happened."""
    return first_from(_today(partnership, now) + FORTNIGHT, partnership)


def next_after(partnership: Any, now: datetime) -> datetime:
    """The day of the week to come."""
    today = _today(partnership, now)
    return first_from(today + timedelta(days=7 - today.weekday()), partnership)


def next_digest(partnership: Any, now: datetime) -> datetime:
    """The hosts' digest of the week to come: on its Monday, or the next working day."""
    today = _today(partnership, now)
    return _first_from(today + timedelta(days=7 - today.weekday()), _MONDAY, _DIGEST_HOUR, partnership)


def _today(partnership: Any, now: datetime) -> date:
    return now.astimezone(ZoneInfo(partnership.zone)).date()
