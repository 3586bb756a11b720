"""SQLite: its own backup, cleared and written anew, so that nothing deleted is in the file either."""

import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection
from sqlalchemy.engine import make_url

from bot.backup.contents import END_PULSES, LEFT_OUT, BackupError, require_no_newer, require_tables
from bot.lib import private

NAME, MAGIC = "SQLite", b"SQLite format 3\0"
_BESIDE = ("-wal", "-shm", "-journal")


def write(connection: Connection, part: Path, schema: str, tables: Collection[str]) -> None:
    """Everything as this connection sees it."""
    source = connection.connection.driver_connection
    assert isinstance(source, sqlite3.Connection)
    try:
        _copy(source, part)
        with closing(_opened(part)) as made:
            if _fault(made) or _schema(made) != schema or _tables(made) != set(tables):
                raise BackupError("The backup was not as it should be when it was read again. Nothing of it was kept.")
    except sqlite3.Error as error:
        raise OSError(str(error)) from None


def restore(url: str, file: Path) -> str:
    """The schema of what is in the new file; it has its name only once all of it is there."""
    target = Path(make_url(url).database or "")
    _require_nothing(target)
    try:
        with private.beside(target) as part:
            with closing(_opened(file)) as source:
                require_tables(file, _tables(source))
                schema = require_no_newer(file, _schema(source))
                if _fault(source):
                    raise BackupError(f"{file}: this backup is damaged. Nothing was restored.")
                _copy(source, part)
            with closing(_opened(part)) as made:
                if _fault(made):
                    raise BackupError(f"{file}: what was restored is not whole. Nothing of it was kept.")
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{file}: this backup could not be restored ({error}). Nothing of it was kept.") from None
    except OSError as error:
        raise BackupError(f"DATABASE_URL: {target} cannot be written ({error}). Nothing was restored.") from None
    return schema


def _copy(source: sqlite3.Connection, part: Path) -> None:
    """By way of a database of SQLite's own that has no name and is gone with this process, whatever ends it."""
    with closing(sqlite3.connect("", isolation_level=None)) as whole:
        source.backup(whole)
        for table in sorted(LEFT_OUT & _tables(whole)):
            whole.execute(f"DELETE FROM {table}")  # noqa: S608  # the names are our own
        if "pulses" in _tables(whole):
            whole.execute(END_PULSES)
        whole.execute("VACUUM INTO ?", (str(part),))


def _opened(file: Path) -> sqlite3.Connection:
    """To be read alone; with the log beside it, if it was copied with one."""
    wal = file.with_name(f"{file.name}-wal")
    alone = "" if wal.exists() and wal.stat().st_size else "&immutable=1"
    return sqlite3.connect(f"file:{quote(str(file.absolute()))}?mode=ro{alone}", uri=True)


def _tables(on: sqlite3.Connection) -> set[str]:
    rows = on.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {name for (name,) in rows}


def _schema(on: sqlite3.Connection) -> str | None:
    row = on.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def _fault(on: sqlite3.Connection) -> bool:
    [whole] = on.execute("PRAGMA integrity_check(1)").fetchone()
    return bool(whole != "ok")


def _require_nothing(target: Path) -> None:
    """Nothing, if no database is where this one is to be, and nothing that SQLite would take for a part of it."""
    there = [path for end in _BESIDE if (path := target.with_name(target.name + end)).exists()]
    if not target.exists():
        if there:
            raise BackupError(
                f"DATABASE_URL: {there[0]} belongs to a database that was here, and would spoil this one. Move it away "
                "too. Nothing was restored."
            )
        return
    try:
        with closing(sqlite3.connect(target, timeout=0, isolation_level=None)) as on:
            if _tables(on):
                raise BackupError(
                    f"DATABASE_URL: {target} is not empty, and was not touched. Move it away, or name another file."
                )
            on.execute("PRAGMA journal_mode = DELETE")  # refused while somebody else has it open
        target.unlink()
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"DATABASE_URL: {target} is not an empty database, or is in use ({error}).") from None
