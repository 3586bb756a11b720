"""Pencil in a process of its own, told by its environment that the sandbox is its Slack."""

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

from sandbox.demo.storage import Storage
from sandbox.demo.ticker import Ticker
from sandbox.server import Sandbox

ROOT = Path(__file__).parents[2]
_NEXT = "next → "
_ASK_SECONDS = 10
_CONNECT_SECONDS = 180  # a package that has just been installed is compiled first
_TICK_SECONDS = 2  # Pencil's own tick comes each second


class Pencil:
    """`running` it answers the sandbox; it is ticked from here as well, so that a post is there at once."""

    def __init__(self, sandbox: Sandbox, storage: Storage) -> None:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("SLACK_", "DATABASE_", "COMMAND_", "SQLITE_", "PENCIL_"))
        }
        self._env = kept | {
            "SLACK_BOT_TOKEN": sandbox.slack.bot_token,
            "SLACK_APP_TOKEN": sandbox.slack.app_token,
            "SLACK_SIGNING_SECRET": sandbox.slack.signing_secret,
            "SLACK_API_URL": sandbox.api_url,
            "DATABASE_URL": f"sqlite:///{storage.database}",
            "CLOCK_OFFSET_FILE": str(storage.clock),
            **{f"COMMAND_{name.upper()}": f"/{name}" for name in ("win", "blocker", "skill", "partnership")},
            "HOST": "127.0.0.1",
            "PORT": "0",
            "PYTHONUNBUFFERED": "1",
        }
        self._sandbox, self._storage = sandbox, storage
        self._ticker = Ticker(self._env, ROOT)
        self._process: asyncio.subprocess.Process | None = None
        self._wanted = asyncio.Event()
        self._answer: tuple[float, float, list[tuple[datetime, str]]] | None = None

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The process; both it and the ticker are ended afterwards."""
        self._storage.log.unlink(missing_ok=True)
        try:
            await self._begin()
            yield
        finally:
            await self._ticker.stop()
            await self.stop()

    async def start(self) -> None:
        """The process runs and is connected."""
        await self._begin()
        await self.connected()

    async def connected(self) -> None:
        """The process has come to the sandbox's socket."""
        await self._sandbox.until(lambda: self._sandbox.app.socket.connected, seconds=_CONNECT_SECONDS)

    async def _begin(self) -> None:
        if self._process is not None and self._process.returncode is None:
            return
        with self._storage.log.open("a") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run",
                env=self._env, cwd=ROOT, stdout=asyncio.subprocess.DEVNULL,
                stderr=log, start_new_session=True, pass_fds=self._storage.lock(),
            )  # fmt: skip
        self._storage.name_holder(self._process.pid)
        self._wanted.set()

    async def stop(self) -> None:
        """The process has ended."""
        self._wanted.clear()
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
            await self._process.wait()
        self._storage.name_holder(0)

    async def ended(self) -> None:
        """The process has ended by itself."""
        while True:
            await self._wanted.wait()
            assert self._process is not None
            await self._process.wait()
            if self._wanted.is_set() and self._process.returncode is not None:
                return

    async def tick(self) -> None:
        """One tick; what came of it stands in the sandbox then, whichever process sent it.

        Where something goes wrong the ticker would wait for it to be over, so that is left to the process.
        """
        if self._sandbox.faults.any_left:
            await asyncio.sleep(_TICK_SECONDS)
        else:
            await self._ticker.tick()

    async def upcoming(self) -> list[tuple[datetime, str]]:
        """What is due next, the first of each kind: when, and what it is."""
        offset = self._sandbox.clock.offset.total_seconds()
        if self._answer and time.monotonic() - self._answer[0] < _ASK_SECONDS and abs(self._answer[1] - offset) < 1:
            return self._answer[2]
        named = [line.removeprefix(_NEXT) for line in await self._ticker.tick("--dry-run") if line.startswith(_NEXT)]
        upcoming = [(datetime.fromisoformat(at), what) for what, _, at in (line.rpartition(", ") for line in named)]
        self._answer = (time.monotonic(), offset, upcoming)
        return upcoming
