"""A skill and what is stuck, compared by what both are about, and by the words they share."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.lib import marks
from bot.lib.language import remembered
from bot.lib.language.lexicon import lexicon
from bot.lib.language.meaning import Meaning, meaning, related
from bot.lib.language.words import stem, telling

RELATED = 0.75  # what a word is worth to another that is surely about the same matter
_FITTING = 0.57  # of 1: from here a skill could be of use to what is stuck
_PERHAPS, _NEAR_BEST = 0.25, 0.6  # from here it is worth a look, and of the best
_LEAD, _SURE = 3.0, 1.7  # how much the lead over every other skill counts beside the fit, and what both have to reach
_SAID = 0.4  # of 1, what a skill is worth by being said alone
_KIND, _ANY_KIND, _SOME_KIND = 0.95, 0.98, 0.7
_CLOSE = 0.8  # from here two words are slips of one
_MOST = 0.6  # of a longer word, that a shorter one has to be
_SHORT = 4  # letters; shorter words have to be right


@dataclass(frozen=True)
class Read:
    """Words, read: the stems of those that carry meaning, and what they are about."""

    stems: tuple[str, ...]
    meaning: Meaning


def read(text: str) -> Read:
    """What the text says. Who is mentioned is left aside."""
    plain = marks.without(text)
    return Read(tuple(stem(word) for word in telling(plain)), meaning(plain))


@dataclass(frozen=True)
class Answer:
    """One of the skills, by its place among them, how well it fits, and whether it is surely the one that is needed."""

    place: int
    score: float
    sure: bool


def met(asked: Read, given: Read) -> float:
    """How much of what is asked for the words given answer, from 0 to 1."""
    pairs = related(asked.meaning, given.meaning)
    by_letter = _by_first_letter(given.stems)
    best = (
        max(
            RELATED * max((pairs.get((word, other), 0.0) for other in given.stems), default=0.0),
            max((_alike(word, other) for other in by_letter.get(word[0], ())), default=0.0),
        )
        for word in asked.stems
    )
    return sum(best) / len(asked.stems) if asked.stems else 0.0


def fit(skill: Read, blocker: Read) -> float:
    """How well a skill answers what is stuck, from 0 to 1."""
    about = max((_about(area, skill.meaning, blocker.meaning) for area in _areas(skill.meaning)), default=0.0)
    return 1 - (1 - about) * (1 - _SAID * _said(skill.stems, blocker.stems))


def _areas(skill: Meaning) -> set[str]:
    return skill.offered.keys() | skill.kinds.keys()


def _about(area: str, skill: Meaning, blocker: Meaning) -> float:
    """How well they meet in one area. Whoever has said which kind they mean does not mean another."""
    offered, asked = skill.kinds.get(area), blocker.kinds.get(area)
    if offered and asked:
        return _KIND if offered & asked else 0.0
    return max(skill.offered.get(area, 0.0), _ANY_KIND if offered else 0.0) * max(
        blocker.asked.get(area, 0.0), _SOME_KIND if asked else 0.0
    )


def _said(skill: Sequence[str], text: Sequence[str]) -> float:
    """How much of the skill stands there, in some form of its own."""
    if not skill:
        return 0.0
    by_letter = _by_first_letter(tuple(text))
    says = lexicon().says
    alike = (
        says(word) * max((_alike(word, other) for other in by_letter.get(word[0], ())), default=0) for word in skill
    )
    return sum(alike) / len(skill)


def is_named(skill: Read, text: Read) -> bool:
    """Whether every word of the skill stands there, in some form of its own."""
    by_letter = _by_first_letter(text.stems)
    return all(any(_alike(word, other) for other in by_letter.get(word[0], ())) for word in skill.stems)


def answers(blocker: Read, skills: Sequence[Read], owners: Sequence[int] = ()) -> list[Answer]:
    """Which skills could be of use to what is stuck, the best first.

    Surely that which fits far better than any other, whoever offers it; perhaps the rest. What else the `owners` of
    that skill offer takes nothing from it.
    """
    scores = [fit(skill, blocker) for skill in skills]
    best = max(scores, default=0.0)
    leader = set(skills[scores.index(best)].stems) if skills else set()
    leads = [set(skill.stems) == leader for skill in skills]
    owners = owners or range(len(skills))
    leading = {owner for owner, leader_too in zip(owners, leads, strict=True) if leader_too}
    rival = max((score for score, owner in zip(scores, owners, strict=True) if owner not in leading), default=0.0)
    stands_out = fits(best) and best + _LEAD * (best - rival) >= _SURE
    enough = max(_PERHAPS, _NEAR_BEST * best)
    pairs = enumerate(zip(scores, leads, strict=True))
    shown = [Answer(place, score, stands_out and leader_too) for place, (score, leader_too) in pairs if score >= enough]
    return sorted(shown, key=lambda answer: (-answer.score, answer.place))


def fits(score: float) -> bool:
    """Whether a skill could be of use, taken by itself."""
    return score >= _FITTING


@lru_cache(maxsize=64)  # a text that many skills are held against
def _by_first_letter(stems: tuple[str, ...]) -> dict[str, list[str]]:
    """Slips seldom fall on the first letter, so the others need not be looked at."""
    letters: dict[str, list[str]] = defaultdict(list)
    for word in stems:
        letters[word[0]].append(word)
    return letters


@lru_cache(maxsize=remembered.PAIRS)
def _alike(word: str, other: str) -> float:
    """Two words with one first letter, from 0 to 1. A number is meant as it stands."""
    if word == other:
        return 1.0
    if min(len(word), len(other)) < _SHORT or any(c.isdigit() for c in word + other):
        return 0.0
    if (word.startswith(other) or other.startswith(word)) and min(len(word), len(other)) >= _MOST * max(
        len(word), len(other)
    ):
        return 0.9
    alike = OSA.normalized_similarity(word, other)
    return alike if alike >= _CLOSE else 0.0
