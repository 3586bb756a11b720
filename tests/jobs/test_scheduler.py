"""What a process logs when it is stopped in the middle of its work."""

import asyncio
import logging

import pytest

from bot.app import Bot
from jobs import scheduler
from jobs.scheduler import Scheduler
from tests.world import World


async def test_a_job_that_a_stop_breaks_off_is_no_fault(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Else whoever watches the log for errors is woken by each restart."""
    began, ended = asyncio.Event(), asyncio.Event()

    async def lasts(_: Bot) -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    monkeypatch.setattr(scheduler, "_jobs", lambda: {"turn": (lasts, 0.01)})
    async with Scheduler(world.bot):
        await began.wait()
    await ended.wait()
    await asyncio.sleep(0)

    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []
