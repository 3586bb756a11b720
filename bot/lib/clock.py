"""The two clocks: the story's, which decides what is due, and the wall's, which paces the wire."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

Clock = Callable[[], datetime]
Day = Callable[[str], date]  # a day as somebody typed it, by the clocks of a zone


def wall() -> datetime:
    """The real time, in UTC: for signatures, leases, pacing and the window searched in history."""
    return datetime.now(UTC)


def stated(header: str | None) -> datetime | None:
    """The time that a `Date` header states, if it can be read."""
    try:
        when = parsedate_to_datetime(header or "")
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def fixed(when: datetime) -> Clock:
    """A clock that always says `when`: what `tick --at` goes by."""
    return lambda: when


def shifted(offset: Path) -> Clock:
    """The real time plus the seconds written in the file `offset`: the sandbox's movable clock.

    A file that is missing or half-written counts as no shift.
    """

    def now() -> datetime:
        try:
            with offset.open() as file:
                seconds = float(file.read(64))
        except (OSError, ValueError):
            seconds = 0.0
        return wall() + timedelta(seconds=seconds)

    return now
