"""Rows looked at again, statements that go to the database as they are, and its own `INSERT … ON CONFLICT`."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Session

from bot.lib.refusals import GoneError


def core_connection(session: Session) -> Connection:
    """Where a statement of columns, built once, runs without being looked over for objects: half the time of it."""
    session.flush()
    return session.connection()


def refresh(
    session: Session, row: DeclarativeBase, columns: Sequence[str] | None = None, *, hold: bool = False
) -> None:
    """The row as it stands now, kept so until the end where it is to `hold`. Raises `GoneError` once it is deleted."""
    try:
        session.refresh(row, columns, with_for_update=hold or None)
    except InvalidRequestError as error:
        raise GoneError from error


def limit_lock_wait(session: Session) -> None:
    """This act waits for nobody's lock longer than a moment: it is begun again, and whoever it met goes on meanwhile.

    For one that holds what many build on, who would each wait with what it needs in their hands.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL lock_timeout = '200ms'"))


def insert_into(session: Session, table: type[Any]) -> Any:
    """An INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return _insert(session.get_bind().dialect.name, table.__table__)


def insert_new(
    session: Session,
    table: type[Any],
    rows: Sequence[dict[str, Any]],
    *,
    returning: Sequence[InstrumentedAttribute[Any]],
    on: Sequence[str] | None = None,
) -> list[Any]:
    """These columns of those rows that were not there before, in no order; the others are left as they stand."""
    if not rows:
        return []
    connection = core_connection(session)
    wanted = tuple(column.key for column in returning)
    statement = _once(connection.dialect.name, table.__table__, wanted, tuple(on) if on else None)
    return list(connection.execute(statement, rows if len(rows) > 1 else rows[0]))


def insert_once(
    session: Session,
    table: type[Any],
    rows: Sequence[dict[str, Any]],
    *,
    returning: InstrumentedAttribute[Any],
    on: Sequence[str] | None = None,
) -> list[Any]:
    """The same, of one column."""
    return [row[0] for row in insert_new(session, table, rows, returning=(returning,), on=on)]


def _insert(dialect: str, table: Table) -> Any:
    return (sqlite if dialect == "sqlite" else postgresql).insert(table)


@cache
def _once(dialect: str, table: Table, returning: tuple[str, ...], on: tuple[str, ...] | None) -> Any:
    """Built once, so that the text of it is too."""
    statement = _insert(dialect, table).on_conflict_do_nothing(index_elements=on)
    return statement.returning(*(table.c[name] for name in returning))
