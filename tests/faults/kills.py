"""Workers that die on the way, each followed by a new one, until every step has had its number of deaths."""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Sequence

from sandbox.slack.state import Call
from tests.faults import killed
from tests.faults.town import Town
from tests.processes import Process

SEND = "chat.postMessage"
TAKING, TAKEN = "as Slack is asked to post", "as Slack has posted"
BY_SLACK = (TAKING, TAKEN)
STEPS = (*killed.STEPS, *BY_SLACK, *killed.IN_DOUBT)
PATIENCE = 30.0  # seconds for a worker to come to its step
MISSES = 20  # so often no worker may come to a step before it is left


class Kills:
    """`number` deaths at each of the steps. `done` says how many there were; `missed`, who never came to their step."""

    def __init__(self, town: Town, number: int, seed: int = 1, steps: Sequence[str] = STEPS) -> None:
        self.town = town
        self._chance = random.Random(seed)
        self._left = [step for step in steps for _ in range(number)]
        self._chance.shuffle(self._left)
        self.done: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()
        self._marked: dict[int, tuple[str, int]] = {}  # whom Slack is to kill, where, and at which call
        town.sandbox.faults.before[SEND] = lambda call: self._slack(TAKING, call)
        town.sandbox.faults.after[SEND] = lambda call: self._slack(TAKEN, call)

    async def all(self, command: str = "worker", at_once: int = 2) -> None:
        """Every death there is to be, of so many processes at once."""
        await asyncio.gather(*(self._one_after_another(command) for _ in range(at_once)))
        self.town.sandbox.faults.before.pop(SEND)
        self.town.sandbox.faults.after.pop(SEND)

    async def _one_after_another(self, command: str) -> None:
        while self._left:
            step = self._left.pop()
            times = 1 if "compose" in step else self._chance.choice([1, 1, 2])
            if await self._lived(command, step, times):
                self.missed[step] += 1
                if self.missed[step] < MISSES:
                    self._left.insert(0, step)
            else:
                self.done[step] += 1

    async def _lived(self, command: str, step: str, times: int) -> bool:
        armed = ("", "1") if step in BY_SLACK else (step, str(times))
        process = await self.town.start("tests.faults.killed", *armed, command)
        if step in BY_SLACK:
            self._marked[process.pid] = step, times
        try:
            async with asyncio.timeout(PATIENCE):
                ended = await process.wait()
        except TimeoutError:
            await process.stop()
            return True
        finally:
            self._marked.pop(process.pid, None)
        assert ended == -signal.SIGKILL, f"{step}: ended with {ended}\n{self.town.log[-5000:]}"
        return False

    async def _slack(self, step: str, call: Call) -> None:
        if not self._marked or (process := self.town.sender(call)) is None:
            return
        at, left = self._marked.get(process.pid, ("", 0))
        if at != step:
            return
        self._marked[process.pid] = at, left - 1
        if left == 1:
            await _killed(process)


async def _killed(process: Process) -> None:
    process.signal(signal.SIGKILL)
    await process.wait()
