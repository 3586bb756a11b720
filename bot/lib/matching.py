"""Words compared as people mean them: case, endings, slips of spelling and other words for the same aside."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer
from rapidfuzz.distance import OSA

from bot.lib import marks
from bot.lib.synonyms import EVERYWHERE, TABLE

_FITTING = 0.52  # of 1: from here a skill could be of use to what is stuck
_NEAR = 0.86  # of the best: what fits less is not worth anybody's time
_STEM = snowballstemmer.stemmer("english")
_SMALL = frozenset(
    """
    a about all am an and any anybody anyone are as at be been but by can could do does for from get good
    had has have help how i if in into is it its know knows like me my need needs not of on or our ours
    people person please she he her his so some somebody someone something that the their them there they
    this to up us was we were what when where which who whom whose will with would you your
    """.split()  # noqa: SIM905  # a list to be read
)
_CLOSE = 0.8  # from here two words are slips of one
_MOST = 0.6  # of a longer word, that a shorter one has to be
_SHORT = 4  # letters; shorter words have to be right
_RELATED = 0.75  # two words for one matter
_LITTLE = 0.4  # what a word weighs that is said of everything
_ENOUGH = 0.7  # so much has to be met before a skill is wholly one that could help


def flat(text: str) -> str:
    """Lower case, without accents and apostrophes, and with the s where English spells with z too."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return plain.replace("’", "").replace("'", "").replace("iz", "is")


def words(text: str) -> list[str]:
    """The stems of the words that carry meaning; of all words, if none does. Who is mentioned is left aside."""
    text = marks.without(text)
    every_word = re.findall(r"[^\W_]+", flat(text if text.isupper() else re.sub(r"\bIT\b", "computing", text)))
    kept = [word for word in every_word if word not in _SMALL] or every_word
    return [_stem(word) for word in kept]


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return str(_STEM.stemWord(word))


def met(asked: Sequence[str], offered: Sequence[str]) -> float:
    """How much of what is asked for the words offered answer, from 0 to 1."""
    return _met(asked, offered, little=1.0)[0]


def closeness(asked: Sequence[str], offered: Sequence[str]) -> float:
    """How well the words offered answer those asked for, from 0 to 1: saying little beside counts a little too."""
    return 0.75 * met(asked, offered) + 0.25 * met(offered, asked)


def fit(skill: Sequence[str], blocker: Sequence[str]) -> float:
    """How well a skill answers what is stuck, from 0 to 1. What is said of everything is not enough by itself."""
    share, weight = _met(skill, blocker, little=_LITTLE)
    return share * min(1.0, weight / _ENOUGH)


def enough(best: float) -> float:
    """From where a skill is worth asking for, if the best of all fits so well."""
    return max(_FITTING, best * _NEAR)


@dataclass(frozen=True)
class _Meaning:
    """Words, and the lines of the table they stand in: as a matter, and as just one kind of it."""

    letters: dict[str, list[str]]  # the words by their first letter
    general: frozenset[int]
    kinds: frozenset[int]


@lru_cache(maxsize=5_000)
def _meaning(stems: tuple[str, ...]) -> _Meaning:
    letters: dict[str, list[str]] = defaultdict(list)
    for stem in stems:
        letters[stem[0]].append(stem)
    return _Meaning(
        dict(letters),
        frozenset(place for stem in stems for place in _GENERAL.get(stem, ())),
        frozenset(place for stem in stems for place in _KINDS.get(stem, ())),
    )


def _met(asked: Sequence[str], offered: Sequence[str], *, little: float) -> tuple[float, float]:
    """The share of the asked that is met, and its weight, where a word that is said of everything weighs `little`."""
    if not asked or not offered:
        return 0.0, 0.0
    meant, given = _meaning(tuple(asked)), _meaning(tuple(offered))
    weights = [little if word in _EVERYWHERE else 1.0 for word in asked]
    matched = sum(weight * _best(word, meant, given) for word, weight in zip(asked, weights, strict=True))
    return matched / sum(weights), matched


def _best(word: str, meant: _Meaning, given: _Meaning) -> float:
    """How well any of the words given answers this one."""
    spelled = max((_spelled_alike(word, other) for other in given.letters.get(word[0], ())), default=0.0)
    return _RELATED if spelled < _RELATED and _related(word, meant, given) else spelled


def _related(word: str, meant: _Meaning, given: _Meaning) -> bool:
    """Whether a word is for a matter that is given. Whoever has said which kind they mean does not mean every kind."""
    general, kinds = _GENERAL.get(word, frozenset()), _KINDS.get(word, frozenset())
    return bool(
        general & given.general or (general & given.kinds) - meant.kinds or (kinds & given.general) - given.kinds
    )


@lru_cache(maxsize=50_000)
def _spelled_alike(word: str, other: str) -> float:
    """Two words with one first letter, where slips seldom fall, from 0 to 1. A number is meant as it stands."""
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


def _read(table: str) -> tuple[dict[str, frozenset[int]], dict[str, frozenset[int]]]:
    """By stem, the lines of the table that it stands in: left of a colon, and right of it."""
    general: dict[str, set[int]] = defaultdict(set)
    kinds: dict[str, set[int]] = defaultdict(set)
    for place, line in enumerate(table.strip().splitlines()):
        left, _, right = line.partition(":")
        for stem in words(left):
            general[stem].add(place)
        for stem in words(right):
            kinds[stem].add(place)
    return _settled(general), _settled(kinds)


def _settled(lines: dict[str, set[int]]) -> dict[str, frozenset[int]]:
    return {stem: frozenset(places) for stem, places in lines.items()}


_GENERAL, _KINDS = _read(TABLE)
_EVERYWHERE = frozenset(words(EVERYWHERE))
