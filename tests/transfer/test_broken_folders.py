"""Of a folder that is broken nothing comes in, and what is wrong with it is said."""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.lib.marks import mark
from bot.settings import SettingsError
from bot.transfer import format as file_format
from tests.transfer.folders import alter, comes_in, goes_out, mentioning, number, sets

pytestmark = pytest.mark.database


def _signed(folder: Path) -> None:
    """The manifest is made to agree with the files, and CSVs with the lines, as a careful hand would."""
    manifest = json.loads((folder / "manifest.json").read_text())
    for table in file_format.tables(for_moving=manifest["for_moving"]):
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
            manifest["files"][f"{table.name}{ending}"] = {
                "rows": len(rows),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
    (folder / "manifest.json").write_text(json.dumps(manifest))


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
        lambda at: alter(at, "wins.jsonl", 2, lambda _: b'{"id": 2, "te'),
        "wins.jsonl, line 2: it is no JSON",
    ),
    ("no line", lambda at: alter(at, "wins.jsonl", 2, lambda _: b""), "wins.jsonl, line 2: it is no JSON"),
    ("a list", lambda at: alter(at, "wins.jsonl", 3, lambda _: b"[]"), "wins.jsonl, line 3: it is no object"),
    (
        "no time",
        lambda at: alter(at, "wins.jsonl", 2, sets(recorded_at="yesterday")),
        "line 2: recorded_at is not a time",
    ),
    (
        "no such day",
        lambda at: alter(at, "wins.jsonl", 2, sets(recorded_at="2026-02-30T00:00:00.000000Z")),
        "that there is",
    ),
    ("no number", lambda at: alter(at, "wins.jsonl", 2, sets(member_id="2")), "member_id is not a whole number"),
    ("too big", lambda at: alter(at, "wins.jsonl", 2, sets(member_id=2**40)), "member_id is not a whole number"),
    ("not true", lambda at: alter(at, "members.jsonl", 1, sets(host=1)), "members.jsonl, line 1: host is neither"),
    ("empty", lambda at: alter(at, "wins.jsonl", 1, sets(text=None)), "line 1: text is empty, and may not be"),
    ("a NUL", lambda at: alter(at, "wins.jsonl", 1, sets(text="a\0b")), "no database keeps"),
    (
        "half a character",
        lambda at: alter(at, "wins.jsonl", 1, lambda r: json.dumps(r | {"text": "\ud800"}).encode()),
        "half",
    ),
    ("a column more", lambda at: alter(at, "wins.jsonl", 1, sets(points=9)), "'points' is no column of wins"),
    ("a column less", lambda at: alter(at, "wins.jsonl", 1, lambda _: {"id": 1}), "partnership_id is missing"),
    (
        "twice",
        lambda at: alter(at, "wins.jsonl", 2, sets(id=1)),
        "wins.jsonl, line 2: it is out of order, or there twice",
    ),
    ("open", lambda at: alter(at, "pulses.jsonl", 1, sets(closed_at=None)), "pulses.jsonl, line 1: this pulse is open"),
    ("other words", lambda at: alter(at, "wins.jsonl", 2, sets(text="We won")), "wins.jsonl, line 2: it was changed"),
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
        lambda at: alter(at, "partnerships.jsonl", 2, sets(zone="Europe/Exeter")),
        "partnerships.jsonl, line 2: zone is no time zone that there is",
    ),
    (
        "a zone elsewhere",
        lambda at: alter(at, "partnerships.jsonl", 1, sets(zone="../../etc/passwd")),
        "line 1: zone is",
    ),
    (
        "nobody's holidays",
        lambda at: alter(at, "partnerships.jsonl", 2, sets(holidays="GB-XYZ")),
        "partnerships.jsonl, line 2: holidays is no country",
    ),
    (
        "a closure without an end",
        lambda at: alter(at, "partnerships.jsonl", 1, sets(closures=[["2026-12-24", "9999-12-31", ""]])),
        "partnerships.jsonl, line 1: closures is no list of closures",
    ),
    (
        "a closure that is none",
        lambda at: alter(at, "partnerships.jsonl", 1, sets(closures=[["2026-12-24", "soon", ""], {}])),
        "partnerships.jsonl, line 1: closures is no list of closures",
    ),
    (
        "a digest on a day of rest",
        lambda at: alter(at, "partnerships.jsonl", 1, sets(digest_day="sun")),
        "partnerships.jsonl, line 1: digest_day is no working day",
    ),
    ("no such hour", lambda at: alter(at, "schedules.jsonl", 3, sets(time="25:00")), "line 3: time is no time of day"),
    (
        "a very long text",
        lambda at: alter(at, "wins.jsonl", 2, sets(text="x" * 100_001)),
        "wins.jsonl, line 2: text is longer than 100,000 characters",
    ),
    (
        "a very long line",
        lambda at: (at / "wins.jsonl").write_bytes(b"[" * 4_000_001),
        "wins.jsonl, line 1: it is longer than 4,000,000 bytes",
    ),
    (
        "a deep line",
        lambda at: alter(at, "wins.jsonl", 2, lambda _: b"[" * 100_000),
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


@pytest.mark.slow
@pytest.mark.parametrize(("breaks", "words"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
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
    ("nobody", lambda at: alter(at, "wins.jsonl", 3, sets(member_id=99)), "wins.jsonl, line 3: it refers to a row"),
    (
        "the same",
        lambda at: alter(at, "partnerships.jsonl", 2, sets(channel_id="some words0")),
        "partnerships.jsonl, line 2: ",
    ),
    (
        "no parent",
        lambda at: alter(at, "posts.jsonl", 2, sets(thread_id=77)),
        "posts.jsonl, line 2: it refers to a row",
    ),
    (
        "of others",
        lambda at: alter(at, "wins.jsonl", 3, sets(partnership_id=2)),
        "wins.jsonl, line 3: member_id refers to a row of another partnership",
    ),
    (
        "said below others",
        lambda at: alter(at, "posts.jsonl", 2, sets(partnership_id=2)),
        "posts.jsonl, line 2: thread_id refers to a row of another partnership",
    ),
    (
        "a partner of others",
        lambda at: alter(at, "revisions.jsonl", 1, sets(partnership_id=2, member_id=None, before={"partners": [1]})),
        "revisions.jsonl, line 1: before names a row of another partnership",
    ),
    (
        "an aim in a proposal that is not there",
        lambda at: alter(at, "proposals.jsonl", 2, sets(aims=[{"text": "x", "root": 1}, {"text": "y", "root": 99}])),
        "proposals.jsonl, line 2: aims names no row there is",
    ),
    (
        "an aim that is not there",
        lambda at: alter(at, "revisions.jsonl", 1, sets(before={"text": "x", "aim": 99})),
        "revisions.jsonl, line 1: before names no row there is",
    ),
    (
        "a partner that is none",
        lambda at: alter(at, "revisions.jsonl", 1, sets(before={"text": "x", "partners": [1, "2"]})),
        "revisions.jsonl, line 1: before names no row there is",
    ),
    (
        "words of nobody there",
        lambda at: alter(at, "revisions.jsonl", 1, sets(before={"text": "x", "member_id": 99})),
        "revisions.jsonl, line 1: before names no row there is",
    ),
    (
        "words of others",
        lambda at: alter(at, "revisions.jsonl", 1, sets(partnership_id=2, member_id=None, before={"member_id": 1})),
        "revisions.jsonl, line 1: before names a row of another partnership",
    ),
    (
        "a change of others",
        lambda at: alter(at, "revisions.jsonl", 2, sets(noun="win", row_id=1, partnership_id=2, member_id=None)),
        "revisions.jsonl, line 2: row_id refers to a row of another partnership",
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("breaks", "words"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_only_the_database_can_find_wrong_is_taken_back_whole(
    database_url: str, folder: Path, breaks: Callable[[Path], object], words: str
) -> None:
    breaks(folder)
    _signed(folder)
    with pytest.raises(SettingsError, match=words):
        comes_in(database_url, folder)
    assert number(database_url) == 0


@pytest.mark.parametrize(
    ("mentioned", "name"), [(mark(99, "@Ada"), "Ada"), (mark(2_000_000_000, "@Ada"), "Ada"), ("", mark(2, "@Ada"))]
)
def test_nobody_is_mentioned_who_is_not_named_there(
    on_sqlite: Callable[[], str], tmp_path: Path, mentioned: str, name: str
) -> None:
    mentioning(on_sqlite(), tmp_path / "out", mentioned, name=name)

    with pytest.raises(SettingsError, match=r"line 2: (text|name) mentions somebody"):
        comes_in(on_sqlite(), tmp_path / "out")


def test_a_row_may_refer_to_a_later_one(database_url: str, folder: Path, tmp_path: Path) -> None:
    alter(folder, "posts.jsonl", 1, sets(thread_id=3))
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
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"schema": "9999"}))
    with pytest.raises(SettingsError, match="schema 9999"):
        comes_in(database_url, folder)
