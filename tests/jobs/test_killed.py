"""A process killed at any step leaves one celebration: none lost, none twice."""

import asyncio
import os
import signal
import sys

import pytest

from tests.conftest import ROOT
from tests.faults.killed import STEPS
from tests.world import FRIDAY, World


async def _run(world: World, *words: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *words,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ
        | {
            "SLACK_BOT_TOKEN": world.slack.bot_token,
            "SLACK_API_URL": world.sandbox.api_url,
            "DATABASE_URL": world.bot.settings.database_url,
            "LEASE_SECONDS": "1",
        },
    )
    out, err = await process.communicate()
    return process.returncode or 0, out.decode() + err.decode()


@pytest.mark.parametrize("step", STEPS)
async def test_one_celebration_wherever_it_was_killed(world: World, step: str) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    at = FRIDAY.isoformat()

    code, _ = await _run(world, "tests.faults.killed", step, "1", "tick", "--at", at)
    assert code == -signal.SIGKILL
    code, said = await _run(world, "bot", "tick", "--at", at)
    assert code == 0, said

    assert len(world.celebrations) == 1
    assert "We opened the hub" in world.celebrations[0].plain
    assert (await _run(world, "bot", "tick", "--at", at))[0] == 0
    assert len(world.celebrations) == 1


async def test_a_tick_prints_a_line_for_each_post_and_then_nothing(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    at = FRIDAY.isoformat()

    _, dry = await _run(world, "bot", "tick", "--at", at, "--dry-run")
    assert "celebrations → C0EXEBAYX" in dry
    assert world.celebrations == []
    _, said = await _run(world, "bot", "tick", "--at", at)
    assert "celebrations → C0EXEBAYX" in said
    _, said = await _run(world, "bot", "tick", "--at", at)
    assert "→" not in said
    code, said = await _run(world, "bot", "tick", "--at", "teatime")
    assert code == 2
    assert "--at" in said
    assert "Traceback" not in said
