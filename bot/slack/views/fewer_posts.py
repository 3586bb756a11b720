"""Fewer of these: the quiet button, and what hosts read."""

from bot.slack.blocks import Element, button
from bot.slack.messages import Message, message
from bot.slack.rich_text import bold, channel, say
from bot.slack.views.wording import UNASKED, count

FEWER = "post.fewer"

_ANY = "You can move it or switch it off with the timetable command in that channel."
_MOVING = {"pulse-results": "They follow the pulse: you can skip one, or switch it off, in that channel."}
COUNTED = "Thank you. The hosts hear that somebody would like fewer of these, not who."
ALREADY_COUNTED = "The hosts have already heard that for this post. They don’t see who it was."


def fewer(token: str) -> Element:
    """The button that unasked posts end with."""
    return button("Fewer of these", FEWER, token)


def for_hosts(kind: str, number: int, channel_id: str) -> Message:
    """How many would like fewer posts of a kind, and where that is changed."""
    return message(
        say(
            f"{count(number, 'person', 'people').capitalize()} would like fewer posts like the last ",
            bold(UNASKED[kind]),
            " in ",
            channel(channel_id),
            f". {_MOVING.get(kind, _ANY)}",
        )
    )
