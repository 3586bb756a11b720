"""The commands of `python -m bot` that serve nobody: setup, doctor, health, startup, outbox, transfer, report."""
