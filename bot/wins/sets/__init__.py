"""Wins recorded in sets: each statement once for many acts."""
