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
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from bot.lib.language.words import spelled, stemmed

_AREAS = Path(__file__).with_name("areas")
_SETS = "sets"
_WEIGHTS = {(True, False): 0.7, (True, True): 0.95, (False, False): 0.6, (False, True): 0.75}  # offered, several words
_LITTLE = 0.45  # of the weight of a phrase, that is left if it says little
_AROUND = 0.25  # the weight of a word that is around
_SPREAD = 0.75  # of its weight, that a word would lose if it stood in every area

Slot = tuple[str, ...]  # stems, any of which will do


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in which an area is offered, or need of it told; the slot whose words stand in the fewest is the first."""

    area: str
    offered: bool
    slots: tuple[Slot, ...]
    weight: float


@dataclass(frozen=True)
class Lexicon:
    """Every phrase, by the stems of its first slot; what a stem says; how words are spelled."""

    phrases: Mapping[str, tuple[Phrase, ...]]
    kinds: Mapping[str, Mapping[str, frozenset[int]]]  # by area, and by stem the kinds it names
    spellings: Mapping[str, str]  # the stem of each word
    _areas: Mapping[str, int]  # by stem, in how many areas it stands
    _number: int

    def says(self, word: str) -> float:
        """How much a stem says, from 1 for what is said in one area alone."""
        return 1 - _SPREAD * math.log(self._areas.get(word, 1)) / math.log(self._number)


@cache
def lexicon() -> Lexicon:
    """All areas, as they stand in the files."""
    areas = {name: area for path in sorted(_AREAS.glob("*.toml")) for name, area in _table(path).items()}
    read = _Reader(areas.pop(_SETS))
    phrases: list[Phrase] = []
    in_areas, around_areas = Counter[str](), Counter[str]()
    for area, entry in areas.items():
        own, around = set[str](), set[str]()
        for part in ("offered", "needed"):
            for phrase in _listed(entry.get(part, "")):
                words = phrase.removesuffix("?").split(" ")
                slots = tuple(map(read.slot, words))
                weight = _weight(offered=part == "offered", several=len(slots) > 1, little=phrase.endswith("?"))
                phrases.append(Phrase(area, part == "offered", slots, weight))
                own.update(*(slot for word, slot in zip(words, slots, strict=True) if not word.startswith("<")))
        for word in _listed(entry.get("around", "")):
            slot = read.slot(word)
            phrases.append(Phrase(area, offered=False, slots=(slot,), weight=_AROUND))
            around.update(slot)
        in_areas.update(own)
        around_areas.update(around)
    kinds = {area: read.kinds(entry["kinds"]) for area, entry in areas.items() if "kinds" in entry}
    return Lexicon(_by_rarest(phrases), kinds, read.spellings, {**around_areas, **in_areas}, len(areas))


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
        self._same: dict[Slot, Slot] = {}  # one of each, however it is written
        self._slots = {f"<{name}>": self.slot("".join(words.split())) for name, words in sets.items()}

    def slot(self, written: str) -> Slot:
        """The stems of the words between strokes."""
        if written not in self._slots:
            # "IT" alone is in capitals as a heading might be.
            words = ["computing"] if written == "IT" else spelled(written)
            self.spellings |= {word: stemmed(word) for word in words if word not in self.spellings}
            slot = tuple(sorted({self.spellings[word] for word in words}))
            self._slots[written] = self._same.setdefault(slot, slot)
        return self._slots[written]

    def kinds(self, text: str) -> dict[str, frozenset[int]]:
        """By stem, the numbers of the kinds it names."""
        kinds: dict[str, set[int]] = defaultdict(set)
        for number, names in enumerate(_listed(text)):
            for word in self.slot(names):
                kinds[word].add(number)
        return {word: frozenset(numbers) for word, numbers in kinds.items()}


def _by_rarest(phrases: list[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    """Phrases by each stem of the slot whose words stand in the fewest, which goes first."""
    number = Counter(word for phrase in phrases for slot in phrase.slots for word in slot)
    index: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        slots = phrase.slots
        rarest = min(range(len(slots)), key=lambda place: sum(number[word] for word in slots[place]))
        first = replace(phrase, slots=(slots[rarest], *slots[:rarest], *slots[rarest + 1 :])) if rarest else phrase
        for word in first.slots[0]:
            index[word].append(first)
    return {word: tuple(some) for word, some in index.items()}
