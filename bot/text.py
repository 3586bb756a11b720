"""What people write, made fit to keep."""

import unicodedata

from bot.refusal import NothingToldError


def readable(text: str) -> bool:
    """Whether there is anything in it that can be seen."""
    return any(unicodedata.category(c)[0] in "LNPS" for c in text)


def tidy(text: str) -> str:
    """The text without control characters and blank ends; refused if nothing readable is left."""
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc").strip()
    if not readable(kept):
        raise NothingToldError
    return kept
