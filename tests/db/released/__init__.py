"""Databases as each release left them, a little of everything in them: what every later Pencil has to bring up to date.

`python -m tests.db.released` adds those of the version in `bot/__init__.py`, once, when it is released.
"""

import contextlib
import re
import sqlite3
import subprocess
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import MetaData, Table, select
from sqlalchemy.engine import make_url

from bot.db.engine import engine
from tests import databases
from tests.attacks.copies import file_of, kind, on_sqlite

FOLDER = Path(__file__).parent
LIST = FOLDER / "releases.toml"
_OURS = re.compile(r"^(?:SET |SELECT pg_catalog\.set_config|\\|--).*\n|^\n", re.MULTILINE)

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class Release:
    """A version, the schema it left, and the commit of its code."""

    version: str
    schema: str
    commit: str


def listed() -> list[Release]:
    """Every release, the oldest first."""
    entries = tomllib.loads(LIST.read_text())
    return [Release(version, entry["schema"], entry["commit"]) for version, entry in entries.items()]


VERSIONS = tuple(release.version for release in listed()) if LIST.exists() else ()


def file_for(version: str, url: str) -> Path:
    return FOLDER / f"{version}.{kind(url).lower()}.sql"


def written(url: str) -> str:
    """Everything in this database, as statements that make it again."""
    if on_sqlite(url):
        with contextlib.closing(sqlite3.connect(file_of(url))) as on:
            return "\n".join(on.iterdump()) + "\n"
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    program = databases.programs(url) / "pg_dump"
    command = [str(program), "--inserts", "--no-owner", "--no-privileges", f"--dbname={plain}"]
    return _OURS.sub("", subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def load(version: str, url: str) -> None:
    """The database at `url`, which has nothing in it, is as that release left it."""
    statements = file_for(version, url).read_text()
    if on_sqlite(url):
        with contextlib.closing(sqlite3.connect(file_of(url))) as on:
            on.executescript(statements)
        return
    with psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)) as on:
        on.execute(statements.encode())


def everything(url: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, in the order of its keys."""
    on, tables = engine(url), MetaData()
    try:
        with on.connect() as connection:
            tables.reflect(connection)
            return {table.name: _rows(connection, table) for table in tables.sorted_tables}
    finally:
        on.dispose()


def _rows(connection: Any, table: Table) -> list[dict[str, Any]]:
    keys = table.primary_key.columns or table.columns
    return [dict(row) for row in connection.execute(select(table).order_by(*keys)).mappings()]


def lost(before: Rows, after: Rows) -> list[str]:
    """What was there and is not, or is another; what was added is no loss."""
    faults = []
    for table, rows in before.items():
        if table == "alembic_version":
            continue
        kept = [_part(row, rows[0]) for row in after.get(table, ())] if rows else []
        faults += [f"{table}: {row} is gone or changed" for row in rows if dict(row) not in kept]
    return faults


def _part(row: Mapping[str, Any], of: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in of if name in row}
