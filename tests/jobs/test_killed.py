"""A process killed at any step leaves one celebration: none lost, none twice."""

import os
import signal
from pathlib import Path

import pytest

from tests.commands import pencil
from tests.conftest import ROOT
from tests.faults.killed import STEPS
from tests.processes import Process
from tests.world import FRIDAY, World


def _env(world: World) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": world.slack.bot_token,
        "SLACK_API_URL": world.sandbox.api_url,
        "DATABASE_URL": world.bot.settings.database_url,
        "LEASE_SECONDS": "1",
    }


async def _ticks(world: World, *words: str) -> tuple[int, str]:
    return await pencil(ROOT, "tick", "--at", *words, **_env(world))


async def _killed(world: World, step: str, at: str) -> int:
    """What a process ends with that ticks and dies at this step."""
    words = ("tests.faults.killed", step, "1", "tick", "--at", at)
    return await Process(words, ROOT, os.environ | _env(world), Path(os.devnull)).wait()


@pytest.mark.slow
@pytest.mark.waits
@pytest.mark.parametrize("step", STEPS)
async def test_one_celebration_wherever_it_was_killed(world: World, step: str) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    at = FRIDAY.isoformat()

    assert await _killed(world, step, at) == -signal.SIGKILL
    code, output = await _ticks(world, at)
    assert code == 0, output

    assert len(world.celebrations) == 1
    assert "We opened the hub" in world.celebrations[0].plain
    assert (await _ticks(world, at))[0] == 0
    assert len(world.celebrations) == 1


async def test_a_tick_prints_a_line_for_each_post_and_then_nothing(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    at = FRIDAY.isoformat()

    _, dry = await _ticks(world, at, "--dry-run")
    assert "celebrations → C0EXEBAYX" in dry
    assert world.celebrations == []
    _, output = await _ticks(world, at)
    assert "celebrations → C0EXEBAYX" in output
    _, output = await _ticks(world, at)
    assert "→" not in output
    code, output = await _ticks(world, "teatime")
    assert code == 2
    assert "--at" in output
    assert "Traceback" not in output
