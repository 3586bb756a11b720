"""The day by which something is needed: read from its words or chosen, and within reason."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.lib import due_days
from bot.lib.days import UnclearError
from bot.lib.refusals import Refusal

MOST = timedelta(days=366)  # ahead


class Trouble(StrEnum):
    """Why a day that was said is not kept."""

    PAST = "past"
    FAR = "far"
    UNCLEAR = "unclear"


class DayError(Refusal):
    """The day chosen has gone by, or is too far away to be kept."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


@dataclass(frozen=True)
class Reading:
    """The day that words say, or why the one they say cannot be it; neither where they say none."""

    day: date | None = None
    trouble: Trouble | None = None


@dataclass(frozen=True)
class Typed:
    """What was typed: words, and the day chosen beside them, if any."""

    text: str
    day: date | None = None


def today(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def read(text: str, now: datetime, zone: str) -> Reading:
    """The day by which it is needed, as far as the words say one."""
    try:
        day = due_days.read(text, now, zone)
    except UnclearError:
        return Reading(trouble=Trouble.UNCLEAR)
    trouble = _trouble(day, now, zone) if day else None
    return Reading(None if trouble else day, trouble)


def settled(before: Typed, typed: Typed, now: datetime, zone: str) -> date | None:
    """The day that holds once words and day are changed: the one chosen, or the one that the words newly say.

    A day that was not chosen anew and has gone by stays. Words that no longer say the day they said take it with them.
    """
    if typed.day != before.day:
        if typed.day and (trouble := _trouble(typed.day, now, zone)):
            raise DayError(trouble)
        return typed.day
    earlier, later = read(before.text, now, zone).day, read(typed.text, now, zone).day
    if later == earlier or (later is None and earlier != before.day):
        return before.day
    return later


def _trouble(day: date, now: datetime, zone: str) -> Trouble | None:
    on = today(now, zone)
    if day < on:
        return Trouble.PAST
    return Trouble.FAR if day > on + MOST else None
