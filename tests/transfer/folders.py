"""Folders of an export: filled, sent out, taken in, and changed by hand."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Boolean, Date, Integer, LargeBinary, String, func, insert, select, update
from sqlalchemy.orm import Session

from bot.db.columns import Moment
from bot.models import Base, Name, Win
from bot.transfer import format as file_format
from bot.transfer.exporter import export
from bot.transfer.importer import Imported, import_folder
from tests.databases import ENGINES
from tests.world import MONDAY

GIVEN = {
    "partnership_id": 1,
    "zone": "Europe/London",
    "time": "15:00",
    "quiet_from": "20:00",
    "quiet_to": "08:00",
    "holidays": "GB-SCT",
    "closures": [["2026-12-24", "2027-01-02", "Winter break"]],
    "digest_day": "wed",
}


@contextmanager
def session_on(url: str) -> Iterator[Session]:
    on = ENGINES(url)
    try:
        with Session(on) as session:
            yield session
    finally:
        on.dispose()


def goes_out(url: str, folder: Path, *, for_moving: bool = True) -> dict[str, bytes]:
    """The files of the export, by name."""
    with session_on(url) as session:
        export(session, folder, for_moving=for_moving)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def comes_in(url: str, folder: Path) -> Imported:
    on = ENGINES(url)
    try:
        return import_folder(on, folder)
    finally:
        on.dispose()


def number(url: str) -> int:
    """How many rows there are in all."""
    with session_on(url) as session:
        return sum(
            session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in Base.metadata.sorted_tables
        )


def fill(url: str, texts: list[str], rows: int = 3) -> None:
    """Every table that goes along has rows, each text in all of its columns somewhere."""
    words = cycle(texts)
    on = ENGINES(url)
    with on.begin() as connection:
        for table in file_format.tables(for_moving=True):
            made = [_row(table, place, words, rows) for place in range(rows)]
            connection.execute(insert(table), made)
        if connection.dialect.name == "postgresql":
            for table in file_format.tables(for_moving=True):
                if table.autoincrement_column is not None:
                    sequence = func.pg_get_serial_sequence(table.name, "id")
                    connection.execute(select(func.setval(sequence, rows)))
    on.dispose()


def _row(table: Any, place: int, words: Iterator[str], rows: int) -> dict[str, Any]:
    row: dict[str, Any] = {}
    own = file_format.self_references(table)
    for column in table.columns:
        word = next(words)
        if column.name in own:
            row[column.name] = place or None  # the row before
        elif column.name in GIVEN:
            row[column.name] = GIVEN[column.name]
        elif column.foreign_keys or (isinstance(column.type, Integer) and not isinstance(column.type, Boolean)):
            row[column.name] = place + 1
        elif isinstance(column.type, Moment):
            empty = column.nullable and place == 0 and column.name not in {"closed_at", "results_at"}
            row[column.name] = None if empty else MONDAY + timedelta(days=place, microseconds=place * 7)
        elif isinstance(column.type, Date):
            row[column.name] = None if column.nullable and place == 0 else date(2026, 3, 1 + place)
        elif isinstance(column.type, Boolean):
            row[column.name] = None if column.nullable and place == 0 else bool(place % 2)
        elif isinstance(column.type, JSON):
            value = {"b": [word, 1, 2.5, None, True], "a": {word: place}}
            row[column.name] = None if column.nullable and place == 0 else value
        elif isinstance(column.type, LargeBinary):
            row[column.name] = None
        else:
            assert isinstance(column.type, String)
            unique = f"{word}{place}" if column.primary_key or column.unique or not column.nullable else word
            row[column.name] = None if column.nullable and place == rows - 1 else unique
    return row


def alter(folder: Path, name: str, number: int, change: Callable[[dict[str, Any]], Any]) -> None:
    """One line is another; nothing else is."""
    lines = (folder / name).read_bytes().split(b"\n")
    made = change(json.loads(lines[number - 1]))
    lines[number - 1] = made if isinstance(made, bytes) else json.dumps(made, ensure_ascii=False).encode()
    (folder / name).write_bytes(b"\n".join(lines))


def sets(**values: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda row: row | values


def mentioning(url: str, folder: Path, mark: str, *, name: str = "Ada <b>") -> None:
    """An export of a win that mentions somebody by this mark."""
    fill(url, ["words"])
    with session_on(url) as session:
        session.execute(update(Name).where(Name.id == 2).values(name=name))
        session.execute(update(Win).where(Win.id == 2).values(text=f"Thanks to {mark}"))
        session.commit()
    goes_out(url, folder)
