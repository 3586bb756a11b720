"""Whether the database answers, with the schema of this program."""

from bot.cli.doctor.finding import Finding, note, ok, to_do
from bot.cli.doctor.stored import Stored
from bot.db import migrations


def check(stored: Stored) -> Finding:
    """Another schema than ours is an older Pencil's, or a newer one's."""
    if stored.why:
        return to_do("database", "unusable", why=stored.why)
    if not stored.there:
        return note("database", "not_made")
    ours = migrations.latest()
    if stored.revision == ours:
        return ok("database", "current", schema=ours)
    is_newer = migrations.is_newer(stored.revision)
    return to_do("database", "newer" if is_newer else "older", schema=stored.revision, ours=ours)
