"""A database on SQLite is its owner's alone, with all that lies beside it, whatever the umask and whoever made it."""

import os
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.db import migrations
from bot.db.engine import engine
from bot.models import Pace
from tests.commands import Typed, in_a_process, pencil
from tests.world import MONDAY

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("open_to_all")]


def _modes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}


def _written(path: Path) -> dict[str, int]:
    """Something is written, and looked at while it is at work."""
    on = engine(f"sqlite:///{path}")
    try:
        migrations.migrate(on)
        with on.begin() as connection:
            connection.execute(insert(Pace).values(key=str(os.urandom(4).hex()), free_at=MONDAY))
        return _modes(path.parent)
    finally:
        on.dispose()


def test_a_database_and_its_log_are_made_so(tmp_path: Path) -> None:
    assert _written(tmp_path / "pencil.db") == dict.fromkeys(["pencil.db", "pencil.db-wal", "pencil.db-shm"], 0o600)


def test_one_that_was_open_to_others_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "pencil.db"
    before = sqlite3.connect(path)  # as an earlier version made it, and still at work
    before.executescript("PRAGMA journal_mode=WAL; CREATE TABLE before (x)")
    assert set(_modes(tmp_path).values()) == {0o644}

    assert _written(path) == dict.fromkeys(["pencil.db", "pencil.db-wal", "pencil.db-shm"], 0o600)
    before.execute("INSERT INTO before VALUES (1)")
    before.close()


@pytest.mark.parametrize("typed", [pencil, in_a_process])
async def test_every_command_makes_files_so(typed: Typed, tmp_path: Path) -> None:
    made = tmp_path / "new"
    made.mkdir()
    assert (await typed(made, "migrate"))[0] == 0
    assert _modes(made) == {"pencil.db": 0o600}


async def test_a_folder_taken_out_of_it_is_made_so(tmp_path: Path) -> None:
    assert (await pencil(tmp_path, "migrate"))[0] == 0
    (tmp_path / "there").mkdir(mode=0o755)
    for folder in ("made", "there"):
        assert (await pencil(tmp_path, "export", folder))[0] == 0
        modes = _modes(tmp_path / folder)
        assert len(modes) > 20
        assert set(modes.values()) == {0o600}
    assert {_modes(tmp_path)[folder] for folder in ("made", "there")} == {0o700}


async def test_what_any_other_place_makes_in_a_command_is_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is made by whichever library: the process says it once for all."""
    monkeypatch.setattr("bot.cli.startup.migrate", lambda _: (tmp_path / "anything").write_text("x"))
    assert (await pencil(tmp_path, "migrate"))[0] == 0
    assert _modes(tmp_path)["anything"] == 0o600
