"""Backups taken while a pulse is open: one on either side of a *Send* are the same, and none tells who has answered.

What lies in the files of the database itself, and in copies made in other ways, is told of in `test_two_copies.py`.
"""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.backup import copies
from bot.models import Ballot, Member, PulseKey
from bot.pulse.ballots import HELD_TABLES
from tests import databases, polling
from tests.attacks.copies import execute, files_of, on_sqlite, opened
from tests.attacks.lives import electorate, sends
from tests.conftest import MANIFEST
from tests.polling import OPENING
from tests.world import World

pytestmark = pytest.mark.database

NUMBER, SENDS = 12, 3
_DRAWN = re.compile(rb"^\\(?:un)?restrict .*\n|^-- .*\n", re.MULTILINE)  # anew for each script


async def test_backups_on_either_side_of_a_send_are_the_same(
    new_database: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without PENCIL_KEY, when the key lies in the database too."""
    url = new_database()
    if not on_sqlite(url):
        monkeypatch.setenv("PATH", f"{databases.programs(url)}{os.pathsep}{os.environ['PATH']}")
    async with World(MANIFEST, url, people=electorate(NUMBER)) as world:
        people = await polling.peopled(world, NUMBER)
        await world.moves_to(OPENING)
        taken = [_taken(url, tmp_path / "0")]
        for place in range(SENDS):
            await sends(world, people[place], [place] * 5)
            taken.append(_taken(url, tmp_path / str(place + 1)))
        secrets = await world.bot.database.read(_secrets)
        marks = execute(url, "SELECT count(*) FROM pulse_participations")
        members = await world.bot.database.read(lambda session: len(session.scalars(select(Member)).all()))

    assert (marks, len(secrets), members) == ([SENDS], 2 * SENDS + 1, NUMBER)
    assert [other == taken[0] for other in taken[1:]] == [True] * SENDS
    assert [secret for secret in secrets if secret in taken[-1] or secret.hex().encode() in taken[-1]] == []


def test_a_backup_made_between_a_close_and_its_sweep_holds_no_remnant(
    new_database: Callable[[], str], tmp_path: Path
) -> None:
    url = new_database()
    if not on_sqlite(url):
        return  # a dump holds rows, and nothing that was deleted
    execute(url, "PRAGMA secure_delete = OFF", *_rows(), "DELETE FROM ballots")
    assert b"zanzibar" in _files(url), "it is there for whoever copies the files"

    assert b"zanzibar" not in _taken(url, tmp_path / "file")
    assert [rows for name, rows in opened(tmp_path / "file").items() if name in HELD_TABLES and rows] == []


def _taken(url: str, file: Path) -> bytes:
    """What a backup says: its bytes, or, of a dump, which has the time in it, its statements."""
    with copies.view(url) as session:
        copies.backup(session, file)
    if on_sqlite(url):
        return file.read_bytes()
    program = databases.programs(url) / "pg_restore"
    return _DRAWN.sub(b"", subprocess.run([program, "--file=-", file], check=True, capture_output=True).stdout)


def _secrets(session: Session) -> list[bytes]:
    ballots = session.execute(select(Ballot.number, Ballot.sealed)).all()
    return [value for ballot in ballots for value in ballot] + list(session.scalars(select(PulseKey.key)))


def _rows() -> list[str]:
    return [
        f"INSERT INTO ballots (pulse_id, number, partnership_id, sealed) VALUES (1, 'n{number}', 1, 'zanzibar{number}')"
        for number in range(20)
    ]


def _files(url: str) -> bytes:
    return b"".join(path.read_bytes() for path in files_of(url))
