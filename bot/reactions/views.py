"""What the author of a message reads when a reaction offers to make it a win."""

from bot.slack.blocks import Block, actions, button
from bot.slack.messages import Message, message
from bot.slack.rich_text import channel, code, link, say

FROM_REACTION = "win.from_reaction"


def to_author(reaction: str, url: str, channel_id: str, partnership_id: int, ts: str) -> Message:
    """Somebody else reacted; the message itself shows who."""
    return message(
        say(
            "Somebody reacted to ",
            link(url, "your message"),
            " in ",
            channel(channel_id),
            " with ",
            code(f":{reaction}:"),
            ".",
        ),
        say(
            "Would you like to share it as a win? I haven’t read it, so the form is empty. If you press nothing, "
            "nothing happens."
        ),
        _way_in(partnership_id, ts),
    )


def to_yourself(url: str | None, partnership_id: int, ts: str) -> Message:
    """The author reacted to their own message, and is answered."""
    return message(
        say("Would you like to share ", link(url, "your message") if url else "your message", " as a win?"),
        say("I haven’t read it, so the form is empty. If you press nothing, nothing happens."),
        _way_in(partnership_id, ts),
    )


def in_form(url: str) -> Block:
    """Above the empty form, the message it is about."""
    return say("It’s about ", link(url, "your message"), ". Say in your own words what went well.")


def _way_in(partnership_id: int, ts: str) -> Block:
    return actions(button("Share it as a win", FROM_REACTION, f"{partnership_id}.{ts}"))
