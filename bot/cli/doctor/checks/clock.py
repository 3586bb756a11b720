"""Whether our clock and Slack's agree."""

from datetime import datetime

from bot.cli.doctor.finding import Finding, ok, to_do

APART = 30  # seconds; posts that may have arrived are looked for within as many


def check(ours: datetime, theirs: datetime | None) -> Finding | None:
    """Nothing if Slack has not said what time it is."""
    if theirs is None:
        return None
    seconds = round((ours - theirs).total_seconds())
    if abs(seconds) > APART:
        return to_do("clock", "fast" if seconds > 0 else "slow", seconds=abs(seconds))
    return ok("clock", "right")
