"""How long a person waits: Slack shows them an error of its own after three seconds, so they hear from us before.

Whoever stops waiting has the last say, until the act is about to be committed: then nothing of it is written, now or
later. Once it is being committed nobody can say what will become of it but the database.
"""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from contextvars import ContextVar
from typing import TypeVar

R = TypeVar("R")

SECONDS = 2.0
_GRACE = 0.3  # more, for what is being committed

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


class TooSlowError(Exception):
    """The database did not answer in time; nothing is written, nor will be."""


class UnsureError(Exception):
    """The database was told to keep it, and did not say in time whether it has."""


@contextlib.contextmanager
def enforced() -> Iterator[None]:
    """What the database is asked in here has to be answered while a person waits."""
    token = _deadline.set(asyncio.get_running_loop().time() + SECONDS)
    try:
        yield
    finally:
        _deadline.reset(token)


class CommitGuard:
    """Whether an act is committed: who waits may abandon it, who commits may claim it, and the first of them has it.

    Between two threads: the loop abandons, a worker claims.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._claimed = self._abandoned = False

    def abandon(self) -> bool:
        """Whether nothing of it will be written."""
        with self._lock:
            if not self._claimed:
                self._abandoned = True
            return self._abandoned

    def claim(self) -> bool:
        """Whether it may be committed now, since nobody has abandoned it."""
        with self._lock:
            self._claimed = not self._abandoned
            return self._claimed

    def release(self) -> bool:
        """Whether it was claimed. It was not committed, as far as is known, and may be tried again."""
        with self._lock:
            was, self._claimed = self._claimed, False
            return was

    @property
    def abandoned(self) -> bool:
        """Whether nobody waits for it any more."""
        return self._abandoned

    def check(self) -> None:
        """Nothing is begun that nobody waits for: raises `TooSlowError`."""
        if self._abandoned:
            raise TooSlowError


async def wait_for(work: asyncio.Future[R], guard: CommitGuard) -> R:
    """What the work gives; while a person waits, no later than they would hear from Slack that it failed."""
    deadline = _deadline.get()
    if deadline is None:
        return await work
    left = deadline - asyncio.get_running_loop().time()
    if (await asyncio.wait({work}, timeout=max(left, 0)))[0]:
        return work.result()
    work.add_done_callback(_ignore)
    if guard.abandon():
        work.cancel()
        raise TooSlowError
    if (await asyncio.wait({work}, timeout=_GRACE))[0]:
        return work.result()
    raise UnsureError


def _ignore(work: asyncio.Future[R]) -> None:
    """Nobody waits any more; what it met is not to be complained of."""
    if not work.cancelled():
        work.exception()
