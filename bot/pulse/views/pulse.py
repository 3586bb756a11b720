"""The pulse as people meet it: its opening, its form, its close, and what is said when it cannot be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.pulse.questionnaire import NOT_MINE, Statement
from bot.pulse.releases import Group
from bot.slack.blocks import Block, actions, button, header
from bot.slack.forms import field, form, radios
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, bullets, channel, moment, names, pieces, say
from bot.slack.text import day
from bot.slack.views.fewer_posts import fewer
from bot.slack.views.wording import NUMBERS

TAKE = "pulse.take"
FORM, REVIEW_FORM = "pulse.take", "pulse.review"
NOT_MY_PART = "Not my part"


class State(StrEnum):
    """How a pulse stands."""

    OPEN = "open"
    DUE = "due"  # its time is up, and the clock has not closed it yet
    EXTENDED = "extended"
    COUNTED = "counted"  # closed; its results come, or have come
    TOLD = "told"
    FEW = "few"  # too few answered: no figures
    STOPPED = "stopped"  # by a host: no figures
    WITHDRAWN = "withdrawn"  # never came to stand in Slack on its day


@dataclass(frozen=True)
class About:
    """A pulse, as the room may know it."""

    token: str
    state: State
    invited: int
    floor: int
    closes_at: datetime
    results_at: datetime
    zone: str

    @property
    def few(self) -> str:
        return f"fewer than {NUMBERS.get(self.floor, self.floor)}"


def opening(about: About, before: Sequence[Block] = ()) -> Message:
    """The post in the channel, kept true till the results are there; `before` tells what became of the last pulse."""
    is_open = about.state in {State.OPEN, State.EXTENDED}
    return message(
        header("Pulse: how is the culture doing?"),
        say(
            "Five statements about the last month; about a minute; anonymous. Invited are the ",
            bold(f"{about.invited} people"),
            " whom I knew here when it opened.",
        ),
        before,
        say(*_standing(about)),
        actions(*([button("Take the pulse", TAKE, about.token)] if is_open else []), fewer(about.token)),
    )


def _standing(about: About) -> list[Piece]:
    closes, results = moment(about.closes_at, about.zone), moment(about.results_at, about.zone)
    if about.state is State.OPEN:
        return [
            "Open until ",
            closes,
            ". The results come on ",
            results,
            ", to everybody at once, if five or more answer."
            if about.floor == 5
            else f", to everybody at once, if {NUMBERS.get(about.floor, about.floor)} or more answer.",
        ]
    if about.state is State.EXTENDED:
        return [
            f"Up to the close {about.few} had answered, so it stays open once more, until ",
            closes,
            "; the results then come on ",
            results,
            ". If you have answered, there is nothing more to do.",
        ]
    told: dict[State, list[Piece]] = {
        State.DUE: ["Its time is up; what comes of it is told in the channel."],
        State.COUNTED: ["Closed. The results come on ", results, ", to everybody at once."],
        State.TOLD: ["Closed. The results have been posted in this channel."],
        State.FEW: [
            f"Closed without figures: {about.few} answered. Their answers are deleted, and nothing is carried over."
        ],
        State.STOPPED: ["A host has stopped this pulse. All answers are deleted; there are no figures."],
        State.WITHDRAWN: ["This pulse did not open. The next comes in a month."],
    }
    return told[about.state]


def note(about: About) -> Message:
    """The same word in the thread, for those who follow it."""
    return message(say(*_standing(about)))


# The form


def taking(about: About, statements: Sequence[Statement], channel_id: str, *, own_key: bool) -> dict[str, Any]:
    """How answers are kept, then five statements, each answered with one press."""
    return form(
        FORM,
        "The pulse",
        say(bullets(*_kept(own_key=own_key))),
        [
            field(
                one.key,
                one.text,
                radios([*((label, str(point)) for point, label in enumerate(one.scale, 1)), (NOT_MY_PART, "0")]),
            )
            for one in statements
        ],
        submit="See what will count",
        channel=channel_id,
        about=about.token,
    )


def _kept(*, own_key: bool) -> list[str]:
    while_open = (
        "Until the close, whoever can read the server’s database could open them and work out whose they are, since "
        "their key is kept there too"
        if own_key
        else "Until the close, only somebody with both the server’s database and its key could open them and work out "
        "whose they are"
    )
    return [
        "Your answers are sealed under a number drawn at random: no name, no time. Slack itself sees what you press.",
        f"{while_open}; and that you have answered, not what, is kept till then so that no reminder reaches you.",
        "At the close only counts are left; old backups may hold more. One answer each, not to be changed once sent.",
    ]


def review(
    about: About,
    statements: Sequence[Statement],
    answers: Mapping[str, int],
    group: Group | None,
    channel_id: str,
) -> dict[str, Any]:
    """Exactly what will be counted; what is sent is what stands here."""
    return form(
        REVIEW_FORM,
        "What will be counted",
        say("This will be counted, and nothing else:"),
        say(bullets(*(pieces(one.text, " ", bold(_answer(one, answers[one.key]))) for one in statements))),
        say(
            f"Counted among everybody, and by sector: {people_of(group)}."
            if group
            else "Counted among everybody, not by sector."
        ),
        say("Once sent it cannot be changed or taken back. To change an answer, go back now."),
        submit="Send",
        close="Back",
        channel=channel_id,
        about=f"{about.token} " + ",".join(f"{one.key}:{answers[one.key]}" for one in statements),
    )


def month(when: date) -> str:
    return f"{when:%B}"


def people_of(group: Group) -> str:
    """`public`, or `private and public`, as one says before sectors."""
    sectors = [*filter(None, group.sectors), *(["unnamed"] if None in group.sectors else [])]
    return "".join(str(one) for one in names(sectors))


def _answer(statement: Statement, answer: int) -> str:
    return NOT_MY_PART if answer == NOT_MINE else statement.scale[answer - 1]


def sent(about: About) -> dict[str, Any]:
    return _last(
        "Counted",
        say("Thank you. Your answers will be counted, and nobody sees that they are yours."),
        say("The results come on ", moment(about.results_at, about.zone), ", to everybody at once."),
    )


def told(said: Message) -> dict[str, Any]:
    """A word in the form's place."""
    return _last("The pulse", *said.blocks)


