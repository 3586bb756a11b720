"""The Pencil that runs: its real jobs, one after another, stopped and begun again on the same database."""

import asyncio
from datetime import datetime, timedelta

from pydantic import SecretStr
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.app import Bot
from bot.lib.metrics import Metrics
from bot.outbox import claims, files
from bot.settings import Settings
from jobs.delivery import deliver
from jobs.files import send_files
from jobs.old_mentions import mark_old_mentions
from jobs.pictures import draw_pictures
from jobs.reminders import send_reminders
from jobs.tick import alert_hosts, tick
from sandbox.slack.state import Slack
from tests.simulation.machine.clock import SimulatedClock
from tests.simulation.machine.database import InlineDatabase
from tests.simulation.slack.door import Door
from tests.simulation.slack.wire import Wire, in_process

SOON = timedelta(seconds=90)


class Pencil:
    """At most one at a time; while there is none, nothing is taken and nothing comes."""

    def __init__(self, on: Engine, clock: SimulatedClock, slack: Slack, door: Door, wire: Wire) -> None:
        self._engine, self._clock, self._door, self._wire = on, clock, door, wire
        self._settings = Settings(
            _env_file=None,
            slack_bot_token=SecretStr(slack.bot_token),
            slack_signing_secret=SecretStr(slack.signing_secret),
            pencil_key=SecretStr("a key of the simulation, of thirty-two"),
        )

    @property
    def runs(self) -> bool:
        return self._door.bot is not None

    def begin(self) -> None:
        metrics = Metrics()
        database, client = InlineDatabase(self._engine, metrics), in_process(self._settings, metrics, self._wire)
        self._door.bot = Bot(self._settings, database, client, self._clock.now, metrics=metrics)

    def stop(self) -> None:
        """As by a power cut: what it remembers is gone, and what it had begun stays as it stands."""
        self._door.bot = None

    async def tick(self) -> None:
        """What it does again and again, once."""
        if (bot := self._door.bot) is None:
            return
        await tick(bot)
        await self.settle()
        if await alert_hosts(bot):
            await self.settle()
        await send_reminders(bot)

    async def housekeep(self) -> None:
        if (bot := self._door.bot) is not None:
            await mark_old_mentions(bot)

    async def settle(self, within: timedelta = SOON) -> None:
        """What is pending is sent, as far as it can be in that time."""
        if (bot := self._door.bot) is None:
            return
        until = self._clock.now() + within
        while (ready := await bot.database.read(_next_ready, self._clock.now())) is not None and ready < until:
            await asyncio.sleep(max(0.0, ready.timestamp() - self._clock.seconds + 0.001))
            await draw_pictures(bot)
            await send_files(bot)
            await deliver(bot)

    async def killed_while_sending(self, after: float) -> None:
        """It dies in the middle of what it is sending."""
        if (bot := self._door.bot) is None:
            return
        before = asyncio.all_tasks()
        asyncio.get_running_loop().create_task(deliver(bot))
        await asyncio.sleep(after)
        dying = asyncio.all_tasks() - before
        for task in dying:
            task.cancel()
        await asyncio.gather(*dying, return_exceptions=True)
        self.stop()


def _next_ready(session: Session, now: datetime) -> datetime | None:
    moments = (claims.next_ready(session, now), files.next_ready(session, now))
    return min((at for at in moments if at is not None), default=None)
