"""`python -m bot sandbox`, as a newcomer runs it: real processes, and the page as a browser asks for it."""

import asyncio
import contextlib
import html
import inspect
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import psutil
import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow

PRIYA = {"as": "U0013EST"}
AMINA, PRIVATELY = {"as": "U0001HUB", "in": "C0EXEBAYX"}, "pencil"
GOES_ON = "The story so far is being told"


class Run:
    """One run: what it prints, and its page."""

    def __init__(self, process: asyncio.subprocess.Process, session: aiohttp.ClientSession) -> None:
        self.process, self._session, self.lines = process, session, list[str]()

    async def until(self, pattern: str) -> str:
        """The line that fits; an end before is a failure."""
        assert self.process.stdout is not None
        while line := (await self.process.stdout.readline()).decode().strip():
            self.lines.append(line)
            if re.search(pattern, line):
                return line
        raise AssertionError(self.lines)

    async def opens(self) -> str:
        self.url = await self.until(r"^http://127\.0\.0\.1:\d+$")
        return await self.page()

    async def page(self, place: str = AMINA["in"], **who: str) -> str:
        async with self._session.get(self.url, params=AMINA | {"in": place} | who) as answer:
            return html.unescape(await answer.text())

    async def holds(self, words: str, **who: str) -> bool:
        """Whether they stand on the page."""
        return words in await self.page(**who)

    async def does(self, path: str, **posted: str) -> str:
        async with self._session.post(self.url + path, data=AMINA | posted) as answer:
            assert answer.status == 200
            return html.unescape(await answer.text())

    async def presses(self, on: str, action: str) -> str:
        """Presses on the newest message that holds these words."""
        shown = [
            article
            for article in (await self.page()).split("<article")[1:]
            if on in article and f'"{action}"' in article
        ]
        at = re.search(r'name="at" value="([^"]+)"', shown[-1])
        block = re.search(rf'\["(\w+)", "{action}"\]', shown[-1])
        assert at
        assert block
        return await self.does("/press", at=at[1], press=json.dumps([block[1], action]))


@contextlib.asynccontextmanager
async def sandbox(folder: Path, *options: str) -> AsyncIterator[Run]:
    """Started in this folder; stopped as by Ctrl+C, unless that has been done."""
    command = (sys.executable, "-m", "bot", "sandbox", "--port", "0", *options)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    try:
        async with asyncio.timeout(400), aiohttp.ClientSession() as session:
            yield Run(process, session)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGINT)
        async with asyncio.timeout(60):
            await process.wait()


def _pencils(folder: Path) -> list[psutil.Process]:
    """The processes of Pencil that work on this folder's database, without those that these have started."""
    processes: dict[int, psutil.Process] = {}
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if str(folder) in process.environ().get("DATABASE_URL", ""):
                processes[process.pid] = process
    return [process for process in processes.values() if process.ppid() not in processes]


async def test_the_story_can_be_watched_and_what_was_done_is_there_after_each_kind_of_stop(tmp_path: Path) -> None:
    async with sandbox(tmp_path) as first:
        assert GOES_ON in await first.opens()  # at once, and long before it is told
        assert "being told" in await first.does("/type", text="/win Too early")
        await first.until("is told")
        page = await first.page()
        assert GOES_ON not in page
        assert "This week’s celebration" in page
        assert "Too early" not in page
        assert 'aria-label="trophy, 1"' in page
        digest = re.sub("<[^>]+>", "", await first.page(PRIVATELY))
        assert "would like fewer of these: Skills discovered" in digest
        assert "We opened a kitchen" in await first.does("/type", text="/win We opened a kitchen")
    assert first.process.returncode == 0
    assert (tmp_path / "sandbox.db").exists()
    assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("sandbox.*")} == {0o600}
    assert _pencils(tmp_path) == []

    async with sandbox(tmp_path) as second:
        page = await second.opens()
        assert GOES_ON not in page
        assert "This week’s celebration" in page
        assert "We opened a kitchen" in page
        await second.until("is back")
        assert "Undone" in await second.presses("We opened a kitchen", "win.undo")  # a button of before the stop
        assert "We painted the hall" in await second.does("/type", text="/win We painted the hall")
        await _until(lambda: "We painted the hall" in (tmp_path / "sandbox.json").read_text())  # a moment later
        await _leaves_and_comes_back(second, tmp_path)
        second.process.kill()
    [pencil] = _pencils(tmp_path)  # which goes on for want of a sandbox that would end it

    async with sandbox(tmp_path) as third:
        assert "We painted the hall" in await third.opens()
        await third.until("is back")
        assert pencil not in _pencils(tmp_path)  # nor is it if nobody has asked yet how it ended
        assert "Undone" in await third.presses("We painted the hall", "win.undo")
        async with sandbox(tmp_path) as another:
            await another.until("running in this folder already")
            await another.process.wait()
        assert another.process.returncode == 2


async def _leaves_and_comes_back(run: Run, folder: Path) -> None:
    """Pencil's process ends as the page wants it; one that comes instead hears what was said meanwhile."""
    [before] = _pencils(folder)
    assert "Pencil isn’t running." in await run.does("/misbehave", mishap="away", lasting="back")
    assert _pencils(folder) == []
    assert "dispatch_failed" in await run.does("/type", text="/win Nobody hears this")
    await run.does("/type", text="@Pencil win Ten people came", **PRIYA)
    assert "Recorded" not in await run.page(**PRIYA)

    await run.does("/behave")
    await _until(lambda: run.holds("Back to normal."))
    await _until(lambda: run.holds("Recorded", **PRIYA))
    [after] = _pencils(folder)
    assert (after.pid == before.pid, run.process.returncode) == (False, None)


async def _until(condition: Callable[[], Any]) -> Any:
    async with asyncio.timeout(60):
        while True:
            given = condition()
            if given := await given if inspect.isawaitable(given) else given:
                return given
            await asyncio.sleep(0.02)


async def test_what_cannot_be_read_is_set_aside_and_the_story_begins_anew(tmp_path: Path) -> None:
    (tmp_path / "sandbox.db").touch()
    (tmp_path / "sandbox.json").write_text('{"made_by": "somebody else"}')
    async with sandbox(tmp_path) as run:
        await run.until("cannot be read, so the story begins anew")
        assert GOES_ON in await run.opens()
    assert json.loads((tmp_path / "sandbox.json.old").read_text()) == {"made_by": "somebody else"}
    assert not (tmp_path / "sandbox.json").exists()  # stopped before the story was told, it begins anew again


@pytest.mark.parametrize("options", [(), ("--fresh",)])
async def test_without_both_halves_or_when_told_so_it_begins_anew(tmp_path: Path, options: tuple[str, ...]) -> None:
    (tmp_path / "sandbox.json").write_text("{}")
    if options:
        (tmp_path / "sandbox.db").write_text("somebody's")
    async with sandbox(tmp_path, *options) as run:
        assert GOES_ON in await run.opens()
        assert not [line for line in run.lines if "cannot be read" in line]


async def test_a_pencil_that_ends_by_itself_is_told_and_ends_the_sandbox(tmp_path: Path) -> None:
    async with sandbox(tmp_path) as run:
        await run.opens()
        [pencil] = await _until(lambda: _pencils(tmp_path))
        pencil.kill()
        await run.until("Pencil has ended by itself; sandbox.log says why")
        assert await run.process.wait() == 1
