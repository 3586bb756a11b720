"""What somebody reads who has come into the channel."""

from dataclasses import dataclass
from datetime import datetime

from bot.blockers.entries import BlockerView
from bot.blockers.views.blocker import HELP
from bot.home.views.catch_up import OPEN as CATCH_UP
from bot.partnership.views.partner import RETURN, Choice, ask
from bot.pulse.views.pulse import TAKE, PulseView
from bot.slack.blocks import Block, Element, actions, button, header
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, bullets, moment, pieces, quote, say
from bot.slack.text import cut, day
from bot.slack.views.entry_points import OFFER, RAISE, SHARE

_WHY, _LINE, _BLOCKER, _WAYS = 400, 300, 200, 3


@dataclass(frozen=True)
class Welcome:
    """All that a welcome is made of."""

    partnership_id: int
    name: str
    zone: str
    why: str | None
    vision: str | None
    choice: Choice
    organisation: str | None  # as their workspace says
    away: tuple[int, datetime] | None  # its id, and since when it has stepped back
    open_blocker: BlockerView | None  # an open blocker that nobody has taken on
    pulse: PulseView | None  # if one is open
    invited: bool  # to that pulse


def welcome(to: Welcome) -> Message:
    """What this is, why now, where to; where the person is from; and three ways in."""
    return message(
        header(f"Welcome to {to.name}"),
        say(
            "I am Pencil. I remember what goes well between the organisations here, what is stuck and who can do what, "
            "and tell of it in the channel. Only you see this, and I send it once."
        ),
        [say(bold("Why, and why now"), quote(cut(to.why, _WHY)))] if to.why and to.why.strip() else [],
        [say(bold("Where we want to get, in pencil"), quote(line))] if (line := _first_line(to.vision or "")) else [],
        _where_from(to),
        *_ways_in(to),
    )


def _first_line(text: str) -> str:
    line = next((line for line in text.splitlines() if line.strip()), "")
    return cut(line if line.strip() == text.strip() else f"{line.rstrip()} …", _LINE)


def _where_from(to: Welcome) -> list[Block]:
    if to.organisation is None:
        return ask(to.choice, f"p{to.partnership_id}", "I ask once, and you can change it later.")
    where: list[Piece] = ["I take it that you are from ", bold(to.organisation), ", as your colleagues here are."]
    if to.away is not None:
        partner_id, since = to.away
        where.append(
            f" It stepped back on {day(since, to.zone)} {since.year}, and stays so until somebody says otherwise."
        )
        return [
            say(*where),
            actions(button("It returns", RETURN, str(partner_id))),
            *ask(to.choice, f"p{to.partnership_id}", "If it is another, choose it here."),
        ]
    return [say(*where), *ask(to.choice, f"p{to.partnership_id}", "If it is another, choose it here.")]


def _ways_in(to: Welcome) -> list[Block | list[Block]]:
    about = str(to.partnership_id)
    ways: list[tuple[list[Piece], Element]] = [
        (
            pieces(bold("A skill"), ": say what you can do, above all what your day job never asks for."),
            button("Offer a skill", OFFER, about),
        )
    ]
    if to.open_blocker is not None:
        hand = pieces(bold("A hand"), ": somebody here is stuck. “", _inline(to.open_blocker.text), "”")
        ways.append((hand, button("I can help", HELP, str(to.open_blocker.id))))
    if to.pulse is not None and to.invited:
        pulse = pieces(bold("The pulse"), ": five statements about how we work together, anonymous.")
        ways.append((pulse, button("Take the pulse", TAKE, to.pulse.token)))
    win = pieces(bold("A win"), ": something that went well between two of us. A sentence is plenty.")
    ways.append((win, button("Share a win", SHARE, about)))
    blocker = pieces(bold("A blocker"), ": something that is stuck where you are. Anybody here may fix it.")
    ways.append((blocker, button("Raise a blocker", RAISE, about)))
    return [
        say(bold("Three ways in, about a minute each"), bullets(*(line for line, _ in ways[:_WAYS]))),
        [say(*_not_yet(to.pulse))] if to.pulse is not None and not to.invited else [],
        actions(*(way for _, way in ways[:_WAYS]), button("The last month here", CATCH_UP, about)),
    ]


def _not_yet(pulse: PulseView) -> list[Piece]:
    """A pulse is for those it was opened for: who may answer cannot change once anybody has."""
    return pieces(
        "A pulse, five statements about how we work together, is open until ",
        moment(pulse.closes_at, pulse.zone),
        " for those who were here when it began. The next one asks you too.",
    )


def _inline(text: str) -> str:
    return cut(" ".join(text.split()), _BLOCKER)


def back(name: str, partnership_id: int, since: datetime, zone: str) -> Message:
    """For somebody who has been away for long."""
    return message(
        say(
            "Good to see you in ",
            bold(name),
            f" again. All you told before {day(since, zone)} {since.year} is still here.",
        ),
        actions(button("The last month here", CATCH_UP, str(partnership_id))),
    )
