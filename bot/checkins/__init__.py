"""The check-in on the stage the partnership is in."""
