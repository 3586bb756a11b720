"""What somebody has who gets hold of a copy: of SQLite's files as they lie there, or of every row PostgreSQL shows."""

import shutil
import sqlite3
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

Row = dict[str, Any]
_HEADER, _FRAME = 32, 24  # bytes before the frames of a log, and before the page in each of them
_INTERIOR, _LEAF = 2, 10  # pages of a table without row ids


@dataclass(frozen=True)
class Copy:
    """Rows by table, as a reader of the copy sees them, and everything there is in bytes."""

    rows: dict[str, list[Row]]
    raw: bytes


def on_sqlite(url: str) -> bool:
    return url.startswith("sqlite")


def kind(url: str) -> str:
    return "SQLite" if on_sqlite(url) else "PostgreSQL"


def file_of(url: str) -> Path:
    return Path(make_url(url).database or "")


def copy(url: str, folder: Path) -> Copy:
    """The whole database as it is at this moment."""
    return _files(file_of(url), folder) if on_sqlite(url) else _rows(url)


def _files(path: Path, folder: Path) -> Copy:
    folder.mkdir(parents=True, exist_ok=True)
    raw = b""
    for end in ("", "-wal"):
        made, there = folder / f"copy.db{end}", Path(f"{path}{end}")
        made.unlink(missing_ok=True)
        if there.exists():
            shutil.copy(there, made)
            raw += made.read_bytes()
    (folder / "copy.db-shm").unlink(missing_ok=True)
    return Copy(opened(folder / "copy.db"), raw)


def opened(path: Path) -> dict[str, list[Row]]:
    """Every row in this file, and in the log beside it."""
    on = sqlite3.connect(path)
    on.row_factory = sqlite3.Row
    try:
        tables = [table["name"] for table in on.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [dict(row) for row in on.execute(f'SELECT * FROM "{name}"')] for name in tables}
    finally:
        on.close()


def _rows(url: str) -> Copy:
    on = create_engine(url)
    try:
        with on.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            tables = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
            rows = {
                name: [
                    {key: bytes(value) if isinstance(value, memoryview) else value for key, value in row.items()}
                    for row in connection.execute(
                        text(
                            f'SELECT ctid::text, xmin::text::bigint, xmax::text::bigint, * FROM "{name}" ORDER BY ctid'
                        )
                    ).mappings()
                ]
                for name in sorted(tables)
            }
    finally:
        on.dispose()
    return Copy(
        rows, b"\n".join(_bytes(value) for table_rows in rows.values() for row in table_rows for value in row.values())
    )


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


# Files


def execute(url: str, *statements: str) -> list[object]:
    """The first column of what the last of them gives."""
    on = create_engine(url, isolation_level="AUTOCOMMIT")
    with on.connect() as connection:
        results = [connection.execute(text(statement)) for statement in statements]
        rows = list(results[-1].scalars()) if results[-1].returns_rows else []
    on.dispose()
    return rows


def server_files(url: str) -> tuple[Path, list[Path]]:
    """Where the server keeps its log, and all its files that this database can be in."""
    [folder] = execute(url, "SHOW data_directory")
    [number] = execute(url, "SELECT oid FROM pg_database WHERE datname = current_database()")
    root = Path(str(folder))
    log, databases = root / "pg_wal", root / "base"  # of other tests there are hundreds beside this one
    places = [place for place in root.iterdir() if place not in (log, databases)]
    paths = [file for place in [*places, databases / str(number)] for file in [place, *place.rglob("*")]]
    return log, [file for file in paths if file.is_file()]


def present(secrets: Iterable[bytes], files: Iterable[Path]) -> set[bytes]:
    """Those of the secrets that are in these files."""
    left, there = set(secrets), set[bytes]()
    for file in files:
        try:
            data = file.read_bytes()
        except FileNotFoundError:  # the server has put another in its place meanwhile
            continue
        there |= {secret for secret in left if secret in data}
        left -= there
    return there


def files_of(url: str) -> list[Path]:
    """Every file of the database but its server's log; on SQLite with the log."""
    if not on_sqlite(url):
        return server_files(url)[1]
    path = file_of(url)
    return [
        file for file in path.parent.iterdir() if file.name.startswith(path.name) and not file.name.endswith("-shm")
    ]


# SQLite's pages


