"""What words are about: the areas of ability that a text asks for, or names as a skill, and by which of its words."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.lib.language import remembered
from bot.lib.language.lexicon import Phrase, lexicon
from bot.lib.language.words import spelled, stem, telling

_NEAR = 5  # words from one of a phrase to the next
_FURTHER = 0.03  # what each word between them takes
_TOLD = 0.5  # of what a skill is worth by words in which need is told
_FULL = 0.7  # the weight from which a word is surely about an area
_SHARE = 0.4  # of what an area is worth to a skill, by how many of its words are about it
_SHORT, _LONG = 6, 8  # letters in which one slip is read, and two
_SLIP = 0.12  # what each takes


class Clue(NamedTuple):
    """An area, how surely, and the places of the words that say so."""

    area: str
    offered: bool
    weight: float
    places: tuple[int, ...]


@dataclass(frozen=True)
class Meaning:
    """By area, how surely a text asks for it and how surely it offers it; and how much each of its words says so."""

    asked: Mapping[str, float]
    offered: Mapping[str, float]
    words: Mapping[str, Mapping[str, float]]
    kinds: Mapping[str, frozenset[int]]


@remembered.texts
def meaning(text: str) -> Meaning:
    """What the text is about."""
    every_word = spelled(text)
    read = [_read(word) for word in every_word]
    stems = [stem(word) for word in every_word]
    clues = sorted(_clues(read), key=lambda clue: (-clue.weight, clue.places))
    carrying = {stem(word) for word in telling(text)}
    telling_places = [place for place, word in enumerate(stems) if word in carrying]
    by_area: dict[str, list[Clue]] = defaultdict(list)
    for clue in clues:
        by_area[clue.area].append(clue)
    kinds = {
        area: numbers
        for area, names in lexicon().kinds.items()
        if (numbers := frozenset(number for word in stems for number in names.get(word, ())))
    }
    words = {area: _by_word(some, stems) for area, some in by_area.items()}
    for area in kinds:
        names = lexicon().kinds[area]
        words[area] = words.get(area, {}) | {word: 1.0 for word in stems if word in names}
    return Meaning(
        {area: _together(some) for area, some in by_area.items()},
        {area: _as_skill(some, telling_places) for area, some in by_area.items()},
        words,
        kinds,
    )


def related(asked: Meaning, offered: Meaning) -> dict[tuple[str, str], float]:
    """By the stems of a word asked for and a word offered, how surely both are about one matter, from 0 to 1."""
    pairs: dict[tuple[str, str], float] = {}
    for area in asked.words.keys() & offered.words.keys():
        kinds, others = asked.kinds.get(area), offered.kinds.get(area)
        if kinds and others and not kinds & others:
            continue
        for word, surely in asked.words[area].items():
            for other, as_surely in offered.words[area].items():
                pairs[word, other] = max(pairs.get((word, other), 0.0), surely * as_surely)
    return pairs


def _clues(read: Sequence[Sequence[tuple[str, float]]]) -> Iterator[Clue]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, stems in enumerate(read):
        for word, _ in stems:
            places[word].append(place)
    says, phrases = lexicon().says, lexicon().phrases
    for place, stems in enumerate(read):
        for word, sureness in stems:
            for phrase in phrases.get(word, ()):
                at = _places(phrase, place, places)
                if at is None:
                    continue
                words = [max((s for s, _ in read[i]), key=says) for i in at] if len(at) > 1 else [word]
                apart = max(at) - min(at) + 1 - len(at)
                together = 1 - prod(1 - says(word) for word in words)
                weight = max(0.0, phrase.weight - _FURTHER * apart) * together * sureness
                yield Clue(phrase.area, phrase.offered, weight, at)


def _places(phrase: Phrase, place: int, places: Mapping[str, Sequence[int]]) -> tuple[int, ...] | None:
    """Where the words of the phrase stand around the one it was found by, if they do."""
    at = [place]
    for stems in phrase.others:
        others = [other for word in stems for other in places.get(word, ()) if other not in at]
        if not others:
            return None
        at.append(min(others, key=lambda other: (abs(other - place), other)))
    return tuple(at) if max(at) - min(at) <= _NEAR * (len(at) - 1) else None


def _together(clues: Sequence[Clue]) -> float:
    """How surely clues that share no word say it, the strongest first."""
    left, used = 1.0, set[int]()
    for clue in clues:
        if used.isdisjoint(clue.places):
            left *= 1 - clue.weight
            used.update(clue.places)
    return 1 - left


def _as_skill(clues: Sequence[Clue], telling_places: Sequence[int]) -> float:
    worth: dict[int, float] = defaultdict(float)
    for clue in clues:
        for place in clue.places:
            weight = (1.0 if clue.offered else _TOLD) * clue.weight / _FULL
            worth[place] = max(worth[place], min(1.0, weight))
    share = sum(worth[place] for place in telling_places) / len(telling_places)
    return _SHARE * share + (1 - _SHARE) * max(worth.values())


def _by_word(clues: Sequence[Clue], stems: Sequence[str]) -> dict[str, float]:
    words: dict[str, float] = defaultdict(float)
    for clue in clues:
        for place in clue.places:
            words[stems[place]] = max(words[stems[place]], min(1.0, clue.weight / _FULL))
    return dict(words)


@lru_cache(maxsize=remembered.WORDS)
def _read(word: str) -> tuple[tuple[str, float], ...]:
    """The stem of the word, or those of the words it may be a slip of, each with how surely."""
    known = lexicon().spellings
    itself = stem(word)
    if len(word) < _SHORT or word in known or itself in _stems() or any(letter.isdigit() for letter in word):
        return ((itself, 1.0),)
    most = 2 if len(word) >= _LONG else 1
    near = process.extract(word, _spellings(), scorer=OSA.distance, score_cutoff=most, limit=None)
    best = min((slips for _, slips, _ in near), default=0)
    alike = {known[other] for other, slips, _ in near if slips == best}
    return ((itself, 1.0), *((other, 1 - _SLIP * best) for other in sorted(alike)))


@lru_cache(maxsize=1)
def _stems() -> frozenset[str]:
    return frozenset(lexicon().spellings.values())


@lru_cache(maxsize=1)
def _spellings() -> tuple[str, ...]:
    return tuple(lexicon().spellings)
