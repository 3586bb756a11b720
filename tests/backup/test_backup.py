"""A backup holds everything as it was at one moment, and is put back whole or not at all."""

import asyncio
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bot.backup import copies
from bot.backup.contents import LEFT_OUT
from bot.db.engine import engine
from bot.models import Ballot, Draft, Pulse, PulseInvitation, PulseKey, PulseParticipation
from bot.pulse import lifecycle
from bot.pulse.views.pulse import State
from bot.schedule.batches import Batch
from bot.settings import Settings
from bot.transfer.exporter import export
from tests.attacks.copies import execute, file_of, on_sqlite
from tests.commands import in_a_process, pencil
from tests.conftest import ROOT
from tests.faults.load import Load
from tests.faults.town import Town
from tests.transfer.folders import goes_out
from tests.world import MONDAY

pytestmark = pytest.mark.database


async def test_what_is_backed_up_is_put_back_to_the_byte(
    url: str, file: Path, nowhere: Callable[[], str], tmp_path: Path, open_to_all: None
) -> None:
    there = nowhere()

    code, told = await in_a_process(tmp_path, "backup", str(file), DATABASE_URL=url)
    assert (code, told.startswith(f"Everything is in {file} (")) == (0, True), told
    code, told = await in_a_process(tmp_path, "restore", str(file), DATABASE_URL=there)

    assert (code, told.startswith(f"Everything in {file} is in the database, at schema 0")) == (0, True), told
    assert goes_out(there, tmp_path / "restored") == goes_out(url, tmp_path / "export")
    assert execute(there, "INSERT INTO checkins SELECT * FROM checkins WHERE id = 0 RETURNING 1") == []
    made = [file, *([file_of(there)] if on_sqlite(there) else [])]
    assert [stat.S_IMODE(path.stat().st_mode) for path in made] == [0o600] * len(made)
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_what_is_piped_in_is_restored_and_nothing_else_is_left_of_it(
    url: str, file: Path, nowhere: Callable[[], str], tmp_path: Path, programs: None
) -> None:
    """As into a container, which sees no file of ours."""
    there, rest = nowhere(), tmp_path / "rest"
    rest.mkdir()
    with copies.view(url) as session:
        copies.backup(session, file)
    command = [sys.executable, "-m", "bot", "restore", "-"]
    env = os.environ | {"DATABASE_URL": there, "PYTHONPATH": str(ROOT), "TMPDIR": str(rest)}

    for given, code, answer in (
        (b"", 2, "this is no backup. Nothing was restored."),
        (file.read_bytes(), 0, "Everything in the backup is in the database, at schema 0"),
        (file.read_bytes(), 2, "is not empty, and was not touched"),
    ):
        done = subprocess.run(command, input=given, cwd=tmp_path, env=env, capture_output=True, check=False)
        assert (done.returncode, answer in (done.stdout + done.stderr).decode()) == (code, True), done
        assert [*rest.iterdir()] == []

    assert goes_out(there, tmp_path / "restored") == goes_out(url, tmp_path / "export")


async def test_what_an_open_pulse_holds_and_drafts_are_in_no_backup_and_it_says_so(
    url: str, file: Path, nowhere: Callable[[], str], tmp_path: Path
) -> None:
    on = engine(url)
    with on.begin() as connection:
        whose = {"pulse_id": 1, "partnership_id": 1}
        connection.execute(insert(Ballot).values(**whose, number=b"n" * 16, sealed=b"SEALEDBALLOT" * 4))
        connection.execute(insert(PulseParticipation).values(**whose, member_id=1))
        connection.execute(insert(PulseInvitation).values(**whose, member_id=1, cut=0))
        connection.execute(insert(PulseKey).values(**whose, key=b"KEYOFTHEPULSE" * 3))
        connection.exec_driver_sql("UPDATE pulses SET closed_at = NULL WHERE id = 1")
        draft = {"number": b"n" * 16, "partnership_id": 1, "sealed": b"SEALEDDRAFT" * 4, "drafted_on": MONDAY.date()}
        connection.execute(insert(Draft).values(draft))
    on.dispose()

    code, told = await pencil(tmp_path, "backup", str(file), DATABASE_URL=url)
    assert code == 0
    assert told.splitlines()[1].startswith("1 pulse is open now. No backup keeps who has answered and what")
    assert [word for word in (b"SEALEDBALLOT", b"KEYOFTHEPULSE", b"SEALEDDRAFT") if word in file.read_bytes()] == []
    copies.restore(there := nowhere(), file)

    assert _ended(there) == [1]
    assert {"ballots", "pulse_participations"} < LEFT_OUT
    assert [execute(there, f"SELECT count(*) FROM {table}") for table in sorted(LEFT_OUT)] == [[0]] * len(LEFT_OUT)
    assert [execute(url, f"SELECT count(*) FROM {table}") for table in sorted(LEFT_OUT)] == [[1]] * len(LEFT_OUT)


def _ended(url: str) -> list[int]:
    """The pulses that the first turn of the clock ends without results."""
    on, now = engine(url), datetime.now(UTC)
    with Session(on) as session, session.begin():
        lifecycle.close(session, Settings(_env_file=None), now, Batch(9))
        ended = session.scalars(select(Pulse.id).where(Pulse.outcome == State.LOST, Pulse.closed_at == now)).all()
    on.dispose()
    return list(ended)


@pytest.mark.slow
@pytest.mark.waits
async def test_a_backup_in_mid_load_is_what_an_export_of_that_moment_is(
    database_url: str, programs: None, file: Path, nowhere: Callable[[], str], tmp_path: Path
) -> None:
    async with Town(database_url, tmp_path, channels=2) as town, town.running(1):
        await town.begins()
        load, stop = Load(town), asyncio.Event()
        acting = asyncio.create_task(load.goes_on(stop, 0.1))
        await town.until(lambda: load.answered >= 10, 120)
        with copies.view(database_url) as session:
            await asyncio.to_thread(export, session, tmp_path / "export", for_moving=True)
            then = load.answered
            await town.until(lambda: load.answered >= then + 5, 120)
            await asyncio.to_thread(copies.backup, session, file)
        until = load.answered
        await town.until(lambda: load.answered >= until + 5, 120)
        stop.set()
        await acting
        await town.settles()
        assert load.unheard == []

    copies.restore(there := nowhere(), file)

    of_then = {path.name: path.read_bytes() for path in sorted((tmp_path / "export").iterdir())}
    assert goes_out(there, tmp_path / "restored") == of_then
    assert goes_out(database_url, tmp_path / "later")["wins.jsonl"] != of_then["wins.jsonl"]
    assert b"Word" in of_then["wins.jsonl"]
