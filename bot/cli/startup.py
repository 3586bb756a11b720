"""What every command needs before it begins: settings that are right, and a database that is up to date."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic.util.exc import CommandError
from sqlalchemy.exc import SQLAlchemyError

from bot.db import migrations
from bot.db.engine import engine
from bot.lib import logs
from bot.settings import Settings, SettingsError, load

_NEWER = "DATABASE_URL: a newer Pencil has used this database. Install that one."


def settings(*needed: str) -> Settings:
    """The settings, with those that are needed in any case."""
    loaded = load()
    logs.begin(loaded.log_format)
    loaded.require(*needed)
    return loaded


def require_one_host(settings_: Settings) -> None:
    """Nothing, unless two processes on two hosts could be meant to share a file."""
    if settings_.on_sqlite and not settings_.sqlite_shared:
        raise SettingsError(
            "DATABASE_URL is SQLite, which web and worker could not share between two hosts. Use run or PostgreSQL; "
            "or set SQLITE_SHARED=1 if both are on this host."
        )


def current(settings_: Settings) -> None:
    """Nothing, if the database has the current schema; a rehearsal does not change it."""
    on = engine(settings_.database_url)
    try:
        with usable(), on.connect() as connection:
            revision = migrations.current(connection)
    finally:
        on.dispose()
    if migrations.is_newer(revision):
        raise SettingsError(_NEWER)
    if revision != migrations.latest():
        raise SettingsError("DATABASE_URL: the database is not up to date. Run python -m bot migrate first.")


@contextmanager
def usable() -> Iterator[None]:
    """A database that does not answer is said in one line."""
    try:
        yield
    except SQLAlchemyError as error:
        why = str(getattr(error, "orig", error)).partition("\n")[0]
        raise SettingsError(f"DATABASE_URL: the database cannot be used ({why}).") from None


def migrate(settings_: Settings) -> bool:
    """Whether anything had to be done to bring the database up to date."""
    on = engine(settings_.database_url)
    try:
        with usable():
            return migrations.migrate(on)
    except CommandError:
        raise SettingsError(_NEWER) from None
    finally:
        on.dispose()
