"""Engines and transactions: one plain function, one transaction, one worker thread.

`await database.run(rule, …)` gives `rule` a `Session` and commits what it did; `await database.read(query, …)`
gives it one whose writes are not kept. On SQLite one thread writes, and commits whatever has gathered while it was
busy as one group, each act under its own savepoint. On PostgreSQL each act has its own transaction, begun again
when the server asks for that, or when somebody else has meanwhile deleted or written what it builds on.
"""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import Connection, DateTime, Dialect, Engine, TypeDecorator, case, create_engine, event, literal
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from bot.db import deadline as patience
from bot.db.deadline import LastSay, TooSlowError, UnsureError
from bot.lib.metrics import Metrics

P = ParamSpec("P")
R = TypeVar("R")
Rule = Callable[Concatenate[Session, P], R]

_BUSY_SECONDS = 2
_READERS = 4
_GROUP = 64
_SERIALISATION_FAILURE, _DEADLOCK, _GAVE_WAY = "40001", "40P01", "55P03"
_DELETED_MEANWHILE, _WRITTEN_MEANWHILE = "23503", "23505"  # by somebody who committed after this one had looked
_BEGUN_AGAIN = {_SERIALISATION_FAILURE, _DEADLOCK, _GAVE_WAY, _DELETED_MEANWHILE, _WRITTEN_MEANWHILE}


