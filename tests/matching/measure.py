"""`python -m tests.matching.measure`: whose skill would be suggested about each labelled blocker, and who is asked.

Of every half:

- *precision at 3*: of all asks, at most three a blocker, the share that goes to a skill labelled as fitting;
- *helped*: of the blockers that a skill fits, the share where at least one of those asked has one;
- *silent where none fits*: of the blockers that no skill fits, the share where nobody is asked;
- *silences that are right*: of the blockers where nobody is asked, the share that no skill fits.

`--misses` lists what goes wrong in the half that rules are tuned on. The other half stays unread.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from bot.lib.language import matching
from tests.matching import TUNED, UNSEEN, Example, before, labelled

ASKED = 3
_BEFORE = 0.45  # what made a skill worth naming beside a blocker then

Rule = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Quality:
    """How good the asks of one half are; each a share from 0 to 1."""

    asks: int
    precision: float
    helped: float
    silent: float
    right: float


def suggested(skills: Sequence[str], text: str) -> list[str]:
    """What whoever raised it is shown by the rule in use."""
    answers = matching.answers(matching.read(text), [matching.read(skill) for skill in skills])
    return [skills[answer.place] for answer in answers][:ASKED]


def asked(skills: Sequence[str], text: str) -> list[str]:
    """Whose owners are asked unbidden by the rule in use."""
    answers = matching.answers(matching.read(text), [matching.read(skill) for skill in skills])
    return [skills[answer.place] for answer in answers if answer.sure][:ASKED]


def yesterday(skills: Sequence[str], text: str) -> list[str]:
    wanted = before.words(text)
    scores = {skill: before.met(before.words(skill), wanted) for skill in skills}
    return _best(scores, _BEFORE)


def _best(scores: dict[str, float], enough: float) -> list[str]:
    return sorted((skill for skill in scores if scores[skill] >= enough), key=lambda skill: -scores[skill])[:ASKED]


def measure(examples: Sequence[Example], rule: Rule) -> Quality:
    """What the rule does on these examples."""
    named = {example.text: rule(example.text) for example in examples}
    asks = sum(len(skills) for skills in named.values())
    good = sum(skill in example.fits for example in examples for skill in named[example.text])
    helpable = [example for example in examples if example.fits]
    helpless = [example for example in examples if not example.fits]
    silences = [example for example in examples if not named[example.text]]
    return Quality(
        asks,
        _share(good, asks),
        _share(sum(bool(example.fits & set(named[example.text])) for example in helpable), len(helpable)),
        _share(sum(not named[example.text] for example in helpless), len(helpless)),
        _share(sum(not silence.fits for silence in silences), len(silences)),
    )


def _share(some: int, whole: int) -> float:
    return some / whole if whole else 1.0


def main(*, misses: bool) -> None:
    skills, examples = labelled()
    halves = {"tuned on": TUNED, "unseen": UNSEEN}
    print(f"{len(examples)} blockers, {len(skills)} skills")  # noqa: T201
    for rule in (yesterday, suggested, asked):
        for name, half in halves.items():
            some = [example for example in examples if example.half == half]
            quality = measure(some, partial(rule, skills))
            print(  # noqa: T201
                f"{rule.__name__:10}{name:9} ({len(some)}): {quality.asks:3} asks, "
                f"precision at 3 {quality.precision:.2f}, helped {quality.helped:.2f}, "
                f"silent where none fits {quality.silent:.2f}, silences that are right {quality.right:.2f}"
            )
    if misses:
        for example in examples:
            named = suggested(skills, example.text)
            if example.half == TUNED and not example.fits.intersection(named):
                print(f"- {example.text}\n    suggested {named}, fitting {sorted(example.fits)}")  # noqa: T201


if __name__ == "__main__":
    main(misses="--misses" in sys.argv)
