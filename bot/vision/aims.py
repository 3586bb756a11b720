"""Aims as people type them, and which of them are the aims there were before.

An aim has a lineage, named by the id of the first aim in it: wins towards an aim count for it still when a later
version keeps it, word for word or in better words.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from rapidfuzz import fuzz, process, utils

from bot.lib import marks
from bot.lib.language.meant import meant
from bot.lib.refusals import EmptyTextError, Refusal
from bot.lib.text import TooLongError, plain, readable

AIM = 150  # characters an aim may have
MOST = 7

_NEARLY = 82  # of 100: from here two wordings are of one aim
_MARK = re.compile(r"(?:[-*•–]|\(?(\d{1,3})[.):]|aim (\d{1,3})[.:]?)\s+", re.IGNORECASE)
_KEEP = re.compile(r"keep\s+(?:aim\s+)?(\d{1,3})\s*(?::\s*(.*))?", re.IGNORECASE)
_NUMBER = re.compile(r"(?:aim\s+)?(\d{1,3})[.):]?", re.IGNORECASE)
_NONE = {"no aims", "none"}
_NOTHING: Mapping[int, int] = MappingProxyType({})


class TooManyError(Refusal):
    """More aims than anybody keeps in mind."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class UnknownAimError(Refusal):
    """No aim in force has that number or those words; perhaps one of the nearest is meant."""

    def __init__(self, text: str, near: "Sequence[tuple[int, AimWording]]") -> None:
        super().__init__(text)
        self.text, self.near = text, tuple(near)


class KeptNowhereError(Refusal):
    """An aim is said to be kept, and none of the lines is the one it is kept in."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@dataclass(frozen=True)
class AimWording:
    """An aim as it is worded, and the lineage it belongs to; none: it is new."""

    text: str
    root: int | None = None


@dataclass(frozen=True)
class Wording:
    """All that a version of the vision says."""

    text: str
    aims: tuple[AimWording, ...] = ()


@dataclass(frozen=True)
class _TypedAim:
    text: str
    number: int | None
    root: int | None = None


def read(lines: str, before: Sequence[AimWording], kept: Mapping[int, int] = _NOTHING) -> tuple[AimWording, ...]:
    """The aims on these lines, one each, numbered or not, each with the lineage it goes on from.

    `before` are the aims in force. `keep 2`, or its number alone, is the second of them as it stands; `keep 2: WORDS`
    is that aim in new words, and so is the line numbered 2 where `kept` gives a lineage for 2. Else the same aim is
    known by the same, or nearly the same, words.
    """
    typed = [_line(line, before) for line in plain(lines).splitlines() if readable(line)]
    if len(typed) == 1 and typed[0].text.casefold().rstrip(".") in _NONE:
        typed = []
    if len(typed) > MOST:
        raise TooManyError(len(typed))
    for line in typed:
        if marks.length(line.text) > AIM:
            raise TooLongError(line.text, AIM)
    known = {aim.root for aim in before}
    kept = {number: root for number, root in kept.items() if root in known}
    traced = trace(
        [AimWording(line.text, line.root or kept.get(line.number or place)) for place, line in enumerate(typed, 1)],
        before,
    )
    for number, root in kept.items():
        if root not in {aim.root for aim in traced}:
            raise KeptNowhereError(number)
    return traced


def _line(line: str, before: Sequence[AimWording]) -> _TypedAim:
    line = " ".join(line.split())
    if alone := _NUMBER.fullmatch(line):
        aim = find(alone[1], before)
        return _TypedAim(aim.text, None, aim.root)
    if keep := _KEEP.fullmatch(line):
        aim = find(keep[1], before)
        return _TypedAim(keep[2] or aim.text, None, aim.root)
    mark = _MARK.match(line)
    number = next((int(group) for group in mark.groups() if group), None) if mark else None
    text = line[mark.end() :] if mark else line
    if not readable(text):
        raise EmptyTextError
    return _TypedAim(text, number)


def trace(wanted: Sequence[AimWording], before: Sequence[AimWording]) -> tuple[AimWording, ...]:
    """Each aim with its lineage: the one it was given, else that of the same words, else of nearly the same."""
    roots: list[int | None] = []
    for aim in wanted:
        roots.append(aim.root if aim.root not in roots else None)  # one line of descent a lineage
    for least in (100.0, float(_NEARLY)):
        for place, aim in enumerate(wanted):
            free = [old for old in before if old.root not in roots]
            if roots[place] is not None or not free:
                continue
            best = process.extractOne(
                aim.text, [old.text for old in free], scorer=fuzz.ratio, processor=utils.default_process
            )
            if best is not None and best[1] >= least:
                roots[place] = free[best[2]].root
    return tuple(AimWording(aim.text, root) for aim, root in zip(wanted, roots, strict=True))


def find(text: str, aims: Sequence[AimWording]) -> AimWording:
    """The aim with that number or those words, as far as there is no doubt; else the nearest are named."""
    text = text.strip()
    number = _NUMBER.fullmatch(text)
    if number is not None:
        if 1 <= int(number[1]) <= len(aims):
            return aims[int(number[1]) - 1]
        raise UnknownAimError(text, [(place + 1, aim) for place, aim in enumerate(aims)])
    sure, nearest = meant(text, [aim.text for aim in aims], MOST)
    if sure is not None:
        return aims[sure]
    near = [(place + 1, aims[place]) for place in nearest[:3]]
    raise UnknownAimError(text, near or [(place + 1, aim) for place, aim in enumerate(aims)])


# Two changes to one wording


def merged(base: Wording, now: Wording, wanted: Wording) -> Wording | None:
    """What was `wanted` when `base` held, on top of what holds `now`; nothing if both changed the same thing."""
    if base == now:
        return wanted
    if wanted.text not in {base.text, now.text} and now.text != base.text:
        return None
    text = now.text if wanted.text == base.text else wanted.text
    aims = _merged_aims(base.aims, now.aims, wanted.aims)
    if aims is None or len(aims) > MOST:
        return None
    return Wording(text, tuple(aims))


def _merged_aims(
    base: Sequence[AimWording], now: Sequence[AimWording], wanted: Sequence[AimWording]
) -> list[AimWording] | None:
    if tuple(wanted) == tuple(base) or tuple(wanted) == tuple(now):
        return list(now)
    if tuple(now) == tuple(base):
        return list(wanted)
    were, are, want = (_by_root(aims) for aims in (base, now, wanted))
    result: list[AimWording] = []
    for aim in now:
        theirs = want.get(aim.root)
        if aim.root not in were:
            result.append(aim)  # new since
        elif aim == were[aim.root]:
            result += [theirs] if theirs else []  # untouched since: as wanted, or dropped as wanted
        elif theirs in (were[aim.root], aim):
            result.append(aim)  # changed since, and not by what is wanted
        else:
            return None
    for aim in wanted:
        if aim.root in were and aim.root not in are and aim != were[aim.root]:
            return None  # it was to be reworded, and has been dropped since
        if aim.root is not None and aim.root not in were and are.get(aim.root, aim) != aim:
            return None  # both bring it back, in other words
    known = {aim.text.casefold() for aim in result}
    result += [aim for aim in wanted if aim.root not in were and aim.text.casefold() not in known]
    return result


def _by_root(aims: Sequence[AimWording]) -> dict[int | None, AimWording]:
    return {aim.root: aim for aim in aims if aim.root is not None}
