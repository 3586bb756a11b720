"""What refers to a partner, read off the tables: a new one is followed from its first day.

Rows follow a partner into another, and come back. Where both have a row of the same thing, as of one win that they
share, one is left: it takes from the other what it does not say itself, and the other is set aside.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Column, ColumnElement, Table, and_, delete, select, tuple_, update
from sqlalchemy.orm import Session

from bot.db.columns import Moment
from bot.db.statements import insert_once
from bot.models import Base, Credit, Partner

Key = tuple[Any, ...]  # a row's, without the partner if that is part of it
Followed = dict[str, dict[str, list[Any]]]  # by column, as JSON: what moved, what was set aside, what was filled in
_AT_ONCE = 400
CREDITS = cast("Table", Credit.__table__)


def columns() -> list[Column[Any]]:
    """Every column that points at a partner."""
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table is Partner.__table__ for key in column.foreign_keys)
    ]


def follow(session: Session, source: Partner, target: Partner) -> Followed:
    """All that refers to the one partner refers to the other; what has to be known to take that back."""
    session.flush()
    followed = {_name(column): _follow(session, column, source, target) for column in columns()}
    session.expire_all()
    return {name: rows for name, rows in followed.items() if any(rows.values())}


def _follow(session: Session, column: Column[Any], source: Partner, target: Partner) -> dict[str, list[Any]]:
    own = rows_of(session, column, source)
    there = rows_of(session, column, target) if column.primary_key else {}
    both = {key: row for key, row in own.items() if key in there}
    filled: list[Any] = []
    for key, row in both.items():
        missing = {name: value for name, value in there[key].items() if value is None and row[name] is not None}
        for name in missing:
            kept = (column == target.id, _is(column, key))
            session.execute(update(column.table).where(*kept).values({name: row[name]}))
            filled.append([list(key), name, _plain(row[name])])
    _delete(session, column, source.id, list(both))
    session.execute(update(column.table).where(column == source.id).values({column.name: target.id}))
    return {
        "moved": [list(key) for key in own if key not in both],
        "set_aside": [_json(row) for row in both.values()],
        "filled": filled,
    }


def set_aside(session: Session, column: Column[Any], partner: Partner, where: ColumnElement[bool]) -> list[Any]:
    """Rows of a partner are deleted; as they were, as JSON."""
    rows = rows_of(session, column, partner, where)
    _delete(session, column, partner.id, list(rows))
    return [_json(row) for row in rows.values()]


def as_kept(session: Session, table: Table, where: ColumnElement[bool]) -> list[dict[str, Any]]:
    """Rows as they are set aside, without setting them aside."""
    return [_json(dict(row)) for row in session.execute(select(table).where(where)).mappings()]


def bring_back(session: Session, source: Partner, target: Partner, followed: Mapping[str, Any]) -> None:
    """The rows are the first partner's again, as far as they are still there and the other's."""
    session.flush()
    for column in columns():
        rows = followed.get(_name(column)) or {}
        own = rows_of(session, column, source) if column.primary_key else {}
        keys = [key for key in map(tuple, rows.get("moved", [])) if key not in own]
        for part in _parts(keys):
            theirs = (column == target.id, _here(column, source), _among(column, part))
            session.execute(update(column.table).where(*theirs).values({column.name: source.id}))
        for key, name, value in rows.get("filled", []):
            filled = column.table.columns[name]
            theirs = (column == target.id, _is(column, tuple(key)), filled == _read(filled, value))
            session.execute(update(column.table).where(*theirs).values({name: None}))
        put_back(session, column.table, source.partnership_id, rows.get("set_aside", []))
    session.expire_all()


def put_back(session: Session, table: Table, partnership_id: int, rows: list[Any]) -> None:
    """Rows that were set aside are there again, unless what they are about has gone meanwhile."""
    model = next(mapper.class_ for mapper in Base.registry.mappers if mapper.local_table is table)
    for kept in rows:
        row = {column.name: _read(column, kept.get(column.name)) for column in table.columns}
        row["partnership_id"] = partnership_id
        if all(_is_there(session, column, row[column.name], partnership_id) for column in table.columns):
            insert_once(session, model, [row], returning=next(iter(model.__mapper__.primary_key)))


def _is_there(session: Session, column: Column[Any], value: Any, partnership_id: int) -> bool:
    """Whether what the column refers to is there, and of the same partnership."""
    for key in column.foreign_keys:
        parent = key.column.table
        same = [parent.columns["partnership_id"] == partnership_id] if "partnership_id" in parent.columns else []
        if value is not None and session.execute(select(key.column).where(key.column == value, *same)).first() is None:
            return False
    return True


def rows_of(
    session: Session, column: Column[Any], partner: Partner, *where: ColumnElement[bool]
) -> dict[Key, dict[str, Any]]:
    """The rows that point at the partner, each by its key."""
    rows = session.execute(select(column.table).where(column == partner.id, _here(column, partner), *where)).mappings()
    return {tuple(row[other.name] for other in _keys(column)): dict(row) for row in rows}


def _here(column: Column[Any], partner: Partner) -> ColumnElement[bool]:
    return column.table.columns["partnership_id"] == partner.partnership_id


def _keys(column: Column[Any]) -> list[Column[Any]]:
    return [other for other in column.table.primary_key if other is not column]


def _is(column: Column[Any], key: Key) -> ColumnElement[bool]:
    return and_(*(other == value for other, value in zip(_keys(column), key, strict=True)))


def _among(column: Column[Any], keys: list[Key]) -> ColumnElement[bool]:
    return tuple_(*_keys(column)).in_(keys)


def _delete(session: Session, column: Column[Any], partner_id: int, keys: list[Key]) -> None:
    for part in _parts(keys):
        session.execute(delete(column.table).where(column == partner_id, _among(column, part)))


def _parts(keys: list[Key]) -> Iterator[list[Key]]:
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))


def _name(column: Column[Any]) -> str:
    return f"{column.table.name}.{column.name}"


def _json(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _read(column: Column[Any], value: Any) -> Any:
    return datetime.fromisoformat(value) if isinstance(value, str) and isinstance(column.type, Moment) else value
