"""The question whether the vision still holds: every quarter, and when much of what goes well fits none of its aims."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.partnership.views.why import beside
from bot.slack.blocks import Block, actions, button, header
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, pieces, quote, say
from bot.slack.text import cut
from bot.slack.views.fewer_posts import fewer
from bot.slack.views.wording import count
from bot.vision.aims import AimWording
from bot.vision.versions import VisionView
from bot.vision.views.vision import PROPOSE

OUTSIDE, FROM_WIN = "vision.outside", "vision.from_win"

_SHOWN = 5
_QUOTED = 300

NONE_OUTSIDE = "That’s no longer so: fewer than half of our last ten wins fit none of our aims."


@dataclass(frozen=True)
class Drift:
    """How the wins of late lie to the vision."""

    looked_at: int  # wins
    outside: Sequence[tuple[int, str]]  # those said to fit no aim, newest first, by id


def asking(vision: VisionView, drift: Drift | None, still: Sequence[tuple[int, AimWording]], token: str) -> Message:
    """Whether the vision or the effort should move, gently; where there is no vision, whether there might be one."""
    place = str(vision.partnership_id)
    if vision.now is None:
        return message(
            header("What are we here for?"),
            beside(vision.why),
            say(
                "There is no vision here yet. If each of us said in one sentence what we’re trying to do, how "
                "different would the sentences be? A rough first one is fine: it’s in pencil, and anyone may change it."
            ),
            actions(button("Propose a vision", PROPOSE, place), fewer(token)),
        )
    return message(
        header("Is this still what we’re here for?"),
        say(quote(vision.now.wording.text)),
        say(
            *_noticed(drift, still),
            "Should the vision change, or what we do? Anyone may propose a change: it’s only pencil.",
        ),
        actions(
            button("Propose a change", PROPOSE, place),
            *([button("See those wins", OUTSIDE, place)] if drift else []),
            fewer(token),
        ),
    )


def _noticed(drift: Drift | None, still: Sequence[tuple[int, AimWording]]) -> list[Piece]:
    """What makes it worth asking, if anything does."""
    if drift:
        wins = count(drift.looked_at, "win")
        return pieces(f"Of our last {wins}, ", bold(f"{len(drift.outside):,}"), " were said to fit none of our aims. ")
    if still:
        (number, aim), more = still[0], len(still) - 1
        others = f", nor {count(more, 'other aim')}" if more else ""
        return pieces("For eight weeks no win has named aim ", bold(f"{number}. "), f"“{cut(aim.text, 80)}”{others}. ")
    return []


def outside(drift: Drift) -> Message:
    """For whoever asks: the newest of those wins, each with a button that makes a proposed aim of it."""
    blocks: list[Block] = []
    for place, (win_id, text) in enumerate(drift.outside[:_SHOWN]):
        blocks += [
            say(quote(cut(text, _QUOTED))),
            actions(button("Propose an aim from this", f"{FROM_WIN}.{place}", str(win_id))),
        ]
    return message(
        say("All worth celebrating. If one of them shows where we’re heading, make it an aim:"),
        blocks,
    )


def outlook(*, vision: bool, drifting: bool) -> str:
    """What the next one would ask, in a few words."""
    if not vision:
        return "asking for a first vision"
    return "asking whether the vision, or what we do, should change" if drifting else "asking whether it still holds"
