"""The areas of ability that people here offer and need, and the words each is told in: `areas/*.toml`, read once.

An area has phrases in which it is *offered*, phrases in which the need of it is told (*needed*), and words that are
often *around* where it is needed: one alone says next to nothing, several say something. The words of a
phrase stand near one another in any order. In `tap/sink leaks` one of two words stands with a third, `<broken>` is any
word of a set, and what ends with `?` says little. Of the *kinds* of an area one is no other: somebody who speaks Polish
is of use to whoever looks for an interpreter, and not to whoever looks for one in Arabic.
"""

import math
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bot.lib.language.words import spelled, stemmed

_AREAS = Path(__file__).with_name("areas")
_SETS = "sets"
_WEIGHTS = {(True, False): 0.7, (True, True): 0.95, (False, False): 0.6, (False, True): 0.75}  # offered, several words
_LITTLE = 0.45  # of the weight of a phrase, that is left if it says little
_AROUND = 0.25  # the weight of a word that is around
_SPREAD = 0.75  # of its weight, that a word would lose if it stood in every area

Slot = tuple[str, ...]  # stems, any of which will do
Areas = Mapping[str, Mapping[str, str]]


class Written(NamedTuple):
    """A phrase as it stands in its file."""

    words: list[str]  # a slot each
    offered: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in which an area is offered, or need of it told: besides the slot it is found by."""

    area: str
    offered: bool
    others: tuple[Slot, ...]
    weight: float


@dataclass(frozen=True)
class Lexicon:
    """Every phrase, by the stems of its rarest slot; what a stem says; how words are spelled."""

    phrases: Mapping[str, Sequence[Phrase]]
    kinds: Mapping[str, Mapping[str, frozenset[int]]]  # by area, and by stem the kinds it names
    spellings: Mapping[str, str]  # the stem of each word
    _areas: Mapping[str, int]  # by stem, in how many areas it stands
    _number: int

    def says(self, word: str) -> float:
        """How much a stem says, from 1 for what is said in one area alone."""
        return 1 - _SPREAD * math.log(self._areas.get(word, 1)) / math.log(self._number)


@cache
def lexicon() -> Lexicon:
    """All areas, as they stand in the files, which are gone through again rather than kept as they are written."""
    areas = {name: area for path in sorted(_AREAS.glob("*.toml")) for name, area in _table(path).items()}
    read = _Reader(areas.pop(_SETS))
    kinds = {area: read.kinds(entry["kinds"]) for area, entry in areas.items() if "kinds" in entry}
    return Lexicon(_by_rarest(areas, read), kinds, read.spellings, _in_areas(areas, read), len(areas))


def _by_rarest(areas: Areas, read: "_Reader") -> Mapping[str, Sequence[Phrase]]:
    """Phrases by each stem of the slot whose words stand in the fewest."""
    all_slots = (read.slot(word) for entry in areas.values() for written in _written(entry) for word in written.words)
    number = Counter(word for slot in all_slots for word in slot)
    alone: dict[Phrase, Phrase] = {}  # those of one slot: many differ in nothing else
    index: dict[str, list[Phrase]] = defaultdict(list)
    for area, entry in areas.items():
        for written in _written(entry):
            slots = [*map(read.slot, written.words)]
            sums = [sum(number[word] for word in slot) for slot in slots]
            rarest = slots.pop(sums.index(min(sums)))
            phrase = Phrase(area, written.offered, tuple(slots), written.weight)
            for word in rarest:
                index[word].append(phrase if slots else alone.setdefault(phrase, phrase))
    return dict(index)


def _in_areas(areas: Areas, read: "_Reader") -> dict[str, int]:
    """By stem, in how many areas it stands; if in none, around how many."""
    own, around = Counter[str](), Counter[str]()
    for entry in areas.values():
        slots = {slot for written in _told(entry) for slot in written.words if not slot.startswith("<")}
        own.update({word for slot in slots for word in read.slot(slot)})
        around.update({word for slot in _around(entry) for word in read.slot(slot)})
    return {**around, **own}


def _written(entry: Mapping[str, str]) -> Iterator[Written]:
    """Every phrase of an area."""
    yield from _told(entry)
    for word in _around(entry):
        yield Written([word], offered=False, weight=_AROUND)


def _told(entry: Mapping[str, str]) -> Iterator[Written]:
    for part in ("offered", "needed"):
        for phrase in _listed(entry.get(part, "")):
            words = phrase.removesuffix("?").split(" ")
            weight = _weight(offered=part == "offered", several=len(words) > 1, little=phrase.endswith("?"))
            yield Written(words, part == "offered", weight)


def _around(entry: Mapping[str, str]) -> list[str]:
    return _listed(entry.get("around", ""))


@cache
def _weight(*, offered: bool, several: bool, little: bool) -> float:
    """One number for all phrases alike."""
    return _WEIGHTS[offered, several] * (_LITTLE if little else 1)


def _table(path: Path) -> dict[str, dict[str, str]]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _listed(text: str) -> list[str]:
    """The phrases between commas."""
    return [" ".join(phrase.split()) for phrase in text.split(",") if phrase.strip()]


class _Reader:
    """Reads slots, each once, and remembers how the words in them are spelled."""

    def __init__(self, sets: Mapping[str, str]) -> None:
        self.spellings: dict[str, str] = {}
        self._slots: dict[str, Slot] = {}
        self._slots = {f"<{name}>": self.slot("".join(words.split())) for name, words in sets.items()}

    def slot(self, written: str) -> Slot:
        """The stems of the words between strokes."""
        if written not in self._slots:
            # "IT" alone is in capitals as a heading might be.
            words = ["computing"] if written == "IT" else spelled(written)
            self.spellings |= {word: stemmed(word) for word in words if word not in self.spellings}
            self._slots[written] = tuple(sorted({self.spellings[word] for word in words}))
        return self._slots[written]

    def kinds(self, text: str) -> dict[str, frozenset[int]]:
        """By stem, the numbers of the kinds it names."""
        kinds: dict[str, set[int]] = defaultdict(set)
        for number, names in enumerate(_listed(text)):
            for word in self.slot(names):
                kinds[word].add(number)
        return {word: frozenset(numbers) for word, numbers in kinds.items()}
