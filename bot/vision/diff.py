"""What changed between two wordings, word by word."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import Enum, auto

_ALIKE = 0.35  # of 1: below this the two have so little in common that each is shown whole


class Change(Enum):
    """What became of some words."""

    SAME = auto()
    OUT = auto()
    IN = auto()


def words(before: str, after: str) -> list[tuple[Change, str]]:
    """Runs of words in reading order: what stayed, what was taken out, what came in. What goes out stands first."""
    old, new = before.split(), after.split()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return [(change, " ".join(run)) for change, run in ((Change.OUT, old), (Change.IN, new)) if run]
    return list(_runs(matcher, old, new))


def _runs(matcher: "SequenceMatcher[str]", old: list[str], new: list[str]) -> Iterator[tuple[Change, str]]:
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if what == "equal":
            yield Change.SAME, " ".join(new[new_from:new_to])
            continue
        if old_to > old_from:
            yield Change.OUT, " ".join(old[old_from:old_to])
        if new_to > new_from:
            yield Change.IN, " ".join(new[new_from:new_to])
