"""A clock that is only a number, and a loop that never waits: where nothing is ready, the number moves on."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import count
from types import SimpleNamespace
from typing import Any, Protocol, TypeVar
from unittest.mock import patch

_T = TypeVar("_T")
_SANDBOX = ("sandbox.slack.state", "sandbox.api.views", "sandbox.app.payloads")


class StuckError(Exception):
    """Everybody waits, and nothing is to come."""


class Clock(Protocol):
    """What says how late it is."""

    def now(self) -> datetime: ...


class SimulatedClock:
    """The time, in seconds since 1970; it moves only when it is moved."""

    def __init__(self, begins: datetime) -> None:
        self.seconds = begins.timestamp()

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.seconds, UTC)

    def time(self) -> float:
        return self.seconds

    def installed(self) -> ExitStack:
        """While it is open, this is the time for Pencil and for its Slack."""
        clock = self

        class Simulated(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
                return datetime.fromtimestamp(clock.seconds, tz)

        stack = ExitStack()
        stack.enter_context(patch("bot.lib.clock.datetime", Simulated))
        for module in _SANDBOX:
            stack.enter_context(patch(f"{module}.time", SimpleNamespace(time=self.time)))
        return stack


class _Selector(selectors.SelectSelector):
    """Nothing ever comes from outside, so to wait is to move the clock."""

    def __init__(self, clock: SimulatedClock) -> None:
        super().__init__()
        self._clock = clock

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise StuckError
        self._clock.seconds += max(timeout, 0.0)
        return []


class _Task(asyncio.Task[Any]):
    """A task that a set keeps in the same place in every run."""

    _numbers = count()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._number = next(_Task._numbers)
        super().__init__(*args, **kwargs)

    def __hash__(self) -> int:
        return self._number


class SimulatedLoop(asyncio.SelectorEventLoop):
    """An event loop whose time is the clock's; what would go to a thread is done at once."""

    def __init__(self, clock: SimulatedClock) -> None:
        super().__init__(_Selector(clock))
        self._clock = clock
        self._clock_resolution = 1e-4  # a float of seconds since 1970 knows no less
        self.set_task_factory(lambda loop, work, **options: _Task(work, loop=loop, **options))

    def time(self) -> float:
        return self._clock.seconds

    def run_in_executor(  # type: ignore[override]
        self,
        executor: Executor | None,  # noqa: ARG002  # the loop's own signature
        func: Callable[..., _T],
        *args: Any,
    ) -> asyncio.Future[_T]:
        future: asyncio.Future[_T] = self.create_future()
        try:
            future.set_result(func(*args))
        except BaseException as error:  # noqa: BLE001  # whoever waits for it hears
            future.set_exception(error)
        return future


def run(clock: SimulatedClock, work: Coroutine[Any, Any, _T]) -> _T:
    """What the work gives, in no time at all."""
    _Task._numbers = count()
    with clock.installed(), asyncio.Runner(loop_factory=lambda: SimulatedLoop(clock)) as runner:
        return runner.run(work)
