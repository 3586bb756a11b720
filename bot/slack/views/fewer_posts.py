"""Fewer of these: the quiet button, and what is said of a press."""

from bot.slack.blocks import Element, button

FEWER = "post.fewer"

COUNTED = "Thank you. The hosts hear that somebody would like fewer of these, not who."
ALREADY_COUNTED = "The hosts have already heard that for this post. They don’t see who it was."


def fewer(token: str) -> Element:
    """The button that unasked posts end with."""
    return button("Fewer of these", FEWER, token)
