"""A command as it is typed here: words to print, so that whoever reads them can type them."""

import os
from pathlib import Path

from bot import typed

_BY_MAKE = {"doctor", "key", "run", "setup"}  # these the Makefile has too


def command(word: str) -> str:
    """`pencil run` or `python -m bot run`; beside a Makefile that was used, `make run`."""
    if word in _BY_MAKE and "MAKELEVEL" in os.environ and Path("Makefile").is_file():
        return f"make {word}"
    return typed(word)
