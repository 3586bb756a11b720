"""Bringing a database up to date."""

from functools import lru_cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

_SCRIPTS = Path(__file__).parents[1] / "migrations"
_LOCK = 7_301_984_112  # any number of our own: two processes must not migrate at once


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    return config


class NewerError(Exception):
    """The database is at a revision that this code does not know."""


@lru_cache(maxsize=1)
def latest() -> str | None:
    """The revision this code was written for."""
    return ScriptDirectory.from_config(_config()).get_current_head()


@lru_cache(maxsize=1)
def revisions() -> frozenset[str]:
    """All that a database has ever been at."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def current(connection: Connection) -> str | None:
    """The revision the database is at; nothing if it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def migrate(engine: Engine, revision: str = "head") -> bool:
    """Whether anything had to be done to bring the database up to date, or up to an older `revision`.

    `NewerError` if a later version of this code has used it.
    """
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        at = current(connection)
        if at == latest():
            return False
        if at is not None and at not in revisions():
            raise NewerError(at)
        command.upgrade(_config(connection), revision)
    return True
