"""PostgreSQL goes and comes back in mid-load: what was acknowledged is there, once; all go on by themselves."""

import asyncio
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from sqlalchemy.engine import make_url

from tests import databases
from tests.faults.count import counted
from tests.faults.load import Load
from tests.faults.parts import until_all_has_come
from tests.faults.town import Town


class Server:
    """A PostgreSQL of our own that can be stopped and started."""

    def __init__(self, url: str) -> None:
        self.url = databases.on_server(url)
        self._folder = Path(str(make_url(url).query["host"]))
        self._command = shlex.split((self._folder / "postmaster.opts").read_text())[1:]
        running = psutil.Process(int((self._folder / "postmaster.pid").read_text().split()[0]))
        self._owner, self._pg_ctl_at = running.uids().real, Path(running.exe()).with_name("pg_ctl")

    async def stop(self, how: str) -> None:
        await asyncio.to_thread(self._pg_ctl, "stop", "-m", how)

    async def start(self) -> None:
        await asyncio.to_thread(self._pg_ctl, "start", "-o", shlex.join(self._command), "-l", "/dev/null")

    def _pg_ctl(self, *words: str) -> None:
        command = [str(self._pg_ctl_at), "-D", str(self._folder), "-w", *words]
        subprocess.run(command, check=True, user=self._owner, stdout=subprocess.DEVNULL)


@pytest.fixture
def server() -> Iterator[Server]:
    with databases.server() as url:
        yield Server(url)


async def test_nothing_is_lost_or_twice_when_the_database_restarts(server: Server, tmp_path: Path) -> None:
    async with Town(server.url, tmp_path) as town, town.running() as processes:
        await town.begins()
        load, stop = Load(town), asyncio.Event()
        acting = asyncio.create_task(load.goes_on(stop, 0.5))
        for how in ("immediate", "fast"):
            await asyncio.sleep(1.5)
            await server.stop(how)
            await asyncio.sleep(1)
            await server.start()
        await asyncio.sleep(1)
        stop.set()
        await acting
        failed = load.tried - load.answered
        await load.some(1)
        await until_all_has_come(town, load)

        assert (count := counted(town, [load])).good, count
        assert failed, "somebody was told that it did not work"
        assert load.tried - load.answered == failed, "afterwards everything works"
        assert [process.ended for process in processes] == [None] * len(processes)
