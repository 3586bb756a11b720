"""What words mean in a table of words that stand for one another."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from bot.lib.language.words import spelled, stem, telling


@dataclass(frozen=True)
class Meaning:
    """Words, and the lines of the table they stand in: as a matter, and as just one kind of it."""

    general: frozenset[int]
    kinds: dict[int, frozenset[str]]  # the words that say which kind


class Thesaurus:
    """A table as `synonyms` has them, and the words that alone mean little beside it."""

    def __init__(self, table: str, said_of_everything: str) -> None:
        self._general: dict[str, set[int]] = defaultdict(set)
        self._kinds: dict[str, set[int]] = defaultdict(set)
        for line, entry in enumerate(table.strip().splitlines()):
            left, _, right = entry.partition(":")
            for word in telling(left):
                self._general[stem(word)].add(line)
            for word in telling(right):
                self._kinds[stem(word)].add(line)
        self._little = frozenset(stem(word) for word in telling(said_of_everything))
        self.words = {word: stem(word) for word in spelled(table)}
        self.meaning = lru_cache(maxsize=5_000)(self._meaning)

    def _meaning(self, stems: tuple[str, ...]) -> Meaning:
        """What the words mean together."""
        kinds: dict[int, set[str]] = defaultdict(set)
        for word in stems:
            for line in self._kinds.get(word, ()):
                kinds[line].add(word)
        general = frozenset(line for word in stems for line in self._general.get(word, ()))
        return Meaning(general, {line: frozenset(words) for line, words in kinds.items()})

    def related(self, word: str, meant: Meaning, given: Meaning) -> bool:
        """Whether a word is for a matter that is given. Whoever has said which kind they mean does not mean another."""
        general, kinds = self._general.get(word, set()), self._kinds.get(word, set())
        of_different_kinds = {
            line for line in meant.kinds.keys() & given.kinds.keys() if not meant.kinds[line] & given.kinds[line]
        }
        return bool(
            (general & given.general) - of_different_kinds
            or (general & given.kinds.keys()) - meant.kinds.keys()
            or (kinds & given.general) - given.kinds.keys()
        )

    def says_little(self, word: str) -> bool:
        """Whether the word alone means little here."""
        return word in self._little
