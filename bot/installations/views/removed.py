"""What hosts elsewhere hear when the workspace a partnership was started from has removed Pencil."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.lib.periods import written
from bot.slack.messages import Message, message
from bot.slack.rich_text import bold, say


def removed(name: str, kept_until: datetime, zone: str) -> Message:
    """What happened, what was kept and until when, and what brings it back."""
    day = written(kept_until.astimezone(ZoneInfo(zone)).date())
    return message(
        say(
            "The workspace where ",
            bold(name),
            " was started has removed Pencil, so I can’t post for it any more. Nothing is lost: what was due waits, "
            f"and everything is kept until {day}, then deleted.",
        ),
        say("To go on, ask somebody there to install Pencil again."),
    )
