"""What Pencil has to be allowed in Slack. The manifest says the same, with what is optional."""

from functools import lru_cache

# What the manifest asks for besides; Pencil works without.
OPTIONAL = frozenset({"channels:history", "groups:history", "im:history", "mpim:history"})
SEE_REACTIONS = "reactions:read"  # neither needed nor asked for, unless operators add it

NEEDED = frozenset(
    {
        "app_mentions:read",
        "channels:read",
        "chat:write",
        "commands",
        "files:write",
        "groups:read",
        "im:write",
        "mpim:write",
        "users:read",
    }
)


@lru_cache(maxsize=8)
def granted(header: str | None, before: frozenset[str] | None = None) -> frozenset[str] | None:
    """What Slack lets us do by the header of an answer; where it has none, what Slack said `before`."""
    if header is None:
        return before
    return frozenset(scope.strip() for scope in header.split(",")) - {""}
