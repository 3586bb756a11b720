"""An update: processes of the last release and of this Pencil beside each other on one PostgreSQL, in mid-load."""

import asyncio
import contextlib
import io
import itertools
import subprocess
import sys
import tarfile
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import aiohttp
import pytest

from tests import databases
from tests.conftest import ROOT
from tests.db.released import Release, listed
from tests.faults.count import counted
from tests.faults.load import Load
from tests.faults.parts import until_all_has_come
from tests.faults.town import Town, free_port

pytestmark = [pytest.mark.slow, pytest.mark.waits]

AT_ODDS = ("ProgrammingError", "StatementError", "IntegrityError")  # with the tables, as the log names a fault
ACTS = 12  # by each, at least


def _git(*words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", *words], cwd=ROOT, check=False, capture_output=True)


def _code(release: Release, folder: Path) -> Path:
    """The code of a release, as the repository has it."""
    if _git("rev-parse", "--is-shallow-repository").stdout.strip() != b"false":
        pytest.skip("the history of the code is not here: no repository, or a shallow one")
    archive = _git("archive", release.commit)
    assert archive.returncode == 0, f"{release.version} is not in the repository: {archive.stderr.decode()}"
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        files.extractall(folder, filter="data")
    return folder


class Old:
    """Processes of a release; stopped at the end."""

    def __init__(self, town: Town, code: Path) -> None:
        self._town, self._code, self._log = town, code, town.folder / "old log"
        self._running: list[asyncio.subprocess.Process] = []

    @property
    def log(self) -> str:
        return self._log.read_text()

    async def start(self, words: Sequence[str], port: int = 0) -> asyncio.subprocess.Process:
        env = self._town._environment(words, {"PYTHONPATH": str(self._code), "PORT": str(port), "LOG_FORMAT": "json"})
        with self._log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", *words, cwd=self._town.folder, env=env, stdout=log, stderr=log
            )
        self._running.append(process)
        return process

    async def stop(self) -> list[int]:
        running, self._running = [process for process in self._running if process.returncode is None], []
        for process in running:
            process.terminate()
        return [await process.wait() for process in running]


@contextlib.asynccontextmanager
async def _old(town: Town, code: Path) -> AsyncIterator[Old]:
    old = Old(town, code)
    try:
        yield old
    finally:
        await old.stop()


async def _ready(port: int, old: Old) -> None:
    """Somebody answers there, and is well."""
    until = time.monotonic() + 300
    async with aiohttp.ClientSession() as session:
        while time.monotonic() < until:
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.1)
    raise AssertionError(f"nobody is ready at {port}\n{old.log[-3000:]}")


async def _by_turns(town: Town, ports: Sequence[int]) -> None:
    """Slack reaches one, then the other, as behind a proxy."""
    for port in itertools.cycle(ports):
        town.sandbox.app.request_url = f"http://127.0.0.1:{port}/slack/events"
        await asyncio.sleep(0.3)


async def test_the_last_release_goes_on_while_this_one_migrates_and_serves(on_postgresql: str, tmp_path: Path) -> None:
    release, url = listed()[-1], databases.with_nothing(on_postgresql)
    code = _code(release, tmp_path / "code")
    async with Town(url, tmp_path, channels=3) as town, _old(town, code) as old:
        ports = (free_port(), free_port())
        await old.start(["bot", "run"], ports[0])
        await _ready(ports[0], old)
        turns = asyncio.create_task(_by_turns(town, ports[:1]))
        await town.begins()
        load, stop = Load(town), asyncio.Event()
        acting = asyncio.create_task(load.goes_on(stop, 0.3))
        await town.until(lambda: load.answered >= ACTS, 240)

        assert await (await town.start("bot", "migrate")).wait() == 0, town.log
        by_old = load.answered
        await town.until(lambda: load.answered >= by_old + ACTS, 240)
        said_by_old = old.log.count('"done"')
        await town.start("bot", "web", PORT=str(ports[1]))
        await town.start("bot", "worker", PORT="0")
        await _ready(ports[1], old)
        turns.cancel()
        turns = asyncio.create_task(_by_turns(town, ports))
        by_both = load.answered
        await town.until(lambda: load.answered >= by_both + 2 * ACTS, 240)

        turns.cancel()
        while_beside = old.log
        town.sandbox.app.request_url = f"http://127.0.0.1:{ports[1]}/slack/events"
        assert await old.stop() == [0]
        by_new = load.answered
        await town.until(lambda: load.answered >= by_new + ACTS, 240)
        stop.set()
        await acting
        await until_all_has_come(town, load)

        assert said_by_old < while_beside.count('"done"'), "the old one went on sending beside the new one"
        assert town.log.count("done") > 0
        assert [fault for fault in AT_ODDS if fault in while_beside + town.log] == []
        assert (count := counted(town, [load])).good, count
