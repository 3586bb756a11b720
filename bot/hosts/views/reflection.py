"""What hosts read about reflection, and when a pause has ended."""

from datetime import datetime

from bot.slack.messages import Message, message
from bot.slack.rich_text import channel, code, moment, pieces, say

BEGIN, END = "reflection.begin", "reflection.end"
NOT_REFLECTING = "This partnership is not in reflection, so nothing was changed."


def begun(command: str, *, fresh: bool) -> Message:
    """What reflection means, and how it ends."""
    return message(
        say(
            "In reflection from now on. " if fresh else "This partnership is in reflection already. ",
            "Every post comes half as often: what came every week comes every second week, what came every month "
            "every second month. What you tell me is recorded as always. A pause works as before.",
        ),
        say(
            code(f"{command} timetable"),
            " shows the days; ",
            code(f"{command} reflect end"),
            " brings the usual rhythm back.",
        ),
    )


def ended(command: str) -> Message:
    return message(
        say("Reflection has ended. Every post comes as often as before: ", code(f"{command} timetable"), ".")
    )


def unclear(command: str) -> Message:
    return message(
        say(
            "I did not understand that, so nothing was changed. Say ",
            code(f"{command} reflect"),
            " or ",
            code(f"{command} reflect end"),
            ".",
        )
    )


def woken(channel_id: str, next_at: datetime | None, zone: str) -> Message:
    """For hosts: the pause ended by itself, as it was meant to."""
    after = pieces(" The next celebration comes on ", moment(next_at, zone), ".") if next_at else []
    return message(say("The pause in ", channel(channel_id), " has ended, as planned.", *after))
