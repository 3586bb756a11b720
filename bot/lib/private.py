"""Files that nobody but their owner may read, whatever the umask says."""

import contextlib
import os
from pathlib import Path
from typing import BinaryIO

_FILE, _FOLDER, _OTHERS = 0o600, 0o700, 0o077


def by_default() -> None:
    """What this process and its children make from now on is their owner's alone."""
    os.umask(_OTHERS)


def create(path: Path) -> BinaryIO:
    """A new file to write into; `FileExistsError` if there is one already."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE)
    os.fchmod(file, _FILE)
    return os.fdopen(file, "wb")


def make_folder(folder: Path) -> None:
    """The folder, made if it is not there."""
    folder.mkdir(_FOLDER, parents=True, exist_ok=True)
    restrict(folder)


def restrict(*paths: Path) -> None:
    """What is there already is closed to others, unless it is theirs.

    None of it is opened: to close it again would end the locks that this process has on it through SQLite.
    """
    for path in paths:
        with contextlib.suppress(OSError):
            mode = path.stat().st_mode
            if mode & _OTHERS:
                path.chmod(mode & ~_OTHERS & 0o7777)
