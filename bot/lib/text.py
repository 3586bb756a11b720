"""What people write, made fit to keep."""

import unicodedata

from bot.lib.refusals import NothingToldError

_BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters and symbols that show nothing
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])  # marks that turn the text around them


def readable(text: str) -> bool:
    """Whether there is anything in it that can be seen."""
    return any(unicodedata.category(c)[0] in "LNPS" and c not in _BLANK for c in text)


def plain(text: str) -> str:
    """The text without control characters, and without marks that would turn what stands beside it."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc").translate(_TURNS)


def tidy(text: str) -> str:
    """The text without control characters and blank ends; refused if nothing readable is left."""
    kept = plain(text).strip()
    if not readable(kept):
        raise NothingToldError
    return kept
