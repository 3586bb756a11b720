"""blockers."""
