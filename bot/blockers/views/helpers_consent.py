"""What people read about something they helped with, which is shown only with their yes."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.blocks import Block, actions, button
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, pieces, quote, say
from bot.slack.text import and_more, cut

YES, NO = "proof.yes", "proof.no"

_TEXT = 300
_SHOWN = 5


@dataclass(frozen=True)
class Helped:
    """Something a person helped with, as it would be shown."""

    id: int
    text: str
    skill: str | None  # the one it shows


def question(helped: Helped) -> Message:
    """May it be said that they helped? Nothing is, until they say yes."""
    return message(say(*_asking(helped)), say(*_where(helped)), _choices(helped))


def _asking(helped: Helped) -> list[Piece]:
    return [
        "Thank you. Somebody said you helped with this, and it’s fixed:",
        quote(cut(helped.text, _TEXT)),
        "May I say so beside your skills?",
    ]


def _where(helped: Helped) -> list[Piece]:
    beside = ["beside ", bold(helped.skill)] if helped.skill else pieces("beside your skills")
    return [
        "People who search would read “helped with” and these words ",
        *beside,
        ". Nothing is shown unless you say yes.",
    ]


def _choices(helped: Helped) -> Block:
    return actions(
        button("Yes, say so", YES, str(helped.id)),
        button("No, thank you", NO, str(helped.id)),
    )


def answered(helped: Helped, *, agreed: bool) -> Message:
    """What holds now, and the way back."""
    if agreed:
        return message(
            say("People who look for such a skill can read that you helped with this:", quote(cut(helped.text, _TEXT))),
            actions(button("Don’t say so", NO, str(helped.id))),
        )
    return message(
        say("I won’t say that you helped with this:", quote(cut(helped.text, _TEXT))),
        actions(button("Say so after all", YES, str(helped.id))),
    )


def withdrawn(helped: Helped) -> Message:
    """In the place of the question, once it is stuck again."""
    return message(say("This is open again, so there’s nothing to say about it yet:", quote(cut(helped.text, _TEXT))))


def waiting(helped: Sequence[Helped]) -> list[Block]:
    """What has not been answered yet, to be answered from My Pencil."""
    if not helped:
        return []
    blocks: list[Block] = [say(bold("You helped. May I say so beside your skills?"))]
    for shown in helped[:_SHOWN]:
        blocks += [say(quote(cut(shown.text, _TEXT))), _choices(shown)]
    more = len(helped) - _SHOWN
    return [*blocks, *([say("… ", and_more(more), ".")] if more > 0 else [])]
