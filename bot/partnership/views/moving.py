"""What hosts read when the channel of their partnership is gone."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.partnership.partnerships import NAME
from bot.partnership.views.partnership import START
from bot.slack.blocks import Block, actions, button
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, person, say
from bot.slack.text import and_more, cut

BRING = "partnership.bring"
MOST = 5  # that one person hosts and that are asked about at once
_NAMED = 20

STILL_THERE = "Its channel is still there, so nothing changed. You can bring it here once that channel is gone."
UNANSWERED = "Slack didn’t tell me who is in this channel, so nothing changed. Please try again in a minute."


@dataclass(frozen=True)
class Homeless:
    """A partnership whose channel is gone, and who is in this one without belonging to it yet."""

    partnership_id: int
    name: str
    newcomers: Sequence[str]  # Slack user ids


def offer(homeless: Sequence[Homeless], typed: str) -> Message:
    """The partnerships that could be at home here, and starting another one all the same."""
    return message(
        *(_one(partnership) for partnership in homeless[:MOST]),
        say("Is this channel for something else? Then start a new partnership in it."),
        actions(button("Start a new one", START, cut(typed, NAME))),
    )


def _one(homeless: Homeless) -> list[Block]:
    return [
        say(
            bold(homeless.name),
            " has lost its channel. You can bring it here, with everything it remembers.",
        ),
        say(*_who_is_new(homeless.newcomers)),
        actions(button("Bring it here", BRING, str(homeless.partnership_id))),
    ]


def _who_is_new(newcomers: Sequence[str]) -> list[Piece]:
    if not newcomers:
        return ["Everybody in this channel already belongs to it."]
    names: list[Piece] = []
    for user_id in newcomers[:_NAMED]:
        names += [", " if names else "", person(user_id)]
    more = f" {and_more(len(newcomers) - _NAMED)}" if len(newcomers) > _NAMED else ""
    return ["These people are new to it, and could read what I post here: ", *names, f"{more}."]


def brought(name: str) -> Message:
    return message(
        say(
            bold(name),
            " now lives in this channel, with everything it remembers.",
        )
    )
