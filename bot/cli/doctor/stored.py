"""What is in the database, read without changing it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.db import migrations
from bot.db.engine import looking, why
from bot.installations import entries
from bot.models import Partnership, Post, Pulse
from bot.settings import Settings


@dataclass(frozen=True)
class Home:
    """A partnership, its channel, and the workspace that has Pencil there."""

    name: str
    channel_id: str
    team_id: str


@dataclass(frozen=True)
class SealedPulse:
    """A pulse that has not closed and began with a `PENCIL_KEY`."""

    partnership: str
    zone: str
    token: str
    check: bytes
    closes_at: datetime


@dataclass(frozen=True)
class SealedToken:
    """The token of a workspace that has installed Pencil by its link."""

    team_id: str
    sealed: bytes


@dataclass(frozen=True)
class Stored:
    """How the database is. What its rows say is known only if its schema is this program's."""

    why: str = ""  # it cannot be used
    there: bool = True  # else nothing has been made yet
    revision: str | None = None
    version: tuple[int, ...] = ()  # of the server, or of SQLite
    is_read: bool = False
    homes: tuple[Home, ...] = ()
    pulses: tuple[SealedPulse, ...] = ()
    tokens: tuple[SealedToken, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether what is said of rows is all there is."""
        return self.is_read or not self.there


def sqlite_file(settings: Settings) -> Path | None:
    """The file everything is kept in, if it is one."""
    return Path(make_url(settings.database_url).database or "") if settings.on_sqlite else None


def read(settings: Settings) -> Stored:
    """How it is now."""
    file = sqlite_file(settings)
    if file is not None and not file.exists() and file.absolute().parent.is_dir():
        return Stored(there=False)
    engine = looking(settings.database_url)
    try:
        with engine.connect() as connection:
            return _read(connection)
    except SQLAlchemyError as error:
        return Stored(why=why(error))
    finally:
        engine.dispose()


def _read(connection: Connection) -> Stored:
    revision = migrations.current(connection)
    version = tuple(part for part in connection.dialect.server_version_info or () if isinstance(part, int))
    if revision != migrations.latest():
        return Stored(there=revision is not None, revision=revision, version=version)
    with Session(connection) as session:
        homes = session.execute(
            select(Partnership.name, Partnership.channel_id, Partnership.team_id).order_by(Partnership.id)
        )
        pulses = session.execute(
            select(Partnership.name, Partnership.zone, Post.token, Pulse.key_check, Pulse.closes_at)
            .join(Partnership, Partnership.id == Pulse.partnership_id)
            .join(Post, Post.id == Pulse.post_id)
            .where(Pulse.closed_at.is_(None))
            .order_by(Pulse.id)
        )
        tokens = [(row.team_id, row.bot_token) for row in entries.every(session)]
        return Stored(
            revision=revision,
            version=version,
            is_read=True,
            homes=tuple(Home(*row) for row in homes),
            pulses=tuple(
                SealedPulse(name, zone, token, check, closes_at)
                for name, zone, token, check, closes_at in pulses
                if check is not None
            ),
            tokens=tuple(SealedToken(team_id, sealed) for team_id, sealed in tokens if sealed is not None),
        )
