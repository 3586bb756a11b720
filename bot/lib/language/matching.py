"""Words compared as people mean them: case, endings, slips of spelling and other words for the same aside."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.lib import marks
from bot.lib.language.synonyms import EVERYWHERE, NARROW
from bot.lib.language.thesaurus import Meaning, Thesaurus
from bot.lib.language.words import stem, telling

RELATED = 0.75  # two words for one matter
_FITTING = 0.52  # of 1: from here a skill could be of use to what is stuck
_NEAR = 0.86  # of the best: what fits less is not worth anybody's time
_CLOSE = 0.8  # from here two words are slips of one
_MOST = 0.6  # of a longer word, that a shorter one has to be
_SHORT = 4  # letters; shorter words have to be right
_LITTLE = 0.4  # what a word weighs that is said of everything
_ENOUGH = 0.7  # so much has to be met before a skill is wholly one that could help
_THESAURUS = Thesaurus(NARROW, EVERYWHERE)


def words(text: str) -> list[str]:
    """The stems of the words that carry meaning; of all words, if none does. Who is mentioned is left aside."""
    return [stem(word) for word in telling(marks.without(text))]


def met(asked: Sequence[str], offered: Sequence[str]) -> float:
    """How much of what is asked for the words offered answer, from 0 to 1."""
    return _met(asked, offered, little=1.0)[0]


def fit(skill: Sequence[str], blocker: Sequence[str]) -> float:
    """How well a skill answers what is stuck, from 0 to 1. What is said of everything is not enough by itself."""
    share, weight = _met(skill, blocker, little=_LITTLE)
    return share * min(1.0, weight / _ENOUGH)


def is_named(skill: Sequence[str], text: Sequence[str]) -> bool:
    """Whether every word of the skill stands there, in some form of its own."""
    by_letter = _by_first_letter(tuple(text))
    return all(any(_spelled_alike(word, other) for other in by_letter.get(word[0], ())) for word in skill)


def enough(best: float) -> float:
    """From where a skill is worth asking for, if the best of all fits so well."""
    return max(_FITTING, best * _NEAR)


def _met(asked: Sequence[str], offered: Sequence[str], *, little: float) -> tuple[float, float]:
    """The share of the asked that is met, and its weight, where a word that is said of everything weighs `little`."""
    if not asked or not offered:
        return 0.0, 0.0
    meant, given = _THESAURUS.meaning(tuple(asked)), _THESAURUS.meaning(tuple(offered))
    by_letter = _by_first_letter(tuple(offered))
    weights = [little if _THESAURUS.says_little(word) else 1.0 for word in asked]
    matched = sum(
        weight * _best(word, by_letter.get(word[0], ()), meant, given)
        for word, weight in zip(asked, weights, strict=True)
    )
    return matched / sum(weights), matched


@lru_cache(maxsize=5_000)
def _by_first_letter(stems: tuple[str, ...]) -> dict[str, list[str]]:
    """Slips seldom fall on the first letter, so the others need not be looked at."""
    letters: dict[str, list[str]] = defaultdict(list)
    for word in stems:
        letters[word[0]].append(word)
    return letters


def _best(word: str, others: Sequence[str], meant: Meaning, given: Meaning) -> float:
    """How well what is given answers this word; `others` are the words given that begin as it does."""
    alike = max((_spelled_alike(word, other) for other in others), default=0.0)
    return RELATED if alike < RELATED and _THESAURUS.related(word, meant, given) else alike


@lru_cache(maxsize=50_000)
def _spelled_alike(word: str, other: str) -> float:
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
