"""How a command is used: the same shape for each."""

from collections.abc import Sequence

from bot.slack.blocks import Element, actions
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, bullets, code, pieces, say


def guide(
    title: str,
    command: str,
    *lines: tuple[str, str],
    mention: str,
    examples: Sequence[str],
    closing: str,
    way_in: Element,
) -> Message:
    """What may be typed behind the command and what it does, three examples somebody might really write, a way in.

    `mention` is what people without slash commands say to `@Pencil`.
    """
    typed: list[Sequence[Piece]] = [pieces(code(f"{command} {words}".strip()), f" {does}") for words, does in lines]
    typed.append(["If you have no slash commands here, say ", code(f"@Pencil {mention}"), " in the channel."])
    return message(
        say(bold(title)),
        say(bullets(*typed)),
        say("For example:", bullets(*examples)),
        say(closing),
        actions(way_in),
    )


def call(word: str, what: str, command: str, way_in: Element) -> Message:
    """For those who called without saying what: the way to the form."""
    return message(
        say(
            f"Say {what} after the word ",
            code(word),
            ", or press the button. ",
            code(f"{command} help"),
            " shows examples.",
        ),
        actions(way_in),
    )
