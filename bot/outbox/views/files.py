"""Words around the files that somebody asked for."""

from bot.slack.messages import Message, message
from bot.slack.rich_text import say

NAMES = {
    "story": "your report",
    "map": "the map of who has worked with whom",
    "my-data": "what I keep about you",
    "export": "a copy of everything",
}


def _named(what: str) -> str:
    return NAMES.get(what, "the files")


def comment(what: str) -> str:
    """What stands above the files; Slack reads it with its marks."""
    name = _named(what)
    return f"Here is {name}, as you asked. Only you see this message."


def unclear(what: str) -> Message:
    """It may have arrived or not."""
    return message(
        say(
            f"I was sending you {_named(what)} when the connection to Slack broke. If the files are not above, "
            "please ask again. Nothing was lost, and asking twice does no harm."
        )
    )


def failed(what: str) -> Message:
    """It did not arrive, and is not tried again."""
    return message(
        say(
            f"I tried several times, but could not send you {_named(what)}. Nothing was lost. Please ask again later. "
            "If it still doesn’t come, tell the people who look after Pencil."
        )
    )
