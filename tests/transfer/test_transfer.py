"""Everything goes out into a folder and comes in again, whole, on either kind of database; or nothing does."""

import csv
import hashlib
import io
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import JSON, Boolean, Date, Integer, LargeBinary, String, func, insert, select, update
from sqlalchemy.orm import Session

from bot.db.columns import Moment
from bot.lib.marks import mark
from bot.models import Base, Member, Name, Pulse, PulseKey, Win
from bot.settings import SettingsError
from bot.transfer import format as file_format
from bot.transfer.exporter import export
from bot.transfer.importer import Imported, import_folder
from tests.commands import in_a_process, pencil
from tests.conftest import _on_postgres
from tests.databases import ENGINES, in_file
from tests.report.stories import told
from tests.world import MONDAY, World

pytestmark = pytest.mark.database

NASTY = [
    "=HYPERLINK(1)",
    "two\nlines\r\nand\ttabs",
    'he said "no", twice',
    "👩‍👩‍👧‍👦 ½ שלום",
    " blank ends ",
    "",
    "null",
    "\\N",
    "'",
    "\u2028",
    "-1",
    "@here",
    "\ufeff",
    "\u00e9",
    "e\u0301",
]


GIVEN = {
    "partnership_id": 1,
    "zone": "Europe/London",
    "time": "15:00",
    "quiet_from": "20:00",
    "quiet_to": "08:00",
    "holidays": "GB-SCT",
    "closures": [["2026-12-24", "2027-01-02", "Winter break"]],
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
    words = iter(texts * 1_000)
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


@pytest.fixture
def on_sqlite(sqlite_template: Path, tmp_path: Path) -> Callable[[], str]:
    made = iter(range(10_000))

    def new() -> str:
        path = tmp_path / f"other{next(made)}.db"
        shutil.copy(sqlite_template, path)
        return f"sqlite:///{path}"

    return new


async def test_a_partnership_moves_whole_from_one_kind_of_database_to_the_other_and_back(
    world: World, tmp_path: Path, on_sqlite: Callable[[], str]
) -> None:
    await told(world)
    first = goes_out(world.bot.database.url, tmp_path / "1")
    assert b"The library lent us a room" in first["wins.jsonl"]

    for place, new in enumerate((_on_postgres, on_sqlite)):
        url = new()
        comes_in(url, tmp_path / "1")
        assert goes_out(url, tmp_path / f"again{place}") == first


@pytest.mark.parametrize("for_moving", [True, False])
def test_a_full_database_comes_out_again_to_the_byte(
    database_url: str, tmp_path: Path, on_sqlite: Callable[[], str], *, for_moving: bool
) -> None:
    fill(database_url, NASTY)
    first = goes_out(database_url, tmp_path / "1", for_moving=for_moving)
    said = json.loads(first["manifest.json"])
    assert said["for_moving"] is for_moving
    assert all(one["rows"] == 3 for one in said["files"].values())
    for place, new in enumerate((on_sqlite, _on_postgres)):
        url = new()
        comes_in(url, tmp_path / "1")
        assert goes_out(url, tmp_path / f"again{place}", for_moving=for_moving) == first
    assert goes_out(database_url, tmp_path / "still", for_moving=for_moving) == first  # it leaves no rows


def _equal_on_both(texts: list[str], tmp_path: Path, sqlite: str, postgres: str) -> None:
    folder = tmp_path / hashlib.sha256(os.urandom(8)).hexdigest()
    folder.mkdir()
    fill(sqlite, texts, rows=2)
    first = goes_out(sqlite, folder / "1")
    comes_in(postgres, folder / "1")
    assert goes_out(postgres, folder / "2") == first
    for name, content in first.items():
        if name.endswith(".csv"):
            lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
            assert len({len(line) for line in lines}) == 1
            assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "@"))]


