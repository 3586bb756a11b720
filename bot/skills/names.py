"""Skills as people type them, and when two spellings mean one skill."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.lib import marks
from bot.lib.language import words
from bot.lib.refusals import EmptyTextError
from bot.lib.text import tidy

LONGEST = 60  # characters
MOST = 20  # at once
_MUCH = 1_500  # characters
_ONE_SKILL = 92  # of 100: from here two spellings mean one skill
_SURE = 7  # letters from which a slip of spelling is one
_SENTENCE = 7  # words from which it is no longer a skill


@dataclass(frozen=True)
class TypedSkills:
    """A list as somebody typed it: the skills in it, and what cannot be taken as one, in their words."""

    names: tuple[str, ...]
    too_long: tuple[str, ...] = ()
    wordless: tuple[str, ...] = ()
    too_many: tuple[str, ...] = ()

    @property
    def much_is_left(self) -> bool:
        """Whether what cannot be taken needs the room of an answer."""
        return sum(marks.length(text) for text in (*self.too_long, *self.wordless, *self.too_many)) > _MUCH


def read(typed: str) -> TypedSkills:
    """`fundraising, interior design` as its skills, each once. Line breaks and semicolons part them too."""
    names: dict[str, str] = {}
    too_long: list[str] = []
    wordless: list[str] = []
    for part in re.split(r"[,;\n]+", tidy(typed)):
        name = " ".join(part.split()).strip(" .•*-–")
        if not name:
            continue
        if marks.length(name) > LONGEST or len(name.split()) >= _SENTENCE:
            too_long.append(name)
        elif not any(c.isalnum() and unicodedata.category(c) != "Mn" for c in re.sub(r":[\w+-]+:", "", name)):
            wordless.append(name)
        else:
            names.setdefault(key(name), name)
    if not (names or too_long or wordless):
        raise EmptyTextError
    kept = list(names.values())
    return TypedSkills(tuple(kept[:MOST]), tuple(too_long), tuple(wordless), tuple(kept[MOST:]))


def key(name: str) -> str:
    """The name as it is compared: case, accents, spaces, hyphens and British or American endings aside."""
    bare = marks.bare(name)
    return re.sub(r"[\W_]+", "", words.flat(bare)) or bare.casefold()


def same(wanted: str, known: Sequence[str]) -> str:
    """The key in use for this skill already, be it spelled a little otherwise; else its own."""
    if wanted in known:
        return wanted
    digits = re.findall(r"\d+", wanted)
    alike = [key for key in known if len(key) >= _SURE and re.findall(r"\d+", key) == digits]
    if len(wanted) < _SURE:
        return wanted
    best = process.extractOne(wanted, alike, scorer=fuzz.ratio, score_cutoff=_ONE_SKILL)
    return str(best[0]) if best else wanted
