"""A world in which what was deleted is gone from the disk."""

import asyncio

import pytest

from bot.schedule import sweeps
from jobs.tick import tick
from tests.attacks.copies import execute, on_sqlite
from tests.world import World


def _others(url: str) -> list[object]:
    """Who else is at work on the server, and since when."""
    told = "concat_ws(' ', datname, backend_type, state, backend_xmin, now() - xact_start, left(query, 200))"
    return [] if on_sqlite(url) else execute(url, f"SELECT {told} FROM pg_stat_activity")


async def swept(world: World) -> None:
    """While somebody on the same server could still see what was deleted, sweeping it is put off to the next tick.

    It is enough that a connection to another of its databases is just being made.
    """
    for _ in range(100):
        if not await world.bot.database.read(sweeps.pending):
            return
        await asyncio.sleep(0.1)
        await tick(world.bot)
    pytest.fail(f"not swept, since it is looked at: {_others(world.bot.database.url)}")
