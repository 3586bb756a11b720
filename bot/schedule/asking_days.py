"""The one day a week on which people are asked about what they have taken on, and that of the hosts' digest."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.schedule import calendars
from bot.schedule.recurrence import DAYS

FORTNIGHT = timedelta(days=14)
_THURSDAY, _HOUR = 3, time(10)
DIGEST_DAYS, _DIGEST_HOUR = DAYS[:5], time(9)  # of the hosts' digest
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


def once_awake(at: datetime, snoozed_until: datetime | None, partnership: Any) -> datetime:
    """That day, or the first on which somebody may be asked who has snoozed beyond it."""
    if snoozed_until is None or snoozed_until <= at:
        return at
    return first_from(snoozed_until.astimezone(ZoneInfo(partnership.zone)).date(), partnership)


def next_after(partnership: Any, now: datetime) -> datetime:
    """The day of the week to come."""
    return first_from(_monday(partnership, now) + _WEEK, partnership)


def next_digest(partnership: Any, now: datetime) -> datetime:
    """The hosts' digest of the week to come: on the day they chose, or the next working day of the same week."""
    return _digest(_monday(partnership, now) + _WEEK, partnership)


def move_digest(partnership: Any, changes: Mapping[str, Any], now: datetime) -> None:
    """The partnership's clocks, days off or day of the digest are others from now on; the digest stays in its week.

    If its new time is over by now, it comes when it was to come.
    """
    digest_at = partnership.digest_at
    monday = _monday(partnership, digest_at) if digest_at is not None and digest_at > now else None
    for name, value in changes.items():
        setattr(partnership, name, value)
    if monday is not None and (at := _digest(monday, partnership)) > now:
        partnership.digest_at = at


def _digest(monday: date, partnership: Any) -> datetime:
    return _first_from(monday, DAYS.index(partnership.digest_day), _DIGEST_HOUR, partnership)


def _monday(partnership: Any, now: datetime) -> date:
    today = _today(partnership, now)
    return today - timedelta(days=today.weekday())


def _today(partnership: Any, now: datetime) -> date:
    return now.astimezone(ZoneInfo(partnership.zone)).date()