@pytest.mark.slow
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40),
        min_size=1,
        max_size=20,
        unique=True,
    )
)
def test_any_text_comes_through(tmp_path: Path, on_sqlite: Callable[[], str], texts: list[str]) -> None:
    _equal_on_both(texts, tmp_path, on_sqlite(), _on_postgres())


async def test_after_moving_ids_go_on_and_nothing_is_posted_twice(
    world: World, tmp_path: Path, new_database: Callable[[], str]
) -> None:
    await told(world)
    goes_out(world.bot.database.url, tmp_path / "1")
    url = new_database()
    comes_in(url, tmp_path / "1")
    with session_on(url) as session:
        before = session.scalars(select(func.max(Win.id))).one()
        member = session.scalars(select(Member)).first()
        assert member is not None
        made = Win(
            partnership_id=member.partnership_id, member_id=member.id, text="new", origin="new", recorded_at=MONDAY
        )
        session.add(made)
        session.commit()
        assert made.id == before + 1


def test_every_kind_of_column_can_be_read() -> None:
    for table in file_format.tables(for_moving=True):
        for column in file_format.columns(table):
            assert any(isinstance(column.type, kind) for kind, _ in file_format._READERS), f"{table.name}.{column.name}"


def test_no_secrets_and_no_leases_go_along(database_url: str, tmp_path: Path) -> None:
    fill(database_url, ["x"])
    files = goes_out(database_url, tmp_path / "1")
    for name in ("ballots", "pulse_keys", "pulse_participations", "pulse_invitations", "pace", "drafts"):
        assert not [file for file in files if file.startswith(f"{name}.")]
    assert not [one for one, content in files.items() if b"lease_until" in content or b"key_check" in content]
    plain = goes_out(database_url, tmp_path / "2", for_moving=False)
    assert {one.partition(".")[0] for one in files.keys() - plain.keys()} == {"parcels"}


def _pulse(session: Session, **values: Any) -> None:
    for name, value in values.items():
        setattr(session.scalars(select(Pulse).order_by(Pulse.id)).first(), name, value)
    session.commit()


@pytest.mark.parametrize("for_moving", [True, False])
def test_while_a_pulse_is_open_nothing_goes_out(database_url: str, tmp_path: Path, *, for_moving: bool) -> None:
    fill(database_url, ["Europe/London"], rows=1)
    with session_on(database_url) as session:
        session.execute(Base.metadata.tables["partnerships"].update().values(zone="Europe/London", name="Exe Bay"))
        _pulse(session, closed_at=None, closes_at=datetime(2026, 6, 5, 9, tzinfo=UTC))
    with pytest.raises(SettingsError, match="A pulse is open: in Exe Bay until 5 June 2026 at 10:00"):
        goes_out(database_url, tmp_path / "1", for_moving=for_moving)
    assert not (tmp_path / "1").exists()


def test_results_nobody_has_seen_go_out_only_to_go_on_elsewhere(database_url: str, tmp_path: Path) -> None:
    fill(database_url, ["Europe/London"], rows=2)
    with session_on(database_url) as session:
        session.execute(Base.metadata.tables["partnerships"].update().values(zone="Europe/London"))
        _pulse(session, results_id=None, release={"x": 1})
    with pytest.raises(SettingsError, match="yet to be released"):
        goes_out(database_url, tmp_path / "1", for_moving=False)
    assert goes_out(database_url, tmp_path / "2")


def test_what_is_left_of_a_pulse_is_cleared_away_first(database_url: str, tmp_path: Path) -> None:
    fill(database_url, ["x"], rows=1)
    with session_on(database_url) as session:
        session.add(PulseKey(pulse_id=1, partnership_id=1, key=b"secret"))
        session.commit()
    with pytest.raises(SettingsError, match="yet to be cleared away"):
        goes_out(database_url, tmp_path / "1")


