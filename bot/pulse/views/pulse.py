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

TAKE, HOW = "pulse.take", "pulse.how"
FORM, REVIEW_FORM = "pulse.take", "pulse.review"
NOT_MY_PART = "Not my part"


class State(StrEnum):
    """How a pulse stands."""

    OPEN = "open"
    DUE = "due"  # its time is up, and the clock has not closed it yet
    EXTENDED = "extended"
    COUNTED = "counted"  # closed; its results come, or have come
    REPORTED = "told"
    FEW = "few"  # too few answered: no figures
    STOPPED = "stopped"  # by a host: no figures
    LOST = "lost"  # Pencil was restored from a backup: no figures
    WITHDRAWN = "withdrawn"  # never came to stand in Slack on its day


@dataclass(frozen=True)
class PulseView:
    """A pulse, as everybody in its partnership may know it."""

    token: str
    state: State
    invited: int
    floor: int
    closes_at: datetime
    results_at: datetime
    zone: str

    @property
    def is_open(self) -> bool:
        return self.state in {State.OPEN, State.EXTENDED}

    @property
    def few(self) -> str:
        return f"fewer than {NUMBERS.get(self.floor, self.floor)}"


@dataclass(frozen=True)
class Questionnaire:
    """A pulse as it is asked of somebody who may answer it."""

    pulse: PulseView
    statements: tuple[Statement, ...]
    channel_id: str
    group: Group | None  # the group they are counted in
    own_key: bool  # the pulse's key is in the database

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(statement.key for statement in self.statements)


def opening(pulse: PulseView, before: Sequence[Block] = ()) -> Message:
    """The post in the channel, kept true till the results are there; `before` tells what became of the last pulse."""
    return message(
        header("Pulse: how are we doing?"),
        say(
            "Five statements about the last month. It takes a minute and is anonymous. ",
            bold(f"{pulse.invited} people"),
            " are invited.",
        ),
        before,
        say(*_standing(pulse)),
        actions(*([button("Take the pulse", TAKE, pulse.token)] if pulse.is_open else []), fewer(pulse.token)),
    )


def _standing(pulse: PulseView) -> list[Piece]:
    closes, results = moment(pulse.closes_at, pulse.zone), moment(pulse.results_at, pulse.zone)
    if pulse.state is State.OPEN:
        return [
            "Open until ",
            closes,
            ". If ",
            NUMBERS.get(pulse.floor, str(pulse.floor)),
            " or more people answer, everybody sees the results on ",
            results,
            ".",
        ]
    if pulse.state is State.EXTENDED:
        return [
            f"So far {pulse.few} have answered, so it stays open until ",
            closes,
            ". Everybody sees the results on ",
            results,
            ". If you’ve answered, you’re done.",
        ]
    closed: dict[State, list[Piece]] = {
        State.DUE: ["Its time is up. The channel hears soon what happens next."],
        State.COUNTED: ["Closed. Everybody sees the results on ", results, "."],
        State.REPORTED: ["Closed. The results are in this channel."],
        State.FEW: [
            f"Closed without results: {pulse.few} answered. Their answers are deleted; nothing is carried over."
        ],
        State.STOPPED: ["A host has stopped this pulse. All answers are deleted, and there are no results."],
        State.LOST: [
            "I was restored from a backup, and backups keep no answers. So this pulse has ended without results."
        ],
        State.WITHDRAWN: ["This pulse did not open. The next comes in a month."],
    }
    return closed[pulse.state]


def note(pulse: PulseView) -> Message:
    """The same word in the thread, for those who follow it."""
    return message(say(*_standing(pulse)))


# The form


def answer_form(asked: Questionnaire) -> dict[str, Any]:
    """One line on how answers are kept, then five statements, each answered with one press."""
    return form(
        FORM,
        "The pulse",
        say("Anonymous: your answers are kept without your name."),
        actions(button("How this stays anonymous", HOW, asked.pulse.token)),
        [
            field(
                statement.key,
                statement.text,
                radios([*((label, str(point)) for point, label in enumerate(statement.scale, 1)), (NOT_MY_PART, "0")]),
            )
            for statement in asked.statements
        ],
        submit="See what will count",
        channel=asked.channel_id,
        about=asked.pulse.token,
    )


