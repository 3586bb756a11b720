"""Workers killed with -9 at every step, and by Slack in the middle of a send: nothing is lost, nothing comes twice."""

import asyncio
from pathlib import Path

from tests.faults.count import counted
from tests.faults.kills import STEPS, Kills
from tests.faults.load import Load
from tests.faults.mishaps import Mishaps, time_flies
from tests.faults.town import Town


async def test_workers_die_at_every_step(database_url: str, tmp_path: Path) -> None:
    async with Town(database_url, tmp_path) as town:
        sqlite = database_url.startswith("sqlite")
        first = await town.opens("bot", "run" if sqlite else "web")
        await town.begins()
        if sqlite:
            await first.stop()
        load, mishaps, kills, stop = Load(town), Mishaps(town), Kills(town, 1), asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(load.goes_on(stop, 1.0))
            group.create_task(mishaps.go_on(stop, 1.0))
            group.create_task(time_flies(town, stop, hours=8))
            await kills.all("run" if sqlite else "worker", 1 if sqlite else 2)
            stop.set()
        if not sqlite:
            await first.stop()
        async with town.running():
            await town.passes_weeks()
        count = counted(town, [load])
        assert set(kills.done) == set(STEPS)
        assert count.good, count
