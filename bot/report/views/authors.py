"""Asking authors whether their wins may be quoted in a report, and what hosts hear of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.blocks import Block, actions, button
from bot.slack.forms import checkboxes, field, form
from bot.slack.messages import Message, message
from bot.slack.rich_text import bold, names, quote, say
from bot.slack.text import cut
from bot.slack.views.wording import count
from bot.wins.consent import Audience

ASK, CHOOSE = "authors.ask", "authors.choose"
FORM = "authors.answer"
WINS = "wins"
MOST = 5  # wins in a message

_QUOTED = 300
_LABEL = 70
_WHERE = {
    Audience.PUBLIC: "in reports that anybody may read",
    Audience.PARTNERS: "in reports for everybody in our organisations",
    Audience.INSIDE: "in reports for the people of this partnership",
}

NOTHING_TO_ASK = "A report for the people of this partnership quotes every win, so there’s nobody to ask."
PAUSED = "The partnership is paused, so I asked nobody. Ask again once it goes on."


@dataclass(frozen=True)
class AskedWin:
    """A win whose author is asked: whether it may be quoted as things are, and whom its words name plainly."""

    id: int
    text: str
    allowed: bool
    plain_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class AuthorsForm:
    """What an author ticks."""

    channel: str
    token: str  # of the message that asked
    audience: Audience
    wins: Sequence[AskedWin]


@dataclass(frozen=True)
class AuthorsAsked:
    """That authors are asked: about how many wins one could, and how many people are, where that gives nobody away."""

    audience: Audience
    askable: int
    people: int | None


@dataclass(frozen=True)
class AuthorsAnswer:
    """What an author has answered."""

    audience: Audience
    allowed: int
    wins: int


def question(wins: Sequence[AskedWin], audience: Audience, token: str, *, answered: bool = False) -> Message:
    """To an author: which of their wins may be quoted; what they have answered, once they have."""
    allowed = sum(win.allowed for win in wins)
    ask = "May this win of yours be quoted " if len(wins) == 1 else "Which of these wins of yours may be quoted "
    closing = _allowed(allowed, len(wins)) if answered else "Only those you tick are quoted. I ask once."
    return message(
        say(f"{ask}{_WHERE[audience]}?"),
        *(say(quote(cut(win.text, _QUOTED))) for win in wins[:MOST]),
        say(closing),
        actions(button("Change my answer" if answered else "Choose", CHOOSE, token)),
    )


def choose(facts: AuthorsForm) -> dict[str, Any]:
    """The form: each win with whom it names, and a box to tick."""
    labels = [(f"{place}. {cut(win.text, _LABEL)}", str(win.id)) for place, win in enumerate(facts.wins[:MOST], 1)]
    return form(
        FORM,
        "Your wins",
        *(block for win in facts.wins[:MOST] for block in _win(win)),
        field(
            WINS,
            f"Which may be quoted {_WHERE[facts.audience]}?",
            checkboxes(labels, {str(win.id) for win in facts.wins[:MOST] if win.allowed}),
            hint="You can change this at any time, also under More on a win’s receipt.",
            optional=True,
        ),
        submit="Send",
        channel=facts.channel,
        about=facts.token,
    )


def _win(win: AskedWin) -> list[Block]:
    blocks: list[Block] = [say(quote(cut(win.text, _QUOTED)))]
    if win.plain_names:
        called = names([bold(name) for name in win.plain_names[:5]])
        blocks.append(say(*called, " may be named in it. If you tick it, the name stays in."))
    return blocks


def asked(facts: AuthorsAsked) -> Message:
    """To a host: that authors are asked, and never who, nor who isn't."""
    if not facts.askable:
        return message(say("Every win of these days is quoted already, or its author has left. I asked nobody."))
    people = f"I asked {facts.people:,} people" if facts.people else "I’m asking the authors"
    return message(
        say(
            f"{people} whether their wins may be quoted {_WHERE[facts.audience]}: "
            f"{count(facts.askable, 'win')} could be."
        ),
        say(
            "Each win is asked about once. People who have had enough messages this week, or want none now, aren’t "
            "asked. Make the report again in a few days, and it says how many it quotes."
        ),
    )


def answered(facts: AuthorsAnswer) -> Message:
    """To an author: what they have said, and what follows."""
    return message(
        say(f"Saved. {_allowed(facts.allowed, facts.wins)}"),
        say("You can change this in the same message, or under More on a win’s receipt."),
    )


def _allowed(allowed: int, wins: int) -> str:
    if wins == 1:
        return "It may be quoted." if allowed else "It won’t be quoted."
    if not allowed:
        return "None of them is quoted."
    return f"{allowed} of {wins} may be quoted."
