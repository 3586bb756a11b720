"""Which Pencil this is, and what it runs on."""

import platform

from bot import VERSION
from bot.cli.doctor.finding import Finding, ok, to_do
from bot.cli.doctor.stored import Stored

SQLITE, POSTGRESQL, UNKNOWN = "SQLite", "PostgreSQL", "database not known"
OLDEST_POSTGRESQL = 15


def check(stored: Stored, kind: str) -> Finding:
    """A PostgreSQL that is too old has to be replaced. `kind` is what the database is."""
    facts = {
        "pencil": VERSION,
        "python": platform.python_version(),
        "database": " ".join([kind, ".".join(map(str, stored.version))]).rstrip(),
    }
    if kind == POSTGRESQL and stored.version and stored.version[0] < OLDEST_POSTGRESQL:
        return to_do("versions", "old_database", **facts, oldest=OLDEST_POSTGRESQL)
    return ok("versions", "known", **facts)
