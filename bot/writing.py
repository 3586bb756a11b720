"""Statements that go to the database as they are, and `INSERT … ON CONFLICT`, which each spells for itself."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session


def core(session: Session) -> Connection:
    """Where a statement of columns, built once, runs without being looked over for objects: half the time of it."""
    session.flush()
    return session.connection()


def insert_into(session: Session, table: type[Any]) -> Any:
    """An INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return _insert(session.get_bind().dialect.name, table.__table__)


def insert_once(
    session: Session,
    table: type[Any],
    rows: Sequence[dict[str, Any]],
    *,
    returning: InstrumentedAttribute[Any],
    on: Sequence[str] | None = None,
) -> list[Any]:
    """The `returning` column of those rows that were not there before; the others are left as they stand."""
    if not rows:
        return []
    connection = core(session)
    statement = _once(connection.dialect.name, table.__table__, returning.key, tuple(on) if on else None)
    return list(connection.execute(statement, rows if len(rows) > 1 else rows[0]).scalars())


def _insert(dialect: str, table: Table) -> Any:
    return (sqlite if dialect == "sqlite" else postgresql).insert(table)


@cache
def _once(dialect: str, table: Table, returning: str, on: tuple[str, ...] | None) -> Any:
    """Built once, so that the text of it is too."""
    statement = _insert(dialect, table).on_conflict_do_nothing(index_elements=on)
    return statement.returning(table.c[returning])
