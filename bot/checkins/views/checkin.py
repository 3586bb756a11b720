"""The check-in in the channel, its summary in the thread, and the words around them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blockers.entries import BlockerView
from bot.blockers.views.blocker import in_short
from bot.checkins.evidence import Fact, Figure
from bot.checkins.stages import CheckinView, UrgencyFacts
from bot.slack.blocks import QUOTED, Block, actions, button, header
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, bullets, code, names, pieces, quote, say
from bot.slack.text import cut, day
from bot.slack.views.entry_points import RAISE
from bot.slack.views.fewer_posts import fewer
from bot.slack.views.wording import count

MOVING, STEADY, STUCK = "checkin.moving", "checkin.steady", "checkin.stuck"
WORDS = {"moving": "Moving", "steady": "Steady", "stuck": "Stuck"}

_OLD_SHOWN = 2

FACTS = {
    Fact.NEW_MEMBERS: "People who joined",
    Fact.NEW_PARTNERS: "Organisations that joined",
    Fact.WINS: "Wins",
    Fact.JOINT_WINS: "Wins shared by several organisations",
    Fact.FIRST_WINS: "People with their first win",
    Fact.AUTHORS: "People with a win",
    Fact.SHARING_PARTNERS: "Organisations with a win",
    Fact.THANKS: "People thanked in a win",
    Fact.CHEERS: "People who cheered",
    Fact.BLOCKERS: "Blockers raised",
    Fact.FIXED: "Blockers fixed",
    Fact.OFFERS: "People who took a blocker on",
    Fact.HELP_ACROSS: "Blockers another organisation helped to fix",
    Fact.SKILLS: "Skills offered",
    Fact.HIDDEN_SKILLS: "Skills no day job asks for",
    Fact.ANSWERS: "People who answered a check-in",
}

CLOSED = "This check-in is closed, so your answer was not added. The result is in its thread."


def post(checkin: CheckinView, old: Sequence[BlockerView], token: str) -> Message:
    """The question, what we know, and three words to choose from; once closed, what was said."""
    return message(
        header(f"Check-in: {checkin.title}"),
        say(bold(checkin.question)),
        _why_now(checkin.urgency) if checkin.urgency else [],
        [say("The last three months, and the three before:", bullets(*(_fact(figure) for figure in checkin.facts)))]
        if checkin.facts
        else [],
        [say("Stuck for more than two weeks:", bullets(*in_short(old, _OLD_SHOWN)))]
        if old and not checkin.closed
        else [],
        [say(_answers(checkin))] if checkin.counts or checkin.closed else [],
        [say("Closed. The result is in the thread.")] if checkin.closed else [],
        actions(
            *(
                []
                if checkin.closed
                else [
                    button("Moving", MOVING, token),
                    button("Steady", STEADY, token),
                    button("Stuck", STUCK, token),
                ]
            ),
            fewer(token),
        ),
    )


def _why_now(facts: UrgencyFacts) -> list[Block]:
    """Why now, in the hosts' words, and since when nobody new has come."""
    since, zone = facts.nobody_since, facts.zone
    return [
        *([say(f"Nobody new has joined since {day(since, zone)} {since.year}.")] if since else []),
        *([say("Why now: ", quote(cut(facts.why, QUOTED)))] if facts.why else []),
    ]


def _fact(figure: Figure) -> list[Piece]:
    before = "" if figure.before is None else f", before that {figure.before:,}"
    return pieces(f"{FACTS[figure.fact]}: ", bold(f"{figure.now:,}"), before)


def _answers(checkin: CheckinView) -> str:
    total = sum(checkin.counts.values())
    if not total:
        return "Nobody answered this time."
    parts = [f"{checkin.counts[word]:,} {label.lower()}" for word, label in WORDS.items() if checkin.counts.get(word)]
    joined = "".join(str(part) for part in names(parts))
    return f"{count(total, 'answer')}: {joined}."


def summary(checkin: CheckinView) -> Message:
    """What the check-in came to, with one suggestion."""
    return message(
        say(bold(checkin.question)),
        say(_answers(checkin)),
        say("A next step, if you like: ", checkin.step),
    )


def answered(word: str) -> Message:
    """What the person said, and that it can be changed; people who are stuck are offered the form."""
    return message(
        say(
            "You said: ",
            bold(WORDS[word]),
            ". To change it, press another button before the check-in closes. The channel sees how many people said "
            "what, not who.",
        ),
        [
            say("If you say what is stuck, anybody here may help."),
            actions(button("Raise a blocker", RAISE)),
        ]
        if word == "stuck"
        else [],
    )


def _why(*, by_host: bool, quiet: bool) -> str:
    if by_host:
        return ": a host chose it."
    if quiet:
        return ": nobody new has joined for eight weeks."
    return ". It’s the stage we’ve heard least about."


@dataclass(frozen=True)
class Stages:
    """The eight stages by name and title, and the next check-in's."""

    titles: Sequence[tuple[str, str]]
    coming: str
    by_host: bool  # a host has chosen it
    host: bool  # the reader is one
    quiet: bool  # it is urgency, since nobody new has joined for eight weeks


def stages(facts: Stages, command: str) -> Message:
    """The eight stages, the one the next check-in would be about, and for hosts how to choose."""
    return message(
        say(bold("The eight stages"), bullets(*(pieces(title, " (", code(name), ")") for name, title in facts.titles))),
        say("The next check-in is about ", bold(facts.coming), _why(by_host=facts.by_host, quiet=facts.quiet)),
        [say("As a host you can choose: ", code(f"{command} stage wins"), ".")] if facts.host else [],
    )


def staged(title: str) -> Message:
    return message(say("The next check-in is about ", bold(title), ". After that I choose again."))


def unknown_stage(names_: Sequence[str], command: str) -> Message:
    return message(
        say(
            "I don’t know that stage, so nothing changed. The stages are: ",
            ", ".join(names_),
            ". Try ",
            code(f"{command} stage {names_[0]}"),
            ".",
        )
    )
