"""Which Pencil this is, and what it runs on."""

import platform

from bot import VERSION
from bot.cli.doctor.finding import Finding, ok, to_do
from bot.cli.doctor.stored import Stored

OLDEST_POSTGRESQL = 15


def check(stored: Stored | None, *, on_sqlite: bool) -> Finding:
    """A PostgreSQL that is too old has to be replaced."""
    kind = "SQLite" if on_sqlite else "PostgreSQL"
    known = stored is not None and bool(stored.version)
    facts = {
        "pencil": VERSION,
        "python": platform.python_version(),
        "database": f"{kind} {'.'.join(map(str, stored.version))}" if stored and known else kind,
    }
    if stored and known and not on_sqlite and stored.version[0] < OLDEST_POSTGRESQL:
        return to_do("versions", "old_database", **facts, oldest=OLDEST_POSTGRESQL)
    return ok("versions", "known", **facts)
