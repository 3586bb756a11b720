"""Engines, set up so that nothing is lost at a commit and nobody is waited for without end."""

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool, PoolProxiedConnection, StaticPool

from bot.lib import private

CONNECTIONS = 4  # that read at once, and on PostgreSQL as many that write
_BUSY_SECONDS = 2

# A server that has gone without a word is noticed: by whoever connects, and by whoever waits for an answer.
_KEEPALIVE = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
# What somebody holds who is stuck in the middle of a transaction is let go, unless the server has a time of its own.
_IDLE_TIMEOUT = """
SELECT set_config('idle_in_transaction_session_timeout', '30s', false)
WHERE current_setting('idle_in_transaction_session_timeout') = '0'
"""
# The same for whoever waits for a lock or is lost in a search; an act takes milliseconds.
STATEMENT_TIMEOUT = """
SELECT set_config('statement_timeout', '30s', false) WHERE current_setting('statement_timeout') = '0'
"""


def engine(url: str, *, begin: str = "BEGIN IMMEDIATE") -> Engine:
    """An engine for `url`; on SQLite in WAL mode, durable at each commit, with `begin` opening transactions."""
    return _sqlite(url, begin) if url.startswith("sqlite") else _postgresql(url)


def looking(url: str) -> Engine:
    """An engine for somebody who only looks: it makes no file and changes none, nor a row of any."""
    if not url.startswith("sqlite"):
        return _postgresql(url).execution_options(postgresql_readonly=True)
    file = Path(make_url(url).database or "").absolute()
    # Nobody has it open where its log is gone. SQLite would then make a log to read by, which `immutable` spares it.
    mode = "mode=ro" if file.with_name(f"{file.name}-wal").exists() else "mode=ro&immutable=1"
    address = f"{file.as_uri()}?{mode}"
    return create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool)


def in_memory() -> Engine:
    """An engine for a SQLite database that is in no file, for one thread, and gone with its engine."""
    return _sqlite("sqlite:///file:none?mode=memory&uri=true", "BEGIN IMMEDIATE", poolclass=StaticPool)


def why(error: SQLAlchemyError) -> str:
    """What the database or its driver says of a fault, in one line."""
    return str(getattr(error, "orig", error)).partition("\n")[0]


def limit_statements(postgresql: Engine) -> None:
    """No statement on this engine takes longer than half a minute, unless the server has a time of its own."""
    event.listen(postgresql, "connect", _limit_statements)


def _sqlite(url: str, begin: str, **pool: Any) -> Engine:
    arguments = {"timeout": _BUSY_SECONDS, "check_same_thread": False}
    made = create_engine(url, connect_args=arguments, hide_parameters=True, **pool)

    @event.listens_for(made, "do_connect")
    def _keep_private(_dialect: object, _record: object, arguments: Any, _named: object) -> None:
        if not arguments[0].startswith("file:"):  # an address, which says more than where the file is
            _restrict(Path(arguments[0]))

    @event.listens_for(made, "connect")
    def _set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves; the driver's own habit breaks savepoints
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    def _begin(dbapi_connection: PoolProxiedConnection) -> None:
        dbapi_connection.cursor().execute(begin)

    # Not by an event: with one for its connections, an engine asks before and after every statement who listens.
    made.dialect.do_begin = _begin  # type: ignore[method-assign]
    return made


def _restrict(file: Path) -> None:
    """The file and what SQLite keeps beside it, which takes its permissions, are their owner's alone."""
    with contextlib.suppress(OSError):  # there already, or not to be had: then SQLite says why
        private.create(file).close()
    private.restrict(*(file.with_name(file.name + end) for end in ("", "-wal", "-shm", "-journal")))


def _postgresql(url: str) -> Engine:
    made = create_engine(
        url, pool_size=CONNECTIONS * 2, pool_pre_ping=True, hide_parameters=True, connect_args=_KEEPALIVE
    )
    event.listen(made, "connect", _limit_idling)
    event.listen(made, "do_executemany", _execute_many)
    return made


def _limit_idling(connection: Any, _record: object) -> None:
    connection.execute(_IDLE_TIMEOUT)
    connection.commit()


def _limit_statements(connection: Any, _record: object) -> None:
    connection.execute(STATEMENT_TIMEOUT)
    connection.commit()


def _execute_many(cursor: Any, statement: str, rows: Any, _context: Any) -> bool:
    """Has the server count again how long we are idle: it stops at the flush with which psycopg ends several rows."""
    cursor.executemany(statement, rows)
    cursor.connection.execute("")
    return True
