"""What waits for a person, a line and its buttons for each."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blockers.views import help_requests, helpers_consent
from bot.commitments.views import commitment
from bot.home.waiting import Waiting
from bot.hosts.views import hosts
from bot.pulse.views.response import RESPOND
from bot.report.views import authors
from bot.slack.blocks import Block, actions, button
from bot.slack.rich_text import bold, quote, say
from bot.slack.text import and_more, cut
from bot.slack.views.entry_points import SHARE
from bot.ties.views import introduction
from bot.vision.views import proposal
from bot.wins.views import spotlight

_TEXT = 200


@dataclass(frozen=True)
class Kind:
    """The words for a kind, and its buttons: a label and an action each, which get the id, or the partnership's."""

    words: str
    buttons: tuple[tuple[str, str], ...] = ()


KINDS = {
    "help": Kind(
        "Can you help with this?",
        (
            ("I can help", help_requests.YES),
            ("I know someone", help_requests.KNOWS),
            ("Not now", help_requests.NOT_NOW),
        ),
    ),
    "spotlight": Kind(
        "It’s your organisation’s turn in the spotlight. What do you do?",
        (("Share a win", SHARE), ("Say what we do", spotlight.SAY), ("Pass it on", spotlight.PASS)),
    ),
    "proof": Kind(
        "You helped with this. May I say so beside your skills?",
        (("Yes, say so", helpers_consent.YES), ("No, thank you", helpers_consent.NO)),
    ),
    "introduction": Kind(
        "Would you like to meet somebody from this organisation?",
        (("Introduce us", introduction.YES), ("Not now", introduction.NOT_NOW)),
    ),
    "hosting": Kind(
        "Would you host this partnership?",
        (("Yes, I’ll host", hosts.YES), ("Not now", hosts.NOT_NOW)),
    ),
    "proposal": Kind(
        "Somebody proposes a change to the vision. A host decides.",
        (("Pencil it in", proposal.PENCIL), ("Rub it out", proposal.RUB)),
    ),
    "assent": Kind(
        "Does your organisation agree to this change to the vision? The card in the channel shows all of it.",
        (("Pencil it in", proposal.PENCIL),),
    ),
    "commitment": Kind("You took this on. Did it happen?", commitment.ANSWERS),
    "authors": Kind("May reports quote these wins of yours?", (("Choose", authors.CHOOSE),)),
    "response": Kind("What will the hosts do about the last pulse?", (("Say it", RESPOND),)),
}


def blocks(waiting: Sequence[Waiting], more: int, pulse: Sequence[Block], partnership_id: int) -> list[Block]:
    """Everything that waits; the open pulse stands there for everybody alike, whether they have answered or not."""
    made: list[Block] = [say(bold("What waits for you"))]
    if not waiting and not pulse:
        return [*made, say("Nothing just now.")]
    made += pulse
    for thing in waiting:
        kind = KINDS[thing.kind]
        made.append(say(kind.words, quote(cut(thing.about, _TEXT))))
        about = {SHARE: partnership_id}  # what begins something new is not about what waits
        if kind.buttons:
            made.append(
                actions(*(button(label, action, str(about.get(action, thing.id))) for label, action in kind.buttons))
            )
    return [*made, *([say(f"… {and_more(more)}.")] if more else [])]
