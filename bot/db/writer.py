"""The one thread that writes to SQLite: acts that gathered meanwhile are committed as one group."""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from bot.db.deadline import CommitGuard, TooSlowError

_GROUP = 64


class Job:
    """An act waiting for the writer, and the loop that waits for its outcome."""

    def __init__(self, act: Callable[[Session], Any], guard: CommitGuard) -> None:
        self.act, self.guard = act, guard
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Any] = self.loop.create_future()
        self.submitted = self.started = time.perf_counter()
        self.result: Any = None
        self.error: BaseException | None = None

    def resolve(self) -> None:
        if self.future.cancelled():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class Writer:
    """One thread, one connection, many acts a commit, each under its own savepoint."""

    def __init__(self, on: Engine) -> None:
        self._engine = on
        self._queue: list[Job] = []
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name="writer", daemon=True)
        self._thread.start()

    def submit(self, act: Callable[[Session], Any], guard: CommitGuard) -> Job:
        job = Job(act, guard)
        with self._changed:
            if self._closed:
                raise RuntimeError("the database is closed")
            self._queue.append(job)
            self._changed.notify()
        return job

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _serve(self) -> None:
        while group := self._gather():
            try:
                self._commit(group)
            except BaseException as error:  # noqa: BLE001  # whoever waits must hear, whatever it was
                for job in group:
                    job.error = job.error or error
            for loop in {job.loop for job in group}:
                jobs = [job for job in group if job.loop is loop]
                if not loop.is_closed():
                    loop.call_soon_threadsafe(_resolve_all, jobs)

    def _gather(self) -> list[Job]:
        with self._changed:
            self._changed.wait_for(lambda: self._queue or self._closed)
            group, self._queue = self._queue[:_GROUP], self._queue[_GROUP:]
            for job in group:
                job.started = time.perf_counter()
            return group

    def _commit(self, group: list[Job]) -> None:
        """All of them at once; where one breaks the transaction they share, each by itself."""
        if not self._committed(group):
            for job in group:
                job.error = None
                self._committed([job])

    def _committed(self, group: list[Job]) -> bool:
        """Whether every act is done or, as its error says, undone; else nothing of any of them is there."""
        with self._engine.connect() as connection:
            transaction = connection.begin()
            session = _within(connection)
            for job in group:
                connection.exec_driver_sql("SAVEPOINT act")
                try:
                    job.guard.check()
                    job.result = job.act(session)
                    session.flush()
                    session.expunge_all()
                except BaseException as error:  # noqa: BLE001  # it is told to the one who asked
                    job.error = error
                    session.close()
                    if not transaction.is_active:
                        return len(group) == 1
                    session = _within(connection)
                    connection.exec_driver_sql("ROLLBACK TO act")
                connection.exec_driver_sql("RELEASE act")
            done = [job for job in group if job.error is None]
            wanted = [job for job in done if job.guard.claim()]
            if len(wanted) < len(done):  # somebody has stopped waiting meanwhile: the others go by themselves
                transaction.rollback()
                for job in wanted:
                    job.guard.release()
                for job in done:
                    job.error = TooSlowError()
                return len(group) == 1
            transaction.commit()
        return True


def _within(connection: Connection) -> Session:
    """A session that may flush and forget, while the transaction stays ours."""
    return Session(connection, expire_on_commit=False, join_transaction_mode="rollback_only")


def _resolve_all(jobs: list[Job]) -> None:
    for job in jobs:
        job.resolve()
