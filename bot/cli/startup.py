"""What every command needs before it begins: settings that are right, and a database that is up to date."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from bot import typed
from bot.cli.doctor import stored
from bot.cli.doctor.checks import key, link
from bot.db import migrations
from bot.db.engine import engine, why
from bot.lib import logs
from bot.pulse.ballots import master_key
from bot.settings import Settings, SettingsError, load

log = logs.logger(__name__)
_NEWER = "DATABASE_URL: a newer Pencil has used this database. Install that one."


def settings(*needed: str) -> Settings:
    """The settings, with those that are needed in any case."""
    loaded = load()
    logs.begin(loaded.log_format)
    loaded.require(*needed)
    return loaded


def speaking() -> Settings:
    """The settings of a Pencil that speaks in Slack: with a token, or those that workspaces bring."""
    loaded = settings()
    loaded.require_voice()
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
        raise SettingsError(f"DATABASE_URL: the database is not up to date. Run {typed('migrate')} first.")


@contextmanager
def usable() -> Iterator[None]:
    """A database that does not answer is said in one line."""
    try:
        yield
    except SQLAlchemyError as error:
        raise SettingsError(f"DATABASE_URL: the database cannot be used ({why(error)}).") from None


def warn_of_another_key(settings_: Settings) -> None:
    """The log says so, if a pulse or a token is sealed with another `PENCIL_KEY` than ours. Nothing is lost by it."""
    known = stored.read(settings_)
    if key.others(known.pulses, master_key(settings_)):
        log.warning("PENCIL_KEY is not the one that an open pulse began with")
    for team_id in link.unopened(known.tokens, master_key(settings_)):
        log.error("PENCIL_KEY is not the one that a workspace's token was sealed with", workspace=team_id)


def migrate(settings_: Settings) -> bool:
    """Whether anything had to be done to bring the database up to date."""
    on = engine(settings_.database_url)
    try:
        with usable():
            return migrations.migrate(on)
    except migrations.NewerError:
        raise SettingsError(_NEWER) from None
    finally:
        on.dispose()
