"""Files that nobody but their owner may read, whatever the umask says."""

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
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


@contextlib.contextmanager
def beside(path: Path) -> Iterator[Path]:
    """An empty file in the same folder that gets this name once it is full and on the disk; nothing is left of it else.

    `FileExistsError` if there is a file of this name already.
    """
    _require_free(path)
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.", suffix=".part")
    part = Path(name)
    try:
        os.fchmod(number, _FILE)
        yield part
        _require_free(path)
        os.fsync(number)
        part.rename(path)
        _keep(path.parent)
    finally:
        os.close(number)
        for end in ("", "-journal", "-wal", "-shm"):  # the latter as SQLite may leave them
            part.with_name(part.name + end).unlink(missing_ok=True)


def _require_free(path: Path) -> None:
    if path.exists() or path.is_symlink():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


def _keep(folder: Path) -> None:
    """What has a new name in the folder has it after a power cut too."""
    with contextlib.suppress(OSError):  # some file systems do so by themselves, and refuse
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
