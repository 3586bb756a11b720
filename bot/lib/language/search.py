"""Finding among a few hundred short names what somebody asks for in words of their own, slips of typing included."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA

from bot.lib.language.matching import RELATED
from bot.lib.language.synonyms import EVERYWHERE, IN_ANY_SEARCH, NARROW, WIDE
from bot.lib.language.thesaurus import Meaning, Thesaurus
from bot.lib.language.words import spelled, stem, telling

# Words about the asking, beside those that carry no meaning anywhere.
_ASKING = frozenset(
    """
    able after again also always another anywhere before best between both come comes did doing done during each either
    else even ever every few find found getting give given gives go going got happen here hi hello helping helps
    helped im just last lot lots made make makes making many may might more most much must near needed never new next no
    nobody none nothing now often once one only other ours own proper properly quite really see seen several should show
    since still stuff such sure tell than thing things think today tomorrow too try under until urgent urgently use used
    very want wanted wants way ways were while without yet
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december two three four five six seven eight nine ten
    """.split()  # noqa: SIM905  # a list to be read
)
_LITTLE = 0.3  # what a word weighs that is said of everything
_STRANGE = 0.15  # what a word asked for weighs that nothing offered answers: the rest of the sentence counts
_ASKED, _OFFERED = 0.6, 0.4  # how much of what is asked for is there, and how much of what is there is asked for
_STRONG = 0.6  # one word at least has to be answered so well and say something
_WEAK = 0.7  # what is left of the score otherwise
_PERHAPS, _NEAR_BEST = 0.35, 0.8
_SURE, _SURE_NEAR_BEST = 0.7, 0.9
_MISSPELT = 0.65  # a word that may be a slip of one for the matter
_ENDING = 0.92  # one word begins with the other
_SHORT, _LONG, _LONGER = 4, 7, 6  # letters: with a slip, with two, and to be looked up in the table
_SLIP = 0.12  # what each slip takes from one
_THESAURUS = Thesaurus(NARROW + WIDE, EVERYWHERE + IN_ANY_SEARCH)


@dataclass(frozen=True)
class Hit:
    """One of the names, by its place among them, and whether it surely answers."""

    place: int
    sure: bool


def find(asked: str, names: Sequence[str]) -> list[Hit]:
    """What answers, the best first: surely, or perhaps."""
    question = _read(asked)
    offers = [_read(name) for name in names]
    if not question.words or not offers:
        return []
    rarity = _rarity(offers)
    answered = [[_answered(word, question, offer) for word in question.words] for offer in offers]
    weights = [
        _weight(word) * (1.0 if max(column) >= _STRONG else _STRANGE)
        for word, column in zip(question.words, zip(*answered, strict=True), strict=True)
    ]
    scores = [_score(question, offer, row, weights, rarity) for offer, row in zip(offers, answered, strict=True)]
    best = max(scores)
    order = sorted(range(len(names)), key=lambda place: (-scores[place], place))
    return [
        Hit(place, scores[place] >= max(_SURE, _SURE_NEAR_BEST * best))
        for place in order
        if scores[place] >= max(_PERHAPS, _NEAR_BEST * best)
    ]


class _Word(NamedTuple):
    typed: str
    stem: str


@dataclass(frozen=True)
class _Text:
    words: tuple[_Word, ...]
    joined: frozenset[str]  # stems of each two words that stand side by side, written as one
    meaning: Meaning


@lru_cache(maxsize=5_000)
def _read(text: str) -> _Text:
    every_word = telling(text)
    kept = [word for word in every_word if word not in _ASKING and len(word) > 1] or every_word
    words = tuple(_Word(word, stem(word)) for word in kept)
    joined = frozenset(stem(first + second) for first, second in pairwise(spelled(text)))
    return _Text(words, joined, _THESAURUS.meaning(tuple(word.stem for word in words)))


def _rarity(offers: Sequence[_Text]) -> dict[str, float]:
    """By stem, from 1 for a word in one name down towards 0 for one in all."""
    names_with = Counter(stem for offer in offers for stem in {word.stem for word in offer.words})
    number = len(offers) + 1
    return {stem: math.log(number / (some + 0.5)) / math.log(number) for stem, some in names_with.items()}


def _weight(word: _Word) -> float:
    return _LITTLE if _THESAURUS.says_little(word.stem) else 1.0


def _score(
    question: _Text, offer: _Text, answered: Sequence[float], weights: Sequence[float], rarity: dict[str, float]
) -> float:
    asked = _mean(answered, weights)
    offered = _mean(
        [max(_alike(word, other, question, offer) for word in question.words) for other in offer.words],
        [_weight(other) * rarity[other.stem] for other in offer.words],
    )
    score = _ASKED * asked + _OFFERED * offered
    says_something = any(alike * _weight(word) >= _STRONG for word, alike in zip(question.words, answered, strict=True))
    return score if says_something else _WEAK * score


def _mean(values: Sequence[float], weights: Sequence[float]) -> float:
    whole = sum(weights)
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) / whole if whole else 0.0


def _answered(word: _Word, question: _Text, offer: _Text) -> float:
    return max((_alike(word, other, question, offer) for other in offer.words), default=0.0)


def _alike(word: _Word, other: _Word, question: _Text, offer: _Text) -> float:
    """How well a word offered answers one asked for, from 0 to 1."""
    if other.stem == word.stem or word.stem in offer.joined or other.stem in question.joined:
        return 1.0
    if _begins(word.typed, other.typed):
        return _ENDING
    alike = _slipped(word.typed, other.typed)
    meaning = _THESAURUS.meaning((other.stem,))
    given = Meaning(meaning.general, {line: offer.meaning.kinds[line] for line in meaning.kinds})
    if alike < RELATED and _THESAURUS.related(word.stem, question.meaning, given):
        return RELATED
    if alike == 0 and any(
        stem == other.stem or _THESAURUS.related(stem, question.meaning, given) for stem in _perhaps_meant(word)
    ):
        return _MISSPELT
    return alike


def _begins(word: str, other: str) -> bool:
    short, long = sorted((word, other), key=len)
    return len(short) >= _SHORT and long.startswith(short) and len(short) >= 0.6 * len(long)


@lru_cache(maxsize=50_000)
def _slipped(word: str, other: str) -> float:
    """Two words that may be one, typed with a slip; letters that changed places are one. A number is as it stands."""
    shortest = min(len(word), len(other))
    most = 1 if shortest < _LONG else 2
    if shortest < _SHORT or any(letter.isdigit() for letter in word + other):
        return 0.0
    slips = OSA.distance(word, other, score_cutoff=most)
    if slips > most or (word[0] != other[0] and (shortest <= _SHORT or slips > 1)):
        return 0.0
    return 1 - _SLIP * slips if shortest > _SHORT else 0.8


@lru_cache(maxsize=5_000)
def _perhaps_meant(word: _Word) -> tuple[str, ...]:
    """The stems of the words in the table that are nearest to one that is not in it."""
    known = _THESAURUS.words
    if len(word.typed) < _LONGER or word.typed in known or word.stem in known.values():
        return ()
    near = {other: _slipped(word.typed, other) for other in known if abs(len(other) - len(word.typed)) <= 2}  # noqa: PLR2004
    best = max(near.values(), default=0.0)
    return tuple({known[other] for other, alike in near.items() if alike == best}) if best else ()
