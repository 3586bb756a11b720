"""Everything goes out into a folder and comes in again, whole, on either kind of database; or nothing does."""

import csv
import hashlib
import io
import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.lib.marks import mark
from bot.models import Base, Member, Pulse, PulseKey, Win
from bot.settings import SettingsError
from bot.transfer import format as file_format
from tests.commands import in_a_process, pencil
from tests.report.stories import told
from tests.transfer.folders import alter, comes_in, fill, goes_out, mentioning, session_on, sets
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


async def test_a_partnership_moves_whole_from_one_kind_of_database_to_the_other_and_back(
    world: World, tmp_path: Path, on_sqlite: Callable[[], str], new_on_postgresql: Callable[[], str]
) -> None:
    await told(world)
    first = goes_out(world.bot.database.url, tmp_path / "1")
    assert b"The library lent us a room" in first["wins.jsonl"]

    for place, new in enumerate((new_on_postgresql, on_sqlite)):
        url = new()
        comes_in(url, tmp_path / "1")
        assert goes_out(url, tmp_path / f"again{place}") == first


@pytest.mark.parametrize("for_moving", [True, False])
def test_a_full_database_comes_out_again_to_the_byte(
    database_url: str,
    tmp_path: Path,
    on_sqlite: Callable[[], str],
    new_on_postgresql: Callable[[], str],
    *,
    for_moving: bool,
) -> None:
    fill(database_url, NASTY)
    first = goes_out(database_url, tmp_path / "1", for_moving=for_moving)
    manifest = json.loads(first["manifest.json"])
    assert manifest["for_moving"] is for_moving
    assert all(entry["rows"] == 3 for entry in manifest["files"].values())
    for place, new in enumerate((on_sqlite, new_on_postgresql)):
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
def test_any_text_comes_through(
    tmp_path: Path, on_sqlite: Callable[[], str], new_on_postgresql: Callable[[], str], texts: list[str]
) -> None:
    _equal_on_both(texts, tmp_path, on_sqlite(), new_on_postgresql())


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
    assert not [name for name, content in files.items() if b"lease_until" in content or b"key_check" in content]
    plain = goes_out(database_url, tmp_path / "2", for_moving=False)
    assert {name.partition(".")[0] for name in files.keys() - plain.keys()} == {"parcels"}


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


def test_whoever_is_mentioned_comes_along_by_a_mark_and_is_named_for_people(
    database_url: str, on_sqlite: Callable[[], str], tmp_path: Path
) -> None:
    mentioning(on_sqlite(), tmp_path / "out", mark(2, "@Ada <b>"))

    assert "Thanks to @Ada <b>" in (tmp_path / "out" / "wins.csv").read_text()
    assert "Ada" not in (tmp_path / "out" / "wins.jsonl").read_text()
    comes_in(database_url, tmp_path / "out")
    again = goes_out(database_url, tmp_path / "again")
    assert again == {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}


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
    code, output = await pencil(tmp_path, "export", "out", "--for-moving", DATABASE_URL=database_url)
    assert (code, "this folder is not empty" in output) == (2, True)
    shutil.copytree(folder, tmp_path / "broken")
    alter(tmp_path / "broken", "wins.jsonl", 2, sets(recorded_at=0))
    code, output = await pencil(tmp_path, "import", "broken", DATABASE_URL=other)
    assert (code, output.partition(". ")[0]) == (
        2,
        "wins.jsonl, line 2: recorded_at is not a time such as 2026-03-06T15:00:00.000000Z",
    )
    assert (await in_a_process(tmp_path, "import", "out", DATABASE_URL=other))[0] == 0
    assert (await pencil(tmp_path, "export", "again", DATABASE_URL=other))[0] == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()
    }
    code, output = await pencil(tmp_path, "import", "out", DATABASE_URL=f"sqlite:///{tmp_path}/fresh.db")
    assert (code, "python -m bot migrate first" in output) == (2, True)
