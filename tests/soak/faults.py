"""What goes wrong, one thing a minute: each kind once, in an order of the seed's, then all over again."""

import asyncio
import contextlib
import random
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from sandbox.api.faults import Fault, Kind
from sandbox.slack.clock import SandboxClock
from sandbox.slack.state import Call
from tests.faults.failing import failures
from tests.faults.mishaps import ANSWERS
from tests.faults.town import Town
from tests.soak.staff import OTHER, STEADY, WEB, Staff

FOR_GOOD = -1
SLOW = 0.7  # seconds until Slack answers, when it is slow
_SLOW = ("chat.postMessage", "chat.update", "views.publish", "views.open", "conversations.history", "users.info")
_TABLES = ("posts", "wins", "schedules", "members")
_FAST = timedelta(minutes=10)


@dataclass(frozen=True)
class Met:
    """What went wrong, and when it began and ended, in seconds of the run."""

    name: str
    begins: float
    ends: float


class Mishaps:
    """`met` is what has gone wrong so far. Those of `EARLY` end long-lived processes, and come no more once `calm`."""

    def __init__(self, town: Town, staff: Staff, seed: int, seconds: float) -> None:
        self.town, self.staff, self.seconds = town, staff, seconds
        self.met: list[Met] = []
        self.calm = False
        self._chance = random.Random(f"{seed} mishaps")  # a load, not a secret
        self._ways = failures(town.database_url)
        self._clock = SandboxClock(town.folder / "clock-of-another")
        self._answers: list[str] = []
        self._coming: list[str] = []
        self.kinds: dict[str, Callable[[], Awaitable[None]]] = {
            "Slack: bad answers": self._answers_badly,
            "Slack: 429 to everything": lambda: self._everything(Kind.RATE_LIMITED),
            "Slack: 500 to everything": lambda: self._everything(Kind.SERVER_ERROR),
            "Slack: cut off before": lambda: self._everything(Kind.DROP_BEFORE),
            "Slack: cut off after": lambda: self._everything(Kind.DROP_AFTER),
            "Slack: slow": self._slow,
            "worker killed": lambda: self._killed(OTHER),
            "worker killed, another clock": self._another_clock,
            "worker stands still": self._stands_still,
            "connections cut": self._cut,
            "table locked": self._locked,
            "database restarted": lambda: self._database("stopped"),
            "database crashed": lambda: self._database("stopped at once"),
            "database frozen": lambda: self._database("frozen"),
            "clock leaps": lambda: self._leaps(timedelta(days=2)),
            "clock goes back": lambda: self._leaps(timedelta(hours=-5)),
            "web stopped": lambda: self._stopped(WEB),
            "web killed": lambda: self._killed(WEB),
            "steady worker killed": lambda: self._killed(STEADY),
        }

    EARLY = frozenset({"web stopped", "web killed", "steady worker killed"})

    async def happens(self, began: float, name: str = "") -> None:
        """The next, or this one; it is over when this returns."""
        name = name or self._next()
        since = time.monotonic() - began
        try:
            await self.kinds[name]()
        except SQLAlchemyError as error:
            name += f", which did not come about: {type(error).__name__}"
        self.met.append(Met(name, since, time.monotonic() - began))

    def _next(self) -> str:
        while True:
            if not self._coming:
                self._coming = [*self.kinds]
                self._chance.shuffle(self._coming)
            name = self._coming.pop()
            if not (self.calm and name in self.EARLY):
                return name

    @contextlib.asynccontextmanager
    async def _meanwhile(self, *faults: Fault) -> AsyncIterator[None]:
        for fault in faults:
            self.town.sandbox.faults.add(fault)
        try:
            yield
        finally:
            self.town.sandbox.faults.clear()

    async def _answers_badly(self) -> None:
        """Every post meets the same, another each time this comes."""
        if not self._answers:
            self._answers = [*ANSWERS]
            self._chance.shuffle(self._answers)
        fault = ANSWERS[self._answers.pop()]()
        fault.times = FOR_GOOD
        async with self._meanwhile(fault):
            await asyncio.sleep(self.seconds)

    async def _everything(self, kind: Kind) -> None:
        async with self._meanwhile(Fault(kind, times=FOR_GOOD, seconds=2)):
            await asyncio.sleep(self.seconds)

    async def _slow(self) -> None:
        async def waits(_: Call) -> None:
            await asyncio.sleep(SLOW)

        before = self.town.sandbox.faults.before
        before |= dict.fromkeys(_SLOW, waits)
        try:
            await asyncio.sleep(self.seconds)
        finally:
            for method in _SLOW:
                del before[method]

    async def _killed(self, name: str) -> None:
        await self.staff.kill(name)
        await asyncio.sleep(self.seconds / 4)
        await self.staff.start(name)

    async def _stopped(self, name: str) -> None:
        await self.staff.stop(name)
        await asyncio.sleep(self.seconds / 4)
        await self.staff.start(name)

    async def _another_clock(self) -> None:
        """It is started again with a clock of its own, which is some minutes fast and then stays behind."""
        await self.staff.kill(OTHER)
        self._clock.move_to(self.town.sandbox.clock.now() + _FAST)
        await self.staff.start(OTHER, CLOCK_OFFSET_FILE=str(self.town.folder / "clock-of-another"))

    async def _stands_still(self) -> None:
        """For longer than its leases hold, and wakes."""
        process = self.staff.working[OTHER]
        process.signal(signal.SIGSTOP)
        await asyncio.sleep(self.town.lease * 1.5)
        process.signal(signal.SIGCONT)

    async def _cut(self) -> None:
        """Every connection of theirs is gone, and the server takes new ones."""
        await asyncio.to_thread(
            self._orders,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid != pg_backend_pid()",
        )

    async def _locked(self) -> None:
        """One table, as several at once could be a deadlock, of which nobody knows who is let go."""
        table = self._chance.choice(_TABLES)
        await asyncio.to_thread(
            self._orders,
            "BEGIN",
            f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE",
            f"SELECT pg_sleep({self.seconds / 2})",
            "COMMIT",
        )

    def _orders(self, *orders: str) -> None:
        on = create_engine(self.town.database_url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with on.connect() as connection:
            for order in orders:
                connection.execute(text(order))
        on.dispose()

    async def _database(self, way: str) -> None:
        async with self._ways[way]():
            await asyncio.sleep(self.seconds / 2)

    async def _leaps(self, time: timedelta) -> None:
        self.town.moves_by(time)
