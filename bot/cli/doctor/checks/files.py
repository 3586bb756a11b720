"""Whether the files with tokens and with what people said are their owner's alone, and may be written."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from bot.cli.doctor.finding import Finding, ok, to_do

_OTHERS = 0o077


def check(env_file: Path, database: Path | None) -> Iterator[Finding]:
    """Those that others may read, and a database that this account may not write."""
    kept = [] if database is None else [database.with_name(database.name + end) for end in ("", "-wal", "-shm")]
    files = [file for file in (env_file, *kept) if file.is_file()]
    opened = [str(file) for file in files if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & _OTHERS]
    if opened:
        yield to_do("files", "open", files=opened)
    if database is not None and database.is_file():
        shut = [str(path) for path in (database, database.absolute().parent) if not os.access(path, os.W_OK)]
        if shut:
            yield to_do("files", "locked", files=shut)
            return
    if files and not opened:
        yield ok("files", "private", files=[str(file) for file in files])
