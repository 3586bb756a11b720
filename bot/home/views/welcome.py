"""What somebody reads who has come into the channel."""

from dataclasses import dataclass
from datetime import datetime

from bot.blockers.entries import BlockerView
from bot.blockers.views.blocker import HELP
from bot.habits.views.habit import TITLE as HABITS
from bot.home.views.catch_up import OPEN as CATCH_UP
from bot.partnership.views.partner import RETURN, Choice, another, ask
from bot.pulse.views.pulse import TAKE, PulseView
from bot.slack.blocks import Block, Element, actions, button, header
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, bullets, pieces, quote, say
from bot.slack.text import cut, day
from bot.slack.views.entry_points import OFFER, RAISE, SHARE

_WHY, _LINE, _BLOCKER = 400, 300, 200
_CONTROLS = 5


@dataclass(frozen=True)
class Welcome:
    """All that a welcome is made of."""

    partnership_id: int
    name: str
    zone: str
    why: str | None
    vision: str | None
    habit: str | None  # the newest
    choice: Choice
    organisation: str | None  # as their workspace says
    away: tuple[int, datetime] | None  # its id, and since when it has stepped back
    open_blocker: BlockerView | None  # an open blocker that nobody has taken on
    pulse: PulseView | None  # if one is open
    invited: bool  # to that pulse


def welcome(to: Welcome) -> Message:
    """What this is, why now, where to; where the person is from; and a few things to begin with."""
    asked, elements = _where_from(to)
    return message(
        header(f"Welcome to {to.name}"),
        say("I’m Pencil. I remember what goes well here, what’s stuck and who can do what. Only you see this."),
        [say(bold("Why now"), quote(cut(to.why, _WHY)))] if to.why and to.why.strip() else [],
        [say(bold("Our vision, in pencil"), quote(line))] if (line := _first_line(to.vision or "")) else [],
        [say(bold(HABITS), quote(to.habit))] if to.habit else [],
        asked,
        *_ways_in(to, _CONTROLS - len(elements) - 1),
    )


def _first_line(text: str) -> str:
    line = next((line for line in text.splitlines() if line.strip()), "")
    return cut(line if line.strip() == text.strip() else f"{line.rstrip()} …", _LINE)


def _where_from(to: Welcome) -> tuple[list[Block], list[Element]]:
    """What is said and asked of it, and what of that can be pressed."""
    about = f"p{to.partnership_id}"
    if to.organisation is None:
        asked = ask(to.choice, about)
        return asked, asked[-1]["elements"]
    where: list[Piece] = ["I think you’re from ", bold(to.organisation), ", like your colleagues here."]
    elements = [another(about)]
    if to.away is not None:
        partner_id, since = to.away
        where.append(f" It stepped back on {day(since, to.zone)} {since.year}.")
        elements.insert(0, button("It’s back", RETURN, str(partner_id)))
    return [say(*where), actions(*elements)], elements


def _ways_in(to: Welcome, number: int) -> list[Block | list[Block]]:
    """So many things to begin with, and the last month."""
    about = str(to.partnership_id)
    ways: list[tuple[list[Piece], Element]] = []
    if to.pulse is not None and to.invited:
        pulse = pieces("Take the pulse: five statements about how we work together, anonymous.")
        ways.append((pulse, button("Take the pulse", TAKE, to.pulse.token)))
    skill = pieces("Offer a skill, especially one your day job never asks for.")
    ways.append((skill, button("Offer a skill", OFFER, about)))
    if to.open_blocker is not None:
        hand = pieces("Lend a hand with this: “", _inline(to.open_blocker.text), "”")
        ways.append((hand, button("I can help", HELP, str(to.open_blocker.id))))
    ways.append((pieces("Share a win. A sentence is plenty."), button("Share a win", SHARE, about)))
    ways.append((pieces("Say what’s stuck. Anybody here may fix it."), button("Raise a blocker", RAISE, about)))
    return [
        say(bold("To begin"), bullets(*(line for line, _ in ways[:number]))),
        # Who may answer a pulse cannot change once anybody has.
        [say("The open pulse began before you came. The next one asks you too.")]
        if to.pulse and not to.invited
        else [],
        actions(*(way for _, way in ways[:number]), button("The last month here", CATCH_UP, about)),
    ]


def _inline(text: str) -> str:
    return cut(" ".join(text.split()), _BLOCKER)


def back(name: str, partnership_id: int, since: datetime, zone: str) -> Message:
    """For somebody who has been away for long."""
    return message(
        say(
            "Good to see you in ",
            bold(name),
            f" again. Everything you shared before {day(since, zone)} {since.year} is still here.",
        ),
        actions(button("The last month here", CATCH_UP, str(partnership_id))),
    )
