"""The question whether the vision still holds: every quarter, and when much of what goes well fits none of its aims."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.partnership.views.why import beside
from bot.slack.blocks import Block, actions, button, header
from bot.slack.messages import Message, message
from bot.slack.rich_text import bold, line, quote, say
from bot.slack.text import cut
from bot.slack.views.fewer_posts import fewer
from bot.slack.views.wording import count
from bot.vision.aims import AimWording
from bot.vision.versions import VisionView
from bot.vision.views.vision import PROPOSE, numbered

FROM_WIN = "vision.from_win"

_SHOWN = 5
_QUOTED = 300


@dataclass(frozen=True)
class Drift:
    """How the wins of late lie to the vision."""

    looked_at: int  # wins
    outside: int  # of them, how many fit no aim
    wins: Sequence[tuple[int, str]]  # the newest of those, by id


def asking(vision: VisionView, drift: Drift | None, still: Sequence[tuple[int, AimWording]], token: str) -> Message:
    """Whether the vision or the effort should move, gently; where there is no vision, whether there might be one."""
    place = str(vision.partnership_id)
    if vision.now is None:
        return message(
            header("What are we here for?"),
            beside(vision.why),
            say(
                "There is no vision here yet. If each of us had to say in one sentence what we are trying to do, how "
                "far apart would the sentences be? A first one may be rough: it is in pencil, and anyone may change it."
            ),
            actions(button("Propose a vision", PROPOSE, place), fewer(token)),
        )
    return message(
        header("Is this still what we are here for?"),
        beside(vision.why),
        say(quote(vision.now.wording.text), *numbered(vision.now.wording.aims, vision.wins)),
        _outside(drift) if drift else [],
        _still(still),
        say(
            "Does the vision still say it? If what we do has moved on, the vision may move too; if the vision is "
            "right, something we do may wait. Anyone may propose a change, and it is only pencil."
        ),
        _wins(drift.wins) if drift else [],
        actions(button("Propose a change", PROPOSE, place), fewer(token)),
    )


def _outside(drift: Drift) -> list[Block]:
    return [
        say(
            f"Of the last {count(drift.looked_at, 'win')}, ",
            bold(f"{drift.outside:,}"),
            " point at none of these aims. It may only be that nobody said which, and all of them are worth "
            "celebrating. Or something good is growing that the vision does not name yet.",
        )
    ]


def _still(still: Sequence[tuple[int, AimWording]]) -> list[Block]:
    if not still:
        return []
    return [
        say(
            line("For eight weeks nothing has been told towards", " these aims:" if len(still) > 1 else " this aim:"),
            *(line(bold(f"{number}. "), aim.text) for number, aim in still),
        )
    ]


def _wins(wins: Sequence[tuple[int, str]]) -> list[Block]:
    """Each of the newest with a button that makes a proposed aim of it."""
    blocks: list[Block] = []
    for place, (win_id, text) in enumerate(wins[:_SHOWN]):
        blocks += [
            say(quote(cut(text, _QUOTED))),
            actions(button("Propose an aim from this", f"{FROM_WIN}.{place}", str(win_id))),
        ]
    return blocks


def outlook(*, vision: bool, drifting: bool) -> str:
    """What the next one would ask, in a few words."""
    if not vision:
        return "asking for a first vision"
    return "asking whether the vision or the effort should move" if drifting else "asking whether it still holds"
