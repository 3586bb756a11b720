"""What a running Pencil does again and again, until it is told to stop."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from typing import Any, Self

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.app import Bot
from bot.installations.rotation import renew_expiring
from bot.lib.faults import where
from bot.lib.logs import logger
from bot.lib.metrics import Untimed
from jobs.delivery import Delivery
from jobs.files import send_files
from jobs.old_mentions import mark_old_mentions
from jobs.pictures import draw_pictures
from jobs.reminders import send_reminders
from jobs.tick import alert_hosts, tick

log = logger(__name__)

Job = Callable[[Bot], Awaitable[Any]]

TICK_SECONDS = 1
ALERT_SECONDS = REMINDER_SECONDS = 5
STILL_SECONDS = 60
DRAIN_SECONDS = 7
DELIVERY_SECONDS = 0.5  # at the latest; an act wakes it at once
GATHER_SECONDS = 0.05  # unless there was one just before: the next act is not to wait for what the last one left


class Scheduler:
    """Due posts, deliveries, files asked for and alerts, each at its own interval. `async with` runs it."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._scheduler = AsyncIOScheduler(job_defaults={"coalesce": True, "misfire_grace_time": None})
        for name, (job, seconds) in _jobs().items():
            self._scheduler.add_job(_safely, "interval", [name, job, bot], seconds=seconds)
        self._stopping = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._began = time.monotonic()
        self._scheduler.start()
        self._delivering = asyncio.create_task(self._deliver())
        return self

    async def __aexit__(self, *_: object) -> None:
        """What is under way is finished and recorded, if that takes no longer than `DRAIN_SECONDS`.

        What is broken off has a lease and is marked as tried: whoever takes it up looks in the channel first.
        """
        self._scheduler.shutdown(wait=False)
        self._stopping.set()
        self._bot.wake.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS):
                await self._delivering

    def trouble(self) -> str | None:
        """What is wrong, in a line, if there has been no tick for a minute; nothing if there has."""
        seconds = time.monotonic() - max(self._began, self._bot.metrics.ticked_at or 0)
        return f"the clock was last turned {seconds:.0f} seconds ago" if seconds > STILL_SECONDS else None

    async def _deliver(self) -> None:
        calls = Delivery(self._bot, GATHER_SECONDS)
        while not self._stopping.is_set():
            self._bot.wake.clear()
            try:
                await calls.begin()
                await calls.go_on(woken=True, seconds=DELIVERY_SECONDS)
            except Exception as error:  # noqa: BLE001  # the next goes on, whatever one call met
                _log_fault("delivery", error)
                await asyncio.sleep(DELIVERY_SECONDS)
        await calls.finish()


def _jobs() -> dict[str, tuple[Job, float]]:
    """What is done again and again and after how many seconds, by the name it has in logs and metrics."""
    return {
        "turn": (tick, TICK_SECONDS),
        "tell_hosts": (alert_hosts, ALERT_SECONDS),
        "nudge": (send_reminders, REMINDER_SECONDS),
        "illustrate": (draw_pictures, TICK_SECONDS),
        "hand_over": (send_files, TICK_SECONDS),
        "renew": (renew_expiring, STILL_SECONDS),
        "mark_old": (mark_old_mentions, STILL_SECONDS),
    }


async def _safely(name: str, job: Job, bot: Bot) -> None:
    """The job is done, or its fault is logged by kind and place; what people wrote could stand in its words."""
    began = time.perf_counter()
    try:
        done = await job(bot)
    except asyncio.CancelledError:
        return  # by a stop, which is no fault; APScheduler, whose task this is, would log one
    except Exception as error:  # noqa: BLE001  # the next tick comes
        bot.metrics.job_failed(name)
        _log_fault(name, error)
    else:
        if not isinstance(done, Untimed):
            bot.metrics.job_finished(name, time.perf_counter() - began)


def _log_fault(what: str, error: Exception) -> None:
    log.error("failed, and will be tried again", beat=what, fault=type(error).__name__, at=where(error))
