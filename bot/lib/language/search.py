"""Finding among a few hundred short names what somebody asks for in words of their own, slips of typing included."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA

from bot.lib.language import remembered
from bot.lib.language.lexicon import lexicon
from bot.lib.language.matching import RELATED
from bot.lib.language.meaning import Meaning, meaning, related
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
_STRANGE = 0.15  # what a word asked for weighs that nothing offered answers: the rest of the sentence counts
_ASKED, _OFFERED = 0.6, 0.4  # how much of what is asked for is there, and how much of what is there is asked for
_STRONG = 0.4  # one word at least has to be answered so well and say something
_WEAK = 0.7  # what is left of the score otherwise
_PERHAPS, _NEAR_BEST = 0.3, 0.8
# With every word of the question counted: what it has to reach alone, near the best, and with its lead over the others.
_LEAST, _SURE_NEAR_BEST, _SURE = 0.6, 0.95, 0.85
_ENDING = 0.92  # one word begins with the other
_SHORT, _LONG = 4, 7  # letters: with a slip, and with two
_SLIP = 0.12  # what each slip takes from one


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
    tables = [_table(question, offer) for offer in offers]
    whole = [_weight(word) for word in question.words]
    answered = [max(column) for column in zip(*(map(max, table) for table in tables), strict=True)]
    weights = [weight * (1.0 if best >= _STRONG else _STRANGE) for weight, best in zip(whole, answered, strict=True)]
    scores, surely = (
        [_score(question, offer, table, some, rarity) for offer, table in zip(offers, tables, strict=True)]
        for some in (weights, whole)
    )
    sure = _sure(offers, surely)
    perhaps = max(_PERHAPS, _NEAR_BEST * max(scores))
    hits = [Hit(place, sure[place]) for place in range(len(names)) if scores[place] >= perhaps]
    return sorted(hits, key=lambda hit: (not hit.sure, -scores[hit.place], hit.place))


def _sure(offers: Sequence["_Text"], scores: Sequence[float]) -> list[bool]:
    """Which answer so well, or so much better than everything else, that there is no doubt."""
    least = max(_LEAST, _SURE_NEAR_BEST * max(scores))
    best = scores.index(max(scores))
    rival = max((score for offer, score in zip(offers, scores, strict=True) if offer != offers[best]), default=0.0)
    return [score >= least and score + max(0.0, score - rival) >= _SURE for score in scores]


class _Word(NamedTuple):
    typed: str
    stem: str


@dataclass(frozen=True)
class _Text:
    words: tuple[_Word, ...]
    joined: frozenset[str]  # stems of each two words that stand side by side, written as one
    meaning: Meaning


@remembered.texts
def _read(text: str) -> _Text:
    every_word = telling(text)
    kept = [word for word in every_word if word not in _ASKING and len(word) > 1] or every_word
    words = tuple(_Word(word, stem(word)) for word in kept)
    joined = frozenset(stem(first + second) for first, second in pairwise(spelled(text)))
    return _Text(words, joined, meaning(text))


def _rarity(offers: Sequence[_Text]) -> dict[str, float]:
    """By stem, from 1 for a word in one name down towards 0 for one in all."""
    names_with = Counter(stem for offer in offers for stem in {word.stem for word in offer.words})
    number = len(offers) + 1
    return {stem: math.log(number / (some + 0.5)) / math.log(number) for stem, some in names_with.items()}


def _weight(word: _Word) -> float:
    return lexicon().says(word.stem)


def _score(
    question: _Text, offer: _Text, table: Sequence[Sequence[float]], weights: Sequence[float], rarity: dict[str, float]
) -> float:
    answered = [max(row) for row in table]
    asked = _mean(answered, weights)
    offered = _mean(
        [max(column) for column in zip(*table, strict=True)],
        [_weight(other) * rarity[other.stem] for other in offer.words],
    )
    score = _ASKED * asked + _OFFERED * offered
    says_something = any(alike * _weight(word) >= _STRONG for word, alike in zip(question.words, answered, strict=True))
    return score if says_something else _WEAK * score


def _mean(values: Sequence[float], weights: Sequence[float]) -> float:
    whole = sum(weights)
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) / whole if whole else 0.0


def _table(question: _Text, offer: _Text) -> list[list[float]]:
    """For each word asked for, how well each of the words offered answers it, from 0 to 1."""
    pairs = related(question.meaning, offer.meaning)
    return [[_alike(word, other, question, offer, pairs) for other in offer.words] for word in question.words]


def _alike(word: _Word, other: _Word, question: _Text, offer: _Text, pairs: Mapping[tuple[str, str], float]) -> float:
    if other.stem == word.stem or word.stem in offer.joined or other.stem in question.joined:
        return 1.0
    if _begins(word.typed, other.typed):
        return _ENDING
    return max(_slipped(word.typed, other.typed), RELATED * pairs.get((word.stem, other.stem), 0.0))


def _begins(word: str, other: str) -> bool:
    short, long = sorted((word, other), key=len)
    return len(short) >= _SHORT and long.startswith(short) and len(short) >= 0.6 * len(long)


@lru_cache(maxsize=remembered.PAIRS)
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
