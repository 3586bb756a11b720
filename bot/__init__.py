"""What Pencil knows, decides, remembers and says."""

import sys
from pathlib import Path

VERSION = "0.1.0"


def typed(words: str = "") -> str:
    """How a command is typed here: `pencil …` if Pencil was installed as a package, else `python -m bot …`."""
    begun = "pencil" if Path(sys.argv[0]).stem == "pencil" else "python -m bot"
    return f"{begun} {words}".rstrip()
