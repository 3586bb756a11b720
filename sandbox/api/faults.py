"""What can go wrong between Pencil and Slack, to order."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum, auto

from sandbox.slack.state import Call

EVENTS = "events_api"
DELIVERIES = {"slash_commands", "interactive", EVENTS}
DELIVERED = "delivered"  # whatever Slack brings Pencil


class Kind(Enum):
    """How a call goes wrong: of the Web API by Pencil, or of Pencil by Slack."""

    RATE_LIMITED = auto()  # 429 and Retry-After
    SERVER_ERROR = auto()  # a status of 500 or so
    ERROR = auto()  # an answer that says no, by name
    DROP_BEFORE = auto()  # the connection closes, nothing was done
    DROP_AFTER = auto()  # it was done, then the connection closes
    HANG = auto()  # no answer for some seconds, or until it is let go
    BROKEN = auto()  # 200, and a body that breaks off in the middle
    SLOW = auto()  # it is done and answered as ever, but only after some seconds, or once it is let go


@dataclass
class Fault:
    """One fault, `times` over (less than nothing: for good), in one method and channel or in all.

    Nothing is done, unless it was `done` all the same. The method "upload" is the sending of a file's bytes, and
    "response_url" an answer at the address that came with an act. Without a method it is any call of Pencil's, with
    `DELIVERED` anything that Slack brings it.
    """

    kind: Kind
    method: str | None = None
    channel: str | None = None
    times: int = 1
    error: str = "internal_error"
    status: int = 500
    seconds: float = 1
    done: bool = False
    met: int = 0  # calls it has befallen
    hanging: int = 0  # calls that wait for their answer now
    _let_go: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.done = self.done or self.kind is Kind.DROP_AFTER

    @property
    def over(self) -> bool:
        """Whether it has befallen as many calls as it was to."""
        return self.times == 0

    def befalls(self, method: str, channel: str | None) -> bool:
        """Whether this call meets it."""
        any_of_them = DELIVERED if method in DELIVERIES else None
        return self.method in {any_of_them, method} and self.channel in {None, channel} and not self.over

    def let_go(self) -> None:
        """Calls that hang come back now."""
        self._let_go.set()

    async def hang(self) -> None:
        """Comes back in time, or as soon as it is let go."""
        self.hanging += 1
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._let_go.wait(), self.seconds)
        self.hanging -= 1


Hook = Callable[[Call], Awaitable[None]]


class Faults:
    """The faults still to come. `before` and `after` hold what a test wants to happen around a method."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self.before: dict[str, Hook] = {}
        self.after: dict[str, Hook] = {}

    def add(self, fault: Fault) -> None:
        self._waiting.append(fault)

    def clear(self) -> None:
        self._waiting.clear()

    def lift(self, faults: Iterable[Fault]) -> None:
        """These are over, and calls that hang for them come back now."""
        for fault in faults:
            fault.times = 0
            fault.let_go()
        self._waiting = [fault for fault in self._waiting if not fault.over]

    @property
    def any_left(self) -> bool:
        """Whether anything is still to go wrong."""
        return not all(fault.over for fault in self._waiting)

    def barring(self, channel: str, error: str) -> list[Fault]:
        """What keeps Pencil out of this channel for good, by the error that says so."""
        return [
            fault
            for fault in self._waiting
            if (fault.kind, fault.channel, fault.error) == (Kind.ERROR, channel, error) and fault.times < 0
        ]

    def take(self, method: str, channel: str | None) -> Fault | None:
        """The fault this call meets."""
        for fault in self._waiting:
            if fault.befalls(method, channel):
                fault.times -= 1
                fault.met += 1
                return fault
        return None

    async def hook(self, when: dict[str, Hook], call: Call) -> None:
        if call.method in when:
            await when[call.method](call)
        await asyncio.sleep(0)
