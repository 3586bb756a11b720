"""One run: a seed, and as many years as are wanted. It stops at the first thing that is not as it should be."""

import asyncio
import hashlib
import json
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.models import Schedule
from sandbox.app import payloads
from sandbox.app.installed import with_reactions
from sandbox.slack.blocks import Json
from sandbox.slack.state import Slack
from tests.simulation.forms import Forms
from tests.simulation.invariants import forgotten
from tests.simulation.invariants.check import Invariants
from tests.simulation.ledger import Ledger
from tests.simulation.log import Log
from tests.simulation.machine import chance, pace
from tests.simulation.machine.clock import SimulatedClock
from tests.simulation.machine.clock import run as run_on
from tests.simulation.machine.database import new_engine
from tests.simulation.pencil import Pencil
from tests.simulation.people import People
from tests.simulation.slack.door import Door
from tests.simulation.slack.manifest import MANIFEST
from tests.simulation.slack.mishaps import Mishaps
from tests.simulation.slack.wire import ADDRESS, Wire
from tests.simulation.town import Town

BEGINS = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
_DAY, _YEAR = timedelta(days=1), 365
_EVENING = timedelta(hours=17)  # when the clock is turned besides when something is due
_DUE = (
    select(Schedule.next_at)
    .where(Schedule.next_at >= bindparam("begins"), Schedule.next_at < bindparam("ends"))
    .distinct()
)
_WORKING_WEEK = 5
_LONGEST_OUTAGE = 150  # hours
_IDLE_TICK = 0.4  # of working days have one with nothing due
_NEXT_DOOR = 0.1  # of all acts
_NO_TICK = 0.5  # of acts are followed by another before the clock is turned
_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
# What happens beside what people do: how often a year, on the whole.
_A_YEAR = {
    "storm": 15, "outage": 5, "restart": 20, "kill": 25, "down": 3, "new id": 3, "joins": 12, "leaves": 8,
    "forgets": 4, "another name": 5, "outsider": 20,
}  # fmt: skip


class FoundError(Exception):
    """Something is not as it should be; says what, and how to see it again."""

    def __init__(self, seed: int, days: int, at: datetime, fault: Exception) -> None:
        super().__init__(f"seed {seed}, {at:%Y-%m-%d %H:%M}, day {days}: {type(fault).__name__}: {fault}")
        self.seed, self.days = seed, days