def test_nothing_of_anybodys_is_written_over(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("mine")
    with pytest.raises(SettingsError, match="not empty"):
        goes_out(database_url, tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.is_file() and path.suffix == ""] == ["kept"]


# Broken folders


def _line(folder: Path, name: str, number: int, change: Callable[[dict[str, Any]], Any]) -> None:
    """One line is another; nothing else is."""
    lines = (folder / name).read_bytes().split(b"\n")
    made = change(json.loads(lines[number - 1]))
    lines[number - 1] = made if isinstance(made, bytes) else json.dumps(made, ensure_ascii=False).encode()
    (folder / name).write_bytes(b"\n".join(lines))


def _signed(folder: Path) -> None:
    """The manifest is made to agree with the files, and CSVs with the lines, as a careful hand would."""
    said = json.loads((folder / "manifest.json").read_text())
    for table in file_format.tables(for_moving=said["for_moving"]):
        rows = [json.loads(line) for line in (folder / f"{table.name}.jsonl").read_text().split("\n") if line]
        read = [
            {column.name: file_format.from_json(column, row[column.name]) for column in file_format.columns(table)}
            for row in rows
        ]
        (folder / f"{table.name}.jsonl").write_bytes(b"".join(file_format.json_line(table, row) for row in read))
        sheet = [file_format.sheet_row([column.name for column in file_format.columns(table)])]
        sheet += [file_format.sheet_row(file_format.sheet_cells(table, row, {})) for row in read]
        (folder / f"{table.name}.csv").write_bytes(file_format.BOM + b"".join(sheet))
        for ending in (".jsonl", ".csv"):
            content = (folder / f"{table.name}{ending}").read_bytes()
            said["files"][f"{table.name}{ending}"] = {"rows": len(rows), "sha256": hashlib.sha256(content).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps(said))


def _set(**values: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda row: row | values


def _elsewhere(path: Path) -> None:
    there = path.parent.parent / "elsewhere"
    path.rename(there)
    path.symlink_to(there)


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


BROKEN: list[tuple[str, Callable[[Path], object], str]] = [
    (
        "half a line",
        lambda at: _line(at, "wins.jsonl", 2, lambda _: b'{"id": 2, "te'),
        "wins.jsonl, line 2: it is no JSON",
    ),
    ("no line", lambda at: _line(at, "wins.jsonl", 2, lambda _: b""), "wins.jsonl, line 2: it is no JSON"),
    ("a list", lambda at: _line(at, "wins.jsonl", 3, lambda _: b"[]"), "wins.jsonl, line 3: it is no object"),
    (
        "no time",
        lambda at: _line(at, "wins.jsonl", 2, _set(recorded_at="yesterday")),
        "line 2: recorded_at is not a time",
    ),
    (
        "no such day",
        lambda at: _line(at, "wins.jsonl", 2, _set(recorded_at="2026-02-30T00:00:00.000000Z")),
        "that there is",
    ),
    ("no number", lambda at: _line(at, "wins.jsonl", 2, _set(member_id="2")), "member_id is not a whole number"),
    ("too big", lambda at: _line(at, "wins.jsonl", 2, _set(member_id=2**40)), "member_id is not a whole number"),
    ("not true", lambda at: _line(at, "members.jsonl", 1, _set(host=1)), "members.jsonl, line 1: host is neither"),
    ("empty", lambda at: _line(at, "wins.jsonl", 1, _set(text=None)), "line 1: text is empty, and may not be"),
    ("a NUL", lambda at: _line(at, "wins.jsonl", 1, _set(text="a\0b")), "no database keeps"),
    (
        "half a character",
        lambda at: _line(at, "wins.jsonl", 1, lambda r: json.dumps(r | {"text": "\ud800"}).encode()),
        "half",
    ),
    ("a column more", lambda at: _line(at, "wins.jsonl", 1, _set(points=9)), "'points' is no column of wins"),
    ("a column less", lambda at: _line(at, "wins.jsonl", 1, lambda _: {"id": 1}), "partnership_id is missing"),
    (
        "twice",
        lambda at: _line(at, "wins.jsonl", 2, _set(id=1)),
        "wins.jsonl, line 2: it is out of order, or there twice",
    ),
    ("open", lambda at: _line(at, "pulses.jsonl", 1, _set(closed_at=None)), "pulses.jsonl, line 1: this pulse is open"),
    ("other words", lambda at: _line(at, "wins.jsonl", 2, _set(text="We won")), "wins.jsonl, line 2: it was changed"),
    ("other cell", lambda at: (at / "wins.csv").write_bytes((at / "wins.csv").read_bytes()[:-1] + b"!"), "wins.csv"),
    (
        "cut off",
        lambda at: (at / "wins.jsonl").write_bytes((at / "wins.jsonl").read_bytes()[:-1]),
        "line 3: it breaks off",
    ),
    ("file gone", lambda at: (at / "wins.csv").unlink(), "wins.csv: this file is missing"),
    ("file more", lambda at: (at / "notes.txt").write_text("x"), "notes.txt: this file is not part"),
    ("unfinished", lambda at: (at / "manifest.json").unlink(), "no finished export"),
    ("no manifest", lambda at: (at / "manifest.json").write_text("{\n\n,"), "manifest.json, line 3"),
    ("empty manifest", lambda at: (at / "manifest.json").write_text("{}"), "not one that export has made"),
    (
        "no such zone",
        lambda at: _line(at, "partnerships.jsonl", 2, _set(zone="Europe/Exeter")),
        "partnerships.jsonl, line 2: zone is no time zone that there is",
    ),
    (
        "a zone elsewhere",
        lambda at: _line(at, "partnerships.jsonl", 1, _set(zone="../../etc/passwd")),
        "line 1: zone is",
    ),
    (
        "nobody's holidays",
        lambda at: _line(at, "partnerships.jsonl", 2, _set(holidays="GB-XYZ")),
        "partnerships.jsonl, line 2: holidays is no country",
    ),
    (
        "a closure without an end",
        lambda at: _line(at, "partnerships.jsonl", 1, _set(closures=[["2026-12-24", "9999-12-31", ""]])),
        "partnerships.jsonl, line 1: closures is no list of closures",
    ),
    (
        "a closure that is none",
        lambda at: _line(at, "partnerships.jsonl", 1, _set(closures=[["2026-12-24", "soon", ""], {}])),
        "partnerships.jsonl, line 1: closures is no list of closures",
    ),
    ("no such hour", lambda at: _line(at, "schedules.jsonl", 3, _set(time="25:00")), "line 3: time is no time of day"),
    (
        "a very long text",
        lambda at: _line(at, "wins.jsonl", 2, _set(text="x" * 100_001)),
        "wins.jsonl, line 2: text is longer than 100,000 characters",
    ),
    (
        "a very long line",
        lambda at: (at / "wins.jsonl").write_bytes(b"[" * 4_000_001),
        "wins.jsonl, line 1: it is longer than 4,000,000 bytes",
    ),
    (
        "a deep line",
        lambda at: _line(at, "wins.jsonl", 2, lambda _: b"[" * 100_000),
        "wins.jsonl, line 2: it is no JSON",
    ),
    ("a link", lambda at: _elsewhere(at / "wins.jsonl"), "wins.jsonl: this is no plain file"),
    ("a linked manifest", lambda at: _elsewhere(at / "manifest.json"), "manifest.json: this is no plain file"),
    ("a pipe", lambda at: _pipe(at / "wins.csv"), "wins.csv: this is no plain file"),
    ("a piped manifest", lambda at: _pipe(at / "manifest.json"), "manifest.json: this is no plain file"),
    ("a folder", lambda at: _folder(at / "wins.jsonl"), "wins.jsonl: this is no plain file"),
    ("a huge file", lambda at: os.truncate(at / "wins.csv", 2_000_000_001), "wins.csv: this file is larger than"),
    (
        "a huge manifest",
        lambda at: os.truncate(at / "manifest.json", 1_000_001),
        "manifest.json: this file is larger than",
    ),
]


@pytest.fixture(scope="module")
def whole_folder(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    url = in_file(folder, sqlite_template)
    fill(url, ["some words"])
    goes_out(url, folder / "export")
    return folder / "export"


@pytest.fixture
def folder(whole_folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(whole_folder, tmp_path / "broken")


@pytest.mark.slow
@pytest.mark.parametrize(("breaks", "words"), [one[1:] for one in BROKEN], ids=[one[0] for one in BROKEN])
def test_of_a_broken_folder_nothing_comes_in_and_the_line_is_named(
    database_url: str, folder: Path, breaks: Callable[[Path], object], words: str
) -> None:
    breaks(folder)
    with pytest.raises(SettingsError, match=words) as caught:
        comes_in(database_url, folder)
    assert "Nothing was changed." in str(caught.value)
    assert "some words" not in str(caught.value)
    assert number(database_url) == 0


WRONG: list[tuple[str, Callable[[Path], object], str]] = [
    ("nobody", lambda at: _line(at, "wins.jsonl", 3, _set(member_id=99)), "wins.jsonl, line 3: it refers to a row"),
    (
        "the same",
        lambda at: _line(at, "partnerships.jsonl", 2, _set(channel_id="some words0")),
        "partnerships.jsonl, line 2: ",
    ),
    (
        "no parent",
        lambda at: _line(at, "posts.jsonl", 2, _set(thread_id=77)),
        "posts.jsonl, line 2: it refers to a row",
    ),
    (
        "of others",
        lambda at: _line(at, "wins.jsonl", 3, _set(partnership_id=2)),
        "wins.jsonl, line 3: member_id refers to a row of another partnership",
    ),
    (
        "said below others",
        lambda at: _line(at, "posts.jsonl", 2, _set(partnership_id=2)),
        "posts.jsonl, line 2: thread_id refers to a row of another partnership",
    ),
    (
        "a partner of others",
        lambda at: _line(at, "revisions.jsonl", 1, _set(partnership_id=2, member_id=None, before={"partners": [1]})),
        "revisions.jsonl, line 1: before names a row of another partnership",
    ),
    (
        "an aim in a proposal that is not there",
        lambda at: _line(at, "proposals.jsonl", 2, _set(aims=[{"text": "x", "root": 1}, {"text": "y", "root": 99}])),
        "proposals.jsonl, line 2: aims names no row there is",
    ),
    (
        "an aim that is not there",
        lambda at: _line(at, "revisions.jsonl", 1, _set(before={"text": "x", "aim": 99})),
        "revisions.jsonl, line 1: before names no row there is",
    ),
    (
        "a partner that is none",
        lambda at: _line(at, "revisions.jsonl", 1, _set(before={"text": "x", "partners": [1, "2"]})),
        "revisions.jsonl, line 1: before names no row there is",
    ),
    (
        "a change of others",
        lambda at: _line(at, "revisions.jsonl", 2, _set(noun="win", row_id=1, partnership_id=2, member_id=None)),
        "revisions.jsonl, line 2: row_id refers to a row of another partnership",
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("breaks", "words"), [one[1:] for one in WRONG], ids=[one[0] for one in WRONG])
def test_what_only_the_database_can_find_wrong_is_taken_back_whole(
    database_url: str, folder: Path, breaks: Callable[[Path], object], words: str
) -> None:
    breaks(folder)
    _signed(folder)
    with pytest.raises(SettingsError, match=words):
        comes_in(database_url, folder)
    assert number(database_url) == 0


def _mentioning(url: str, folder: Path, mark: str, *, name: str = "Ada <b>") -> None:
    """An export of a win that mentions somebody by this mark."""
    fill(url, ["words"])
    with session_on(url) as session:
        session.execute(update(Name).where(Name.id == 2).values(name=name))
        session.execute(update(Win).where(Win.id == 2).values(text=f"Thanks to {mark}"))
        session.commit()
    goes_out(url, folder)


def test_whoever_is_mentioned_comes_along_by_a_mark_and_is_named_for_people(
    database_url: str, on_sqlite: Callable[[], str], tmp_path: Path
) -> None:
    _mentioning(on_sqlite(), tmp_path / "out", mark(2, "@Ada <b>"))

    assert "Thanks to @Ada <b>" in (tmp_path / "out" / "wins.csv").read_text()
    assert "Ada" not in (tmp_path / "out" / "wins.jsonl").read_text()
    comes_in(database_url, tmp_path / "out")
    again = goes_out(database_url, tmp_path / "again")
    assert again == {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}


@pytest.mark.parametrize(
    ("mentioned", "name"), [(mark(99, "@Ada"), "Ada"), (mark(2_000_000_000, "@Ada"), "Ada"), ("", mark(2, "@Ada"))]
)
def test_nobody_is_mentioned_who_is_not_named_there(
    on_sqlite: Callable[[], str], tmp_path: Path, mentioned: str, name: str
) -> None:
    _mentioning(on_sqlite(), tmp_path / "out", mentioned, name=name)

    with pytest.raises(SettingsError, match=r"line 2: (text|name) mentions somebody"):
        comes_in(on_sqlite(), tmp_path / "out")


def test_a_row_may_refer_to_a_later_one(database_url: str, folder: Path, tmp_path: Path) -> None:
    _line(folder, "posts.jsonl", 1, _set(thread_id=3))
    _signed(folder)
    comes_in(database_url, folder)
    assert (folder / "posts.jsonl").read_bytes() == goes_out(database_url, tmp_path / "again")["posts.jsonl"]


def test_only_an_empty_database_takes_it_in(database_url: str, folder: Path) -> None:
    comes_in(database_url, folder)
    before = number(database_url)
    with pytest.raises(SettingsError, match="this database is not empty"):
        comes_in(database_url, folder)
    assert number(database_url) == before


def test_another_schema_is_said(database_url: str, folder: Path) -> None:
    said = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(said | {"schema": "9999"}))
    with pytest.raises(SettingsError, match="schema 9999"):
        comes_in(database_url, folder)


@pytest.mark.slow
async def test_the_command_line_moves_everything_and_says_what_is_wrong(
    database_url: str, tmp_path: Path, on_sqlite: Callable[[], str]
) -> None:
    fill(database_url, ["x"])
    folder, other, tables = tmp_path / "out", on_sqlite(), len(file_format.tables(for_moving=False))
    assert await in_a_process(tmp_path, "export", "out", DATABASE_URL=database_url) == (
        0,
        f"{3 * tables} rows of {tables} tables are in out. Keep it as safe as the database.\n",
    )
    code, said = await pencil(tmp_path, "export", "out", "--for-moving", DATABASE_URL=database_url)
    assert (code, "this folder is not empty" in said) == (2, True)
    shutil.copytree(folder, tmp_path / "broken")
    _line(tmp_path / "broken", "wins.jsonl", 2, _set(recorded_at=0))
    code, said = await pencil(tmp_path, "import", "broken", DATABASE_URL=other)
    assert (code, said.partition(". ")[0]) == (
        2,
        "wins.jsonl, line 2: recorded_at is not a time such as 2026-03-06T15:00:00.000000Z",
    )
    assert (await in_a_process(tmp_path, "import", "out", DATABASE_URL=other))[0] == 0
    assert (await pencil(tmp_path, "export", "again", DATABASE_URL=other))[0] == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()
    }
    code, said = await pencil(tmp_path, "import", "out", DATABASE_URL=f"sqlite:///{tmp_path}/fresh.db")
    assert (code, "python -m bot migrate first" in said) == (2, True)
