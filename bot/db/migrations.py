"""Bringing a database up to date, on PostgreSQL while others work on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import OperationalError
from tenacity import Retrying, retry_if_exception, retry_if_result, stop_after_attempt, wait_fixed, wait_random

from bot import typed
from bot.settings import SettingsError

_SCRIPTS = Path(__file__).parents[1] / "migrations"
_LOCK = 7_301_984_112  # any number of our own: two processes must not migrate at once
_LOCK_TIMEOUT = "1s"  # behind whoever waits for a table everybody else waits too, so nobody waits for long
_ATTEMPTS = 30
_HELD_UP = "55P03"  # lock_not_available


class NewerError(Exception):
    """The database is at a revision that this code does not know."""


@lru_cache(maxsize=1)
def latest() -> str:
    """The revision this code was written for."""
    return max(revisions())


@lru_cache(maxsize=1)
def revisions() -> frozenset[str]:
    """All that a database has ever been at, as the files are named: Alembic is loaded where there is work for it."""
    return frozenset(file.name.partition("_")[0] for file in (_SCRIPTS / "versions").glob("[0-9]*.py"))


def is_newer(revision: str | None) -> bool:
    """Whether a newer Pencil has brought a database to this revision."""
    return revision is not None and revision not in revisions()


def current(connection: Connection) -> str | None:
    """The revision the database is at; nothing if it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    heads: list[str] = sorted(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars())
    if len(heads) > 1:
        raise SettingsError(f"DATABASE_URL: the database has more than one head: {' and '.join(heads)}.")
    return heads[0] if heads else None


def migrate(engine: Engine, revision: str = "head") -> bool:
    """Whether anything had to be done to bring the database up to date, or up to an older `revision`.

    On SQLite all of it or nothing. On PostgreSQL each migration by itself, so that what it holds is let go at once.
    `NewerError` if a later version of this code has used it.
    """
    if engine.dialect.name == "postgresql":
        return _migrate_online(engine, revision)
    with engine.begin() as connection:
        if _is_done(connection):
            return False
        _upgrade(connection, revision)
    return True


def _is_done(connection: Connection) -> bool:
    """Whether nothing has to be done."""
    revision = current(connection)
    if is_newer(revision):
        raise NewerError(revision)
    return revision == latest()


def _migrate_online(engine: Engine, revision: str) -> bool:
    with _alone(engine):
        with engine.connect() as connection:
            if _is_done(connection):
                return False
        attempts = Retrying(
            retry=retry_if_exception(_is_held_up),
            stop=stop_after_attempt(_ATTEMPTS),
            wait=wait_random(0.5, 1.5),  # in which those who waited behind us have their turn
            reraise=True,
        )
        try:
            attempts(_upgrade_online, engine, revision)
        except OperationalError as error:
            if not _is_held_up(error):
                raise
            raise SettingsError(
                "DATABASE_URL: something holds a table that has to change, such as a long query or a backup. Every "
                f"migration that was done is kept. Run {typed('migrate')} again once that is over."
            ) from None
    return True


def _upgrade(connection: Connection, revision: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, revision)
    except CommandError as error:
        raise SettingsError(f"The database was not migrated, and is as it was: {error}.") from None


def _upgrade_online(engine: Engine, revision: str) -> None:
    with _own(engine) as connection:
        connection.exec_driver_sql(f"SET lock_timeout = '{_LOCK_TIMEOUT}'")
        connection.commit()
        _upgrade(connection, revision)


def _is_held_up(error: BaseException) -> bool:
    return getattr(getattr(error, "orig", None), "sqlstate", None) == _HELD_UP


@contextmanager
def _own(engine: Engine) -> Iterator[Connection]:
    """A connection that nobody else gets afterwards: what is set and locked in it goes with it."""
    with engine.connect() as connection:
        try:
            yield connection
        finally:
            connection.invalidate()


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """No two processes at once. Whoever waits asks again and again: a statement that waits would hold up an index."""
    with _own(engine) as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")

        def _lock() -> bool:
            return bool(connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({_LOCK})").scalar_one())

        Retrying(retry=retry_if_result(lambda locked: not locked), wait=wait_fixed(0.2))(_lock)
        yield
