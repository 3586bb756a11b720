"""The check-in in the channel, its summary in the thread, and the words around them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.blockers.entries import BlockerView
from bot.blockers.views.blocker import in_short
from bot.checkins.evidence import Fact, Figure
from bot.checkins.stages import AsksFor, CheckinView, Memory, UrgencyFacts
from bot.habits.views.habit import add_button
from bot.ideas.entries import OpenIdeas
from bot.ideas.views.idea import in_short as ideas_in_short
from bot.slack.blocks import IN_LINE, QUOTED, Block, actions, button, header
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, bullets, channel, code, names, person, pieces, quote, say
from bot.slack.text import cut, day, month
from bot.slack.views.entry_points import RAISE
from bot.slack.views.fewer_posts import fewer
from bot.slack.views.wording import count

MOVING, STEADY, STUCK = "checkin.moving", "checkin.steady", "checkin.stuck"
TAKE, TAKE_OWN = "step.take", "step.take_own"
ADVICE = "checkin.advice"
WORDS = {"moving": "Moving", "steady": "Steady", "stuck": "Stuck"}

_OLD_SHOWN = 2
_ASKED_FOR = {AsksFor.HABIT: ([say("Add what’s become normal here.")], [add_button()])}

FACTS = {
    Fact.NEW_MEMBERS: "People who joined",
    Fact.NEW_PARTNERS: "Organisations that joined",
    Fact.WINS: "Wins",
    Fact.JOINT_WINS: "Shared wins",
    Fact.FIRST_WINS: "People with their first win",
    Fact.AUTHORS: "People with a win",
    Fact.SHARING_PARTNERS: "Organisations with a win",
    Fact.THANKS: "People thanked",
    Fact.CHEERS: "People who cheered",
    Fact.BLOCKERS: "Blockers raised",
    Fact.FIXED: "Blockers fixed",
    Fact.OFFERS: "People who took a blocker on",
    Fact.HELP_ACROSS: "Blockers fixed across organisations",
    Fact.SKILLS: "Skills offered",
    Fact.HIDDEN_SKILLS: "Skills no job asks for",
    Fact.AIM_WINS: "Wins for an aim",
    Fact.PROPOSALS: "Changes to the vision proposed",
    Fact.STEPS: "Steps that happened",
}

CLOSED = "This check-in is closed, so your answer was not added. The result is in its thread."


def post(checkin: CheckinView, old: Sequence[BlockerView], ideas: OpenIdeas, token: str) -> Message:
    """The question, what we know, and three words to choose from; once closed, what was said."""
    head = (header(f"Check-in: {checkin.title}"), say(bold(checkin.question)))
    answers = [say(_answers(checkin.counts))] if checkin.counts or checkin.closed else []
    if checkin.closed:
        return message(*head, answers, say("Closed. The result is in the thread."), actions(fewer(token)))
    words, ways = _ASKED_FOR[checkin.asks_for] if checkin.asks_for else ([], [])
    return message(
        *head,
        _known(checkin, old, ideas),
        answers,
        words,
        actions(
            button("Moving", MOVING, token),
            button("Steady", STEADY, token),
            button("Stuck", STUCK, token),
            *ways,
            fewer(token),
        ),
    )


def _known(checkin: CheckinView, old: Sequence[BlockerView], ideas: OpenIdeas) -> list[Block]:
    """What is known of the matter; beside what was said last time only what is most pressing of it."""
    parts = [
        _why_now(checkin.urgency) if checkin.urgency else [],
        [say("Ideas still open:", bullets(*ideas_in_short(ideas)))] if ideas.texts else [],
        [say("Stuck for over two weeks:", bullets(*in_short(old, _OLD_SHOWN)))] if old else [],
        _facts(checkin.facts),
    ]
    if checkin.memory is None:
        why_now, could_be, stuck, facts = parts
        return [*why_now, *facts, *could_be, *stuck]
    return [*_remembered(checkin.memory), *next(filter(None, parts), [])]


def _remembered(memory: Memory) -> list[Block]:
    """What was said last time, and what became of the step."""
    answers = say(f"Last time, in {month(memory.on, memory.zone)}: {_said(memory.counts)}.")
    return [answers, *([say("The suggested step:", quote(memory.step), _became(memory))] if memory.step else [])]


def _became(memory: Memory) -> str:
    if not memory.taken:
        return "Nobody took it on."
    if not memory.happened:
        return f"{memory.taken:,} took on a step; no news yet."
    if memory.taken == memory.happened:
        return f"{count(memory.taken, 'person', 'people')} did it."
    return f"{memory.taken:,} took on a step; {memory.happened:,} did it."


def _facts(facts: Sequence[Figure]) -> list[Block]:
    """What can be counted; in a partnership's first quarter there is nothing before it."""
    if not facts:
        return []
    began = all(figure.before is None for figure in facts)
    return [say("So far:" if began else "Last three months:", bullets(*map(_fact, facts)))]