class Simulation:
    """A town, its Slack and its Pencil, on a clock of their own."""

    def __init__(self, seed: int, organisations: int | None = None) -> None:
        self.seed = seed
        self.clock = SimulatedClock(BEGINS)
        self._chance = chance.drawn_from(f"{seed} days")
        self.town = Town.drawn(chance.drawn_from(f"{seed} town"), organisations)
        self.slack = Slack(self.town.everybody, self.clock.now)
        self.slack.address = ADDRESS
        self.mishaps = Mishaps(seed, self.clock)
        self.ledger = Ledger(self.slack, self.clock)
        self._trace = hashlib.sha256()
        self.door = Door(with_reactions(MANIFEST), self.slack, self.mishaps, self._answered)
        self.engine = new_engine()
        self.pencil = Pencil(self.engine, self.clock, self.slack, self.door, Wire(self.door, self.mishaps, self._shown))
        acting = chance.drawn_from(f"{seed} people")
        self.people = People(acting, self.door, Forms(acting, self.clock, self.slack, self.ledger))
        self.ours, self.neighbours = self.town.settle_in(self.slack)
        self.log = Log()
        self.invariants = Invariants(self.engine, self.slack, self.clock, self.door, self.ledger, self.log)
        self.days = 0

    # What happens

    async def goes_on(self, days: int) -> None:
        """So many days go by, each step looked at."""
        if not self.days:
            await self._begins()
        for _ in range(days):
            await self._day()
            self.days += 1
            if self.days % 28 == 0:
                await self.look_into_everything()
        await self.look_into_everything()

    async def _begins(self) -> None:
        self.pencil.begin()
        with self.mishaps.fair():
            for place in (self.ours, self.neighbours):
                await self.people.begins(place)
            await self.pencil.tick()

    async def _day(self) -> None:
        begins = BEGINS.replace(hour=0) + self.days * _DAY
        for what, often in _A_YEAR.items():
            if self._chance.random() < often / _YEAR:
                await self._happens(what)
        working = begins.weekday() < _WORKING_WEEK
        acts = self._number((1 + len(self.ours.people) / 30) if working else 0.3)
        moments = sorted(self._moments(begins, acts))
        for at, acting in moments:
            await self._until(at)
            if acting:
                self.door.twice = self.mishaps.says_twice()
                self._note(await self.people.acts(self.neighbours if self._chance.random() < _NEXT_DOOR else self.ours))
                await self.pencil.settle(timedelta(seconds=5))
                self.invariants.step()
                if self._chance.random() < _NO_TICK:
                    continue
            await self.pencil.tick()
            self.invariants.step()
            if self.pencil.runs:
                self.invariants.ticked()
        await self.pencil.housekeep()

    def _moments(self, begins: datetime, acts: int) -> Iterator[tuple[datetime, bool]]:
        """When somebody acts, and when something is due, on this day."""
        for _ in range(acts):
            yield begins + timedelta(hours=8 + self._chance.random() * 10), True
        with Session(self.engine) as session:
            for at in session.scalars(_DUE, {"begins": begins, "ends": begins + _DAY}):
                if at is not None:
                    yield at + timedelta(seconds=self._chance.random()), False
        if begins.weekday() < _WORKING_WEEK and self._chance.random() < _IDLE_TICK:
            yield begins + _EVENING, False

    def _number(self, usual: float) -> int:
        """How many there are this time, of so many on the whole."""
        number, left = 0, self._chance.expovariate(1)
        while left < usual:
            number += 1
            left += self._chance.expovariate(1)
        return number

    async def _until(self, when: datetime) -> None:
        await asyncio.sleep(max(0.0, when.timestamp() - self.clock.seconds))

    async def _happens(self, what: str) -> None:
        self._note(what)
        if what == "storm":
            self.mishaps.storm(9 + self._chance.random() * 12)
        elif what == "outage":
            self.mishaps.outage(self._chance.random() ** 4 * _LONGEST_OUTAGE)
        elif what in {"restart", "kill", "down"}:
            await self._stops(what)
        elif what == "new id":
            await self._gets_another_id()
        elif what == "forgets":
            await self.forgets()
        elif what == "outsider":
            await self.people.outsider_tries(self._chance.choice(self.town.outsiders).user_id)
        else:
            does = {"joins": self.people.joins, "leaves": self.people.leaves, "another name": self.people.is_called}
            await does[what](self.ours)
        self.invariants.step()

    async def _stops(self, what: str) -> None:
        self.mishaps.counted[f"Pencil: {what}"] += 1
        if what == "kill":
            await self.people.acts(self.ours)
            await self.pencil.killed_while_sending(self._chance.random() * 0.5)
        self.pencil.stop()
        if what == "down":
            hours = self._chance.random() * 60
            for _ in range(int(hours)):
                await asyncio.sleep(3600)
                if self._chance.random() < 0.1:
                    await self.people.acts(self.ours)
        self.pencil.begin()

    async def _gets_another_id(self) -> None:
        """The channel has another id; Pencil hears of it, or hears it late, or is refused first."""
        self.mishaps.counted["an id that changes"] += 1
        old = self.slack.renumber(self.ours.channel)
        await self.door.deliver("events_api", payloads.id_changed(self.slack, old, self.ours.channel.id))

    async def forgets(self) -> None:
        with self.mishaps.fair():
            await self.door.over()
            asked = await self.people.forgets(self.ours)
            await self.pencil.tick()
            await self.pencil.settle(timedelta(hours=2))
        with Session(self.engine) as session:
            if asked is None or forgotten.is_known(session, asked):
                return  # nobody was, or they thought better of it
        self.ledger.forgotten.add(asked)
        self.ours.gone.add(asked)
        self.invariants.forgotten(asked)

    async def look_into_everything(self) -> None:
        """Nothing goes wrong for a while: all that is owed comes, and everything is compared."""
        with self.mishaps.fair():
            if not self.pencil.runs:
                self.pencil.begin()
            await self.door.over()
            await self.pencil.tick()
            await self.pencil.settle(timedelta(hours=2))
            await self.pencil.tick()
            self.invariants.step()
            self.invariants.ticked()
            self.invariants.settled()

    # What is kept of it

    def _shown(self, method: str, arguments: Json) -> None:
        self._note(f"{method} {json.dumps(arguments, sort_keys=True)}")
        self.ledger.shown(method, arguments)

    def _answered(self, kind: str, payload: Json, answer: Any) -> None:
        self._note(f"{kind} {json.dumps(answer, sort_keys=True)}")
        self.ledger.answered(kind, payload, answer)

    def _note(self, what: str) -> None:
        self._trace.update(f"{self.clock.seconds:.6f} {what}\n".encode())

    def digest(self) -> str:
        """The same for every run of this seed by the same code: all that was said, and all that is kept."""
        whole = self._trace.copy()
        with self.engine.connect() as connection:
            for line in connection.connection.driver_connection.iterdump():  # type: ignore[union-attr]
                if line.startswith("INSERT"):
                    whole.update(line.encode())
        return whole.hexdigest()


async def _drawn(module: str, text: str) -> bytes:
    """Pictures are no matter of chance."""
    return _PNG


def played(seed: int, organisations: int | None, work: Callable[[Simulation], Coroutine[Any, Any, None]]) -> Simulation:
    """A run, once the work is over; raises `FoundError` with the time of the first thing that is wrong."""
    with chance.installed(seed), pace.installed(), patch("bot.drawing.process.drawn_by", _drawn):
        run = Simulation(seed, organisations)
        try:
            with run.log.listening():
                run_on(run.clock, work(run))
        except Exception as fault:
            raise FoundError(seed, run.days, run.clock.now(), fault) from fault
        return run


def simulate(seed: int, years: float = 1, organisations: int | None = None) -> Simulation:
    """So many years of this seed's town."""
    return played(seed, organisations, lambda run: run.goes_on(round(years * _YEAR)))
