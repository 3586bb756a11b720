"""Fewer of these: the quiet button, and what hosts read."""

from bot.slack.blocks import Element, button
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, channel, code, pieces, say
from bot.slack.views.wording import UNASKED, count

FEWER, WISHES = "post.fewer", "post.wishes"

COUNTED = "Thank you. The hosts hear that somebody would like fewer of these, not who."
ALREADY_COUNTED = "The hosts have already heard that for this post. They don’t see who it was."


def fewer(token: str) -> Element:
    """The button that unasked posts end with."""
    return button("Fewer of these", FEWER, token)


def for_hosts(kind: str, number: int, channel_id: str, command: str) -> Message:
    """For hosts: how many would like fewer posts of a kind, and what to type where to change that."""
    return message(
        say(
            f"{count(number, 'person', 'people').capitalize()} would like fewer of these in ",
            channel(channel_id),
            ": ",
            bold(UNASKED[kind]),
            ".",
        ),
        say(*_changing(kind, command)),
    )


def _changing(kind: str, command: str) -> list[Piece]:
    if kind == "pulse-results":
        return pieces(
            "They follow the pulse. To skip the next one, type ",
            code(f"{command} pulse skip"),
            " there. To switch it off, type ",
            code(f"{command} timetable pulse off"),
            ".",
        )
    if kind == "consultations":
        return pieces("To end it or take it back, type ", code(f"{command} consultation"), " there.")
    return pieces(
        "To switch them off, type ",
        code(f"{command} timetable {kind} off"),
        " there. To move them, type a day and a time instead of ",
        code("off"),
        ".",
    )
