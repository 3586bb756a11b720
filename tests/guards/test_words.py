"""How long the views may be that people meet most, and any sentence: people mute a bot that talks too much."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from bot.blockers.views import blocker
from bot.checkins.views import checkin
from bot.consultations.views import answer as consultation_answer
from bot.consultations.views import consultation
from bot.digest import views as digest
from bot.habits.views import habit
from bot.home.views import commands, welcome
from bot.initiatives.views import initiative
from bot.pulse.views import pulse, results
from bot.roll_call import views as roll_call
from bot.skills.views import skill
from bot.slack.blocks import button
from bot.slack.forms import field, text_input
from bot.slack.rich_text import bullets, code, person, quote, say
from bot.ties.views import introduction
from bot.vision.views import drift, proposal
from bot.wins.views import celebration, win
from sandbox.slack.blocks import walk
from tests.guards import words
from tests.guards.gallery import View

LONGEST = 25  # words in a sentence

Blocks = list[dict[str, Any]]


def _words(blocks: Blocks) -> int:
    return words.words("\n".join(map(words.text, blocks)))


def _words_beside(blocks: Blocks) -> int:
    """Without what shows somebody's words, and who they are."""
    return _words([block for block in blocks if not any(part.get("type") == "rich_text_quote" for part in walk(block))])


def _entries(blocks: Blocks) -> int:
    """In the longest of its menus."""
    return max((len(part["options"]) for part in walk(blocks) if part.get("type") == "overflow"), default=0)


def _menus(blocks: Blocks) -> int:
    return sum(part.get("type") == "overflow" for part in walk(blocks))


def _buttons(blocks: Blocks) -> int:
    return sum(part.get("type") == "button" for part in walk(blocks))


def _commands(blocks: Blocks) -> int:
    """Lines that begin with something to type."""
    lists = [part for part in walk(blocks) if part.get("type") == "rich_text_list"]
    lines = [line["elements"] for each in lists for line in each["elements"]]
    return sum(bool(line) and bool(line[0].get("style", {}).get("code")) for line in lines)


def _lines_before(blocks: Blocks) -> int:
    """Lines before the first thing to fill in."""
    first = next((place for place, block in enumerate(blocks) if block["type"] == "input"), len(blocks))
    return sum(bool(words.words(line)) for block in blocks[:first] for line in words.text(block).splitlines())


def _lacks(label: str) -> Callable[[Blocks], int]:
    """1 where there is no such button or menu entry."""

    def lacking(blocks: Blocks) -> int:
        labels = {part["text"]["text"] for part in walk(blocks) if isinstance(part.get("text"), dict)}
        return int(label not in labels)

    return lacking


@dataclass(frozen=True)
class Budget:
    """At most this much of what is measured, in every sample of a view."""

    view: Callable[..., Any]
    most: Mapping[str, int]


MEASURES: Mapping[str, Callable[[Blocks], int]] = {
    "words": _words,
    "words beside the quoted": _words_beside,
    "controls": words.controls,
    "buttons": _buttons,
    "menus": _menus,
    "entries": _entries,
    "commands": _commands,
    "lines before": _lines_before,
    "no More": _lacks("More"),
    "no How this stays anonymous": _lacks("How this stays anonymous"),
    "no How to read this": _lacks("How to read this"),
}

