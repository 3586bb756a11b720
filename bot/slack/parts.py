"""Parts of a message that are found in it again, once it is kept, and replaced.

A part stands under a name, in the ids of its blocks. Slack wants other ids in a message that has changed, so each
holds how often its part has been replaced.
"""

from collections.abc import Iterable, Sequence

from bot.slack.blocks import Block

_ID = "block_id"


def part(name: str, blocks: Iterable[Block], times: int = 0) -> list[Block]:
    """These blocks, under a name that no other part of the message has."""
    return [{_ID: f"{name}#{times}.{place}", **block} for place, block in enumerate(blocks)]


def with_part(kept: Sequence[Block], name: str, blocks: Sequence[Block]) -> list[Block] | None:
    """The message with these blocks as its part of this name; nothing where that changes nothing, or there is none."""
    ids = [block.get(_ID, "") for block in kept]
    places = [place for place, block_id in enumerate(ids) if block_id.startswith(f"{name}#")]
    if not places:
        return None
    times = int(ids[places[0]].removeprefix(f"{name}#").partition(".")[0])
    if part(name, blocks, times) == [kept[place] for place in places]:
        return None
    return [*kept[: places[0]], *part(name, blocks, times + 1), *kept[places[-1] + 1 :]]
