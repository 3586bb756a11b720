"""What goes wrong just now because somebody at the page wanted it to, and back to normal."""

from __future__ import annotations

import asyncio
import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.actors.refusal import CannotError
from sandbox.page.mishaps import BY_NAME, FOR_GOOD, GROUPS

if TYPE_CHECKING:
    from sandbox.api.faults import Fault
    from sandbox.page.mishaps import Mishap
    from sandbox.server import Sandbox
    from sandbox.slack.state import Channel

LASTING = {"back": FOR_GOOD, "once": 1, "thrice": 3}
TEN, MINUTE = 10, 60
ANSWER_SECONDS = 1.0  # then the page is shown
LONGEST = 300  # seconds between two of Pencil's tries, at most


@dataclass(frozen=True)
class Trouble:
    """A mishap: in which channel, how often it is to happen, since when by a clock that only goes forward."""

    mishap: Mishap
    channel: str
    times: int
    since: float
    faults: list[Fault]

    @property
    def met(self) -> int:
        """How many calls it has befallen."""
        return sum(fault.met for fault in self.faults)

    @property
    def over(self) -> bool:
        return all(fault.over for fault in self.faults)

    @property
    def says(self) -> str:
        """What is going on."""
        return self.mishap.says.format(channel=self.channel)

    @property
    def so_far(self) -> str:
        """How often it has happened."""
        if self.times == 1:
            return "It will happen once."
        if self.times != FOR_GOOD:
            return f"It has happened {self.faults[0].met} of {self.times} times."
        times = {0: "It hasn’t happened yet.", 1: "It has happened once."}
        return times.get(self.met, f"It has happened {self.met} times.")


class Misbehaviour:
    """What goes wrong, if anything does. `changes` goes up with another, `begun` whenever one begins."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self.changes = self.begun = 0
        self.chosen = GROUPS[0].mishaps[0]  # last, or to begin with
        self.on: Trouble | None = None
        self.was: Trouble | None = None  # until somebody does something else
        self.returning = False  # Pencil is being started again
        self._lasted = 0.0

    @property
    def version(self) -> str:
        """Another one with whatever is shown of it."""
        return f"{self.changes}.{self.on.met if self.on else ''}"

    @property
    def after(self) -> str:
        """What is to be seen now that it is over.

        A wait of Pencil's between two tries grows to as long as it has tried for, so the next comes within that.
        """
        if self.was is None:
            return ""
        if not (self.was.met or self.was.mishap.stops):
            return "Nothing went wrong meanwhile."
        seconds = max(TEN, min(LONGEST, self._lasted))
        minutes = f"{math.ceil(seconds / MINUTE)} minutes"
        within = f"{math.ceil(seconds / TEN) * TEN} seconds" if seconds <= MINUTE else minutes
        return self.was.mishap.after.format(within=within)

    async def begins(self, name: str, lasting: str, channel: Channel) -> None:
        """It goes wrong from now on; what went wrong before does no longer."""
        mishap = BY_NAME.get(name)
        if mishap is None:
            raise CannotError("choose first what is to go wrong")
        await self.ends()
        if self.returning:
            raise CannotError("Pencil is still being started")
        times = LASTING.get(lasting, FOR_GOOD)
        faults = mishap.faults(channel.id, times)
        for fault in faults:
            self._sandbox.faults.add(fault)
        self.on, self.was = Trouble(mishap, channel.name, times, time.monotonic(), faults), None
        self.chosen = mishap
        self.changes += 1
        self.begun += 1
        if mishap.stops and times == FOR_GOOD:
            self._sandbox.away = True
            if self._sandbox.process is not None:
                await self._sandbox.process.stop()

    async def ends(self) -> None:
        """Everything is as ever again: what hangs comes back, and Slack sends again what Pencil missed.

        Where it takes Pencil long to start, that goes on after the answer.
        """
        if self.on is None or self.returning:
            return
        way = self._sandbox.begins(self._ends(self.on))
        await asyncio.wait({way}, timeout=ANSWER_SECONDS)
        if way.done():
            way.result()

    async def _ends(self, trouble: Trouble) -> None:
        if self._sandbox.away:
            await self._returns()
        self._sandbox.faults.lift(trouble.faults)
        self._finish(trouble)

    async def _returns(self) -> None:
        """Pencil's process runs again, where it has one of its own."""
        if self._sandbox.process is not None:
            self.returning = True
            self.changes += 1
            try:
                await self._sandbox.process.start()
            finally:
                self.returning = False
                self.changes += 1
        self._sandbox.away = False

    def look(self) -> None:
        """What has happened as often as it was to is over, and so is what somebody has put right."""
        if self.on is not None and self.on.over:
            self._finish(self.on)

    def forget(self) -> None:
        """That something went wrong is not said any longer."""
        if self.was is not None:
            self.was = None
            self.changes += 1

    def _finish(self, trouble: Trouble) -> None:
        self.on, self.was, self._lasted = None, trouble, time.monotonic() - trouble.since
        self.changes += 1
