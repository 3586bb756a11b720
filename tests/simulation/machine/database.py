"""Pencil's SQLite in memory, without threads: an act is done and committed where it is asked for."""

import contextlib
import sqlite3
from collections.abc import Sequence
from functools import cache
from typing import Any, ParamSpec, TypeVar, cast

from sqlalchemy import Engine
from sqlalchemy.orm import Session
from sqlalchemy.util import LRUCache

from bot.db import migrations, sweep
from bot.db.deadline import CommitGuard
from bot.db.engine import in_memory
from bot.db.transactions import Database, Rule, _missing_rows_gone, _transact_once
from bot.lib.metrics import Metrics

P = ParamSpec("P")
R = TypeVar("R")

_COMPILED: LRUCache[Any, Any] = LRUCache(2000)  # what one run has compiled the next need not; an engine keeps 500


@cache
def _migrated() -> Engine:
    """A database as the migrations make it."""
    made = in_memory()
    migrations.migrate(made)
    return made


@cache
def _schema() -> bytes:
    with _migrated().connect() as connection:
        raw = cast("sqlite3.Connection", connection.connection.driver_connection)
        return raw.serialize()


def new_engine() -> Engine:
    """An empty database in memory, with the current schema."""
    made = in_memory()
    made.dialect = _migrated().dialect  # what is compiled is kept by dialect
    made = made.execution_options(compiled_cache=_COMPILED)
    with made.connect() as connection:
        driver = cast("sqlite3.Connection", connection.connection.driver_connection)
        with contextlib.closing(sqlite3.connect(":memory:")) as template:
            template.deserialize(_schema())
            template.backup(driver)
    return made


class InlineDatabase(Database):
    """The database as the bot uses it; each transaction is over before anybody else goes on."""

    def __init__(self, on: Engine, metrics: Metrics) -> None:
        self.url, self.engine = "sqlite://", on
        self._read_engine, self._metrics = on, metrics

    async def run(self, rule: Rule[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        def act(session: Session) -> R:
            with _missing_rows_gone():
                return rule(session, *args, **kwargs)

        return _transact_once(self.engine, act, CommitGuard())

    async def read(self, query: Rule[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        with Session(self.engine, expire_on_commit=False) as session, _missing_rows_gone():
            return query(session, *args, **kwargs)

    @property
    def keeps_deleted(self) -> bool:
        return False

    async def sweep(self, tables: Sequence[str]) -> bool:
        return sweep.sqlite(self.engine, list(tables))

    def close(self) -> None:
        """It is there until its engine is gone."""
