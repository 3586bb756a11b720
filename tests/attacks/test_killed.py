"""A running Pencil killed amid a *Send* or a close: each ballot once, each pulse counted once, nothing left over."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.models import Ballot, Pulse, PulseParticipation
from bot.pulse import releases
from bot.pulse.releases import Band
from bot.schedule import sweeps
from tests import polling
from tests.attacks.killed import CLOSING, SENDING
from tests.attacks.lives import sends
from tests.conftest import ROOT
from tests.polling import CLOSE
from tests.processes import Process
from tests.world import World

pytestmark = [pytest.mark.database, pytest.mark.slow, pytest.mark.waits]


@asynccontextmanager
async def _running(world: World, clock: Path, step: str = "") -> AsyncIterator[Process]:
    """Pencil in a process of its own, which Slack sends everything to; killed at the step, or stopped at the end."""
    clock.write_text(str(world.sandbox.clock.offset.total_seconds()))
    there = len(world.sandbox.app.socket._connections)
    env = {
        "SLACK_BOT_TOKEN": world.slack.bot_token,
        "SLACK_APP_TOKEN": world.slack.app_token,
        "SLACK_API_URL": world.sandbox.api_url,
        "DATABASE_URL": world.bot.settings.database_url,
        "CLOCK_OFFSET_FILE": str(clock),
        "LEASE_SECONDS": "1",
        "PORT": "0",
    }
    process = Process(("tests.attacks.killed", step), ROOT, os.environ | env, Path(os.devnull))
    try:
        await world.sandbox.until(
            lambda: len(world.sandbox.app.socket._connections) > there or process.ended is not None, seconds=30
        )
        yield process
    finally:
        await process.stop()
        await world.sandbox.until(lambda: len(world.sandbox.app.socket._connections) == there, seconds=30)


def _cast(session: Session) -> tuple[int, int]:
    tables = (PulseParticipation, Ballot)
    marks, ballots = (session.scalars(select(func.count()).select_from(table)).one() for table in tables)
    return marks, ballots


async def test_a_send_that_is_killed_leaves_one_ballot_in_the_end(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.app.transport.SECONDS", 2)  # no answer comes from who is dead
    people, post = await polling.opened(world)
    clock = tmp_path / "clock"
    for place, step in enumerate(SENDING):
        person = people[3 + place]
        await polling.reviews(person, post)
        async with _running(world, clock, step) as process:
            assert "trouble connecting" in str(await person.submits())
            assert await process.wait() == -signal.SIGKILL
    assert await world.bot.database.read(_cast) == (1, 1)

    monkeypatch.setattr("sandbox.app.transport.SECONDS", 20)
    async with _running(world, clock):
        for place, step in enumerate(SENDING):
            person = people[3 + place]
            assert await person.submits() is None
            assert person.form is not None
            there = step == "before the acknowledgement"
            assert ("You have answered this pulse" in person.form.plain) == there
            assert ("Your answers will be counted" in person.form.plain) != there
    assert await world.bot.database.read(_cast) == (len(SENDING), len(SENDING))


async def test_a_close_that_is_killed_counts_once_and_sweeps_in_the_end(world: World, tmp_path: Path) -> None:
    people, _ = await polling.opened(world)
    for person in people[3:10]:
        await sends(world, person, [4] * 5)
    world.sandbox.clock.move_to(CLOSE)
    before, swept = CLOSING

    async with _running(world, tmp_path / "clock", before) as process:
        assert await process.wait() == -signal.SIGKILL
    assert await world.bot.database.read(_cast) == (7, 7)
    assert await world.bot.database.read(_state) == (None, True, None)
    async with _running(world, tmp_path / "clock", swept) as process:
        assert await process.wait() == -signal.SIGKILL
    assert await world.bot.database.read(_cast) == (0, 0)
    assert await world.bot.database.read(_state) == ("counted", False, Band(5, 9))

    async with _running(world, tmp_path / "clock"):
        await _until_swept(world)
        await world.sandbox.until(lambda: _notes(world), seconds=30)
    assert await world.bot.database.read(_state) == ("counted", True, Band(5, 9))
    assert len(_notes(world)) == 1


def _state(session: Session) -> tuple[str | None, bool, Band | None]:
    """How the pulse ended, whether it is swept, and how many are said to have answered."""
    pulse = session.scalars(select(Pulse)).one()
    released = releases.from_json(pulse.release) if pulse.release else None
    return pulse.outcome, not sweeps.pending(session), released.answered if released else None


async def _until_swept(world: World) -> None:
    for _ in range(300):
        if (await world.bot.database.read(_state))[1]:
            return
        await asyncio.sleep(0.1)


def _notes(world: World) -> list[str]:
    return [message.plain for message in world.room if message.thread_ts and "Closed" in message.plain]
