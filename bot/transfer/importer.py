"""An exported folder into an empty database: checked from end to end first, then all of it or nothing.

Files are read line by line, however many there are; what refers to what is for the database to check, in the one
transaction in which everything is written.
"""

import hashlib
import json
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Engine, Table, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from bot import typed
from bot.db import migrations
from bot.mentions import names
from bot.models import Base, Name
from bot.settings import SettingsError
from bot.slack import marked
from bot.transfer import belonging, folders, past
from bot.transfer import format as file_format
from bot.transfer.belonging import Rows
from bot.transfer.broken import UNCHANGED, BrokenExportError
from bot.transfer.exporter import rows

_AT_A_TIME = 200
_LONGEST = 4_000_000  # bytes of a line
_LARGEST = 2_000_000_000  # bytes of a file
_MANIFEST = 1_000_000  # bytes
_NAMES = cast("Table", Name.__table__)


@dataclass(frozen=True)
class Imported:
    """How many rows of each table are in the database now, and the files of the folder that were passed over."""

    rows: Mapping[str, int]
    left_out: Sequence[str]


def import_folder(on: Engine, folder: Path) -> Imported:
    """What is in the folder is in the database; of an earlier schema, as the migrations make of it."""
    manifest = _manifest(folder)
    if manifest["schema"] == migrations.latest():
        tables = file_format.tables(for_moving=manifest["for_moving"])
        _check_files(folder, manifest["files"], tables)
        called = _Called(folder)
        for table in tables:
            _check_table(folder, table, manifest["files"], called)
        return Imported(_write(on, tables, partial(_numbered, folder)), [])
    with past.database(manifest["schema"]) as before:
        tables = past.tables(before, for_moving=manifest["for_moving"])
        left_out = _check_files(folder, manifest["files"], tables, past.LEFT_OUT)
        called = _Called(folder, next((table for table in tables if table.name == Name.__tablename__), None))
        for table in tables:
            past.order_columns(table, folder)
            _check_table(folder, table, manifest["files"], called)
        with before.begin() as connection:
            for table in tables:
                _insert(connection, table, _numbered(folder, table))
        migrations.migrate(before)
        with before.connect() as connection:
            tables = file_format.tables(for_moving=True)
            return Imported(_write(on, tables, lambda table: enumerate(rows(connection, table), 1)), left_out)


def _write(on: Engine, tables: list[Table], of: Rows) -> dict[str, int]:
    """How many rows of each table there are then."""
    with on.connect() as connection, connection.begin():
        _require_empty(connection)
        counts = {table.name: _insert(connection, table, of(table)) for table in tables}
        for table in tables:
            belonging.require_own(connection, table, of)
            belonging.require_own_inside(connection, table, of)
        _continue_sequences(connection, tables)
    return counts


# Checking


