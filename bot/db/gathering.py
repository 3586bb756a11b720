"""Acts that wait for a thread, which takes up all that has gathered while it was at work."""

import asyncio
import threading
import time
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from bot.db.deadline import CommitGuard
from bot.db.sets import LEFT, Arguments, SetForm
from bot.lib.faults import where
from bot.lib.logs import logger

log = logger(__name__)

_GROUP = 64


class Job:
    """An act waiting for its turn, by itself or in a set, and the loop that waits for its outcome."""

    def __init__(
        self,
        act: Callable[[Session], Any],
        guard: CommitGuard,
        form: SetForm | None = None,
        arguments: Arguments = (),
    ) -> None:
        self.act, self.guard = act, guard
        self.form, self.arguments = form, arguments
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Any] = self.loop.create_future()
        self.submitted = self.started = time.perf_counter()
        self.begin_again()

    def begin_again(self) -> None:
        """As if nothing of it had been tried."""
        self.in_set = False  # done there
        self.result: Any = None
        self.error: BaseException | None = None

    def do(self, session: Session) -> None:
        """The act by itself, if anybody waits for it still."""
        self.guard.check()
        self.result = self.act(session)

    def resolve(self) -> None:
        if self.future.cancelled():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class Gatherer(ABC):
    """One thread, and the acts handed to it."""

    def __init__(self, name: str) -> None:
        self._coming: dict[asyncio.AbstractEventLoop, list[Job]] = {}
        self._queue: list[Job] = []
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> Job:
        """The act is handed over, with all others of this turn of its loop."""
        if self._closed:
            raise RuntimeError("the database is closed")
        coming = self._coming.setdefault(job.loop, [])
        coming.append(job)
        if len(coming) == 1:
            job.loop.call_soon(self._hand_over, job.loop)
        return job

    def _hand_over(self, loop: asyncio.AbstractEventLoop) -> None:
        with self._changed:
            jobs = self._coming.pop(loop)
            if not self._closed:
                self._queue += jobs
                self._changed.notify()
                return
        for job in jobs:
            job.error = RuntimeError("the database is closed")
            job.resolve()

    def close(self) -> None:
        """Everything handed over is done."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    @abstractmethod
    def _do(self, group: Sequence[Job]) -> Sequence[Job]:
        """The group is done; which of it is over, unless somebody else tells those who wait."""

    def _serve(self) -> None:
        while group := self._gather():
            try:
                over = self._do(group)
            except BaseException as error:  # noqa: BLE001  # whoever waits must hear, whatever it was
                over = group
                for job in group:
                    job.error = job.error or error
            resolve(over)

    def _gather(self) -> list[Job]:
        with self._changed:
            self._changed.wait_for(lambda: self._queue or self._closed)
            group, self._queue = self._queue[:_GROUP], self._queue[_GROUP:]
            for job in group:
                job.started = time.perf_counter()
            return group


def resolve(jobs: Sequence[Job]) -> None:
    """Whoever waits for these hears, each on their own loop."""
    for loop in {job.loop for job in jobs}:
        theirs = [job for job in jobs if job.loop is loop]
        if not loop.is_closed():
            loop.call_soon_threadsafe(_resolve_all, theirs)


def _resolve_all(jobs: Sequence[Job]) -> None:
    for job in jobs:
        job.resolve()


# In sets


def by_form(group: Iterable[Job]) -> dict[SetForm, list[Job]]:
    """What can be done in sets and is still waited for, by the form that does so."""
    sets: dict[SetForm, list[Job]] = defaultdict(list)
    for job in group:
        if job.form is not None and not job.guard.abandoned:
            sets[job.form].append(job)
    return sets


def do_together(session: Session, form: SetForm, jobs: Sequence[Job]) -> None:
    """The set is done, but for what the form leaves."""
    for job, result in zip(jobs, form(session, [job.arguments for job in jobs]), strict=True):
        job.result, job.in_set = result, result is not LEFT


def come_apart(jobs: Iterable[Job], error: BaseException) -> None:
    """Nothing of the set is kept: each is to be done by itself."""
    log.error("a set of acts failed", fault=type(error).__name__, at=where(error))
    for job in jobs:
        job.begin_again()
