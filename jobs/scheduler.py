"""The wheel: what a running Pencil does again and again, until it is told to stop."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from typing import Any, Self

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.app import Bot
from bot.lib.faults import where
from bot.lib.logs import logger
from bot.lib.metrics import Untimed
from jobs.delivery import Delivery
from jobs.files import hand_over
from jobs.pictures import illustrate
from jobs.reminders import nudge
from jobs.tick import tell_hosts, turn

log = logger(__name__)

TURN_SECONDS = 1
TROUBLE_SECONDS = NUDGE_SECONDS = 5
STILL_SECONDS = 60
DRAIN_SECONDS = 7
DELIVERY_SECONDS = 0.5  # at the latest; an act wakes it at once
GATHER_SECONDS = 0.05  # unless there was one just before: the next act is not to wait for what the last one left


class Wheel:
    """Due posts, deliveries, files asked for and words of trouble, each on its own beat. `async with` turns it."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._scheduler = AsyncIOScheduler(job_defaults={"coalesce": True, "misfire_grace_time": None})
        self._scheduler.add_job(_safely, "interval", [turn, bot], seconds=TURN_SECONDS)
        self._scheduler.add_job(_safely, "interval", [tell_hosts, bot], seconds=TROUBLE_SECONDS)
        self._scheduler.add_job(_safely, "interval", [nudge, bot], seconds=NUDGE_SECONDS)
        self._scheduler.add_job(_safely, "interval", [illustrate, bot], seconds=TURN_SECONDS)
        self._scheduler.add_job(_safely, "interval", [hand_over, bot], seconds=TURN_SECONDS)
        self._stopping = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._began = time.monotonic()
        self._scheduler.start()
        self._delivering = asyncio.create_task(self._deliver())
        return self

    async def __aexit__(self, *_: object) -> None:
        """What is under way is finished and recorded, if that takes no longer than the patience there is.

        What is broken off has a lease and is marked as tried: whoever takes it up looks in the channel first.
        """
        self._scheduler.shutdown(wait=False)
        self._stopping.set()
        self._bot.wake.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS):
                await self._delivering

    def trouble(self) -> str | None:
        """What is wrong, in a line, if the clock has not been turned for a minute; nothing if it has."""
        seconds = time.monotonic() - max(self._began, self._bot.metrics.turned_at or 0)
        return f"the clock was last turned {seconds:.0f} seconds ago" if seconds > STILL_SECONDS else None

    async def _deliver(self) -> None:
        calls = Delivery(self._bot, GATHER_SECONDS)
        while not self._stopping.is_set():
            self._bot.wake.clear()
            try:
                await calls.begin()
                await calls.go_on(woken=True, seconds=DELIVERY_SECONDS)
            except Exception as error:  # noqa: BLE001  # the wheel turns on, whatever one call met
                _log_fault("delivery", error)
                await asyncio.sleep(DELIVERY_SECONDS)
        await calls.finish()


async def _safely(job: Callable[[Bot], Awaitable[Any]], bot: Bot) -> None:
    """The job is done, or its fault is logged by kind and place; what people wrote could stand in its words."""
    began = time.perf_counter()
    try:
        done = await job(bot)
    except Exception as error:  # noqa: BLE001  # the wheel turns on
        bot.metrics.beat_broke_off(job.__name__)
        _log_fault(job.__name__, error)
    else:
        if not isinstance(done, Untimed):
            bot.metrics.beat(job.__name__, time.perf_counter() - began)


def _log_fault(what: str, error: Exception) -> None:
    log.error("failed, and will be tried again", beat=what, fault=type(error).__name__, at=where(error))
