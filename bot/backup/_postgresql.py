"""PostgreSQL: the server's own `pg_dump` and `pg_restore`, as found on the path. No password is on a command line."""

import re
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect

from bot.backup import _programs
from bot.backup.contents import LEFT_OUT, BackupError, require_no_newer, require_tables
from bot.db.engine import engine

NAME, MAGIC = "PostgreSQL", b"PGDMP"
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
    program = _programs.find("pg_restore", major)
    require_tables(file, _with_data(file))
    schema = require_no_newer(file, _schema(file))
    where, secret = _programs.where(on.url)
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder, "list")
        wanted.write_text("\n".join(_wanted(_listed(file))), encoding="utf-8")
        whole = ("--single-transaction", "--exit-on-error", f"--use-list={wanted}")
        fault = _programs.run([program, *whole, *_PLAIN, where, str(file)], secret).fault
    if fault:
        raise BackupError(f"{file}: pg_restore could not read it in ({fault}). Nothing was restored.")
    return schema


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
