"""The areas of ability that people here offer and need, and the words each is told in: `areas/*.toml`, read once.

An area has phrases in which it is *offered* and phrases in which the need of it is told (*needed*). The words of a phrase
stand near one another in any order; `tap/sink leaks` is either of two words and a third, `<broken>` any word of a set,
and what ends with `?` says little. Of the *kinds* of an area one is no other: somebody who speaks Polish is of use to
whoever looks for an interpreter, and not to whoever looks for one in Arabic.
"""

import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.lib.language.words import spelled, stem

_AREAS = Path(__file__).with_name("areas")
_SETS = "sets.toml"
_WEIGHTS = {(True, False): 0.7, (True, True): 0.95, (False, False): 0.6, (False, True): 0.75}  # offered, several words
_LITTLE = 0.45  # of the weight of a phrase, that is left if it says little
_SPREAD = 0.75  # of its weight, that a word would lose if it stood in every area

Slot = frozenset[str]  # stems, any of which will do


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in which an area is offered, or need of it told."""

    area: str
    offered: bool
    slots: tuple[Slot, ...]
    weight: float


@dataclass(frozen=True)
class Lexicon:
    """Every phrase, by the stems of its rarest slot; what a stem says; how words are spelled."""

    phrases: Mapping[str, tuple[tuple[Phrase, int], ...]]
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
    sets = {
        name: " ".join(words.split()).replace(" ", "")
        for name, words in tomllib.loads((_AREAS / _SETS).read_text(encoding="utf-8"))["sets"].items()
    }
    spellings: dict[str, str] = {}
    phrases: list[Phrase] = []
    kinds: dict[str, dict[str, frozenset[int]]] = {}
    areas_of: dict[str, set[str]] = defaultdict(set)
    names: set[str] = set()
    for path in sorted(_AREAS.glob("*.toml")):
        if path.name == _SETS:
            continue
        for area, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            names.add(area)
            for part in ("offered", "needed"):
                for phrase in _listed(entry.get(part, "")):
                    own = [slot for slot in phrase.rstrip("?").split(" ") if not slot.startswith("<")]
                    for word in {stem(word) for slot in own for word in _spelled(slot, spellings)}:
                        areas_of[word].add(area)
                    slots = tuple(_slot(slot, sets, spellings) for slot in phrase.rstrip("?").split(" "))
                    weight = _WEIGHTS[part == "offered", len(slots) > 1] * (_LITTLE if phrase.endswith("?") else 1)
                    phrases.append(Phrase(area, part == "offered", slots, weight))
            if "kinds" in entry:
                kinds[area] = _kinds(entry["kinds"], spellings)
    return Lexicon(
        _by_rarest(phrases), kinds, spellings, {word: len(areas) for word, areas in areas_of.items()}, len(names)
    )


def _listed(text: str) -> Iterator[str]:
    """The phrases between commas."""
    return filter(None, (" ".join(phrase.split()) for phrase in text.split(",")))


def _spelled(slot: str, spellings: dict[str, str]) -> list[str]:
    words = spelled(slot if slot.isupper() and slot != "IT" else re.sub(r"\bIT\b", "computing", slot))
    spellings.update((word, stem(word)) for word in words)
    return words


def _slot(slot: str, sets: Mapping[str, str], spellings: dict[str, str]) -> Slot:
    written = re.sub(r"<(\w+)>", lambda name: sets[name[1]], slot)
    return frozenset(stem(word) for word in _spelled(written, spellings))


def _kinds(text: str, spellings: dict[str, str]) -> dict[str, frozenset[int]]:
    kinds: dict[str, set[int]] = defaultdict(set)
    for number, names in enumerate(_listed(text)):
        for word in _spelled(names, spellings):
            kinds[stem(word)].add(number)
    return {word: frozenset(numbers) for word, numbers in kinds.items()}


def _by_rarest(phrases: list[Phrase]) -> dict[str, tuple[tuple[Phrase, int], ...]]:
    """Phrases by each stem of the slot whose words stand in the fewest, and which slot that is."""
    number = Counter(word for phrase in phrases for slot in phrase.slots for word in slot)
    index: dict[str, list[tuple[Phrase, int]]] = defaultdict(list)
    for phrase in phrases:
        rarest = min(range(len(phrase.slots)), key=lambda place: sum(number[word] for word in phrase.slots[place]))
        for word in phrase.slots[rarest]:
            index[word].append((phrase, rarest))
    return {word: tuple(pairs) for word, pairs in index.items()}
