"""An export of an earlier schema: read into a database in memory that is at that schema, and brought up to date there.

What has changed since is done by the migrations, as for any database. So counts of a pulse, which went along once, are
written nowhere: only what may be told of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import JSON, DateTime, Engine, MetaData, Table

from bot.db import engine, migrations
from bot.db.columns import Moment
from bot.transfer import format as file_format

LEFT_OUT = frozenset({"drafts"})  # went along once, and named their authors
_ONLY_MOVED = file_format.FOR_MOVING | {"pulse_counts"}
_NOT_FILES = file_format.NEVER | LEFT_OUT | {"alembic_version"}


@contextmanager
def database(schema: str) -> Iterator[Engine]:
    """An empty database in memory, at that schema; for one thread."""
    on = engine.in_memory()
    try:
        migrations.migrate(on, schema)
        yield on
    finally:
        on.dispose()


def tables(on: Engine, *, for_moving: bool) -> list[Table]:
    """What an export at the schema of this database holds, each after what it refers to."""
    metadata = MetaData()
    metadata.reflect(on)
    left_out = _NOT_FILES if for_moving else _NOT_FILES | _ONLY_MOVED
    there = [table for table in metadata.sorted_tables if table.name not in left_out]
    for table in there:
        for column in table.columns:
            if isinstance(column.type, DateTime):
                column.type = Moment()
            elif isinstance(column.type, JSON):
                column.type = JSON(none_as_null=True)
    return there


def order_columns(table: Table, folder: Path) -> None:
    """Columns of the table are taken in the order of its sheet, if they are the same."""
    with (folder / (table.name + file_format.SHEET)).open("rb") as file:
        header = file.readline(10_000).removeprefix(file_format.BOM).decode(errors="replace")
    names = header.rstrip("\r\n").split(",")
    if sorted(names) == sorted(column.name for column in file_format.columns(table)):
        table.info[file_format.ORDER] = names