def _why_now(facts: UrgencyFacts) -> list[Block]:
    """Why now, in the hosts' words, and since when nobody new has come."""
    since, zone = facts.nobody_since, facts.zone
    return [
        *([say(f"Nobody new has joined since {day(since, zone)} {since.year}.")] if since else []),
        *([say("Why now: ", quote(cut(facts.why, QUOTED)))] if facts.why else []),
    ]


def _fact(figure: Figure) -> list[Piece]:
    if figure.parts:
        which = f"Wins for aims 1 to {len(figure.parts)}: " if len(figure.parts) > 1 else "Wins for aim 1: "
        return pieces(which, bold("".join(map(str, names([f"{number:,}" for number in figure.parts])))))
    before = "" if figure.before is None else f" ({figure.before:,} before)"
    return pieces(f"{FACTS[figure.fact]}: ", bold(f"{figure.now:,}"), before)


def _said(counts: Mapping[str, int]) -> str:
    """`2 moving and 1 stuck`."""
    parts = [f"{counts[word]:,} {label.lower()}" for word, label in WORDS.items() if counts.get(word)]
    return "".join(str(part) for part in names(parts)) or "nobody answered"


def _answers(counts: Mapping[str, int]) -> str:
    total = sum(counts.values())
    return f"{count(total, 'answer')}: {_said(counts)}." if total else "Nobody answered this time."


def summary(checkin: CheckinView, step: str, takers: Sequence[str], key: str) -> Message:
    """What the check-in came to, with a step for what most said, and who has taken it on."""
    return message(
        say(bold(checkin.question)),
        say(_answers(checkin.counts)),
        say("A step for this week: ", step),
        [say("Taken on by ", *names([person(user_id) for user_id in takers]), ".")] if takers else [],
        actions(button("I’ll take this on", TAKE, key)),
    )


def untaken(step: str, key: str) -> list[Block]:
    """A line of the hosts' digest: the step that nobody has."""
    return [
        say("Nobody has taken on the last step: ", cut(step, IN_LINE)),
        actions(button("I’ll take this on", TAKE, key)),
    ]


def taken_since(step: str, takers: Sequence[str]) -> list[Block]:
    """What that line says once people have it who took it on openly."""
    return [say("Taken on by ", *names([person(user_id) for user_id in takers]), ": ", cut(step, IN_LINE))]


def answered(word: str, step: str, key: str) -> Message:
    """What the person said, that it can be changed, and a step for it; people who are stuck may say what is stuck."""
    return message(
        say(
            "You said: ",
            bold(WORDS[word]),
            ". To change it, press another button. The channel sees the numbers, not who said what.",
        ),
        say("A step for this week: ", step),
        actions(
            button("I’ll take this on", TAKE_OWN, key),
            *([button("Raise a blocker", RAISE)] if word == "stuck" else []),
        ),
    )


def for_hosts(checkin: CheckinView, advice: tuple[str, str], channel_id: str) -> Message:
    """For hosts, where more than half are stuck: what was said, and two things they could do."""
    return message(
        say("Most people who answered are stuck on this in ", channel(channel_id), ": ", bold(checkin.question)),
        say(_answers(checkin.counts)),
        say("Two things you could do now:", bullets(*advice)),
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
