"""Slack's reactions by name."""

import re

MOST = 100  # characters of a name
_NAME = re.compile(rf"[\w+'-]{{1,{MOST}}}")
_SAME = {"thumbsup": "+1", "thumbsdown": "-1"}  # what Slack calls now this, now that


def name(typed: str) -> str | None:
    """`trophy` for itself, for `:trophy:` and for any skin tone of it; nothing where that is no reaction's name."""
    plain = typed.strip().strip(":").partition("::")[0].lower()
    return _SAME.get(plain, plain) if _NAME.fullmatch(plain) else None
