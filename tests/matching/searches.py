"""`python -m tests.matching.searches`: how well searches find who can do it, and what words alone cannot find.

Three sets were written without a look at the rules or at one another: 70 skills, 90 searches and 60 blockers each, with
the skills that a coordinator would be glad to be shown. Which half an example is in is settled by its words; rules and
tables were tuned on one half, and the other stays unread.

- *found*: of what some skill answers, the share with one that fits among the first three shown, surely or perhaps;
- *nonsense*: of what is shown among the first three, the share that does not fit;
- *silent*: of what no skill answers, the share where nothing is shown.

`sure` is a search that shows what is sure alone, `suggested` what whoever raised a blocker is shown, and `asked_about`
whose owners are asked about it before anybody has said so.
"""

import json
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.lib.language import matching, search

SHOWN = 3
TUNED, UNSEEN = 0, 1
_SETS = sorted((Path(__file__).parent / "searches").glob("*.json"))


@dataclass(frozen=True)
class Example:
    """What somebody asks for, all that is offered, and which of it fits."""

    asked: str
    skills: tuple[str, ...]
    fits: frozenset[str]

    @property
    def half(self) -> int:
        return zlib.crc32(self.asked.encode()) % 2


@dataclass(frozen=True)
class Quality:
    """How good the answers are; each a share from 0 to 1."""

    found: float
    nonsense: float
    silent: float


Rule = Callable[[Example], Sequence[str]]


def labelled(kind: str) -> Iterator[Example]:
    """Every `find` or `blockers` example."""
    for path in _SETS:
        written = json.loads(path.read_text())
        for example in written[kind]:
            yield Example(example["asked"], tuple(written["skills"]), frozenset(example["fits"]))


def shown(example: Example) -> list[str]:
    """What a search answers, the best first."""
    return [example.skills[hit.place] for hit in search.find(example.asked, example.skills)]


def sure(example: Example) -> list[str]:
    """What it answers as sure."""
    return [example.skills[hit.place] for hit in search.find(example.asked, example.skills) if hit.sure]


def asked_about(example: Example) -> list[str]:
    """Whose owners are asked about a blocker."""
    return [example.skills[answer.place] for answer in _answers(example) if answer.sure]


def suggested(example: Example) -> list[str]:
    """What whoever raised it is shown."""
    return [example.skills[answer.place] for answer in _answers(example)]


def _answers(example: Example) -> list[matching.Answer]:
    return matching.answers(matching.read(example.asked), [matching.read(skill) for skill in example.skills])


def measure(examples: Sequence[Example], rule: Rule) -> Quality:
    """What the rule does on these examples."""
    answers = [(example, list(rule(example))[:SHOWN]) for example in examples]
    answerable = [(example, answer) for example, answer in answers if example.fits]
    others = [answer for example, answer in answers if not example.fits]
    every_skill = [(example, skill) for example, answer in answers for skill in answer]
    return Quality(
        _share(sum(bool(example.fits & set(answer)) for example, answer in answerable), len(answerable)),
        _share(sum(skill not in example.fits for example, skill in every_skill), len(every_skill)),
        _share(sum(not answer for answer in others), len(others)),
    )


def _share(some: int, whole: int) -> float:
    return some / whole if whole else 0.0


def main(*, misses: bool) -> None:
    for kind, rules in {"find": (shown, sure), "blockers": (suggested, asked_about)}.items():
        for name, half in (("tuned on", TUNED), ("unseen", UNSEEN)):
            examples = [example for example in labelled(kind) if example.half == half]
            for rule in rules:
                quality = measure(examples, rule)
                print(  # noqa: T201
                    f"{kind:9}{name:9} ({len(examples)}) {rule.__name__:12} found {quality.found:.2f}, "
                    f"nonsense {quality.nonsense:.2f}, silent {quality.silent:.2f}"
                )
    if misses:
        for kind, rule in (("find", shown), ("blockers", suggested)):
            for example in labelled(kind):
                answer = rule(example)[:SHOWN]
                if example.half == TUNED and not example.fits.intersection(answer):
                    print(f"- {example.asked}\n    shown {answer}, fitting {sorted(example.fits)}")  # noqa: T201


if __name__ == "__main__":
    main(misses="--misses" in sys.argv)
