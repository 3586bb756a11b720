"""Days and times as people in Britain write them."""

import re
from datetime import UTC, date, datetime

from bot.home.days_off import LABEL
from bot.lib import values
from bot.lib.days import UnclearError, day, weekday
from bot.lib.text import readable, sentence
from bot.schedule import timetable
from bot.schedule.calendars import Closure
from bot.slack.forms import FIRST, LAST
from handlers.payloads import Submission

_TIME = re.compile(r"(?:at )?(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)?", re.IGNORECASE)
_NOON = 12
_NAMED_HOURS = {"midnight": "00:00", "noon": "12:00", "midday": "12:00"}
_BY_24_HOURS = re.compile(r"1[3-9]|2\d|\d{1,2}[:.]\d\d")
_TO = re.compile(
    r"\s*(?:\.\.+|…|[–—])\s*|\s+(?:to|until|till|-)\s+|(?<=^\d)-(?=\d\d?\s+[a-z])|(?<=^\d\d)-(?=\d\d?\s+[a-z])",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b\d{4}\b")
_LABEL = re.compile(r"[:,](?!\s*\d{4}\b)")  # not before the year in `24 December, 2026`


def change(typed: str) -> tuple[str, str | None, str | None, bool | None]:
    """What is to change in a timetable: the kind, and day, time, on or off as far as said.

    `celebrations thu 14:00`, `check-ins off`, `skills 2.30pm`. Raises `UnclearError`.
    """
    first, _, rest = typed.lower().strip().partition(" ")
    first, rest = first.replace("-", ""), rest.strip()
    named = (kind for kind in timetable.KINDS if len(first) > 2 and kind.replace("-", "").startswith(first))  # noqa: PLR2004
    kind = next(named, None)
    if kind is None or not rest:
        raise UnclearError
    if rest in {"on", "off"}:
        return kind, None, None, rest == "on"
    word, _, clock = rest.partition(" ")
    day = weekday(word)
    clock = clock if day else rest
    return kind, day, time(clock) if clock.strip() else None, None


def time(typed: str) -> str:
    """`14:00` for `14:00`, `14.00` or `2pm`; a bare number could be a day, so it is not understood."""
    match = _TIME.fullmatch(typed.strip())
    if match is None or not (match[2] or match[3]):
        raise UnclearError
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= _NOON:
            raise UnclearError
        hour = hour % _NOON + (_NOON if match[3].lower() == "pm" else 0)
    try:
        return f"{datetime(2000, 1, 1, hour, minute, tzinfo=UTC):%H:%M}"
    except ValueError:
        raise UnclearError from None


def hours(typed: str) -> tuple[str, str]:
    """When quiet hours begin and end: `20:00-08:00`, `8pm to 7.30am`, `20-8`; `10-7` could be either half of a day."""
    plain = re.sub(r"^(?:from|between)\s+", "", typed.strip().lower())
    parts = re.split(r"\s*[-–—]\s*|\s+(?:to|until|till|and)\s+", plain)
    if len(parts) != 2:  # noqa: PLR2004
        raise UnclearError
    parts = [_NAMED_HOURS.get(part) or re.sub(r"^(\d\d)(\d\d)$", r"\1:\2", part) for part in parts]
    if any(_BY_24_HOURS.fullmatch(part) for part in parts):
        parts = [f"{part}:00" if part.isdecimal() else part for part in parts]
    return time(parts[0]), time(parts[1])


def until(typed: str) -> str:
    """The day in `until 5 January`."""
    return re.sub(r"^(until|till|to|over)\b", "", typed.strip(), flags=re.IGNORECASE).strip()


def closures(typed: str, now: datetime, zone: str) -> list[Closure]:
    """A closure a line."""
    return [closure(line, now, zone) for line in typed.splitlines() if readable(line)]


def closure(typed: str, now: datetime, zone: str) -> Closure:
    """`24 December to 2 January: Winter break`, `10-14 August`, `5/1, Stocktaking`; it may have begun."""
    days, *label = _LABEL.split(typed.strip(), maxsplit=1)
    sides = _TO.split(days.strip())
    if len(sides) > 2 or not all(sides):  # noqa: PLR2004  # more than one "to", or nothing beside it
        raise UnclearError
    last = day(sides[-1], now, zone)
    in_the_same_month = sides[0].isdecimal()  # 10 to 14 August
    first = _within(last, int(sides[0])) if in_the_same_month else day(sides[0], now, zone)
    if first > last and not _YEAR.search(sides[0]):
        first = _within(first.replace(day=1, year=first.year - 1), first.day)
    return Closure(first, last, sentence(label[0], LABEL) if label and readable(label[0]) else "")


def _within(month: date, number: int) -> date:
    """That day of the month."""
    try:
        return month.replace(day=number)
    except ValueError:
        raise UnclearError from None


def period(act: Submission) -> tuple[date | None, date | None]:
    """The first and the last day, as calendars in a form gave them."""
    first, last = (values.day(typed) if (typed := act.text(end)) else None for end in (FIRST, LAST))
    return first, last
