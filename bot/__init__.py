"""What Pencil knows, decides, remembers and says."""

import os
import sys
from pathlib import Path

VERSION = "0.2.0.dev0"
_BY_MAKE = {"doctor", "key", "run", "setup"}  # these the Makefile has too


def typed(words: str = "") -> str:
    """How a command is typed here, so that whoever reads it can type it.

    `pencil …` if Pencil was installed as a package; `make …` where make was used and knows it; else `python -m bot …`.
    """
    if Path(sys.argv[0]).stem == "pencil":
        return f"pencil {words}".rstrip()
    if words in _BY_MAKE and "MAKELEVEL" in os.environ and Path("Makefile").is_file():
        return f"make {words}"
    return f"{_python()} -m bot {words}".rstrip()


def _python() -> str:
    """`python`, or where it is, if it is in an environment below this folder that the shell does not know of."""
    python, here = Path(sys.executable), Path.cwd()
    if "VIRTUAL_ENV" in os.environ or not python.is_relative_to(here):
        return "python"
    return str(python.relative_to(here))
