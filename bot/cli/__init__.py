"""The commands of `python -m bot` that serve nobody: health, startup, the outbox, export and import, the report."""