BUDGETS = (
    Budget(win.receipt, {"words": 25, "controls": 4, "buttons": 3, "menus": 1, "entries": 5}),
    Budget(blocker.receipt, {"words": 70, "controls": 5}),
    Budget(celebration.celebration, {"words beside the quoted": 10}),
    Budget(welcome.welcome, {"words": 80, "controls": 5}),
    Budget(checkin.post, {"words": 70}),
    Budget(checkin.summary, {"words": 50, "controls": 1}),
    Budget(checkin.answered, {"words": 50, "controls": 2}),
    Budget(pulse.answer_form, {"lines before": 1, "no How this stays anonymous": 0}),
    Budget(results.results, {"words": 90, "no How to read this": 0}),
    Budget(drift.asking, {"words": 60, "controls": 3}),
    Budget(proposal.card, {"words": 90}),
    Budget(skill.discovered, {"words": 50}),
    Budget(digest.digest, {"words": 80, "controls": 6}),
    Budget(initiative.card, {"words beside the quoted": 35, "controls": 4}),
    Budget(initiative.receipt, {"words beside the quoted": 45}),
    Budget(habit.card, {"words": 20, "controls": 2}),
    Budget(habit.receipt, {"words": 35, "controls": 2}),
    Budget(roll_call.post, {"words": 40}),
    Budget(consultation.card, {"words": 35, "controls": 2}),
    Budget(consultation_answer.receipt, {"words": 50, "controls": 4}),
    Budget(introduction.question, {"words": 70, "controls": 2}),
    Budget(introduction.offered, {"words": 50, "controls": 1}),
    Budget(commands.help_, {"commands": 6, "no More": 0}),
)

# What is longer still, and how long it is: take out what fits, and add nothing.
LONGER: Mapping[str, Mapping[str, int]] = {}

# The same of sentences, by view: words in the longest.
LONG_SENTENCES: Mapping[str, int] = {}


def measured(budget: Budget) -> dict[str, int]:
    """At their most in any sample."""
    samples = words.shown(View(budget.view))
    return {name: max(MEASURES[name](blocks) for blocks in samples) for name in budget.most}


@cache
def _longest_sentences() -> dict[str, int]:
    return {view.name: view.longest_sentence for view in words.lengths()}


def _too_long(view: str, now: Mapping[str, int], most: Mapping[str, int]) -> Iterator[str]:
    allowed = LONGER.get(view, {})
    for name, number in now.items():
        if number > allowed.get(name, most[name]):
            yield f"{view}: {name} {number}, and at most {allowed.get(name, most[name])} are allowed"
        if name in allowed and number <= most[name]:
            yield f"{view}: {name} {number} fits, so take it out of LONGER"


@pytest.mark.parametrize("budget", BUDGETS, ids=lambda budget: View(budget.view).name)
def test_what_people_meet_most_is_short(budget: Budget) -> None:
    assert list(_too_long(View(budget.view).name, measured(budget), budget.most)) == []


def test_only_what_is_measured_is_excepted() -> None:
    budgets = {View(budget.view).name: budget.most for budget in BUDGETS}
    assert {(view, name) for view, names in LONGER.items() for name in names} <= {
        (view, name) for view, names in budgets.items() for name in names
    }
    assert set(LONG_SENTENCES) <= set(_longest_sentences())


def test_no_sentence_is_long() -> None:
    now = _longest_sentences()
    long = {view: number for view, number in now.items() if number > LONGEST}
    longer = {view: number for view, number in long.items() if number > LONG_SENTENCES.get(view, LONGEST)}
    assert longer == {}, f"a sentence of more than {LONGEST} words"
    assert set(LONG_SENTENCES) - set(long) == set(), "short by now: take them out of LONG_SENTENCES"


def test_a_view_is_measured_by_what_pencil_says_in_it() -> None:
    blocks = [
        say("Recorded, for ", person("U1"), ":", quote("\ue000")),
        say(bullets([code("/win list"), " shows them."], "It isn’t on Friday 6 March at 15:00.")),
        field("text", "What went well?", text_input("nothing here"), hint="A sentence is plenty."),
        {"type": "actions", "elements": [button("Edit this win", "win.edit"), button("More", "win.more")]},
    ]
    assert _words(blocks) == 3 + 4 + 8 + 3 + 4
    assert _words_beside(blocks) == 4 + 8 + 3 + 4
    assert words.controls(blocks) == 3
    assert (_buttons(blocks), _commands(blocks), _lines_before(blocks)) == (2, 1, 3)
    assert (_lacks("More")(blocks), _lacks("Less")(blocks)) == (0, 1)


def test_what_is_too_long_or_excepted_for_nothing_is_named() -> None:
    assert list(_too_long("x.y", {"words": 26}, {"words": 25})) == ["x.y: words 26, and at most 25 are allowed"]
    assert list(_too_long("x.y", {"words": 25}, {"words": 25})) == []