def _last(title: str, *blocks: Block) -> dict[str, Any]:
    return form("notice", title, *blocks, last=True)


# When it cannot be

ANSWERED = (
    "You have answered this pulse, and your answers will be counted. There is one answer each, so nothing was added."
)
NO_KEY = (
    "I cannot seal your answers just now: the key of this server is missing, or is not the one this pulse opened with. "
    "Nothing was sent, and nothing is lost: your answers still stand here. Please tell a host, and try again later."
)
SPOILT = "What came with this form was not what I gave it, so nothing was counted. Please press Take the pulse again."
NOT_THERE = "That pulse is not there any more, so nothing was counted."


def closed(about: About) -> Message:
    """Too late; how it stands."""
    return message(say("This pulse is closed, so nothing was counted. ", *_standing(about)))


def not_invited(opened: datetime, next_at: datetime | None, zone: str) -> Message:
    return message(
        say(
            f"This pulse is for those whom I knew here when it opened, on {day(opened, zone)}, so that nobody can tell "
            "from the figures who came later. Nothing was counted.",
        ),
        say(
            *(
                ["The next opens on ", moment(next_at, zone), ". "]
                if next_at
                else ["There is no next pulse in the timetable yet. "]
            ),
            "You are invited then if I know you: press My Pencil in the channel, and I do.",
        ),
    )


# Between people and the pulse


def nudge(about: About, channel_id: str) -> Message:
    """A private reminder; it goes only to those who have not answered, and says so."""
    return message(
        say(
            "The pulse in ",
            channel(channel_id),
            " is open until ",
            moment(about.closes_at, about.zone),
            ": five statements, about a minute, anonymous.",
        ),
        say("This goes, at most twice, to those who were invited and have not answered. Nobody is shown who they are."),
        actions(button("Take the pulse", TAKE, about.token)),
    )


def status(about: About) -> list[Block]:
    """One line on the pulse for My Pencil, Home and the standing post; the same for everybody."""
    if about.state not in {State.OPEN, State.EXTENDED}:
        return [say(bold("Pulse"), ": ", *_standing(about))]
    return [
        say(bold("Pulse"), ": open until ", moment(about.closes_at, about.zone), ", about a minute, anonymous."),
        actions(button("Take the pulse", TAKE, about.token)),
    ]
