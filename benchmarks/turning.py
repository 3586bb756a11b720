"""What a turn of the clock costs: by how much is due, not by how much there is."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from pydantic import SecretStr
from sqlalchemy import update
from sqlalchemy.orm import Session

from benchmarks.floors.stored_jobs import StoredJobs
from benchmarks.generate import NOW
from bot import app as core
from bot.app import Bot
from bot.models import Schedule, Skill
from bot.settings import Settings
from jobs.tick import tick

DUE, STORED = 400, 40_000
HOLD = 0.05  # seconds that a turn may hold the event loop


def pencil(url: str, api_url: str = "http://127.0.0.1:9/api/", at: datetime = NOW) -> Bot:
    """A Pencil on this database, at the time the made-up past ends, or at another."""
    settings = Settings(
        _env_file=None, slack_bot_token=SecretStr("xoxb-made-up"), slack_api_url=api_url, database_url=url
    )
    return core.make(settings, lambda: at)


class Turning:
    """A database in which so many posts of a kind come due, in other partnerships each time."""

    def __init__(self, bot: Bot, kind: str, number: int = DUE, first: int = 1) -> None:
        self._bot, self._kind, self._number, self._first = bot, kind, number, first

    async def make_due(self) -> None:
        """By changing as few rows as are due."""
        coming = range(self._first, self._first + self._number)
        self._first += self._number

        def due(session: Session) -> None:
            here = (Schedule.kind == self._kind, Schedule.partnership_id.in_(coming))
            session.execute(update(Schedule).where(*here).values(next_at=NOW, day="fri", time="15:00", every=1))

        await self._bot.database.run(due)

    async def turn(self) -> float:
        """Seconds that a turn takes, once they are due."""
        await self.make_due()
        began = time.perf_counter()
        await tick(self._bot)
        return time.perf_counter() - began


async def among(
    big: str, small: str, rounds: int, kind: str = "celebrations", first: int = 1
) -> list[tuple[float, float]]:
    """Seconds of a turn with as much due among many schedules and among few, round by round.

    `first` is the first partnership, of those with many, that nothing has come round in.
    """
    async with pencil(big) as many, pencil(small) as few:
        number = 1_800 // (rounds + 1)
        both = Turning(many, kind, number, first), Turning(few, kind, number)
        await _both(both)  # to warm up
        gc.freeze()  # as a process does that has started; else one of the two pays for going through all of it
        return [await _both(both) for _ in range(rounds)]


async def _both(turning: tuple[Turning, Turning]) -> tuple[float, float]:
    return await turning[0].turn(), await turning[1].turn()


async def against_stored_jobs(url: str, rounds: int) -> list[tuple[float, float]]:
    """Seconds of a turn with 400 due of 40,000, and of APScheduler's on the same database.

    What is due are posts on skills where none are new, so that next times are computed and nothing is said.
    """
    turns = []
    async with pencil(url) as bot:
        await bot.database.run(_announce_nothing)
        ours = Turning(bot, "skills")
        floor = StoredJobs(url, STORED)
        for turned in range(rounds + 1):
            seconds = await ours.turn()
            floor.make_due(range(turned * DUE, (turned + 1) * DUE))
            began = time.perf_counter()
            floor.turn()
            turns.append((seconds, time.perf_counter() - began))
            await asyncio.sleep(0.1)
            gc.freeze()
        floor.close()
    return turns[1:]


async def holding(url: str, rounds: int) -> list[float]:
    """The longest that a turn with 400 celebrations due held the event loop, in seconds."""
    seconds = []
    async with pencil(url) as bot:
        ours = Turning(bot, "celebrations")
        gc.freeze()  # as a process does that has started
        for _ in range(rounds + 1):
            async with watching_the_loop() as held:
                await ours.turn()
            seconds.append(max(held))
    return seconds[1:]


def _announce_nothing(session: Session) -> None:
    session.execute(update(Skill).values(announce=False))


@asynccontextmanager
async def watching_the_loop() -> AsyncIterator[list[float]]:
    """How much later than asked the loop comes round, each time, in seconds."""
    held: list[float] = []

    async def watch() -> None:
        while True:
            asked = time.perf_counter() + 0.001
            await asyncio.sleep(0.001)
            held.append(time.perf_counter() - asked)

    watcher = asyncio.create_task(watch())
    await asyncio.sleep(0)
    try:
        yield held
    finally:
        watcher.cancel()
