"""What cannot be backed up or restored is said in one line, and nothing is left half done."""

import asyncio
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.backup import copies
from bot.settings import SettingsError
from tests import databases
from tests.attacks.copies import execute, file_of, on_sqlite
from tests.conftest import ROOT
from tests.transfer.folders import goes_out

pytestmark = pytest.mark.database


def _backup(url: str, file: Path) -> Path:
    with copies.view(url) as session:
        copies.backup(session, file)
    return file


def _is_empty(url: str) -> bool:
    """Whether nothing is where a database was to be restored."""
    if on_sqlite(url):
        return [*file_of(url).parent.glob(f"{file_of(url).name}*")] == []
    return execute(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [0]


def _newer(url: str) -> str:
    execute(url, "UPDATE alembic_version SET version_num = '9999'")
    return url


# Backing up


def test_no_file_is_written_over_and_no_folder_made(url: str, file: Path) -> None:
    file.write_text("what was here before")

    with pytest.raises(SettingsError, match="is there already, and was not touched"):
        _backup(url, file)
    with pytest.raises(SettingsError, match=r"could not be written \(No such file or directory\)"):
        _backup(url, file.parent / "other" / "file")

    assert file.read_text() == "what was here before"
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_database_of_a_newer_pencil_is_left_to_that_one(
    url: str, file: Path, nowhere: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SettingsError, match="a newer Pencil has used this database"):
        _backup(_newer(url), file)
    assert [*file.parent.iterdir()] == []

    with monkeypatch.context() as newer:
        newer.setattr("bot.db.migrations.revisions", lambda: frozenset({"9999"}))
        _backup(url, file)
    with pytest.raises(
        SettingsError, match=r"a newer Pencil made this backup\. Install that one\. Nothing was restored"
    ):
        copies.restore(there := nowhere(), file)
    assert _is_empty(there)


async def test_a_disk_that_fills_leaves_nothing(url: str, file: Path) -> None:
    limit = 100  # half kilobytes
    assert _backup(url, file).stat().st_size > limit * 512
    file.unlink()

    words = f"ulimit -f {limit}; exec {sys.executable} -m bot backup {file.parent}/full"
    process = await asyncio.create_subprocess_exec(
        "sh",
        "-c",
        words,
        env={**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(ROOT)},
        cwd=file.parent.parent,
        stderr=asyncio.subprocess.PIPE,
    )
    _, told = await process.communicate()

    assert process.returncode == 2
    assert told.decode().count("\n") == 1
    assert "Nothing of it was kept." in told.decode()
    assert [*file.parent.iterdir()] == []


# Restoring


def test_what_is_not_empty_is_not_touched(url: str, file: Path, tmp_path: Path) -> None:
    before = goes_out(url, tmp_path / "before")

    with pytest.raises(SettingsError, match="is not empty, and was not touched"):
        copies.restore(url, _backup(url, file))

    assert goes_out(url, tmp_path / "after") == before


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "this is no backup"),
        (b"PGDMP", "PostgreSQL|cannot be read"),
        (b"SQLite format 3\0" + bytes(4000), "SQLite|could not be restored"),
        (b"{}", "this is no backup"),
    ],
)
def test_what_is_no_backup_is_not_restored(
    url: str, file: Path, nowhere: Callable[[], str], content: bytes, why: str
) -> None:
    file.write_bytes(content)
    with pytest.raises(SettingsError, match=why):
        copies.restore(there := nowhere(), file)
    assert _is_empty(there)
    with pytest.raises(SettingsError, match=r"cannot be read \(No such file or directory\)\. Nothing was restored"):
        copies.restore(there, file.with_name("nothing"))


def test_somebody_elses_database_is_no_backup_of_pencil(file: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(file)) as on:
        on.execute("CREATE TABLE tunes (name)")
    with pytest.raises(SettingsError, match=r"this is no backup of Pencil\. Nothing was restored"):
        copies.restore(there := f"sqlite:///{tmp_path / 'there.db'}", file)
    assert _is_empty(there)


def test_one_that_is_cut_or_damaged_is_not_restored(
    url: str, file: Path, nowhere: Callable[[], str], tmp_path: Path
) -> None:
    whole = _backup(url, file).read_bytes()
    there = nowhere()
    for number, broken in enumerate(
        [whole[: len(whole) // 2], whole[: len(whole) // 2] + b"\xff" * 9000 + whole[len(whole) // 2 + 9000 :]]
    ):
        damaged = tmp_path / f"damaged{number}"
        damaged.write_bytes(broken)
        with pytest.raises(SettingsError, match=r"Nothing (of it was kept|was restored)"):
            copies.restore(there, damaged)
        assert _is_empty(there)
    copies.restore(there, file)


def test_what_another_kind_of_database_wrote_goes_by_export(
    sqlite_template: Path, url: str, file: Path, nowhere: Callable[[], str]
) -> None:
    if on_sqlite(url):
        file.write_bytes(b"PGDMP\x01\x10")
    else:
        shutil.copy(sqlite_template, file)
    with pytest.raises(SettingsError, match=r"export and import take it from there\. Nothing was restored"):
        copies.restore(there := nowhere(), file)
    assert _is_empty(there)


# SQLite


def test_a_log_left_behind_would_spoil_what_is_restored(sqlite_template: Path, tmp_path: Path) -> None:
    (tmp_path / "pencil.db-wal").write_bytes(b"of a database that was here")

    with pytest.raises(SettingsError, match=r"pencil\.db-wal belongs to a database that was here"):
        copies.restore(f"sqlite:///{tmp_path / 'pencil.db'}", sqlite_template)

    assert (tmp_path / "pencil.db-wal").read_bytes() == b"of a database that was here"
    assert not (tmp_path / "pencil.db").exists()


def test_an_empty_file_gives_way_but_not_while_somebody_has_it_open(sqlite_template: Path, tmp_path: Path) -> None:
    path = tmp_path / "pencil.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("SELECT count(*) FROM sqlite_master").fetchall()
        with pytest.raises(SettingsError, match="is in use"):
            copies.restore(f"sqlite:///{path}", sqlite_template)

    assert copies.restore(f"sqlite:///{path}", sqlite_template)

    assert databases.in_file(tmp_path, path)
    assert path.stat().st_size > 100_000


def test_what_was_copied_with_its_log_is_restored_with_it(url: str, tmp_path: Path) -> None:
    if not on_sqlite(url):
        return
    with closing(sqlite3.connect(file_of(url), isolation_level=None)) as on:
        on.execute("UPDATE wins SET text = 'only in the log'")
        on.execute("INSERT INTO ballots (pulse_id, number, partnership_id, sealed) VALUES (1, 'n', 1, 's')")
        for end in ("", "-wal"):
            shutil.copy(f"{file_of(url)}{end}", tmp_path / f"copied{end}")
    copies.restore(there := f"sqlite:///{tmp_path / 'there.db'}", tmp_path / "copied")
    assert set(execute(there, "SELECT text FROM wins")) == {"only in the log"}
    assert execute(there, "SELECT count(*) FROM ballots") == [0]
