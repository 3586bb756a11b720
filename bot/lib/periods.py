"""From when to when: a stretch of days, as somebody writes it."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil import parser

from bot.lib.refusals import Refusal

_EARLIEST = 1971
_BETWEEN = re.compile(r"\s*(?:\.\.+|…|[–—])\s*|\s+(?:to|until|till|-)\s+", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_SOME_YEAR = re.compile(r"\b\d{4}\b")


class UnclearPeriodError(Refusal):
    """The days cannot be understood."""


class BackwardsError(Refusal):
    """It would end before it begins."""


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both included, where the partnership lives."""

    first: date
    last: date
    zone: str

    @property
    def begins(self) -> datetime:
        return self.begins_on(self.first)

    @property
    def ends(self) -> datetime:
        """The first moment that is no longer in it."""
        return self.begins_on(self.last + timedelta(days=1))

    def begins_on(self, day: date) -> datetime:
        """The first moment of a day, on the clocks of this period."""
        return datetime.combine(day, time(), ZoneInfo(self.zone)).astimezone(UTC)

    def day(self, at: datetime) -> date:
        """The day of a moment, on the clocks of this period."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    def __str__(self) -> str:
        return f"{written(self.first)} to {written(self.last)}"


def written(day: date) -> str:
    """`1 January 2026`."""
    return f"{day.day} {day:%B %Y}"


def read(text: str, start: datetime, zone: str, now: datetime) -> Period:
    """`2026-01..2026-06`, `2026-01-15..2026-03-31`, `March 2026`, `2025`.

    With an end left out it is from the start, or to now. What is still to come is left out of it, unless all of it is.
    """
    sides = _BETWEEN.split(text.strip()) if text.strip() else ["", ""]
    if len(sides) == 1 and re.match(r"(?:from|since)\b", sides[0], re.IGNORECASE):
        sides.append("")
    if len(sides) > 2:  # noqa: PLR2004  # more than one "to"
        raise UnclearPeriodError
    first = _span(sides[0])
    last = _span(sides[-1])
    return between(first[0] if first else None, last[1] if last else None, start, zone, now)


def between(first: date | None, last: date | None, start: datetime, zone: str, now: datetime) -> Period:
    """The same from days."""
    begun, today = (at.astimezone(ZoneInfo(zone)).date() for at in (start, now))
    if first is None:
        first = min(begun, last) if last else min(begun, today)
    if last is None:
        last = max(today, first)
    if last < first:
        raise BackwardsError
    return Period(first, min(last, today) if first <= today else last, zone)


def _span(typed: str) -> tuple[date, date] | None:
    """The first and the last day of a day, a month or a year; nothing if nothing is said."""
    typed = re.sub(r"^(?:from|since|in|on)\s+", "", typed.strip(), flags=re.IGNORECASE)
    if not typed:
        return None
    try:
        if _YEAR.fullmatch(typed):
            return _known(date(int(typed), 1, 1), date(int(typed), 12, 31))
        if match := _MONTH.fullmatch(typed):
            return _month(date(int(match[1]), int(match[2]), 1))
        if not _SOME_YEAR.search(typed) or ":" in typed:
            raise UnclearPeriodError  # of which year is not for us to guess
        dayfirst = _ISO.fullmatch(typed) is None
        parsed, other = (
            parser.parse(typed, default=datetime(2000, 1, day), dayfirst=dayfirst, ignoretz=True).date()  # noqa: DTZ001
            for day in (1, 2)
        )
    except (ValueError, ArithmeticError):
        raise UnclearPeriodError from None
    return _known(parsed, parsed) if parsed == other else _month(parsed.replace(day=1))


def _month(first: date) -> tuple[date, date]:
    return _known(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def _known(first: date, last: date) -> tuple[date, date]:
    if first.year < _EARLIEST or last.year > date.max.year - 1:
        raise UnclearPeriodError
    return first, last