class Moment(TypeDecorator[datetime]):
    """An aware time in UTC on every database; refuses a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def at_each(owner: Any, moments: Mapping[int, datetime]) -> Any:
    """For each owner's rows that owner's own moment, in one statement for all of them."""
    return case({one: literal(at, Moment()) for one, at in moments.items()}, value=owner)


def engine(url: str, *, begin: str = "BEGIN IMMEDIATE") -> Engine:
    """An engine for `url`; on SQLite in WAL mode, durable at each commit, with `begin` opening transactions."""
    if not url.startswith("sqlite"):
        made = create_engine(
            url, pool_size=_READERS * 2, pool_pre_ping=True, hide_parameters=True, connect_args=_GONE_SILENT
        )
        event.listen(made, "connect", _lets_go)
        event.listen(made, "do_executemany", _many)
        return made
    made = create_engine(url, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False}, hide_parameters=True)

    @event.listens_for(made, "connect")
    def _set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves; the driver's own habit breaks savepoints
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return made


# A server that has gone without a word is noticed: by whoever connects, and by whoever waits for an answer.
_GONE_SILENT = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
# What somebody holds who is stuck in the middle of a transaction is let go, unless the server has a time of its own.
_STUCK = """
SELECT set_config('idle_in_transaction_session_timeout', '30s', false)
WHERE current_setting('idle_in_transaction_session_timeout') = '0'
"""
# The same for whoever waits for a lock or is lost in a search; an act takes milliseconds.
_ENDLESS = """
SELECT set_config('statement_timeout', '30s', false) WHERE current_setting('statement_timeout') = '0'
"""


def _lets_go(connection: Any, _record: object) -> None:
    connection.execute(_STUCK)
    connection.commit()


def _many(cursor: Any, statement: str, rows: Any, _context: Any) -> bool:
    """Has the server count again how long we are idle: it stops at the flush with which psycopg ends several rows."""
    cursor.executemany(statement, rows)
    cursor.connection.execute("")
    return True


def _gives_up(connection: Any, _record: object) -> None:
    connection.execute(_ENDLESS)
    connection.commit()


class Database:
    """Where acts are committed. Made once a process; `close()` when done."""

    def __init__(self, url: str, metrics: Metrics | None = None) -> None:
        self.url = url
        self.engine = engine(url)
        self._metrics = metrics or Metrics()
        self._reading = ThreadPoolExecutor(_READERS, thread_name_prefix="read")
        if url.startswith("sqlite"):
            self._read_engine = engine(url, begin="BEGIN")
            self._writer: _Writer | None = _Writer(self.engine, self._metrics)
        else:
            self._read_engine = self.engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            event.listen(self.engine, "connect", _gives_up)
            self._writer = None
            self._writing = ThreadPoolExecutor(_READERS, thread_name_prefix="write")

    async def run(self, rule: Rule[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What `rule(session, …)` returns, once everything it wrote is committed for good.

        Raises what the rule raised, with nothing of it written; where somebody waits, also `TooSlowError` and
        `UnsureError` (`bot/patience.py`).
        """
        say = LastSay()

        def act(session: Session) -> R:
            return rule(session, *args, **kwargs)

        with self._metrics.transaction("write"):
            if self._writer is None:
                loop = asyncio.get_running_loop()
                return await patience.for_(loop.run_in_executor(self._writing, _transact, self.engine, act, say), say)
            job = self._writer.submit(act, say)
            try:
                return cast("R", await patience.for_(job.future, say))
            finally:
                self._metrics.waited(job.taken_up - job.handed_over)

    async def read(self, query: Rule[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What `query(session, …)` returns, from one unchanging view of the data; nothing it writes is kept."""

        def look() -> R:
            with Session(self._read_engine, expire_on_commit=False) as session:
                return query(session, *args, **kwargs)

        with self._metrics.transaction("read"):
            return await patience.for_(asyncio.get_running_loop().run_in_executor(self._reading, look), LastSay())

    async def sweep(self, tables: Sequence[str]) -> bool:
        """Whether nothing of what was deleted from these tables is left in the database's files; not with many at work.

        Copies made before, and a server's own log, keep what they hold.
        """
        loop = asyncio.get_running_loop()
        if self._writer is not None:
            return await loop.run_in_executor(self._reading, _clean, self._read_engine, list(tables))
        return await loop.run_in_executor(self._writing, _rewrite, self.engine, list(tables))

    def close(self) -> None:
        """Everything handed over is committed, and every connection closed."""
        if self._writer is not None:
            self._writer.close()
        else:
            self._writing.shutdown()
        self._reading.shutdown()
        self._read_engine.dispose()
        self.engine.dispose()


def _clean(on: Engine, tables: Sequence[str]) -> bool:
    """Each table is cleared and filled anew, then the log is written into the file and emptied; not while it is busy.

    What SQLite overwrites row by row can stand once more where rows have been moved between pages, and in a page that
    is empty the places of its rows still can.
    """
    raw = on.raw_connection()
    cursor = raw.cursor()
    try:
        cursor.execute("BEGIN IMMEDIATE")
        for table in tables:
            rows = cursor.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608  # the names are our own
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
            if rows:
                cursor.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608
        cursor.execute("COMMIT")
        busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        return False
    finally:
        raw.close()
    return bool(busy == 0)


# Whoever still looks at the data as it was before transaction %s: what they might see is not removed.
_LOOKING_BACK = """
SELECT count(*) FROM (
    SELECT backend_xmin AS oldest FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND datname = current_database()
    UNION ALL SELECT transaction FROM pg_prepared_xacts WHERE database = current_database()
    UNION ALL SELECT xmin FROM pg_replication_slots
) AS others WHERE oldest IS NOT NULL AND age(oldest) > age((%s)::text::xid)
"""


def _rewrite(on: Engine, tables: Sequence[str]) -> bool:
    """Each table goes into a new file without what was deleted; not while somebody holds it or could still see that."""
    try:
        with on.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            now = connection.exec_driver_sql("SELECT txid_current() & 4294967295").scalar_one()
            connection.exec_driver_sql("SET lock_timeout = '2s'; SET statement_timeout = 0")
            try:
                before = _files(connection, tables)
                for table in tables:
                    connection.exec_driver_sql(f"VACUUM FULL {table}")
                moved = all(old != new for old, new in zip(before, _files(connection, tables), strict=True))
                return moved and not connection.exec_driver_sql(_LOOKING_BACK, (int(now),)).scalar_one()
            finally:
                connection.exec_driver_sql("RESET lock_timeout")
                connection.exec_driver_sql(_ENDLESS)
    except OperationalError:
        return False


def _files(connection: Connection, tables: Sequence[str]) -> list[int]:
    """The file of each table, which is another once it has been rewritten."""
    found = (connection.exec_driver_sql("SELECT pg_relation_filenode(%s)", (table,)) for table in tables)
    return [one.scalar_one() for one in found]


def _asks_to_begin_again(error: BaseException) -> bool:
    if isinstance(error, StaleDataError):  # a row that was looked at has been deleted before it could be changed
        return True
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    return isinstance(error, DBAPIError) and state in _BEGUN_AGAIN


def _transact(on: Engine, act: Callable[[Session], R], say: LastSay) -> R:
    attempts = Retrying(
        retry=retry_if_exception(_asks_to_begin_again),
        stop=stop_after_attempt(5),
        wait=wait_random_exponential(0.1),  # so that two in turn do not keep out a third for ever
        reraise=True,
    )
    done: R = attempts(_once, on, act, say)
    return done


def _once(on: Engine, act: Callable[[Session], R], say: LastSay) -> R:
    say.still_wanted()
    try:
        with Session(on, expire_on_commit=False) as session, session.begin():
            result = act(session)
            session.flush()
            say.take()
    except DBAPIError as error:
        if say.give_back() and error.connection_invalidated:  # it went away with the order to commit in its hands
            raise UnsureError from error
        raise
    return result


class _Job:
    """An act waiting for the writer, and the loop that waits for its outcome."""

    def __init__(self, act: Callable[[Session], Any], say: LastSay) -> None:
        self.act, self.say = act, say
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Any] = self.loop.create_future()
        self.handed_over = self.taken_up = time.perf_counter()
        self.result: Any = None
        self.error: BaseException | None = None

    def tell(self) -> None:
        if self.future.cancelled():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class _Writer:
    """One thread, one connection, many acts a commit."""

    def __init__(self, on: Engine, metrics: Metrics) -> None:
        self._engine = on
        self._metrics = metrics
        self._waiting: list[_Job] = []
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name="writer", daemon=True)
        self._thread.start()

    def submit(self, act: Callable[[Session], Any], say: LastSay) -> _Job:
        job = _Job(act, say)
        with self._changed:
            if self._closed:
                raise RuntimeError("the database is closed")
            self._waiting.append(job)
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
                    loop.call_soon_threadsafe(_tell_all, jobs)

    def _gather(self) -> list[_Job]:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            group, self._waiting = self._waiting[:_GROUP], self._waiting[_GROUP:]
            for job in group:
                job.taken_up = time.perf_counter()
            return group

    def _commit(self, group: list[_Job]) -> None:
        """All of them at once; where one breaks the transaction they share, each by itself."""
        if not self._committed(group):
            for job in group:
                job.error = None
                self._committed([job])

    def _committed(self, group: list[_Job]) -> bool:
        """Whether every act is done or, as its error says, undone; else nothing of any of them is there."""
        with self._engine.connect() as connection:
            transaction = connection.begin()
            session = _within(connection)
            for job in group:
                connection.exec_driver_sql("SAVEPOINT act")
                try:
                    job.say.still_wanted()
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
            kept = [job for job in group if job.error is None]
            taken = [job for job in kept if job.say.taken()]
            if len(taken) < len(kept):  # somebody has stopped waiting meanwhile: the others go by themselves
                transaction.rollback()
                for job in taken:
                    job.say.give_back()
                for job in kept:
                    job.error = TooSlowError()
                return len(group) == 1
            transaction.commit()
        return True


def _within(connection: Connection) -> Session:
    """A session that may flush and forget, while the transaction stays ours."""
    return Session(connection, expire_on_commit=False, join_transaction_mode="rollback_only")


def _tell_all(jobs: list[_Job]) -> None:
    for job in jobs:
        job.tell()
