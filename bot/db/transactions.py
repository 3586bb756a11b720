"""Transactions: one plain function, one transaction, one worker thread.

`await database.run(rule, …)` gives `rule` a `Session` and commits what it did; `await database.read(query, …)`
gives it one whose writes are not kept. On SQLite one thread writes (`bot/db/writer.py`). On PostgreSQL each act has its
own transaction, begun again when the server asks for that, or when somebody else has meanwhile deleted or written what
it builds on; acts that are done in sets (`bot/db/sets.py`) share theirs (`bot/db/set_writer.py`).
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from bot.db import deadline, sets, sweep
from bot.db.deadline import CommitGuard, TooSlowError, UnsureError
from bot.db.engine import CONNECTIONS, engine, limit_statements
from bot.db.gathering import Gatherer, Job, resolve
from bot.db.set_reader import SetReader
from bot.db.set_writer import SetWriter
from bot.db.writer import Writer
from bot.lib.metrics import Metrics
from bot.lib.refusals import GoneError

P = ParamSpec("P")
R = TypeVar("R")
Rule = Callable[Concatenate[Session, P], R]

_SERIALISATION_FAILURE, _DEADLOCK, _LOCK_TIMEOUT = "40001", "40P01", "55P03"
_FOREIGN_KEY, _UNIQUE = "23503", "23505"  # deleted, or written, by somebody who committed after this one had looked
_RETRIED = {_SERIALISATION_FAILURE, _DEADLOCK, _LOCK_TIMEOUT, _FOREIGN_KEY, _UNIQUE}


class Database:
    """Where acts are committed. Made once a process; `close()` when done."""

    def __init__(self, url: str, metrics: Metrics | None = None) -> None:
        self.url = url
        self.engine = engine(url)
        self._metrics = metrics or Metrics()
        self._readers = ThreadPoolExecutor(CONNECTIONS, thread_name_prefix="read")
        self._writer: Gatherer
        if url.startswith("sqlite"):
            self._read_engine = engine(url, begin="BEGIN")
            self._writer, self._writers = Writer(self.engine), None
        else:
            self._read_engine = self.engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            limit_statements(self.engine)
            self._writers = ThreadPoolExecutor(CONNECTIONS, thread_name_prefix="write")
            self._writer = SetWriter(self.engine, self._do_alone)
        self._set_reader = SetReader(self._read_engine)

    async def run(self, rule: Rule[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What `rule(session, …)` returns, once everything it wrote is committed for good.

        Raises what the rule raised, and `GoneError` for a row that is not there, with nothing of it written; where
        somebody waits, also `TooSlowError` and `UnsureError` (`bot/db/deadline.py`).
        """
        guard = CommitGuard()

        def act(session: Session) -> R:
            with _missing_rows_gone():
                return rule(session, *args, **kwargs)

        with self._metrics.transaction("write"):
            form = sets.form_of(rule) if not kwargs else None
            if self._writers is not None and form is None:
                loop = asyncio.get_running_loop()
                future = loop.run_in_executor(self._writers, _transact, self.engine, act, guard)
                return await deadline.wait_for(future, guard)
            job = self._writer.submit(Job(act, guard, form, args))
            try:
                return cast("R", await deadline.wait_for(job.future, guard))
            finally:
                self._metrics.waited(job.started - job.submitted)

    def _do_alone(self, job: Job) -> None:
        """The act has a transaction of its own, on another thread."""

        def transact() -> None:
            try:
                job.result = _transact(self.engine, job.act, job.guard)
            except BaseException as error:  # noqa: BLE001  # it is told to the one who asked
                job.error = error
            resolve([job])

        assert self._writers is not None
        self._writers.submit(transact)

    async def read(self, query: Rule[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What `query(session, …)` returns, from one unchanging view of the data; nothing it writes is kept."""

        def look(session: Session) -> R:
            with _missing_rows_gone():
                return query(session, *args, **kwargs)

        def look_alone() -> R:
            with Session(self._read_engine, expire_on_commit=False) as session:
                return look(session)

        guard = CommitGuard()
        with self._metrics.transaction("read"):
            if (form := sets.form_of(query)) is not None and not kwargs:
                job = self._set_reader.submit(Job(look, guard, form, args))
                return cast("R", await deadline.wait_for(job.future, guard))
            future = asyncio.get_running_loop().run_in_executor(self._readers, look_alone)
            return await deadline.wait_for(future, guard)

    @property
    def keeps_deleted(self) -> bool:
        """Whether what is deleted stays in the files until it is written over: SQLite does so at once."""
        return self._writers is not None

    async def sweep(self, tables: Sequence[str]) -> bool:
        """Whether nothing of what was deleted from these tables is left in the database's files; not with many at work.

        Copies made before, and a server's own log, keep what they hold.
        """
        loop = asyncio.get_running_loop()
        if self._writers is None:
            return await loop.run_in_executor(self._readers, sweep.sqlite, self._read_engine, list(tables))
        return await loop.run_in_executor(self._writers, sweep.postgresql, self.engine, list(tables))

    def close(self) -> None:
        """Everything handed over is committed, and every connection closed."""
        self._writer.close()
        if self._writers is not None:
            self._writers.shutdown()
        self._set_reader.close()
        self._readers.shutdown()
        self._read_engine.dispose()
        self.engine.dispose()


@contextmanager
def _missing_rows_gone() -> Iterator[None]:
    """What a button points at may have been deleted: whoever asks for the row hears that it is gone."""
    try:
        yield
    except NoResultFound as error:
        raise GoneError from error


def _transact(on: Engine, act: Callable[[Session], R], guard: CommitGuard) -> R:
    attempts = Retrying(
        retry=retry_if_exception(_is_retried),
        stop=stop_after_attempt(5),
        wait=wait_random_exponential(0.1),  # so that two in turn do not keep out a third for ever
        reraise=True,
    )
    result: R = attempts(_transact_once, on, act, guard)
    return result


def _is_retried(error: BaseException) -> bool:
    if isinstance(error, StaleDataError):  # a row that was looked at has been deleted before it could be changed
        return True
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    return isinstance(error, DBAPIError) and state in _RETRIED


def _transact_once(on: Engine, act: Callable[[Session], R], guard: CommitGuard) -> R:
    guard.check()
    try:
        with Session(on, expire_on_commit=False) as session, session.begin():
            result = act(session)
            session.flush()
            if not guard.claim():
                raise TooSlowError
    except DBAPIError as error:
        if guard.release() and error.connection_invalidated:  # it went away with the order to commit in its hands
            raise UnsureError from error
        raise
    return result
