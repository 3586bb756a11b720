"""PostgreSQL: its own `pg_dump`, `pg_restore` and `psql`, as found on the path. No password is on a command line."""

import re
import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect
from sqlalchemy.engine import URL

from bot.backup import _programs
from bot.backup.contents import END_PULSES, LEFT_OUT, BackupError, require_no_newer, require_tables
from bot.db.engine import engine

NAME, MAGIC = "PostgreSQL", b"PGDMP"
_KNOWN_SINCE = {"transaction_timeout": 17}  # what programs set at the beginning, even if the server is an older one
_BEGINNING = 2_000  # bytes
_DATA = re.compile(r"^\d+; \d+ \d+ TABLE DATA \S+ (\S+) ", re.MULTILINE)
_SCHEMA = re.compile(r"FROM stdin;\n(\S+)\n\\\.")


def write(connection: Connection, part: Path, schema: str, tables: Collection[str]) -> None:
    """Everything as this connection sees it."""
    program = _programs.find("pg_dump", _major(connection))
    driver = _driver(connection)
    driver.execute("SET LOCAL idle_in_transaction_session_timeout = 0")  # it waits for the dump
    (view,) = driver.execute("SELECT pg_export_snapshot()").fetchone()
    left_out = [f"--exclude-table-data={table}" for table in sorted(LEFT_OUT)]
    where, secret = _programs.where(connection.engine.url)
    fault = _programs.run(
        [program, "--format=custom", f"--snapshot={view}", *_PLAIN, *left_out, f"--file={part}", where], secret
    ).fault
    if fault:
        raise BackupError(f"pg_dump could not make the backup ({fault}). Nothing of it was kept.")
    held = _with_data(part)
    if held & LEFT_OUT or not set(tables) - LEFT_OUT <= held or _schema(part) != schema:
        raise BackupError("The backup was not as it should be when it was read again. Nothing of it was kept.")


def restore(url: str, file: Path) -> str:
    """The schema of what is in the database now, written in one transaction."""
    on = engine(url)
    try:
        with on.connect() as connection:
            major = _major(connection)
            if inspect(connection).get_table_names():
                raise BackupError("DATABASE_URL: this database is not empty, and was not touched. Name a new one.")
    finally:
        on.dispose()
    programs = [_programs.find(name, major) for name in ("pg_restore", "psql")]
    require_tables(file, _with_data(file))
    schema = require_no_newer(file, _schema(file))
    with tempfile.TemporaryDirectory() as folder:
        fault = _read_in(file, Path(folder), on.url, programs, major)
    if fault:
        raise BackupError(f"{file}: it could not be read in ({fault}). Nothing was restored.")
    return schema


def _read_in(file: Path, folder: Path, url: URL, programs: Sequence[str], major: int) -> str:
    """What went wrong, if something did; in one transaction, with what `pg_restore` alone could not say in it."""
    pg_restore, psql = programs
    wanted, script, last = folder / "list", folder / "script", folder / "last"
    wanted.write_text("\n".join(_wanted(_listed(file))), encoding="utf-8")
    written = _programs.run(
        [pg_restore, f"--use-list={wanted}", "--no-owner", "--no-privileges", f"--file={script}", str(file)]
    )
    if written.fault:
        return written.fault
    for setting in (setting for setting, since in _KNOWN_SINCE.items() if major < since):
        _blank(script, f"SET {setting} = 0;".encode())
    last.write_text(f"RESET search_path;\n{END_PULSES};\n", encoding="utf-8")
    where, secret = _programs.where(url)
    whole = ("--no-psqlrc", "--no-password", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction")
    return _programs.run([psql, *whole, where, f"--file={script}", f"--file={last}"], secret).fault


def _blank(script: Path, statement: bytes) -> None:
    """The statement is taken out of the beginning, where a script sets how it is read."""
    with script.open("r+b") as opened:
        at = opened.read(_BEGINNING).find(statement)
        if at >= 0:
            opened.seek(at)
            opened.write(b" " * len(statement))


_PLAIN = ("--no-owner", "--no-privileges", "--no-password")


def _listed(file: Path) -> str:
    listed = _programs.run([_programs.find("pg_restore"), "--list", str(file)])
    if listed.fault:
        raise BackupError(f"{file}: this backup cannot be read ({listed.fault}). Nothing was restored.")
    return listed.output


def _wanted(listed: str) -> list[str]:
    """The list without what no copy may hold, should somebody have made it in another way."""
    return [line for line in listed.splitlines() if not ((data := _DATA.match(line)) and data[1] in LEFT_OUT)]


def _with_data(file: Path) -> set[str]:
    return set(_DATA.findall(_listed(file)))


def _schema(file: Path) -> str | None:
    """What the dump says it is of."""
    only = ["--data-only", "--table=alembic_version", "--file=-", str(file)]
    row = _SCHEMA.search(_programs.run([_programs.find("pg_restore"), *only]).output)
    return row[1] if row else None


def _driver(connection: Connection) -> Any:
    """The driver's own connection, which does not mind what else was read over this one."""
    return connection.connection.driver_connection


def _major(connection: Connection) -> int:
    return int(_driver(connection).info.server_version) // 10_000
