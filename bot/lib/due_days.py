"""The day by which something is needed, read from somebody's own words.

A day counts where the words before it say so: *by*, *before*, *due* or *no later than* a day, *we have until* it, or
that something is *needed* on, for, until or within it. “Full until May” and “on Thursdays” say no such thing. A month
alone is no day, and the first of several counts.
"""

import calendar
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from bot.lib import days

_FRIDAY = 4
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
_WEEKDAY = r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|saturday|sunday)"
_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
_END = (
    rf"(?:the\s+)?end\s+of\s+(?:the\s+|this\s+)?(?:next\s+)?(?:day|week|month|year|{_MONTHS})\b"
    r"|(?:the|this)\s+weekend"
)
_FEAST = (
    r"christmas(?:\s+(?:eve|day))?|xmas|boxing\s+day|new\s+year(?:['’]?s\s+(?:day|eve))?|good\s+friday"
    r"|easter(?:\s+(?:sunday|monday))?"
)
_DAY = rf"""
    (?:{_WEEKDAY},?\s+)?(?P<date>
        (?:the\s+)?{_NUMBER}(?:\s+of)?\s+(?:{_MONTHS})(?:,?\s+\d{{4}})?
      | (?:{_MONTHS})\s+{_NUMBER}(?:,?\s+\d{{4}})?
      | \d{{4}}-\d{{2}}-\d{{2}}
      | \d{{1,2}}/\d{{1,2}}(?:/\d{{4}}|/\d{{2}})?
      | the\s+\d{{1,2}}(?:st|nd|rd|th)
    )
    | (?P<end>{_END})
    | (?P<feast>{_FEAST})
    | (?P<name>
        (?:a\s+)?week\s+on\s+{_WEEKDAY}
      | next\s+week\s+on\s+{_WEEKDAY}
      | {_WEEKDAY}\s+(?:next\s+)?week
      | (?:this\s+|next\s+|on\s+)?{_WEEKDAY}
      | today | tonight | tomorrow | next\s+week | next\s+month
    )
"""
_NUMBERS = r"\d{1,2}|an?|a\s+couple\s+of|two|three|four|five|six|seven|eight|nine|ten"
_DURATION = rf"(?P<within>(?:the\s+next\s+)?(?:{_NUMBERS})\s+(?:day|week|fortnight|month)s?)"
_NEED = r"need(?:s|ed)?\b(?:\s+[^\s.!?;]+){0,6}?"
_SAID = re.compile(
    rf"""
    \b(?:
        (?:
            by | (?:no|not)\s+later\s+than | (?:at\s+the\s+latest|due)(?:\s+(?:by|on))? | deadline(?:\s+is|\s+of|:)?
          | (?P<before>before|ahead\s+of)
          | (?:have|has|got)\s+(?:only\s+|just\s+)?(?:until|till)
          | {_NEED}\s+(?:until|till|for|on)
        )
        \s+(?:{_DAY})
      | (?:due|{_NEED})\s+(?:in|within)\s+{_DURATION}
      | {_NEED}\s+(?P<soon>today|tonight|tomorrow)
    )
    (?!['’]?\w|-\w)
    """,
    re.IGNORECASE | re.VERBOSE,
)


def read(text: str, now: datetime, zone: str) -> date | None:
    """The last day that will do; none if the words name none. Raises `UnclearError` for `30 February`."""
    match = _SAID.search(text)
    if match is None:
        return None
    on = now.astimezone(ZoneInfo(zone)).date()
    if match["within"]:
        return days.day(match["within"], now, zone)
    if match["end"]:
        return _end(_plain(match["end"]), on)
    if match["feast"] and (eve := _eve(_plain(match["feast"]), now, zone)):
        return eve
    words = _plain(match["date"] or match["feast"] or match["name"] or match["soon"])
    day = on if words in {"today", "tonight"} else days.day(words, now, zone)
    return _weekday_before(day) if match["before"] else day


def _weekday_before(day: date) -> date:
    """Before a Monday is the Friday."""
    return day - timedelta(days={0: 3, 6: 2}.get(day.weekday(), 1))


def _plain(words: str) -> str:
    return " ".join(words.lower().replace("’", "'").split())


def _end(words: str, today: date) -> date:
    """The last working day of a week; the last day of a month or a year."""
    later = 1 if " next " in words else 0
    if words.endswith(("week", "weekend")):
        monday = today - timedelta(days=today.weekday())
        this_week = 7 if today.weekday() > _FRIDAY else 0
        return monday + timedelta(days=_FRIDAY + this_week + 7 * later)
    if words.endswith("day"):
        return today
    if words.endswith("year"):
        return date(today.year + later, 12, 31)
    month: date = today + relativedelta(months=later, day=1)
    if not words.endswith("month"):
        number = [name.lower() for name in calendar.month_abbr].index(words.rsplit(maxsplit=1)[-1][:3])
        month = date(today.year + (number < today.month), number, 1)
    last: date = month + relativedelta(day=31)
    return last


def _eve(words: str, now: datetime, zone: str) -> date | None:
    """What is needed by a feast is needed before it begins; nothing where a day of it is named."""
    if words in {"christmas", "xmas"}:
        return days.day("christmas eve", now, zone)
    if words in {"new year", "new year's eve"}:
        return days.day("31 december", now, zone)
    return days.day("good friday", now, zone) - timedelta(days=1) if words == "easter" else None
