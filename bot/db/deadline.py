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
_MOMENT = 0.3  # more, for what is being committed

_until: ContextVar[float | None] = ContextVar("until", default=None)


class TooSlowError(Exception):
    """The database did not answer in time; nothing is written, nor will be."""


class UnsureError(Exception):
    """The database was told to keep it, and did not say in time whether it has."""


@contextlib.contextmanager
def of_somebody() -> Iterator[None]:
    """What the database is asked in here has to be answered while a person waits."""
    token = _until.set(asyncio.get_running_loop().time() + SECONDS)
    try:
        yield
    finally:
        _until.reset(token)


class LastSay:
    """Whether an act is kept: that is for whoever waits to say, or for whoever commits it, whichever is first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = self._given_up = False

    def give_up(self) -> bool:
        """Whether nothing of it will be written."""
        with self._lock:
            if not self._taken:
                self._given_up = True
            return self._given_up

    def taken(self) -> bool:
        """Whether it may be committed now, since nobody has given it up."""
        with self._lock:
            self._taken = not self._given_up
            return self._taken

    def take(self) -> None:
        """It is committed now, or not at all."""
        if not self.taken():
            raise TooSlowError

    def give_back(self) -> bool:
        """Whether it was about to be committed. It was not, as far as is known, and may be tried again."""
        with self._lock:
            was, self._taken = self._taken, False
            return was

    def still_wanted(self) -> None:
        """Nothing is begun that nobody waits for."""
        if self._given_up:
            raise TooSlowError


async def for_(work: asyncio.Future[R], say: LastSay) -> R:
    """What the work gives; while a person waits, no later than they would hear from Slack that it failed."""
    until = _until.get()
    if until is None:
        return await work
    left = until - asyncio.get_running_loop().time()
    if (await asyncio.wait({work}, timeout=max(left, 0)))[0]:
        return work.result()
    work.add_done_callback(_heard)
    if say.give_up():
        work.cancel()
        raise TooSlowError
    if (await asyncio.wait({work}, timeout=_MOMENT))[0]:
        return work.result()
    raise UnsureError


def _heard(work: asyncio.Future[R]) -> None:
    """Nobody waits any more; what it met is not to be complained of."""
    if not work.cancelled():
        work.exception()
