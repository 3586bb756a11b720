"""Rows in every table, so that a database has something to choose between when it is asked how it would look."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import JSON, Column, Engine, LargeBinary, Table, create_engine, insert, select, text

from benchmarks.generate import NOW, Size, fill
from bot.models import Base

SIZE = Size(wins=5_000, schedules=2_500)
_ROWS = 2_000  # of a table that the made-up past leaves empty


def fill_all(on: Engine) -> None:
    """The made-up past, and rows of no meaning in all tables that it says nothing of."""
    fill(on, SIZE)
    plain = create_engine(on.url)  # one that does not mind where rows refer to
    with plain.begin() as connection:
        if plain.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table in Base.metadata.sorted_tables:
            if connection.execute(select(table).limit(1)).first() is None:
                connection.execute(insert(table), list(_rows(table)))
        connection.execute(text("ANALYZE"))
    plain.dispose()


def _rows(table: Table) -> Iterator[dict[str, Any]]:
    for number in range(1, _ROWS + 1):
        yield {column.name: _value(column, number) for column in table.columns}


def _value(column: Column[Any], number: int) -> Any:
    if column.name == "partnership_id":
        return number % SIZE.partnerships + 1
    if isinstance(column.type, JSON):
        return []
    if isinstance(column.type, LargeBinary):
        return number.to_bytes(4, "big")
    kind = column.type.python_type
    if kind is bool:
        return number % 2 == 0
    if kind is int:
        return number
    if kind is str:
        return f"{column.name} {number}"
    at = NOW - timedelta(hours=number)
    return at.date() if kind is date else at
