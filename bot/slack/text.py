"""Plain text as views need it: cut to fit, escaped, days and hours in words."""

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.lib import marks

_CALLS = re.compile(r"@(?=here|channel|everyone)", re.IGNORECASE)


def cut(text: str, most: int) -> str:
    """The text, or as many whole characters and names of it as fit in `most` with an ellipsis behind."""
    if marks.length(text) <= most:
        return text
    end = marks.place(text, most - 1)
    while end and (unicodedata.combining(text[end]) or text[end] in "\u200d\ufe0f" or text[end - 1] == "\u200d"):
        end -= 1
    return text[:end].rstrip() + "…"


def and_more(more: int) -> str:
    return f"and {more:,} more"


def escaped(text: str) -> str:
    """The text for a place where Slack reads marks: they stand for themselves, and nobody is called."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _CALLS.sub("@\u2060", plain) if "@" in plain else plain


@lru_cache(maxsize=1_000)  # of what is said again and again, such as when the next celebration is
def day(when: datetime, zone: str) -> str:
    """`Friday 27 November`, where the partnership lives."""
    return weekday(when.astimezone(ZoneInfo(zone)).date())


def weekday(on: date) -> str:
    """`Friday 27 November`."""
    return f"{on:%A} {on.day} {on:%B}"


def dated(when: datetime, zone: str) -> str:
    """`27 November 2026`, where the partnership lives."""
    local = when.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%B} {local.year}"


def month(when: datetime, zone: str) -> str:
    """`November`, where the partnership lives."""
    return f"{when.astimezone(ZoneInfo(zone)):%B}"


@lru_cache(maxsize=1_000)
def hour(when: datetime, zone: str) -> str:
    """`15:00`, where the partnership lives."""
    return f"{when.astimezone(ZoneInfo(zone)):%H:%M}"
