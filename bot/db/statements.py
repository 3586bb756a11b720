"""Statements: rows refreshed, changes counted, Core past the session, and `INSERT … ON CONFLICT` on either database."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    CursorResult,
    Select,
    Table,
    UpdateBase,
    bindparam,
    column,
    func,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Session

from bot.lib.refusals import GoneError


def core_connection(session: Session) -> Connection:
    """Where a statement of columns, built once, runs in half the time: no session looks it over for objects."""
    session.flush()
    return session.connection()


def counted(ids: Select[int], *order: Any) -> Select[int, int]:
    """The first of these ids in that order, each beside how many there are in all; for `first`, and built once."""
    total = select(func.count()).select_from(ids.subquery()).scalar_subquery()
    return ids.add_columns(total).order_by(*order).limit(bindparam("most"))


def first(session: Session, statement: Select[int, int], values: Mapping[str, Any], most: int) -> tuple[list[int], int]:
    """At most so many ids, in their order; and how many there are besides."""
    rows = core_connection(session).execute(statement, {**values, "most": most}).all()
    return [row[0] for row in rows], rows[0][1] - len(rows) if rows else 0


def refresh(
    session: Session,
    row: DeclarativeBase,
    columns: Sequence[str] | None = None,
    *,
    hold: bool = False,
    share: bool = False,
) -> None:
    """The row as it stands now, kept so until the end where it is to `hold`. Raises `GoneError` once it is deleted.

    To `share` it is to keep whoever holds it waiting, and not others who share it.
    """
    lock: Any = {"read": True, "key_share": True} if share else hold or None
    try:
        session.refresh(row, columns, with_for_update=lock)
    except InvalidRequestError as error:
        raise GoneError from error


def limit_lock_wait(session: Session) -> None:
    """This act waits a moment for a lock, then is begun again, so that those it met go on meanwhile.

    For one that locks what many build on, who would each wait with what it needs in their hands.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL lock_timeout = '200ms'"))


def rows_changed(session: Session, statement: UpdateBase, values: Mapping[str, Any] | None = None) -> int:
    """How many rows an UPDATE or DELETE has reached."""
    result = session.execute(statement, values)
    assert isinstance(result, CursorResult)
    return result.rowcount


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
    wanted, once = tuple(column.key for column in returning), tuple(on) if on else None
    if len(rows) > 1 and connection.dialect.name == "postgresql" and not _holds_json(table.__table__, tuple(rows[0])):
        statement = _insert_columns(table.__table__, tuple(rows[0]), wanted, once)
        return list(connection.execute(statement, {name: [row[name] for row in rows] for name in rows[0]}))
    statement = _insert_new(connection.dialect.name, table.__table__, wanted, once)
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
def _insert_new(dialect: str, table: Table, returning: tuple[str, ...], on: tuple[str, ...] | None) -> Any:
    """Built once, so that it is compiled once."""
    statement = _insert(dialect, table).on_conflict_do_nothing(index_elements=on)
    return statement.returning(*(table.c[name] for name in returning))


@cache
def _holds_json(table: Table, names: tuple[str, ...]) -> bool:
    """Whether any of these columns does, whose values are written down otherwise within an array."""
    return any(isinstance(table.c[name].type, JSON) for name in names)


@cache
def _insert_columns(
    table: Table, names: tuple[str, ...], returning: tuple[str, ...], on: tuple[str, ...] | None
) -> Any:
    """The same for any number of rows, an array for each column: PostgreSQL reads the same words each time."""
    arrays = [bindparam(name, type_=ARRAY(table.c[name].type)) for name in names]
    rows = func.unnest(*arrays).table_valued(*(column(name, table.c[name].type) for name in names))
    source = select(*rows.render_derived().c)
    statement = postgresql.insert(table).from_select(list(names), source).on_conflict_do_nothing(index_elements=on)
    return statement.returning(*(table.c[name] for name in returning))
