"""A town: channels with partnerships in a stand-in Slack, and Pencil in processes of its own on one database."""

import asyncio
import contextlib
import os
import socket
import time
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

import aiohttp
import psutil
from sqlalchemy import create_engine, select

from bot.models import Post, Schedule
from sandbox.actors.person import Person
from sandbox.server import Sandbox
from sandbox.slack.blocks import Json
from sandbox.slack.people import HOME, HUB, Someone
from sandbox.slack.state import Call, Channel
from tests.conftest import MANIFEST, ROOT
from tests.processes import Process
from tests.world import MONDAY

HISTORY = ("conversations.history", "conversations.replies")
_OURS = ("SLACK_", "DATABASE_", "SQLITE_", "COMMAND_", "HOLIDAYS", "LEASE_", "PENCIL_KEY")
LEASE = 2.0  # seconds; a call of Slack gets less than half of it


class Town:
    """`async with` starts the stand-in Slack; processes are started by name. At the end all of them are stopped.

    Pencil is reached by HTTP or, if told, by Socket Mode.
    """

    def __init__(
        self,
        database_url: str,
        folder: Path,
        *,
        channels: int = 4,
        lease: float = LEASE,
        socket: bool = False,
        manifest: Json = MANIFEST,
    ) -> None:
        self.database_url, self.folder, self._log = database_url, folder, folder / "log"
        self.sandbox = Sandbox(manifest, clock_file=folder / "clock", people=_people(channels))
        self.slack = self.sandbox.slack
        self.slack.rate_limits = True
        self.channels = [HOME, *(f"C0TOWN{number:03d}" for number in range(1, channels))]
        everyone = {*self.slack.people, self.slack.bot_user}
        for name in self.channels[1:]:
            self.slack.channels[name] = Channel(name, name.lower(), everyone, HUB)
        self.lease, self.socket = lease, socket
        self.processes: list[Process] = []
        self._port = free_port()
        self._stack = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self.sandbox)
        self.sandbox.clock.move_to(MONDAY)
        if not self.socket:
            self.sandbox.app.request_url = f"http://127.0.0.1:{self._port}/slack/events"
        return self

    async def __aexit__(self, *_: object) -> None:
        for process in self.processes:
            await process.kill()
        await self._stack.aclose()

    async def start(self, *words: str, **environment: str) -> Process:
        """`python -m` these words, such as `bot worker`, with all it has to know in its environment."""
        process = Process(words, self.folder, self._environment(words, environment), self._log)
        self.processes = [process for process in self.processes if process.ended is None] + [process]
        return process

    async def opens(self, *words: str, **environment: str) -> Process:
        """The process that Slack sends everything to: `bot web` or `bot run`; up when this returns."""
        process = await self.start(*words, **environment)
        async with aiohttp.ClientSession() as session:
            while process.ended is None:
                with contextlib.suppress(aiohttp.ClientError):
                    async with session.get(f"http://127.0.0.1:{self._port}/readyz") as answer:
                        if answer.status == 200:
                            return process
                await asyncio.sleep(0.05)
        raise AssertionError(f"{process.name} ended with {process.ended}:\n{self.log}")

    @contextlib.asynccontextmanager
    async def running(self, workers: int = 2) -> AsyncIterator[list[Process]]:
        """`web` and so many workers on PostgreSQL; on SQLite all in one. Told to stop at the end."""
        if self.database_url.startswith("sqlite"):
            started = [await self.opens("bot", "run")]
        else:
            started = [await self.opens("bot", "web")]
            started += [await self.start("bot", "worker") for _ in range(workers)]
        yield started
        for process in started:
            if process.ended is None:
                assert await process.stop() == 0, self.log

    def _environment(self, words: Sequence[str], more: dict[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
        return (
            kept
            | {
                "PYTHONPATH": str(ROOT),
                "SLACK_BOT_TOKEN": self.slack.bot_token,
                **self._door,
                "SLACK_API_URL": self.sandbox.api_url,
                "DATABASE_URL": self.database_url,
                "CLOCK_OFFSET_FILE": str(self.folder / "clock"),
                "LEASE_SECONDS": str(self.lease),
                "PORT": "0" if words[-1] == "worker" else str(self._port),
            }
            | more
        )

    @property
    def _door(self) -> dict[str, str]:
        if self.socket:
            return {"SLACK_APP_TOKEN": self.slack.app_token}
        return {"SLACK_SIGNING_SECRET": self.slack.signing_secret}

    @property
    def log(self) -> str:
        """What all the processes have said."""
        return self._log.read_text()

    def host(self, channel: str) -> Person:
        """Who speaks for this channel, and nobody else's."""
        return self.sandbox.person(f"U0{self.channels.index(channel) * 2:03d}TOWN")

    def other(self, channel: str) -> Person:
        """Somebody else there."""
        return self.sandbox.person(f"U0{self.channels.index(channel) * 2 + 1:03d}TOWN")

    async def begins(self) -> None:
        """A partnership in every channel, with a host and two organisations."""
        for number, channel in enumerate(self.channels):
            await self.host(channel).types(f"/partnership start Town {number}", channel)
            await self.host(channel).types("/partnership join Exe Bay Council, public", channel)
            await self.other(channel).types("/partnership join Tideway Foodbank, voluntary", channel)

    def hides_history(self) -> None:
        """Pencil may read no channel."""
        self.sandbox.app.scopes -= {f"{kind}:history" for kind in ("channels", "groups", "im", "mpim")}

    def chats(self, channel: str, number: int) -> None:
        """People say something to each other, so many times."""
        for chat in range(number):
            self.slack.add(channel, self.host(channel).user_id, f"Chat {chat}")

    def moves_by(self, time: timedelta) -> None:
        self.sandbox.clock.move_by(time)

    def sender(self, call: Call) -> Process | None:
        """Whose call it is."""
        for process in self.processes:
            with contextlib.suppress(psutil.Error):
                ports = [
                    connection.laddr.port
                    for connection in psutil.Process(process.pid).net_connections("tcp")
                    if connection.laddr
                ]
                if call.port in ports:
                    return process
        return None

    async def settles(self, seconds: float = 300) -> None:
        """Nothing is owed any more, and no clock has anything to write."""
        on = create_engine(self.database_url)
        owed = select(Post.kind, Post.channel, Post.method, Post.reason).where(Post.method.is_not(None))
        due = select(Schedule.kind).where(Schedule.next_at <= self.sandbox.clock.now())
        until = time.monotonic() + seconds
        try:
            while True:
                with on.connect() as connection:
                    left = [*connection.execute(due), *connection.execute(owed)]
                if not left:
                    return
                assert time.monotonic() < until, f"still owed: {len(left)}, as {left[:8]}\n{self.log[-5000:]}"
                await asyncio.sleep(0.2)
        finally:
            on.dispose()

    async def until(self, condition: Callable[[], Any], seconds: float) -> Any:
        """What the condition gives as soon as it gives something."""
        try:
            return await self.sandbox.until(condition, seconds)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.log[-5000:]}") from None


def _people(channels: int) -> list[Someone]:
    return [
        Someone(f"U0{number:03d}TOWN", HUB, f"Person {number}", "Exe Bay Council", "public")
        for number in range(channels * 2)
    ]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
