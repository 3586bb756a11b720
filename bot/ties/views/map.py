"""The map for hosts: who has worked with whom, as a message, a picture and a table; and two that never have."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.drawing.pairs import MOST, Pairs
from bot.lib import sheets
from bot.lib.periods import Period
from bot.slack.blocks import Block, Element, actions, button
from bot.slack.forms import form, period_fields
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, bullets, names, pieces, say
from bot.slack.text import and_more
from bot.slack.views.wording import count
from bot.ties.entries import Tie, WorkMap
from bot.ties.reasons import Reason
from bot.ties.views.introduction import OFFER, why

OPEN, CHOOSE, FORM = "map.open", "map.choose", "map.show"
TITLE = "Who has worked with whom"
COUNTED = "Each figure counts shared wins, and blockers fixed with the other’s help. A blocker and its win count once."
SHOWN = 10  # pairs, and organisations without a tie, that a message names
HEADER = ("Organisation", "And", "Times", "Wins they share", "First helped second", "Second helped first")


@dataclass(frozen=True)
class MapView:
    """What a host is shown."""

    partnership_id: int
    seen: WorkMap
    suggestion: Reason | None = None


def open_button(partnership_id: int) -> Element:
    return button(TITLE, OPEN, str(partnership_id))


def answer(shown: MapView) -> Message:
    """The pairs that did most, who is in none, and two to introduce; the rest comes as a picture and a table."""
    seen = shown.seen
    return message(
        say(bold(TITLE), f", {seen.period}"),
        [*_pairs(seen), *_alone(seen.alone)] if seen.ties else [say(_nothing(seen.organisations))],
        _suggestion(shown),
        actions(
            *([_offer_button(shown.partnership_id, shown.suggestion)] if shown.suggestion else []),
            button("Choose days", CHOOSE, str(shown.partnership_id)),
        ),
    )


def _nothing(organisations: int) -> str:
    if organisations < 2:  # a tie takes two
        return "There aren’t two organisations here yet, so there’s nothing to show."
    return "In these days, I heard of no two organisations that shared a win or helped each other."


def _pairs(seen: WorkMap) -> list[Block]:
    tied, more = seen.organisations - len(seen.alone), len(seen.ties) - SHOWN
    files = "The picture and a table are" if tied <= MOST else "A table is"
    return [
        say(f"{tied:,} of {count(seen.organisations, 'organisation')}, in {count(len(seen.ties), 'pair')}:"),
        say(bullets(*(_line(tie) for tie in seen.ties[:SHOWN]))),
        say(f"… {and_more(more)}. " if more > 0 else "", f"{files} coming in a private message."),
    ]


def _line(tie: Tie) -> list[Piece]:
    done = [count(tie.wins, "shared win")] if tie.wins else []
    helped = tie.helped + tie.was_helped
    done += [f"{count(helped, 'blocker')} fixed with help"] if helped else []
    return pieces(f"{tie.first} and {tie.second}: ", " and ".join(done))


def _alone(alone: Sequence[str]) -> list[Block]:
    if not alone:
        return []
    more = [f"{len(alone) - SHOWN:,} more"] if len(alone) > SHOWN else []
    return [say("Not in any pair: ", *names([*alone[:SHOWN], *more]), ".")]


def _suggestion(shown: MapView) -> list[Block]:
    reason = shown.suggestion
    if reason is None:
        return []
    one, other = sorted((person.organisation for person in reason.people), key=str.casefold)
    return [say(bold("Two that have never worked together: "), f"{one} and {other}"), say(*why(reason))]


def _offer_button(partnership_id: int, reason: Reason) -> Element:
    ids = partnership_id, reason.helper.partner_id, reason.other.partner_id
    return button("Offer an introduction", OFFER, ".".join(map(str, ids)))


def days_form(channel_id: str, started: date) -> dict[str, Any]:
    """From when to when."""
    return form(FORM, TITLE, period_fields(started), submit="Show it", channel=channel_id)


# As files


def picture(period: Period, ties: Sequence[Tie]) -> Pairs | None:
    """The picture; none where there are no ties, or more names than one picture holds."""
    return Pairs.of(f"{TITLE}, {period}", COUNTED, {(tie.first, tie.second): tie.times for tie in ties})


def table(ties: Sequence[Tie]) -> bytes:
    """All pairs, for a spreadsheet."""
    return sheets.table(
        HEADER, [(tie.first, tie.second, tie.times, tie.wins, tie.helped, tie.was_helped) for tie in ties]
    )
