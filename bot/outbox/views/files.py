"""Words around the files that somebody asked for."""

from bot.slack.messages import Message, message
from bot.slack.rich_text import say

NAMES = {
    "story": "the story so far",
    "my-data": "what I keep about you",
    "export": "a copy of what your partnership knows together",
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
            "please ask again: nothing was lost, and asking twice does no harm."
        )
    )


def failed(what: str) -> Message:
    """It did not arrive, and is not tried again."""
    return message(
        say(
            f"I could not send you {_named(what)}. I tried several times. Nothing was lost: please ask again later, "
            "and if it still does not come, tell whoever looks after Pencil where you are."
        )
    )
