"""What goes wrong at random while a town lives: calls that fail, and a clock that goes fast."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from sandbox.api.faults import Fault, Kind
from tests.faults.town import Town

POSTING = "chat.postMessage"

# Every way in which Slack fails to answer, by name; each makes the fault anew.
ANSWERS: dict[str, Callable[[], Fault]] = {
    "429 with Retry-After": lambda: Fault(Kind.RATE_LIMITED, POSTING, seconds=1),
    "500": lambda: Fault(Kind.SERVER_ERROR, POSTING, status=500),
    "502": lambda: Fault(Kind.SERVER_ERROR, POSTING, status=502),
    "503": lambda: Fault(Kind.SERVER_ERROR, POSTING, status=503),
    "503, yet posted": lambda: Fault(Kind.SERVER_ERROR, POSTING, status=503, done=True),
    "internal_error": lambda: Fault(Kind.ERROR, POSTING, error="internal_error"),
    "internal_error, yet posted": lambda: Fault(Kind.ERROR, POSTING, error="internal_error", done=True),
    "fatal_error": lambda: Fault(Kind.ERROR, POSTING, error="fatal_error"),
    "fatal_error, yet posted": lambda: Fault(Kind.ERROR, POSTING, error="fatal_error", done=True),
    "no answer": lambda: Fault(Kind.HANG, POSTING, seconds=3),
    "no answer, yet posted": lambda: Fault(Kind.HANG, POSTING, seconds=3, done=True),
    "dropped before": lambda: Fault(Kind.DROP_BEFORE, POSTING),
    "dropped after": lambda: Fault(Kind.DROP_AFTER, POSTING),
    "half an answer, yet posted": lambda: Fault(Kind.BROKEN, POSTING, done=True),
    "token_revoked": lambda: Fault(Kind.ERROR, POSTING, error="token_revoked"),
    "account_inactive": lambda: Fault(Kind.ERROR, POSTING, error="account_inactive"),
}


class Mishaps:
    """Slack's bad answers one after another, each as often as the others; `met` says how often each was met."""

    def __init__(self, town: Town, seed: int = 1, *, channels_only: bool = False) -> None:
        self.town, self._channels_only = town, channels_only
        self.met: Counter[str] = Counter()
        self._chance = random.Random(seed)
        self._coming: list[str] = []

    async def each(self) -> None:
        """Every bad answer once, one after another."""
        for _ in ANSWERS:
            await self.one(asyncio.Event())

    async def go_on(self, stop: asyncio.Event, pause: float) -> None:
        """One bad answer at a time, with a pause after each was met, until `stop`."""
        while not stop.is_set():
            await self.one(stop)
            await asyncio.sleep(pause)

    async def one(self, stop: asyncio.Event) -> None:
        """The next bad answer, which is met when this returns."""
        if not self._coming:
            self._coming = list(ANSWERS)
            self._chance.shuffle(self._coming)
        await self.this(self._coming.pop(), stop)

    async def this(self, name: str, stop: asyncio.Event | None = None) -> None:
        """This bad answer, which is met when this returns, unless they are told to `stop`."""
        fault = ANSWERS[name]()
        if self._channels_only:
            fault.channel = self._chance.choice(self.town.channels)
        self.town.sandbox.faults.add(fault)
        while fault.times and not (stop and stop.is_set()):  # noqa: ASYNC110  # a fault does not say when it is met
            await asyncio.sleep(0.05)
        if fault.times:
            self.town.sandbox.faults.clear()
        else:
            self.met[name] += 1


async def time_flies(town: Town, stop: asyncio.Event, hours: float, pause: float = 1.0) -> None:
    """The story's clock goes so many hours at a time."""
    while not stop.is_set():
        town.moves_by(timedelta(hours=hours))
        await asyncio.sleep(pause)