def how(asked: Questionnaire) -> Message:
    """On top of the form: how answers are kept, and who could still see what."""
    while_open = (
        "Until the pulse closes, anybody who can read the server’s database could open them and work out whose they "
        "are. Their key is kept there too."
        if asked.own_key
        else "Until the pulse closes, they can be opened only with both the server’s database and its key. Somebody "
        "with both could work out whose they are."
    )
    return message(
        say(bold("How this stays anonymous")),
        say(
            bullets(
                "Your answers are sealed under a random number, with no name and no time. Slack itself sees what you "
                "press.",
                while_open,
                "Until then I also keep that you’ve answered, so I don’t remind you.",
                "After the close only rounded figures are left. Old backups may hold more.",
                "The results never name you. But if everybody else compared their answers, they could often guess "
                "yours.",
                "Everybody answers once, and can’t change it afterwards.",
            )
        ),
    )


def review(asked: Questionnaire, answers: Mapping[str, int]) -> dict[str, Any]:
    """Exactly what will be counted; what is sent is what stands here."""
    chosen = [
        pieces(statement.text, " ", bold(_answer(statement, answers[statement.key]))) for statement in asked.statements
    ]
    return form(
        REVIEW_FORM,
        "What will be counted",
        say("This is what will be counted, and nothing else:"),
        say(bullets(*chosen)),
        say(
            f"It’s counted among everybody, and by sector: {people_of(asked.group)}."
            if asked.group
            else "It’s counted among everybody, not by sector."
        ),
        say("Once sent, you can’t change it or take it back. To change an answer, go back now."),
        submit="Send",
        close="Back",
        channel=asked.channel_id,
        about=f"{asked.pulse.token} " + ",".join(f"{key}:{answers[key]}" for key in asked.keys),
    )


def month(when: date) -> str:
    return f"{when:%B}"


def people_of(group: Group) -> str:
    """`public`, or `private and public`, as one says before sectors."""
    sectors = [*filter(None, group.sectors), *(["unnamed"] if None in group.sectors else [])]
    return "".join(str(piece) for piece in names(sectors))


def _answer(statement: Statement, answer: int) -> str:
    return NOT_MY_PART if answer == NOT_MINE else statement.scale[answer - 1]


def sent(pulse: PulseView) -> dict[str, Any]:
    return _last(
        "Counted",
        say("Thank you. Your answers will be counted, without your name."),
        say("Everybody sees the results on ", moment(pulse.results_at, pulse.zone), "."),
    )


def instead(words: Message) -> dict[str, Any]:
    """Words in the form's place."""
    return _last("The pulse", *words.blocks)


def _last(title: str, *blocks: Block) -> dict[str, Any]:
    return form("notice", title, *blocks, last=True)


# When it cannot be

ANSWERED = (
    "You have answered this pulse, and your answers will be counted. Everybody answers once, so nothing was added."
)
NO_KEY = (
    "I cannot seal your answers just now: this server’s key is missing, or isn’t the one this pulse opened with. "
    "Nothing was sent or lost: your answers are still here. Please tell a host, and try again later."
)
SPOILT = "Something is wrong with this form, so nothing was counted. Please press Take the pulse again."
NOT_THERE = "That pulse is gone, so nothing was counted."


def closed(pulse: PulseView) -> Message:
    """Too late; how it stands."""
    return message(say("This pulse is closed, so nothing was counted. ", *_standing(pulse)))


def not_invited(opened: datetime, next_at: datetime | None, zone: str) -> Message:
    return message(
        say(
            f"This pulse is for people I knew here when it opened, on {day(opened, zone)}. If newcomers took part, the "
            "results could give away what they answered. Nothing was counted.",
        ),
        say(
            *(
                ["The next opens on ", moment(next_at, zone), ". "]
                if next_at
                else ["No other pulse is in the timetable yet. "]
            ),
            "To be invited, press My Pencil in the channel before then.",
        ),
    )


# Between people and the pulse


def nudge(pulse: PulseView, channel_id: str) -> Message:
    """A private reminder; it goes only to those who have not answered, and says so."""
    return message(
        say(
            "The pulse in ",
            channel(channel_id),
            " is open until ",
            moment(pulse.closes_at, pulse.zone),
            ": five statements, about a minute, anonymous.",
        ),
        say("I remind people who have not answered, at most twice. Nobody is shown who they are."),
        actions(button("Take the pulse", TAKE, pulse.token)),
    )


def status(pulse: PulseView) -> list[Block]:
    """One line on the pulse for My Pencil, Home and the standing post; the same for everybody."""
    if not pulse.is_open:
        return [say(bold("Pulse"), ": ", *_standing(pulse))]
    return [
        say(bold("Pulse"), ": open until ", moment(pulse.closes_at, pulse.zone), ", about a minute, anonymous."),
        actions(button("Take the pulse", TAKE, pulse.token)),
    ]
