"""Whether the database answers, with the schema of this program."""

from collections.abc import Collection

from bot.cli.doctor.finding import Finding, note, ok, to_do
from bot.cli.doctor.stored import Stored


def check(stored: Stored, latest: str | None, known: Collection[str]) -> Finding:
    """`known` are all schemas up to the `latest`; another one is a newer Pencil's."""
    if stored.why:
        return to_do("database", "unusable", why=stored.why)
    if not stored.there:
        return note("database", "not_made")
    facts = {"schema": stored.revision, "ours": latest}
    if stored.revision == latest:
        return ok("database", "current", schema=latest)
    return to_do("database", "older" if stored.revision in known else "newer", **facts)
