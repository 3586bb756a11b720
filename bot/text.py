"""What people write, made fit to keep."""

import unicodedata

from bot.refusal import NothingToldError


def tidy(text: str) -> str:
    """The text without control characters and blank ends; refused if nothing readable is left."""
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc").strip()
    if not any(unicodedata.category(c)[0] in "LNPS" for c in kept):
        raise NothingToldError
    return kept
