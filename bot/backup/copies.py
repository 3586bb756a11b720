"""Made while Pencil runs, and put back where there is nothing yet: all of it, or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.backup import _postgresql, _sqlite
from bot.backup.contents import BackupError, require_known
from bot.db import migrations
from bot.db.engine import engine, why
from bot.lib import private


@dataclass(frozen=True)
class Backup:
    """How large it is, and how many pulses are open whose answers are not in it."""

    size: int
    open_pulses: int


@contextmanager
def view(url: str) -> Iterator[Session]:
    """One unchanging view of the database; nothing is written."""
    on = engine(url, begin="BEGIN")
    reading = on
    if on.dialect.name == "postgresql":
        reading = on.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    try:
        with Session(reading) as session:
            yield session
    finally:
        on.dispose()


def backup(session: Session, file: Path) -> Backup:
    """Everything as this session sees it is in the file, but for what no copy may hold, and checked."""
    connection = session.connection()
    schema = require_known(migrations.current(connection))
    tables = set(inspect(connection).get_table_names())
    opened = "SELECT count(*) FROM pulses WHERE closed_at IS NULL"
    pulses = connection.execute(text(opened)).scalar_one() if "pulses" in tables else 0
    write = _sqlite.write if connection.dialect.name == "sqlite" else _postgresql.write
    try:
        with private.beside(file) as part:
            write(connection, part, schema, tables)
    except FileExistsError:
        raise BackupError(f"{file}: this file is there already, and was not touched. Name another one.") from None
    except OSError as error:
        raise BackupError(
            f"{file}: the backup could not be written ({error.strerror or error}). Nothing of it was kept."
        ) from None
    return Backup(file.stat().st_size, pulses)


def restore(url: str, file: Path) -> str:
    """The schema of what is in the database now: all that is in the file."""
    try:
        with file.open("rb") as opened:
            begins = opened.read(16)
    except OSError as error:
        raise BackupError(f"{file}: this file cannot be read ({error.strerror}). Nothing was restored.") from None
    on_sqlite = url.startswith("sqlite")
    here, there = (_sqlite, _postgresql) if on_sqlite else (_postgresql, _sqlite)
    if begins.startswith(there.MAGIC):
        raise BackupError(
            f"{file}: this is a backup of {there.NAME}, and DATABASE_URL is {here.NAME}. Restore it into {there.NAME}; "
            "export and import take it from there. Nothing was restored."
        )
    if not begins.startswith(here.MAGIC):
        raise BackupError(f"{file}: this is no backup. Nothing was restored.")
    try:
        schema: str = here.restore(url, file)
    except SQLAlchemyError as error:
        raise BackupError(f"DATABASE_URL: the database cannot be used ({why(error)}). Nothing was restored.") from None
    return schema
