"""What goes wrong, and how often: drawn for each call and each delivery, more of it in a storm."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TypeVar

from tests.simulation.machine import chance
from tests.simulation.machine.clock import SimulatedClock


class OnCall(StrEnum):
    """What a call of Pencil's to Slack meets."""

    RATE_LIMITED = "429"
    SERVER_ERROR = "5xx"
    SERVER_ERROR_DONE = "5xx, though it was done"
    INTERNAL_ERROR = "internal_error"
    INTERNAL_ERROR_DONE = "internal_error, though it was done"
    DROP_BEFORE = "dropped before it was done"
    DROP_AFTER = "dropped after it was done"
    HANG = "no answer, not done"
    HANG_DONE = "no answer, though it was done"
    BROKEN = "an answer that breaks off"
    SLOW = "a slow answer"
    REFUSED = "refused"


class OnDelivery(StrEnum):
    """What something that Slack brings to Pencil meets."""

    TWICE = "brought twice"
    AT_ONCE = "brought twice at once"
    LATE = "brought late"
    NEVER = "never brought"
    UNHEARD = "taken, the answer lost"


_Mishap = TypeVar("_Mishap", OnCall, OnDelivery)

CALM, STORM = 0.02, 0.25
_CALLS = {
    OnCall.RATE_LIMITED: 4, OnCall.SERVER_ERROR: 3, OnCall.SERVER_ERROR_DONE: 1, OnCall.INTERNAL_ERROR: 1,
    OnCall.INTERNAL_ERROR_DONE: 1, OnCall.DROP_BEFORE: 3, OnCall.DROP_AFTER: 3, OnCall.HANG: 2, OnCall.HANG_DONE: 2,
    OnCall.BROKEN: 1, OnCall.SLOW: 3,
}  # fmt: skip
_REFUSED = 0.02  # of faults, and only of posts and of looks into history
_DELIVERIES = {
    OnDelivery.TWICE: 4, OnDelivery.AT_ONCE: 2, OnDelivery.LATE: 2, OnDelivery.NEVER: 2, OnDelivery.UNHEARD: 2,
}  # fmt: skip
_DELIVERED_ILL = 0.02
_SAID_TWICE = 0.01  # of messages: some clients send one as two


class Mishaps:
    """The weather of one run: calm, with storms of some hours, and nothing at all while it is `fair`."""

    def __init__(self, seed: object, clock: SimulatedClock) -> None:
        self._chance, self._clock = chance.drawn_from(f"{seed} mishaps"), clock
        self._storm_until = self._down_until = 0.0
        self._fair = 0
        self.counted: Counter[str] = Counter()

    def storm(self, hours: float) -> None:
        """A quarter of all calls go wrong until then."""
        self._storm_until = self._clock.seconds + hours * 3600
        self.counted["storms"] += 1

    def outage(self, hours: float) -> None:
        """No call at all gets through until then."""
        self._down_until = self._clock.seconds + hours * 3600
        self.counted["outages of Slack"] += 1

    @contextmanager
    def fair(self) -> Iterator[None]:
        """Nothing goes wrong in here."""
        self._fair += 1
        try:
            yield
        finally:
            self._fair -= 1

    @property
    def over_at(self) -> float:
        """When the last storm or outage is over."""
        return max(self._storm_until, self._down_until)

    def on_call(self, method: str) -> OnCall | None:
        if self._fair:
            return None
        if self._clock.seconds < self._down_until:
            return self._count(OnCall.DROP_BEFORE)
        if self._chance.random() >= (STORM if self._clock.seconds < self._storm_until else CALM):
            return None
        if method in {"chat.postMessage", "conversations.history"} and self._chance.random() < _REFUSED:
            return self._count(OnCall.REFUSED)
        return self._count(self._chance.choices([*_CALLS], [*_CALLS.values()])[0])

    def on_delivery(self) -> OnDelivery | None:
        if self._fair or self._chance.random() >= _DELIVERED_ILL:
            return None
        return self._count(self._chance.choices([*_DELIVERIES], [*_DELIVERIES.values()])[0])

    def says_twice(self) -> bool:
        """Whether what somebody says now comes as two messages."""
        if self._fair or self._chance.random() >= _SAID_TWICE:
            return False
        self.counted["a message that comes as two"] += 1
        return True

    def seconds(self, most: float) -> float:
        """How long something takes, or how much later it comes."""
        return self._chance.random() * most

    def retry_after(self) -> int:
        return self._chance.choice((1, 3, 10, 30))

    def _count(self, mishap: _Mishap) -> _Mishap:
        self.counted[mishap.value] += 1
        return mishap
