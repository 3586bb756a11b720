"""`INSERT … ON CONFLICT`, which both databases have and each spells for itself."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session


def insert_into(session: Session, table: type[Any]) -> Any:
    """An INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    return dialect.insert(table)


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
    statement = insert_into(session, table).values(list(rows)).on_conflict_do_nothing(index_elements=on)
    return list(session.execute(statement.returning(returning)).scalars())
