"""The wheel: what a running Pencil does again and again, until it is told to stop."""

import asyncio
import contextlib
import logging
from typing import Self

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.core import Bot
from jobs.delivery import deliver
from jobs.turns import tell_hosts, turn

log = logging.getLogger(__name__)

TURN_SECONDS = 1
TROUBLE_SECONDS = 5
DRAIN_SECONDS = 7
DELIVERY_SECONDS = 0.5  # at the latest; an act wakes it at once


class Wheel:
    """Due posts, deliveries and words of trouble, each on its own beat. `async with` turns it."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._scheduler = AsyncIOScheduler(job_defaults={"coalesce": True, "misfire_grace_time": None})
        self._scheduler.add_job(turn, "interval", [bot], seconds=TURN_SECONDS)
        self._scheduler.add_job(tell_hosts, "interval", [bot], seconds=TROUBLE_SECONDS)
        self._stopping = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._scheduler.start()
        self._delivering = asyncio.create_task(self._deliver())
        return self

    async def __aexit__(self, *_: object) -> None:
        """The round under way is finished and recorded, if that takes no longer than the patience there is.

        What is broken off has a lease and is marked as tried: whoever takes it up looks in the channel first.
        """
        self._scheduler.shutdown(wait=False)
        self._stopping.set()
        self._bot.wake.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS):
                await self._delivering

    async def _deliver(self) -> None:
        while not self._stopping.is_set():
            self._bot.wake.clear()
            try:
                await deliver(self._bot, self._stopping.is_set)
            except Exception:  # the wheel turns on, whatever one round met
                log.exception("a round of delivery failed; the next will try again")
                await asyncio.sleep(DELIVERY_SECONDS)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(DELIVERY_SECONDS):
                    await self._bot.wake.wait()
