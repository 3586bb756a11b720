"""Values as buttons and forms carry them. Slack gives them back as they were; what is garbled is refused."""

import re
from datetime import date
from enum import Enum
from typing import TypeVar

from bot.lib.refusals import GarbledError

_NUMBER = re.compile("[0-9]{1,10}")
_MOST = 2**31  # which a column of ids holds

Kind = TypeVar("Kind", bound=Enum)


def number(value: str) -> int:
    """An id or another whole number."""
    if not _NUMBER.fullmatch(value) or int(value) >= _MOST:
        raise GarbledError
    return int(value)


def one_of(kind: type[Kind], value: str) -> Kind:
    """One of the words there are."""
    try:
        return kind(value)
    except ValueError:
        raise GarbledError from None


def day(value: str) -> date:
    """A day as a calendar in a form gives it."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise GarbledError from None


def parts(value: str, mark: str, number: int) -> list[str]:
    """So many parts with a mark between them; it may stand again in the last."""
    pieces = value.split(mark, number - 1)
    if len(pieces) != number:
        raise GarbledError
    return pieces
