"""`python -m bot sandbox`: the local Slack, Pencil as a process of its own beside it, and a story to look at."""

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

from sandbox.server import Sandbox
from sandbox.slack.state import Message
from sandbox.story.play import play

_ROOT = Path(__file__).parents[2]
_NEXT = "next → "


class Pencil:
    """Pencil in a process of its own, told by its environment that this is its Slack."""

    def __init__(self, sandbox: Sandbox, database: Path, clock_file: Path) -> None:
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
            "DATABASE_URL": f"sqlite:///{database}",
            "CLOCK_OFFSET_FILE": str(clock_file),
            **{f"COMMAND_{name.upper()}": f"/{name}" for name in ("win", "blocker", "skill", "partnership")},
            "HOST": "127.0.0.1",
            "PORT": "0",
            "PYTHONUNBUFFERED": "1",
        }
        self._asked: tuple[float, float, tuple[datetime, str] | None] | None = None
        self._sandbox = sandbox

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        with Path("sandbox.log").open("w") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", env=self._env, cwd=_ROOT, stderr=log, start_new_session=True
            )
        try:
            yield
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await process.wait()

    async def turn(self) -> list[str]:
        """The clock is turned once; a line for each post that came of it, whichever process sent it."""
        before = {message.ts for message in self._said()}
        await self._tick()
        return [self._line(message) for message in self._said() if message.ts not in before]

    def _said(self) -> list[Message]:
        slack = self._sandbox.slack
        return [one for channel in slack.channels for one in slack.messages(channel) if one.by_app and not one.only_for]

    def _line(self, message: Message) -> str:
        channel = self._sandbox.slack.channels[message.channel_id]
        if channel.direct_with:
            return f"A private message to {self._sandbox.slack.people[channel.direct_with].name}"
        return f"{message.plain.partition(chr(10))[0]}, in #{channel.name}"

    async def upcoming(self) -> tuple[datetime, str] | None:
        """When the next scheduled post is due, and what it is."""
        offset = self._sandbox.clock.offset.total_seconds()
        if self._asked and time.monotonic() - self._asked[0] < 10 and abs(self._asked[1] - offset) < 1:  # noqa: PLR2004
            return self._asked[2]
        found = None
        for line in await self._tick("--dry-run"):
            if line.startswith(_NEXT):
                kind, _, at = line.removeprefix(_NEXT).partition(", ")
                found = (datetime.fromisoformat(at), kind)
        self._asked = (time.monotonic(), offset, found)
        return found

    async def _tick(self, *options: str) -> list[str]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "tick",
            *options,
            env=self._env,
            cwd=_ROOT,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        out, _ = await process.communicate()
        return out.decode().splitlines()


async def demo(port: int) -> None:
    """Runs until it is interrupted. What was in the sandbox before is gone: each start tells the story afresh."""
    database, clock_file = Path("sandbox.db").resolve(), Path("sandbox.clock").resolve()
    manifest = json.loads((_ROOT / "manifest.json").read_text())
    sandbox = Sandbox(manifest, port=port, clock_file=clock_file)
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    async with sandbox:  # which has its port by then, so that nobody's running sandbox loses its database
        for old in (database, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))):
            old.unlink(missing_ok=True)
        pencil = Pencil(sandbox, database, clock_file)
        sandbox.tick, sandbox.upcoming = pencil.turn, pencil.upcoming
        async with pencil.running():
            await sandbox.until(lambda: sandbox.app.socket.connected, seconds=30)
            print("Telling the story so far; up to a minute.", flush=True)
            await play(sandbox)
            print(
                "The sandbox is ready; its log is sandbox.log. Open this in a browser, and stop with Ctrl+C:",
                flush=True,
            )
            print(sandbox.url, flush=True)
            await stopping.wait()
