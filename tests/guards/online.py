"""What a migration does to tables that others are at work on, read off its statements on PostgreSQL."""

import re
from collections.abc import Iterable, Sequence

_NAME = r'"?(\w+)"?'
_CREATED = re.compile(rf"^CREATE TABLE (?:IF NOT EXISTS )?{_NAME}", re.IGNORECASE)
_INDEX = re.compile(rf"^CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY).* ON {_NAME}", re.IGNORECASE)
_ALTER = re.compile(rf"^ALTER TABLE (?:IF EXISTS )?(?:ONLY )?{_NAME} (.*)", re.IGNORECASE)
_ADDED = re.compile(rf"^ADD COLUMN (?:IF NOT EXISTS )?{_NAME} (.*)", re.IGNORECASE)
_CHECKED = re.compile(r"^ADD (?:CONSTRAINT \S+ )?(?:FOREIGN KEY|CHECK) ?\(([^)]*)\)(.*)", re.IGNORECASE)
_UNIQUE = re.compile(r"^ADD (?:CONSTRAINT \S+ )?(?:UNIQUE|PRIMARY KEY) ?\(", re.IGNORECASE)
_ROWS = re.compile(rf"^(?:UPDATE|DELETE FROM) {_NAME}(?!.* WHERE )", re.IGNORECASE)
_WHOLE = re.compile(r"^(?:LOCK|VACUUM|TRUNCATE|CLUSTER|REINDEX (?!.*CONCURRENTLY))\b", re.IGNORECASE)
_TAKEN_AWAY = re.compile(r"^(?:DROP TABLE|ALTER TABLE .* (?:DROP COLUMN|RENAME)\b)", re.IGNORECASE)

HOLDS_UP = {
    "index": "makes an index while nobody can write; use bot.db.online.create_index",
    "type": "writes the whole table anew; add a column beside it",
    "not null": "reads the whole table while nobody can use it, and the last release may write nothing there",
    "default": "writes the whole table anew for a default that is not constant",
    "constraint": "reads the whole table while nobody can write; add it as NOT VALID",
    "unique": "makes an index while nobody can use the table; make it first, then ADD … USING INDEX",
    "rows": "holds every row of a table until it ends; say which rows, or have a tick do it in parts",
    "whole": "keeps everybody out of a table",
}


def holds_up(statements: Iterable[str]) -> list[str]:
    """What keeps others waiting for as long as a table is large, a line each; tables just made are nobody's yet."""
    new: set[str] = set()
    columns: set[str] = set()
    faults = []
    for statement in map(_plain, statements):
        if created := _CREATED.match(statement):
            new.add(created[1].lower())
        elif why := _why(statement, new, columns):
            faults.append(f"{statement[:80]}: {HOLDS_UP[why]}")
    return faults


def takes_away(statements: Iterable[str]) -> list[str]:
    """What the last release may still be using."""
    return [statement[:80] for statement in map(_plain, statements) if _TAKEN_AWAY.match(statement)]


def _plain(statement: str) -> str:
    return " ".join(statement.split())


def _why(statement: str, new: set[str], columns: set[str]) -> str | None:
    if (index := _INDEX.match(statement)) and index[1].lower() not in new:
        return "index"
    if (rows := _ROWS.match(statement)) and rows[1].lower() not in new:
        return "rows"
    if _WHOLE.match(statement):
        return "whole"
    altered = _ALTER.match(statement)
    if altered is None or altered[1].lower() in new:
        return None
    return _altered(altered[1].lower(), altered[2], columns)


def _altered(table: str, change: str, columns: set[str]) -> str | None:
    if added := _ADDED.match(change):
        columns.add(f"{table}.{added[1].lower()}")
        if "DEFAULT" in added[2].upper():
            return "default" if re.search(r"DEFAULT [^,]*\w\(", added[2], re.IGNORECASE) else None
        return "not null" if "NOT NULL" in added[2].upper() else None
    if re.search(r"^ALTER COLUMN \S+ (?:SET DATA )?TYPE\b", change, re.IGNORECASE):
        return "type"
    if re.search(r"^ALTER COLUMN \S+ SET NOT NULL", change, re.IGNORECASE):
        return "not null"
    if checked := _CHECKED.match(change):
        fresh = all(f"{table}.{name}" in columns for name in _names(checked[1]))  # which are empty in every row
        return None if fresh or "NOT VALID" in checked[2].upper() else "constraint"
    return "unique" if _UNIQUE.match(change) else None


def _names(listed: str) -> Sequence[str]:
    return re.findall(r"\w+", listed.lower())
