"""What hosts read about reflection."""

from bot.slack.messages import Message, message
from bot.slack.rich_text import code, say

BEGIN, END = "reflection.begin", "reflection.end"
NOT_REFLECTING = "This partnership isn’t in reflection, so nothing has changed."


def begun(command: str, *, fresh: bool) -> Message:
    """What reflection means, and how it ends."""
    return message(
        say(
            "The reflection has begun. " if fresh else "This partnership is already in reflection. ",
            "Every post comes half as often: what was weekly comes every second week, what was monthly every second "
            "month. I still record what people tell me.",
        ),
        say(
            code(f"{command} timetable"),
            " shows the days; ",
            code(f"{command} reflect end"),
            " brings back the usual rhythm.",
        ),
    )


def ended(command: str) -> Message:
    return message(
        say("The reflection has ended. Every post comes as often as before: ", code(f"{command} timetable"), ".")
    )


def unclear(command: str) -> Message:
    return message(
        say(
            "I didn’t understand that, so nothing has changed. Type ",
            code(f"{command} reflect"),
            " or ",
            code(f"{command} reflect end"),
            ".",
        )
    )
