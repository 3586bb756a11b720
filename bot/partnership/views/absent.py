"""What somebody reads who has named people that are not in the channel."""

from collections.abc import Sequence

from bot.slack.blocks import Block
from bot.slack.rich_text import Piece, code, names, person, say

_NAMED = 5


def absent(user_ids: Sequence[str], *, briefly: bool = False) -> list[Block]:
    """One line: that they are not in the channel and, unless `briefly`, how to add them."""
    if not user_ids:
        return []
    people: list[Piece] = [person(user_id) for user_id in user_ids[:_NAMED]]
    more = len(user_ids) - _NAMED
    who = names([*people, *([f"{more} more"] if more > 0 else [])])
    verb = " isn’t" if len(user_ids) == 1 else " aren’t"
    invitation: list[Piece] = [] if briefly else [" To add them: ", code("/invite @name"), "."]
    return [say(*who, verb, " in this channel.", *invitation)]