class _Called:
    """The names that come along: whom words of each partnership may mention."""

    def __init__(self, folder: Path, table: Table | None = _NAMES) -> None:
        rows = [row for _, _, row in _lines(folder, table)] if table is not None else []
        self.names = {row["id"]: names.shown(row["user_id"], row["name"]) for row in rows}
        self._partnerships = {row["id"]: row["partnership_id"] for row in rows}

    def check(self, table: Table, row: dict[str, Any], where: str) -> None:
        """Whoever the row mentions is named in its own partnership, and no name mentions anybody."""
        of = row["id"] if table.name == "partnerships" else row.get("partnership_id")
        for column, value in row.items():
            mentioned = marked.numbers(value)
            if mentioned and table.name == Name.__tablename__:
                raise BrokenExportError(where, f"{column} mentions somebody, which no name does")
            if any(self._partnerships.get(number) != of for number in mentioned):
                raise BrokenExportError(where, f"{column} mentions somebody who is not named in this partnership")


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / file_format.MANIFEST
    try:
        _require_plain(path, _MANIFEST)
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BrokenExportError(
            str(path), "there is none, so this is no finished export", "Name a folder that export has made."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenExportError(str(path), f"it cannot be read ({type(error).__name__})") from None
    try:
        manifest = json.loads(text)
    except (RecursionError, ValueError) as error:
        line = getattr(error, "lineno", 1)
        raise BrokenExportError(f"{file_format.MANIFEST}, line {line}", "it is no JSON") from None
    if not _is_manifest(manifest):
        raise BrokenExportError(file_format.MANIFEST, "it is not one that export has made")
    if manifest["format"] != file_format.FORMAT or migrations.is_newer(manifest["schema"]):
        raise BrokenExportError(
            file_format.MANIFEST,
            f"it is of format {manifest['format']} and schema {manifest['schema']}, and this Pencil reads format "
            f"{file_format.FORMAT} and schemas up to {migrations.latest()}",
            "Use a Pencil at least as new as the one that made it.",
        )
    return cast("dict[str, Any]", manifest)


def _require_plain(path: Path, most: int) -> None:
    """A pipe would be waited for, a link leads elsewhere, and what is too large has not been exported."""
    about = path.lstat()
    if not stat.S_ISREG(about.st_mode):
        raise BrokenExportError(path.name, "this is no plain file", "Put the file itself there.")
    if about.st_size > most:
        raise BrokenExportError(path.name, f"this file is larger than {most:,} bytes, which no export is")


def _is_manifest(manifest: Any) -> bool:
    shape = {"made_by": str, "format": int, "schema": str, "for_moving": bool, "files": dict}
    return (
        isinstance(manifest, dict)
        and set(manifest) == set(shape)
        and all(isinstance(manifest[name], kind) for name, kind in shape.items())
        and all(
            isinstance(entry, dict) and isinstance(entry.get("rows"), int) and isinstance(entry.get("sha256"), str)
            for entry in manifest["files"].values()
        )
    )


def _check_files(folder: Path, named: dict[str, Any], tables: list[Table], left_out: Iterable[str] = ()) -> list[str]:
    """Exactly the files that the manifest and the schema say; gives those of them that may be passed over."""
    expected = _files([table.name for table in tables])
    passed_over = _files(left_out) & set(named)
    try:
        there = {path.name for path in folder.iterdir()} - {file_format.MANIFEST}
    except OSError as error:
        raise folders.unusable(folder, error) from None
    for name in sorted(expected ^ (set(named) - passed_over)):
        raise BrokenExportError(
            file_format.MANIFEST, f"{name[:60]} {'is missing in it' if name in expected else 'is no file of an export'}"
        )
    for name in sorted(expected - there):
        raise BrokenExportError(name, "this file is missing")
    for name in sorted(there - expected - passed_over):
        raise BrokenExportError(name, "this file is not part of the export", "Move it out of the folder.")
    for name in sorted(expected):
        _require_plain(folder / name, _LARGEST)
    return sorted(passed_over)


def _files(names: Iterable[str]) -> set[str]:
    return {name + ending for name in names for ending in (file_format.LINES, file_format.SHEET)}


def _check_table(folder: Path, table: Table, files: dict[str, Any], called: _Called) -> None:
    """Every line of a table can be imported, and both its files are as they were made."""
    name, sheet = table.name + file_format.LINES, table.name + file_format.SHEET
    hashes = {name: hashlib.sha256(), sheet: hashlib.sha256()}
    rows, before, differs = 0, None, 0
    with (folder / sheet).open("rb") as beside:
        expected = file_format.BOM + file_format.sheet_row([column.name for column in file_format.columns(table)])
        chunk = beside.read(len(expected))
        hashes[sheet].update(chunk)
        differs = 0 if chunk == expected else 1
        for number, raw, row in _lines(folder, table):
            hashes[name].update(raw)
            called.check(table, row, f"{name}, line {number}")
            key = file_format.row_key(table, row)
            if before is not None and key <= before:
                raise BrokenExportError(f"{name}, line {number}", "it is out of order, or there twice")
            before, rows = key, number
            expected = file_format.sheet_row(file_format.sheet_cells(table, row, called.names))
            chunk = beside.read(len(expected))
            hashes[sheet].update(chunk)
            if chunk != expected and not differs:
                differs = number + 1
        while rest := beside.read(1 << 20):
            hashes[sheet].update(rest)
            differs = differs or rows + 2
    changed = [file for file in (name, sheet) if hashes[file].hexdigest() != files[file]["sha256"]]
    if changed or differs or rows != files[name]["rows"]:
        _raise_changed(name, sheet, changed, differs, rows, files[name]["rows"])


def _raise_changed(name: str, sheet: str, changed: list[str], differs: int, rows: int, declared: int) -> None:
    """Which file is not as it was made, and as near as can be known in which line."""
    which = changed[0] if changed else name
    if differs:
        place = differs - 1 if which == name else differs
        where = f"{which}, line {max(1, place)}"
        what = f"it was changed after it was made; {name} and {sheet} no longer say the same there"
    else:
        where, what = which, "it was changed after it was made"
    if rows != declared:
        what += f" (the manifest says {declared} rows, and there are {rows})"
    raise BrokenExportError(where, what, "Undo the change, or export again where it came from.")


def _lines(folder: Path, table: Table) -> Iterator[tuple[int, bytes, dict[str, Any]]]:
    """Each line's number, its bytes, and the row as the database takes it."""
    name = table.name + file_format.LINES
    with (folder / name).open("rb") as file:
        number = 0
        while raw := file.readline(_LONGEST + 1):
            number += 1
            where = f"{name}, line {number}"
            if len(raw) > _LONGEST:
                raise BrokenExportError(where, f"it is longer than {_LONGEST:,} bytes")
            if not raw.endswith(b"\n"):
                raise BrokenExportError(where, "it breaks off")
            yield number, raw, _row(table, raw, where)


def _numbered(folder: Path, table: Table) -> Iterator[tuple[int, dict[str, Any]]]:
    return ((number, row) for number, _, row in _lines(folder, table))


def _row(table: Table, raw: bytes, where: str) -> dict[str, Any]:
    try:
        parsed = json.loads(raw, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise BrokenExportError(where, "it is no JSON, or has a name twice") from None
    columns = {column.name: column for column in file_format.columns(table)}
    if not isinstance(parsed, dict):
        raise BrokenExportError(where, "it is no object")
    for name in columns:
        if name not in parsed:
            raise BrokenExportError(where, f"{name} is missing")
    for name in parsed:
        if name not in columns:
            raise BrokenExportError(where, f"{name[:60]!r} is no column of {table.name}")
    row = {}
    for name, column in columns.items():
        try:
            row[name] = file_format.from_json(column, parsed[name])
        except file_format.BadValueError as error:
            raise BrokenExportError(where, f"{name} {error}") from None
    if table.name == "pulses" and row["closed_at"] is None:
        raise BrokenExportError(where, "this pulse is open, and its answers cannot come along")
    return row


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name is there twice")
    return made


def _no_constant(_: str) -> None:
    raise ValueError("not a number")


# Writing


def _require_empty(connection: Connection) -> None:
    for table in Base.metadata.sorted_tables:
        if table.name not in file_format.SHARED and connection.execute(select(1).select_from(table).limit(1)).first():
            raise SettingsError(
                f"DATABASE_URL: this database is not empty ({table.name} has rows). {UNCHANGED} "
                f"Import into a new one: name it in DATABASE_URL and run {typed('migrate')} first."
            )


def _insert(connection: Connection, table: Table, numbered: Iterator[tuple[int, Any]]) -> int:
    """How many there are. Rows that refer to a later one of their own table do so once it is there."""
    own, later = file_format.self_references(table), []
    number, batch = 0, []
    for number, read in numbered:
        row = dict(read)
        for name in own:
            if row[name] is not None and row[name] >= row["id"]:
                later.append((number, {"id": row["id"], name: row[name]}))
                row[name] = None
        batch.append((number, row))
        if len(batch) == _AT_A_TIME:
            _insert_batch(connection, table, batch)
            batch = []
    _insert_batch(connection, table, batch)
    for place, row in later:
        values = {name: value for name, value in row.items() if name != "id"}
        statement = update(table).where(table.c.id == row["id"]).values(values)
        _execute(table, place, lambda statement=statement: connection.execute(statement))
    return number


def _insert_batch(connection: Connection, table: Table, batch: list[tuple[int, dict[str, Any]]]) -> None:
    if not batch:
        return
    try:
        with connection.begin_nested():
            connection.execute(insert(table), [row for _, row in batch])
    except DBAPIError:  # one after another, to find which
        for number, row in batch:
            _execute(table, number, lambda row=row: connection.execute(insert(table), [row]))


def _execute(table: Table, number: int, act: Any) -> None:
    try:
        act()
    except DBAPIError as error:
        raise BrokenExportError(f"{table.name}{file_format.LINES}, line {number}", _why(error)) from None


def _why(error: DBAPIError) -> str:
    """What the database has against a row, without what is in it."""
    message = str(error.orig).lower()
    if "foreign key" in message:
        return "it refers to a row that is not there"
    if "unique" in message or "duplicate" in message:
        return "the same is there already"
    return f"the database does not take it ({type(error.orig).__name__})"


def _continue_sequences(connection: Connection, tables: list[Table]) -> None:
    """PostgreSQL counts on from the highest number of each table; SQLite does by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        column = table.autoincrement_column
        if column is None:
            continue
        highest = connection.execute(select(func.max(column))).scalar_one()
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        if highest is not None:
            connection.execute(select(func.setval(sequence, highest)))
