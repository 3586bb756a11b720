"""Imported rows refer to rows of their own partnership alone, within JSON too."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Table, and_, select

from bot.models import Aim, Member, Partner, Proposal, Revision
from bot.outbox import kinds
from bot.partnership import revisions
from bot.transfer import format as file_format
from bot.transfer.broken import BrokenExportError

Rows = Callable[[Table], Iterator[tuple[int, dict[str, Any]]]]  # of a table, each with its number, in order


def require_own(connection: Connection, table: Table, of: Rows) -> None:
    """What a row refers to is of its own partnership."""
    if "partnership_id" not in table.columns:
        return
    for column in table.columns:
        for key in column.foreign_keys:
            parent = key.column.table.alias()
            if "partnership_id" in parent.columns:
                same = column == parent.columns[key.column.name]
                _refuse_foreign(connection, table, of, parent, same, column.name)
    if table.name == Revision.__tablename__:
        for changed, noun in revisions.NOUNS.items():
            parent = changed.__table__.alias()
            its_id = parent.columns[revisions.key(changed).key]
            same = and_(table.columns.noun == noun, table.columns.row_id == its_id)
            _refuse_foreign(connection, table, of, parent, same, "row_id")


def require_own_inside(connection: Connection, table: Table, of: Rows) -> None:
    """The same of ids that stand within JSON: those of partners, aims and members."""
    inside = _INSIDE.get(table.name)
    if inside is None:
        return
    owners: dict[Any, dict[Any, int]] = {}
    for parent in (Partner.__table__, Aim.__table__, Member.__table__):
        rows = connection.execute(select(parent.c.id, parent.c.partnership_id))
        owners[parent] = {row.id: row.partnership_id for row in rows}
    for number, row in of(table):
        for name, parent, row_id in inside(row):
            owner = owners[parent].get(row_id) if isinstance(row_id, int) else None
            if owner != row["partnership_id"]:
                what = f"{name} names {'no row there is' if owner is None else 'a row of another partnership'}"
                raise BrokenExportError(f"{table.name}{file_format.LINES}, line {number}", what)


_Inside = Iterator[tuple[str, Any, Any]]  # where an id stands, the table it is of, and the id


def _in_proposal(row: dict[str, Any]) -> _Inside:
    for aim in row["aims"] if isinstance(row["aims"], list) else []:
        if isinstance(aim, dict) and aim.get("root") is not None:
            yield "aims", Aim.__table__, aim["root"]


def _in_revision(row: dict[str, Any]) -> _Inside:
    before = row["before"] if isinstance(row["before"], dict) else {}
    partners = before.get("partners")
    for partner_id in partners if isinstance(partners, list) else []:
        yield "before", Partner.__table__, partner_id
    if before.get("aim") is not None:
        yield "before", Aim.__table__, before["aim"]
    for _, parent, row_id in _in_proposal({"aims": before.get("aims")}):
        yield "before", parent, row_id
    for author in sorted(_AUTHORS & before.keys()):
        if before[author] is not None:
            yield "before", Member.__table__, before[author]


_AUTHORS = {author for table in revisions.NOUNS for author in kinds.authors(table).values()}
_INSIDE: dict[str, Callable[[dict[str, Any]], _Inside]] = {
    Proposal.__tablename__: _in_proposal,
    Revision.__tablename__: _in_revision,
}


def _refuse_foreign(
    connection: Connection, table: Table, of: Rows, parent: FromClause, same: ColumnElement[bool], name: str
) -> None:
    others = table.columns.partnership_id != parent.columns.partnership_id
    query = select(*table.primary_key.columns).join_from(table, parent, same).where(others)
    row = (
        connection.execute(query.order_by(*file_format.order_by(table, connection.dialect)).limit(1)).mappings().first()
    )
    if row is not None:
        wanted = file_format.row_key(table, dict(row))
        line = next(number for number, there in of(table) if file_format.row_key(table, there) == wanted)
        raise BrokenExportError(
            f"{table.name}{file_format.LINES}, line {line}", f"{name} refers to a row of another partnership"
        )
