"""`python -m bot sandbox`: the local Slack, Pencil as a process of its own beside it, and a story to look at."""

import asyncio
import contextlib
import json
import signal
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from sandbox.app.installed import with_reactions
from sandbox.demo.pencil import ROOT, Pencil
from sandbox.demo.storage import Storage, UnreadableError
from sandbox.page.routes import with_page
from sandbox.server import Sandbox
from sandbox.story import play
from sandbox.story.script import GUIDE

_SAVE_SECONDS = 0.5

ANEW = "make run FRESH=1 or pencil sandbox --fresh"
FIRST = "Open this in a browser; it shows the story being told:"
AGAIN = f"Open this in a browser; everything is as you left it ({ANEW} begins anew):"
UNREADABLE = "What sandbox.json kept cannot be read, so the story begins anew; the file is now sandbox.json.old."
READY = "The story is told, and the page is yours. Ctrl+C stops it and keeps everything; the log is sandbox.log."
BACK = "Pencil is back. Ctrl+C stops it and keeps everything; the log is sandbox.log."
ENDED = f"Pencil has ended by itself; sandbox.log says why. {ANEW} begins anew."


async def demo(port: int, *, fresh: bool = False) -> int:
    """Runs until it is interrupted, and goes on where the last one stopped; the exit code."""
    storage = Storage(Path.cwd())
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    with storage.held():
        sandbox, again, unreadable = _sandbox(storage, port, fresh=fresh)
        async with sandbox:  # which has its port by then, so that in vain nothing is cleared
            if not again:
                storage.clear(aside=unreadable)
            if unreadable:
                _say(UNREADABLE)
            _say(AGAIN if again else FIRST)
            _say(sandbox.url)
            try:
                await _until_stopped(sandbox, storage, stopping, again=again)
            except _EndedError:
                _say(ENDED)
                return 1
    return 0


class _EndedError(Exception):
    """Pencil has ended by itself."""


def _sandbox(storage: Storage, port: int, *, fresh: bool) -> tuple[Sandbox, bool, bool]:
    """A sandbox; whether it is as it was left, and whether what was kept could not be read."""

    def new() -> Sandbox:
        manifest = with_reactions(json.loads((ROOT / "bot" / "manifest.json").read_text()))
        return with_page(Sandbox(manifest, port=port, clock_file=storage.clock), GUIDE)

    sandbox = new()
    if fresh:
        return sandbox, False, False
    try:
        return sandbox, storage.restore(sandbox), False
    except UnreadableError:
        return new(), False, True


async def _until_stopped(sandbox: Sandbox, storage: Storage, stopping: asyncio.Event, *, again: bool) -> None:
    pencil = Pencil(sandbox, storage)
    sandbox.tick, sandbox.upcoming, sandbox.process = pencil.tick, pencil.upcoming, pencil
    played = again
    if not again:
        sandbox.tell(play.TELLING.format("Pencil is coming"))
    try:
        async with pencil.running():
            life = _Life(stopping, pencil)
            if not await life.share(pencil.connected()):
                return
            if again:
                play.goes_on(sandbox)
            elif not await life.share(play.play(sandbox)):
                return
            played = True
            _say(BACK if again else READY)
            await life.share(_save(sandbox, storage))
    finally:
        if played:  # and Pencil has ended, so that both halves agree
            storage.write(sandbox)


class _Life:
    """As long as nobody stops it and Pencil runs."""

    def __init__(self, stopping: asyncio.Event, pencil: Pencil) -> None:
        self._stopping = asyncio.create_task(stopping.wait())
        self._ended = asyncio.create_task(pencil.ended())

    async def share(self, work: Coroutine[Any, Any, Any]) -> bool:
        """Whether the work was done before it was stopped; `_EndedError` if Pencil ended first."""
        doing = asyncio.create_task(work)
        await asyncio.wait({doing, self._stopping, self._ended}, return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            doing.result()
            return True
        doing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await doing
        if not self._stopping.done():
            raise _EndedError
        return False


async def _save(sandbox: Sandbox, storage: Storage) -> None:
    """Whatever has changed is written down soon, for a stop that leaves no time."""
    written = None
    while True:
        state = (sandbox.slack.version, sandbox.clock.offset)
        if state != written:
            storage.write(sandbox)
            written = state
        await asyncio.sleep(_SAVE_SECONDS)


def _say(words: str) -> None:
    print(words, flush=True)
