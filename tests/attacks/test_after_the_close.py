"""A copy made after the close: nothing of who was invited, who answered and what is in the database's files.

PostgreSQL's own log (`pg_wal`), which its server keeps for a while, may still hold it: measured here, and said.
"""

import random
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.transactions import Database
from bot.models import Ballot, Pulse
from bot.pulse import ballots
from bot.pulse.ballots import HELD_TABLES
from tests import polling
from tests.attacks.copies import Pages, copy, execute, file_of, files_of, kind, on_sqlite, present, server_files
from tests.attacks.lives import electorate, sends
from tests.attacks.swept import swept
from tests.conftest import MANIFEST
from tests.polling import CLOSE
from tests.world import World

pytestmark = [pytest.mark.database, pytest.mark.slow]

NUMBER = 120  # several pages of ballots
TABLES = list(HELD_TABLES)


def _closed(session: Session) -> bool:
    return session.scalars(select(Pulse)).one().closed_at is not None


async def test_nothing_of_the_ballots_is_left_in_the_files(new_database: Callable[[], str], tmp_path: Path) -> None:
    url, chance = new_database(), random.Random(1)
    async with World(MANIFEST, url, people=electorate(NUMBER)) as world:
        people, _ = await polling.opened(world, NUMBER)
        for person in people[: NUMBER * 3 // 4]:
            await sends(world, person, [chance.randrange(6) for _ in range(5)])
        held = copy(url, tmp_path / "before").rows
        secrets = {row["number"] for row in held["ballots"]} | {row["sealed"] for row in held["ballots"]}
        secrets |= {row["key"] for row in held["pulse_keys"]}
        assert len(secrets) == NUMBER * 3 // 4 * 2 + 1
        if not on_sqlite(url):
            execute(url, "ANALYZE", "CHECKPOINT")  # as the server does by itself sooner or later
        before = len(present(secrets, files_of(url)))

        await world.moves_to(CLOSE)
        await swept(world)
        assert await world.bot.database.read(_closed)

        if not on_sqlite(url):
            execute(url, "CHECKPOINT")
        after = len(present(secrets, files_of(url)))
        rows = copy(url, tmp_path / "after").rows
        print(
            f"\n{kind(url)}: numbers, ballots and key in the files: {before} of {len(secrets)}; after the close {after}"
        )
        if not on_sqlite(url):
            log = [path for path in server_files(url)[0].iterdir() if path.is_file()]
            print(f"and in the server's own log {len(present(secrets, log))}")
        assert before == len(secrets)
        assert after == 0
        assert [rows[name] for name in TABLES] == [[], [], [], []]
        if on_sqlite(url):
            assert Path(f"{file_of(url)}-wal").stat().st_size < 100_000
            pages = Pages(file_of(url))
            assert pages.free()[0] > 0
            assert pages.free()[1] == 0
            assert {name: pages.unused(name) for name in TABLES} == dict.fromkeys(TABLES, (0, 0))
        else:
            assert execute(url, f"SELECT count(*) FROM pg_stats WHERE tablename IN {tuple(TABLES)}") == [0]


async def test_a_pulse_that_closes_while_others_are_open_leaves_nothing(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite moves rows that stay between pages, and may leave copies of their neighbours there."""
    left = closed = 0
    for seed in range(8):
        chance, path = random.Random(seed), tmp_path / f"{seed}.db"
        shutil.copy(sqlite_template, path)
        monkeypatch.setattr("bot.pulse.ballots.secrets.token_bytes", chance.randbytes)
        database = Database(f"sqlite:///{path}")
        open_ones = {Pulse(id=number, partnership_id=number): chance.sample(range(10**5), 60) for number in range(1, 6)}
        for quarter in range(4):
            for pulse, members in open_ones.items():
                await database.run(_cast, pulse, members[15 * quarter : 15 * quarter + 15])
        secrets: set[bytes] = set()
        for pulse in chance.sample(list(open_ones), 4):
            secrets |= await database.read(_secrets, pulse.id)
            await database.run(ballots.forget, [pulse.id])
            assert await database.sweep(TABLES)
        left += len(present(secrets, files_of(database.url)))
        closed += len(secrets)
        assert (
            sum([len(await database.read(_secrets, open_one.id)) for open_one in open_ones]) == 120
        )  # of the one still open
        database.close()
    print(f"\nSQLite: numbers and ballots in the file after the close, another pulse open: {left} of {closed}")
    assert left == 0


def _cast(session: Session, pulse: Pulse, members: Iterable[int]) -> None:
    for member in members:
        ballots.cast(session, pulse, member, ballots.seal(bytes(32), "token", 0, [4] * 5))


def _secrets(session: Session, pulse_id: int) -> set[bytes]:
    rows = session.execute(select(Ballot.number, Ballot.sealed).where(Ballot.pulse_id == pulse_id))
    return {value for row in rows for value in row}
