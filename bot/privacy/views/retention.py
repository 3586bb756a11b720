"""What is too old, counted: what a host is told of before it goes."""

from collections.abc import Mapping

from bot.slack.rich_text import Piece, pieces
from bot.slack.views.wording import count

# One and many, by table; what only its own person ever saw is left out.
WORDS = {
    "wins": ("win", "wins"),
    "blockers": ("blocker that is closed", "blockers that are closed"),
    "spotlights": ("spotlight", "spotlights"),
    "proposals": ("decided proposal", "decided proposals"),
    "checkins": ("check-in with its answers", "check-ins with their answers"),
    "responses": ("action after a pulse", "actions after a pulse"),
    "deeds": ("line of the log", "lines of the log"),
    "revisions": ("earlier wording", "earlier wordings"),
    "posts": ("message of mine, as I remember it", "messages of mine, as I remember them"),
}


def lines(counts: Mapping[str, int]) -> list[list[Piece]]:
    """How many of each there are, a line each."""
    return [pieces(count(counts[table], *words)) for table, words in WORDS.items() if counts.get(table)]
