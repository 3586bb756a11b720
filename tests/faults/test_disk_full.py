"""SQLite may not grow any more: whoever acts has their words back, and what was acknowledged is there."""

import resource
from pathlib import Path

import psutil
import pytest
from sqlalchemy import create_engine, func, select

from bot.models import Win
from tests import databases
from tests.faults.town import Town

pytestmark = pytest.mark.slow


async def test_a_full_disk_is_told_and_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    url = databases.in_file(tmp_path)
    async with Town(url, tmp_path, channels=1) as town:
        running = await town.opens("bot", "run")
        await town.begins()
        [channel] = town.channels
        amina = town.host(channel)
        limit = psutil.Process(running.pid)
        largest = max(path.stat().st_size for path in tmp_path.glob("*.db*"))
        limit.rlimit(resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))

        kept, given_back = 0, 0
        for number in range(60):
            words = f"Win {number:03d} " + "long " * 300
            reply = await amina.types(f"/win {words}", channel)
            assert reply is not None
            if "win.celebrate" in str(reply.blocks):
                kept += 1
            else:
                given_back += "nothing was recorded" in reply.plain and words.strip()[:40] in reply.plain
            if given_back == 3:
                break
        assert given_back == 3

        limit.rlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        again = await amina.types("/win There is room again", channel)
        assert again is not None
        assert "win.celebrate" in str(again.blocks)
        on = create_engine(url)
        with on.connect() as connection:
            assert connection.scalar(select(func.count()).select_from(Win)) == kept + 1
        on.dispose()
        assert await running.stop() == 0
