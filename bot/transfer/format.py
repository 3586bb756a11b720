"""What is exported: which tables and columns, and how a value stands in a file.

Each table is a file of JSON lines, which is what is read again, and a CSV of the same rows for people and spreadsheets.
Equal databases give equal files, to the byte, on either kind of database: rows are in the order of their keys, columns
in the order of the schema, times in UTC to the microsecond, and nothing says when or by whom the files were made.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import JSON, Boolean, Column, Date, Integer, String, Table, collate
from sqlalchemy.engine import Dialect

from bot.db.columns import Moment
from bot.lib import public_holidays, sheets
from bot.models import Base, Draft, FileRequest, Installation, InstallState, Pace, Sweep
from bot.pulse.ballots import HELD
from bot.schedule import calendars
from bot.schedule.asking_days import DIGEST_DAYS
from bot.slack import marked

FORMAT = 1
MANIFEST = "manifest.json"
LINES, SHEET = ".jsonl", ".csv"
ORDER = "columns"  # in the info of a table whose columns stand in the files in another order than its own

# What an open pulse holds never leaves the database, nor does what is sealed for a day, nor what is no partnership's.
SHARED = frozenset(table.__tablename__ for table in (Pace, Sweep, Installation, InstallState))
NEVER = frozenset({*SHARED, Draft.__tablename__, *(table.__tablename__ for table in HELD)})
# What somebody has begun and not finished: only to go on elsewhere.
FOR_MOVING = frozenset({FileRequest.__tablename__})
# Leases are of a process that runs, the check of a key is for a pulse that is open; which workspaces have Pencil is
# another matter where the partnership goes.
_COLUMNS_LEFT_OUT = {
    "posts": {"lease_until", "team_id"},
    "parcels": {"lease_until"},
    "pulses": {"key_check"},
    "partnerships": {"uninstalled_at", "reinstalled_at"},
}

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
LONGEST_TEXT = 100_000  # characters; Slack takes 40,000 at once
_INTEGERS = range(-(2**31), 2**31)


class BadValueError(ValueError):
    """A value that its column cannot hold; says why, in words that follow the column's name."""


def tables(*, for_moving: bool) -> list[Table]:
    """What goes along, each after what it refers to."""
    left_out = NEVER if for_moving else NEVER | FOR_MOVING
    return [table for table in Base.metadata.sorted_tables if table.name not in left_out]


def columns(table: Table) -> list[Column[Any]]:
    left_out = _COLUMNS_LEFT_OUT.get(table.name, set())
    return [table.columns[name] for name in table.info.get(ORDER, table.columns.keys()) if name not in left_out]


def order_by(table: Table, dialect: Dialect) -> list[Any]:
    """The columns of the key, so that every database puts rows in the same order."""
    exact = dialect.name == "postgresql"  # which else orders text as its locale does
    return [
        collate(column, "C") if exact and isinstance(column.type, String) else column
        for column in table.primary_key.columns
    ]


def row_key(table: Table, row: Mapping[str, Any]) -> tuple[Any, ...]:
    """The row's place in that order."""
    values = [row[column.name] for column in table.primary_key.columns]
    return tuple(value.encode() if isinstance(value, str) else value for value in values)


def self_references(table: Table) -> list[str]:
    """Columns that refer to another row of the same table."""
    return [column.name for column in table.columns if any(key.column.table is table for key in column.foreign_keys)]


# Values


def to_json(column: Column[Any], value: Any) -> Any:
    """The value as JSON has it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(column.type, Boolean):
        return None if value is None else bool(value)
    return value


def from_json(column: Column[Any], value: Any) -> Any:
    """The value as the database takes it; `BadValueError` if it cannot."""
    if value is None:
        if not column.nullable:
            raise BadValueError("is empty, and may not be")
        return None
    for kind, reader in _READERS:
        if isinstance(column.type, kind):
            read = reader(value)
            if shape := _SHAPES.get(column.name):
                shape(read)
            return read
    raise AssertionError(column)  # a guard test names every kind of column


def _moment(value: Any) -> datetime:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise BadValueError("is not a time such as 2026-03-06T15:00:00.000000Z")
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise BadValueError("is not a time that there is") from None


def _day(value: Any) -> date:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadValueError("is not a day such as 2026-03-06") from None
    if day.isoformat() != value:
        raise BadValueError("is not a day such as 2026-03-06")
    return day


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadValueError("is neither true nor false")
    return value


def _integer(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value not in _INTEGERS:
        raise BadValueError("is not a whole number")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise BadValueError("is not text")
    if len(value) > LONGEST_TEXT:
        raise BadValueError(f"is longer than {LONGEST_TEXT:,} characters")
    if "\0" in value:
        raise BadValueError("holds a character that no database keeps")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise BadValueError("holds half a character") from None
    return value


def _json(value: Any) -> Any:
    if not isinstance(value, dict | list):
        raise BadValueError("is neither a list nor an object")
    try:
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (RecursionError, ValueError):
        raise BadValueError("holds a number or a character that is none") from None
    return value


def _zone(value: str) -> None:
    try:
        ZoneInfo(value)
    except (OSError, ValueError, ZoneInfoNotFoundError):
        raise BadValueError("is no time zone that there is") from None


def _hour(value: str) -> None:
    try:
        hour = time.fromisoformat(value)
    except ValueError:
        raise BadValueError("is no time of day such as 15:00") from None
    if f"{hour:%H:%M}" != value:
        raise BadValueError("is no time of day such as 15:00")


def _holidays(value: str) -> None:
    if not public_holidays.are_known(value):
        raise BadValueError("is no country whose public holidays are known")


def _closures(value: Any) -> None:
    if not calendars.may_be_kept(value):
        raise BadValueError("is no list of closures, each with its first and last day and its label")


def _working_day(value: str) -> None:
    if value not in DIGEST_DAYS:
        raise BadValueError("is no working day such as mon")


_SHAPES: dict[str, Callable[[Any], None]] = {
    "holidays": _holidays,
    "closures": _closures,
    "digest_day": _working_day,
    "zone": _zone,
    "time": _hour,
    "quiet_from": _hour,
    "quiet_to": _hour,
}


_READERS: tuple[tuple[Any, Any], ...] = (
    (Moment, _moment),
    (Date, _day),
    (Boolean, _boolean),
    (Integer, _integer),
    (JSON, _json),
    (String, _text),
)


# Rows


def json_line(table: Table, row: Mapping[str, Any]) -> bytes:
    """The row as a line of JSON."""
    values = {column.name: to_json(column, row[column.name]) for column in columns(table)}
    return json.dumps(values, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode() + b"\n"


def sheet_cells(table: Table, row: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    """The same for a spreadsheet: with names, nothing is a formula, and what there is not is empty."""
    return [_cell(marked.filled(to_json(column, row[column.name]), names)) for column in columns(table)]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return str(sheets.cell(value))
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def sheet_row(values: list[str]) -> bytes:
    """A line of CSV; everything that could be misread is between quotation marks."""
    quoted = [f'"{text.replace(chr(34), chr(34) * 2)}"' if _QUOTED.search(text) else text for text in values]
    return ",".join(quoted).encode() + b"\r\n"


_QUOTED = re.compile(r'[",\r\n]|^\s|\s$')
BOM = sheets.BOM
