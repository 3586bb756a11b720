"""What Pencil has to be allowed in Slack. The manifest says the same, with what is optional."""

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
