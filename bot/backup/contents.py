"""What a backup holds, and what is asked of one before it counts as such."""

from collections.abc import Collection
from pathlib import Path

from bot.db import migrations
from bot.models import Draft
from bot.pulse.ballots import HELD_TABLES
from bot.settings import SettingsError

# Answers to an open pulse, who has given them, who may, their key; and what is sealed until tomorrow. The tables go
# along, and nothing in them: copies outlast the day on which these are deleted.
LEFT_OUT = frozenset({*HELD_TABLES, Draft.__tablename__})
# Without these a pulse cannot go on: its time is up, so that the first turn of the clock ends it.
END_PULSES = (
    "UPDATE pulses SET opened_at = coalesce(opened_at, written_at), closes_at = coalesce(opened_at, written_at), "
    "held_until = NULL WHERE closed_at IS NULL"
)
_OURS = frozenset({"alembic_version", "partnerships", "posts"})


class BackupError(SettingsError):
    """A backup that could not be made or put back; says what was kept and what to do."""


def require_tables(file: Path, tables: Collection[str]) -> None:
    """Nothing, if a database with these tables is Pencil's."""
    if _OURS.difference(tables):
        raise BackupError(f"{file}: this is no backup of Pencil. Nothing was restored.")


def require_known(schema: str | None) -> str:
    """The schema, if this Pencil has ever had it."""
    if schema is None:
        raise BackupError("DATABASE_URL: this database is empty, so there is nothing to back up.")
    if migrations.is_newer(schema):
        raise BackupError("DATABASE_URL: a newer Pencil has used this database. Make the backup with that one.")
    return schema


def require_no_newer(file: Path, schema: str | None) -> str:
    """The schema of a backup, if this Pencil can bring it up to date."""
    if schema is None:
        raise BackupError(f"{file}: this is no backup of Pencil. Nothing was restored.")
    if migrations.is_newer(schema):
        raise BackupError(f"{file}: a newer Pencil made this backup. Install that one. Nothing was restored.")
    return schema
