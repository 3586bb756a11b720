"""Days as people in Britain write them: `5 January`, `next Friday`, `the end of the month`."""

import calendar
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil import parser
from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COUNT = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {"a": 1, "an": 1, "couple of": 2, "a couple of": 2} | {word: place for place, word in enumerate(_COUNT, 1)}
_FOR = re.compile(
    rf"""
    (?:for\ |in\ )?(?:the\ next\ )?
    (?:(\d{{1,3}})\ ?|({"|".join(map(re.escape, _NUMBERS))})\ )?
    (d|day|w|wk|week|fortnight|month)s?
    """,
    re.VERBOSE,
)
_UNITS = {
    "d": relativedelta(days=1),
    "w": relativedelta(weeks=1),
    "f": relativedelta(weeks=2),
    "m": relativedelta(months=1),
}
_NEXT = re.compile(r"(next|this|on)? ?([a-z]+)")
_A_WEEK_LATER = re.compile(r"([a-z]+) week|(?:a )?week on ([a-z]+)|([a-z]+) next week|next week on ([a-z]+)")
_OF_THE_MONTH = re.compile(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)?")
_FEASTS = {"christmas eve": (12, 24), "christmas day": (12, 25), "boxing day": (12, 26), "new years day": (1, 1)}
_AFTER_EASTER = {"good friday": -2, "easter sunday": 0, "easter monday": 1}
_PART_OF_A_DAY = re.compile(r" (?:morning|lunchtime|afternoon|evening)$")


class UnclearError(ValueError):
    """A day or a time that cannot be understood."""


def weekday(word: str) -> str | None:
    """`thu` for `Thu`, `Thursday` or `Thursdays`; nothing for what is no day."""
    name = word.lower().rstrip(".,")
    days = [day for day in _DAYS if len(name) > 2 and f"{day}s".startswith(name)]  # noqa: PLR2004
    return days[0][:3] if days else None


def day(typed: str, now: datetime, zone: str) -> date:
    """The day meant: `5 January` and `5/1` as in Britain, the next of its name where no year is given; `2027-01-05`.

    Also `2 weeks`, `tomorrow`, `next Friday`, `the end of the month`, `Christmas`. Raises `UnclearError`.
    """
    today = now.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return _said(re.sub(r"\s+", " ", typed.lower()).strip(" .,"), today.date()) or _written(typed, today)


def _said(typed: str, today: date) -> date | None:
    """The day, counted from today or called by its name; nothing if it is written as a date."""
    match = _FOR.fullmatch(typed)
    if match and len(typed) > 1:
        number = int(match[1]) if match[1] else _NUMBERS.get(match[2], 1)
        on: date = today + _UNITS[match[3][0]] * number
        return on
    words = _PART_OF_A_DAY.sub("", typed.removeprefix("after ").replace("the ", "").replace("’", "").replace("'", ""))
    return _named(words, today) or _of_the_year(words, today) or _of_the_week(words, today)


def _named(words: str, today: date) -> date | None:
    monday = today + timedelta(days=7 - today.weekday())
    named: dict[str, date] = {
        "tomorrow": today + timedelta(days=1),
        "next week": monday,
        "end of week": monday,
        "next month": today + relativedelta(months=1, day=1),
        "end of month": today + relativedelta(months=1, day=1),
        "next year": today + relativedelta(years=1, month=1, day=1),
        "end of year": today + relativedelta(years=1, month=1, day=1),
    }
    if match := _OF_THE_MONTH.fullmatch(words):
        return _next_of_the_month(int(match[1]), today)
    return named.get(words)


def _next_of_the_month(number: int, today: date) -> date:
    months: list[date] = [today + relativedelta(months=later, day=1) for later in range(13)]
    days = (
        month.replace(day=number) for month in months if 1 <= number <= calendar.monthrange(month.year, month.month)[1]
    )
    try:
        return next(on for on in days if on > today)
    except StopIteration:
        raise UnclearError from None


def _of_the_year(words: str, today: date) -> date | None:
    """The day itself, or the first after a feast that is called as a whole."""
    if words in {"christmas", "xmas", "new year", "christmas and new year"}:
        return date(today.year + (today.month > 1 or today.day > 1), 1, 2)
    if words in _FEASTS:
        month, number = _FEASTS[words]
        on = date(today.year, month, number)
        return on if on > today else on.replace(year=today.year + 1)
    if words == "easter" or words in _AFTER_EASTER:
        later = timedelta(days=_AFTER_EASTER.get(words, 2))
        ends: list[date] = [easter(year) + later for year in (today.year, today.year + 1)]
        return next(end for end in ends if end > today)
    return None


def _of_the_week(words: str, today: date) -> date | None:
    monday = today + timedelta(days=7 - today.weekday())
    later = _A_WEEK_LATER.fullmatch(words)
    match = _NEXT.fullmatch(words)
    called = next(filter(None, later.groups())) if later else match[2] if match else ""
    name = weekday(called)
    if name is None:
        return None
    place = [full[:3] for full in _DAYS].index(name)
    if (later and "next" in words) or (match and match[1] == "next"):
        return monday + timedelta(days=place)
    return today + timedelta(days=(place - today.weekday() - 1) % 7 + 1 + (7 if later else 0))


def _written(typed: str, today: datetime) -> date:
    typed = re.sub(r"^the |(?<=\w) of (?=\w)", " ", typed.strip(), flags=re.IGNORECASE)
    iso = typed[:4].isdigit() and typed[4:5] == "-"
    try:
        meant = parser.parse(typed, default=today, dayfirst=not iso, ignoretz=True)
        other = parser.parse(typed, default=today.replace(year=today.year + 1, day=1), dayfirst=not iso, ignoretz=True)
    except (ValueError, ArithmeticError):
        raise UnclearError from None
    if typed.strip().isdecimal():  # a year alone is no day
        raise UnclearError
    if abs(meant.year - today.year) > 1:  # 32 January is read as January 2032
        raise UnclearError
    if meant < today and other.year > meant.year:
        meant = other
    on: date = meant.date()
    return on
