"""Asking authors whether their wins may be quoted in a report, and what hosts hear of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.blocks import Block, actions, button, in_full
from bot.slack.forms import checkboxes, field, form
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, names, quote, say
from bot.slack.text import cut
from bot.wins.consent import Audience, wording

ASK, CHOOSE = "authors.ask", "authors.choose"
FORM = "authors.answer"
WINS = "wins"
MOST = 5  # wins in a message

_QUOTED = 300
_LABEL = 70
_NAMED = 5
_FEW = 3  # people; fewer could be somebody
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
    """What comes of asking authors: about how many wins one could, and how many people are asked."""

    audience: Audience
    askable: int
    people: int


@dataclass(frozen=True)
class AuthorsAnswer:
    """What an author has answered."""

    audience: Audience
    allowed: int
    wins: int
    reworded: int = 0  # of those ticked; they stay as they were


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
    """The form: each win in full, with whom it names, and a box to tick."""
    wins = [(win, f"{win.id}.{wording(win.text)}") for win in facts.wins[:MOST]]
    labels = [(f"{place}. {cut(win.text, _LABEL)}", value) for place, (win, value) in enumerate(wins, 1)]
    return form(
        FORM,
        "Your wins",
        *(block for win, _ in wins for block in _win(win)),
        field(
            WINS,
            f"Which may be quoted {_WHERE[facts.audience]}?",
            checkboxes(labels, {value for win, value in wins if win.allowed}),
            hint="You can change this at any time, also under More on a win’s receipt.",
            optional=True,
        ),
        submit="Send",
        channel=facts.channel,
        about=facts.token,
    )


def _win(win: AskedWin) -> list[Block]:
    blocks = in_full(win.text)
    if win.plain_names:
        more = len(win.plain_names) - _NAMED
        called: list[Piece] = [bold(name) for name in win.plain_names[:_NAMED]]
        called += [f"{more} more"] if more > 0 else []
        blocks.append(say(*names(called), " may be named in it. If you tick it, the name stays in."))
    return blocks


def asked(facts: AuthorsAsked) -> Message:
    """To a host: how many people are asked, and never who, nor who isn't."""
    if not facts.askable:
        return message(say("Every win of these days is quoted already, or its author has left. I asked nobody."))
    once = "Each win is asked about once, and an author at most every four weeks, within the messages they allow."
    if not facts.people:
        return message(say("Nobody can be asked this week, so I asked nobody."), say(f"{once} Try again next week."))
    people = f"{facts.people:,}" if facts.people >= _FEW else "one or two"
    return message(
        say(f"I asked {people} people whether their wins may be quoted {_WHERE[facts.audience]}."),
        say(f"{once} Make the report again in a few days: it says how many it quotes."),
    )


def answered(facts: AuthorsAnswer) -> Message:
    """To an author: what they have said, and what follows."""
    again = "You can change this in the same message, or under More on a win’s receipt."
    return message(
        say(f"Saved. {_allowed(facts.allowed, facts.wins)}"),
        say(_reworded(facts.reworded) if facts.reworded else again),
    )


def _reworded(number: int) -> str:
    wins = "1 win was" if number == 1 else f"{number} wins were"
    them, are = ("it", "it isn’t") if number == 1 else ("them", "they aren’t")
    return (
        f"{wins} reworded while you were choosing, so {are} quoted. "
        f"To read {them} and choose again, press Change my answer."
    )


def _allowed(allowed: int, wins: int) -> str:
    if wins == 1:
        return "It may be quoted." if allowed else "It won’t be quoted."
    if not allowed:
        return "None of them is quoted."
    return f"{allowed} of {wins} may be quoted."
