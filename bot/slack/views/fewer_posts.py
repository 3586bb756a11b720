"""Fewer of these: the quiet button, and what hosts read."""

from bot.slack.blocks import Element, button
from bot.slack.messages import Message, message
from bot.slack.rich_text import bold, channel, say
from bot.slack.views.wording import UNASKED, count

FEWER = "post.fewer"

_ANY = "You can move these posts or switch them off with the timetable command there."
_MOVING = {"pulse-results": "They follow the pulse: in that channel you can skip one, or switch it off."}
COUNTED = "Thank you. The hosts hear that somebody would like fewer of these, not who."
ALREADY_COUNTED = "The hosts have already heard that for this post. They don’t see who it was."


def fewer(token: str) -> Element:
    """The button that unasked posts end with."""
    return button("Fewer of these", FEWER, token)


def for_hosts(kind: str, number: int, channel_id: str) -> Message:
    """How many would like fewer posts of a kind, and where that is changed."""
    return message(
        say(
            f"{count(number, 'person', 'people').capitalize()} would like fewer of these in ",
            channel(channel_id),
            ": ",
            bold(UNASKED[kind]),
            f". {_MOVING.get(kind, _ANY)}",
        )
    )
