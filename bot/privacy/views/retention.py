"""What is too old, counted, and what hosts hear before anything of it goes."""

from collections.abc import Mapping
from datetime import datetime

from bot.partnership.partnerships import KEPT
from bot.slack.blocks import actions, button
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, channel, code, pieces, say
from bot.slack.text import dated
from bot.slack.views.wording import count

SEE = "house.stake"

# One and many, by table; what only its own person ever saw is left out.
WORDS = {
    "wins": ("win", "wins"),
    "blockers": ("blocker that is closed", "blockers that are closed"),
    "ideas": ("idea that is decided", "ideas that are decided"),
    "initiatives": ("initiative that is done or dropped", "initiatives that are done or dropped"),
    "introductions": ("introduction", "introductions"),
    "spotlights": ("spotlight", "spotlights"),
    "proposals": ("decided proposal", "decided proposals"),
    "checkins": ("check-in with its answers", "check-ins with their answers"),
    "habits": ("habit that was undone", "habits that were undone"),
    "consultations": ("consultation with its answers", "consultations with their answers"),
    "roll_calls": ("roll-call", "roll-calls"),
    "digest_entries": ("line of the hosts’ digest", "lines of the hosts’ digest"),
    "responses": ("action after a pulse", "actions after a pulse"),
    "deeds": ("line of the log", "lines of the log"),
    "revisions": ("earlier wording", "earlier wordings"),
    "posts": ("copy of a message I sent", "copies of messages I sent"),
}


def lines(counts: Mapping[str, int]) -> list[list[Piece]]:
    """How many of each there are, a line each."""
    return [pieces(count(counts[table], *words)) for table, words in WORDS.items() if counts.get(table)]


def ask(partnership_id: int, channel_id: str) -> Message:
    """For hosts of a partnership from a time when nothing was deleted: whether it should stay like that."""
    return message(
        say(
            "In new partnerships I delete things after ",
            count(KEPT, "month"),
            ". In ",
            channel(channel_id),
            " I keep everything, until a host says otherwise.",
        ),
        actions(button(f"What would {count(KEPT, 'month')} delete?", SEE, f"{partnership_id}.{KEPT}")),
        say("The button only shows you. If you press nothing, nothing is deleted."),
    )


def ahead(first: datetime, zone: str, months: int, channel_id: str) -> Message:
    """For hosts: when the first that is too old will go."""
    return message(
        say(
            f"From {dated(first, zone)} I’ll delete what is older than {count(months, 'month')} in ",
            channel(channel_id),
            ", a little every day. My posts in the channel stay.",
        ),
        say(
            "Any host can change that. Type ",
            code("@Pencil settings keep 36"),
            " there, or ",
            code("keep off"),
            " to keep everything.",
        ),
    )
