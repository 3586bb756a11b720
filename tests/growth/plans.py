"""Asking a database how it would look for rows: by an index, or by reading all there are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from bot.models import Base

_TABLES = set(Base.metadata.tables)
_LOOKS = re.compile(r"^\s*(SELECT|UPDATE|DELETE|WITH)", re.IGNORECASE)  # an INSERT looks for nothing
_NAMED = re.compile(r"\b(?:FROM|JOIN|UPDATE|INTO|,)\s+(\w+)\s+AS\s+(\w+)", re.IGNORECASE)
_LACKING = re.compile(r"\((\w+)=\?\)$")


@dataclass(frozen=True)
class Reading:
    """A table that a statement reads from end to end."""

    table: str
    how: str


def readings(connection: Connection, statement: str, parameters: Any) -> list[Reading]:
    """The tables that the statement can only read as a whole, as the database itself says.

    An index that holds only some of the rows, those that are owed something, may be read as a whole.
    """
    if not _LOOKS.match(statement):
        return []
    of = _on_sqlite if connection.dialect.name == "sqlite" else _on_postgres
    return list(of(connection, statement, parameters))


def _on_sqlite(connection: Connection, statement: str, parameters: Any) -> Iterator[Reading]:
    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    partial = _names(connection, "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'")
    called = {alias: name for name, alias in _NAMED.findall(statement)}
    details = [detail for *_, detail in rows]
    first_few = (
        "ORDER BY" in statement and "LIMIT" in statement and not any("TEMP B-TREE" in detail for detail in details)
    )
    for detail in details:
        way, _, rest = detail.partition(" ")
        name, _, how = rest.partition(" ")
        table = called.get(name, name)
        index = how.rpartition("INDEX ")[2].partition(" ")[0] if "INDEX" in how else None
        lacking = _LACKING.search(how)  # all rows that have nothing in a column: as many as there are, as a rule
        lacks = (
            lacking is not None
            and f"{name}.{lacking[1]} IS NULL" in statement
            and index not in partial
            and not first_few
        )
        whole = (way == "SCAN" and index not in partial) or "AUTOMATIC" in how or lacks
        if whole and table in _TABLES:
            yield Reading(table, detail)


def _on_postgres(connection: Connection, statement: str, parameters: Any) -> Iterator[Reading]:
    for name in ("seqscan", "hashjoin", "mergejoin"):
        connection.exec_driver_sql(f"SET LOCAL enable_{name} = off")
    leading = {name: (column, partial) for name, column, partial in connection.execute(text(_LEADING))}
    [[plan]] = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
    for node in _nodes(plan[0]["Plan"]):
        kind, index, condition = node["Node Type"], node.get("Index Name", ""), node.get("Index Cond", "")
        whole = kind == "Seq Scan"
        if kind in {"Index Scan", "Index Only Scan", "Bitmap Index Scan"}:
            column, partial = leading[index]
            whole = not partial and re.search(rf"\b{column}\b", condition) is None
        if whole:
            yield Reading(str(node.get("Relation Name", index)), f"{kind} {index} {condition}")


# Each index, the column it is ordered by first, and whether it holds only some of the rows.
_LEADING = """
SELECT relname, attname, indpred IS NOT NULL FROM pg_index
JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
"""


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)


def _names(connection: Connection, query: str) -> set[str]:
    return set(connection.execute(text(query)).scalars())