@dataclass(frozen=True)
class Cell:
    """A row as it lies in a page: the further back, the earlier it was written there."""

    page: int
    offset: int
    values: list[Any]


class Pages:
    """A SQLite file, page by page."""

    def __init__(self, path: Path) -> None:
        self.raw = path.read_bytes()
        (size,) = struct.unpack_from(">H", self.raw, 16)
        self.size = 65536 if size == 1 else size
        on = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        self.roots = dict(on.execute("SELECT name, rootpage FROM sqlite_master WHERE type = 'table'"))
        on.close()

    def page(self, number: int) -> bytes:
        return self.raw[(number - 1) * self.size : number * self.size]

    def cells(self, table: str) -> Iterator[Cell]:
        """Every row of a table without row ids, with its place."""
        yield from self._cells(self.roots[table])

    def _cells(self, number: int) -> Iterator[Cell]:
        page = self.page(number)
        kind, _, count = struct.unpack_from(">BHH", page)
        for place in range(count):
            (offset,) = struct.unpack_from(">H", page, (12 if kind == _INTERIOR else 8) + 2 * place)
            start = offset
            if kind == _INTERIOR:
                yield from self._cells(struct.unpack_from(">I", page, offset)[0])
                start += 4
            _, start = _varint(page, start)
            yield Cell(number, offset, _values(page, start))
        if kind == _INTERIOR:
            yield from self._cells(struct.unpack_from(">I", page, 8)[0])

    def free(self) -> tuple[int, int]:
        """How many pages are free, and how many bytes in them are neither zero nor the number of a page."""
        trunk, _ = struct.unpack_from(">II", self.raw, 32)
        pages = left = 0
        while trunk:
            page = self.page(trunk)
            following, count = struct.unpack_from(">II", page)
            leaves = struct.unpack_from(f">{count}I", page, 8)
            pages += 1 + count
            left += sum(_other_than_zero(self.page(leaf)) for leaf in leaves)
            left += sum(4 for (word,) in struct.iter_unpack(">I", page[8:]) if word > len(self.raw) // self.size)
            trunk = following
        return pages, left

    def unused(self, table: str) -> tuple[int, int]:
        """How many rows the root page of a table has, and how many bytes in what it does not use are not zero."""
        page = bytearray(self.page(self.roots[table]))
        kind, block, count, content, _ = struct.unpack_from(">BHHHB", page)
        begin = (12 if kind == _INTERIOR else 8) + 2 * count
        while block:
            following, _ = struct.unpack_from(">HH", page, block)
            page[block : block + 4] = bytes(4)
            block = following
        end = (content or 65536) if count else len(page)  # with rows only the gap before them
        return count, _other_than_zero(bytes(page[begin:end]))


def _other_than_zero(data: bytes) -> int:
    return len(data) - data.count(0)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for _ in range(8):
        byte = data[at]
        at += 1
        value = value << 7 | byte & 127
        if byte < 128:
            return value, at
    return value << 8 | data[at], at + 1


def _values(data: bytes, at: int) -> list[Any]:
    """A record: the kinds of its values, then the values."""
    length, place = _varint(data, at)
    body, kinds = at + length, []
    while place < at + length:
        kind, place = _varint(data, place)
        kinds.append(kind)
    values: list[Any] = []
    for kind in kinds:
        size = (kind - 12) // 2 if kind >= 12 else (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)[kind]
        part = data[body : body + size]
        values.append(part if kind >= 12 else kind - 8 if kind in {8, 9} else int.from_bytes(part, "big", signed=True))
        body += size
    return values


# SQLite's log


def states(path: Path, folder: Path) -> Iterator[dict[str, list[Row]]]:
    """What the database held after each commit that its log still tells of, oldest first."""
    log = Path(f"{path}-wal").read_bytes()
    (size,) = struct.unpack_from(">I", log, 8)
    folder.mkdir()
    made = folder / "state.db"
    for end in range(_HEADER + _FRAME + size, len(log) + 1, _FRAME + size):
        number, commit, *salts = struct.unpack_from(">IIII", log, end - _FRAME - size)
        if tuple(salts) != struct.unpack_from(">II", log, 16):
            break  # from here on it is left over from before the log was begun anew
        if number and commit:
            shutil.copy(path, made)
            Path(f"{made}-wal").write_bytes(log[:end])
            Path(f"{made}-shm").unlink(missing_ok=True)
            yield opened(made)
