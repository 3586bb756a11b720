"""Samples for every parameter of every view, made from its annotation: very long, hostile, very many, none.

What an annotation does not say (which words a kind of post may be, how long a sentence is allowed to be) stands here by
the name of the parameter or field, or by `owner.name` where a name means several things. A parameter of which nothing
is known fails, and names itself.
"""

import inspect
import random
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from functools import cache
from itertools import chain, cycle, islice, product
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from tests.guards import known

MOST_ROWS = 8


class NoSampleError(AssertionError):
    """A parameter or field of which no sample can be made."""


class Samples:
    """Cases of any type, with this text, this name and this many of everything that may be many."""

    def __init__(self, text: str, name: str, number: int) -> None:
        self.text, self.name, self.number = text, name, number
        self._made: dict[Any, list[Any]] = {}
        self._words = known.words(text, name)
        self._numbers = known.numbers(number)
        self._whole = known.whole(self)

    def rows(
        self, owner: str, signature: inspect.Signature, hints: Mapping[str, Any]
    ) -> Iterator[tuple[list[Any], dict[str, Any]]]:
        """What to call a function with: each case of each parameter at least once."""
        parameters = list(signature.parameters.values())
        cases = [self.cases(hints.get(parameter.name, Any), owner, parameter.name) for parameter in parameters]
        for row in _rows(owner, cases):
            given: list[Any] = []
            named: dict[str, Any] = {}
            for parameter, value in zip(parameters, row, strict=True):
                if parameter.kind is parameter.VAR_POSITIONAL:
                    given += [value] * 3
                elif parameter.kind is parameter.KEYWORD_ONLY:
                    named[parameter.name] = value
                else:
                    given.append(value)
            yield given, named

    def of(self, hint: Any) -> list[Any]:
        """Cases of a type, wherever it stands."""
        return self.cases(hint, "", "")

    def cases(self, hint: Any, owner: str, name: str) -> list[Any]:
        """The fullest first."""
        for path in _paths(owner, name):
            if path in self._whole:
                return self._once(path, self._whole[path])
        if hint in self._whole:
            return self._once(hint, self._whole[hint])
        simple = self._simple(hint, owner, name)
        return simple if simple is not None else self._compound(hint, owner, name)

    def _simple(self, hint: Any, owner: str, name: str) -> list[Any] | None:
        if hint is str:
            return self._word(owner, name)
        if hint is int:
            return self._number(owner, name)
        if hint is bool:
            return [True, False]
        if hint is datetime:
            return [known.WHEN]
        if hint is date:
            return [known.WHEN.date()]
        if isinstance(hint, type) and issubclass(hint, Enum):
            return list(hint)
        if isinstance(hint, type) and is_dataclass(hint):
            return self._once(hint, lambda: self._of_dataclass(hint))
        return None

    def _number(self, owner: str, name: str) -> list[int]:
        for path in _paths(owner, name):
            if path in self._numbers:
                return self._numbers[path]
        return [1] if name == "id" or name.endswith("_id") else list(dict.fromkeys([self.number, 1, 0]))

    def _word(self, owner: str, name: str) -> list[str]:
        for path in _paths(owner, name):
            if path in self._words:
                return self._words[path]
        raise _unknown(owner, name, "str")

    def _compound(self, hint: Any, owner: str, name: str) -> list[Any]:
        kind, parts = get_origin(hint), get_args(hint)
        if kind in {Union, UnionType}:
            there = [self.cases(part, owner, name) for part in parts if part is not NoneType]
            return [*chain(*there), *([None] if NoneType in parts else [])]
        if kind is tuple and Ellipsis not in parts:
            return _rows(f"{owner}.{name}", [self.cases(part, owner, name) for part in parts])
        if kind in {tuple, list, Sequence, Collection, frozenset}:
            cases = self.cases(parts[0], owner, name)
            several = [cases, []] if parts[0] == dict[str, Any] else self._many(cases)  # blocks come in short groups
            return [_of_kind(kind, many) for many in several]
        raise _unknown(owner, name, hint)

    def _many(self, cases: list[Any]) -> list[list[Any]]:
        if not cases:
            return [[]]
        numbers = dict.fromkeys([self.number, 1, 0])
        return [[_numbered(case, at) for at, case in enumerate(islice(cycle(cases), number))] for number in numbers]

    def _once(self, kind: Any, make: Callable[[], list[Any]]) -> list[Any]:
        if kind not in self._made:
            self._made[kind] = make()
        return self._made[kind]

    def _of_dataclass(self, kind: Any) -> list[Any]:
        hints = _hints(kind)
        cases = [self.cases(hints[field.name], kind.__name__, field.name) for field in fields(kind) if field.init]
        return [kind(*row) for row in _rows(kind.__name__, cases)]


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _paths(owner: str, name: str) -> list[str]:
    """The more exact first: `wins.win.receipt.text`, `receipt.text`, `text`."""
    parts = [*owner.split("."), name]
    return [".".join(parts[at:]) for at in range(len(parts))]


def _unknown(owner: str, name: str, hint: Any) -> NoSampleError:
    return NoSampleError(f"{owner}: no sample for `{name}: {hint}`; say in tests/guards/known.py what it may be")


def _rows(owner: str, cases: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """All combinations where they are few; else the fullest, the emptiest and some between, with every case in one."""
    number = 1
    for several in cases:
        number *= len(several)
    if number <= MOST_ROWS:
        return list(product(*cases))
    dice = random.Random(owner)
    mixed = [
        tuple(several[(place + at) % len(several)] for at, several in enumerate(cases))
        for place in range(max(map(len, cases)))
    ]
    more = [tuple(dice.choice(several) for several in cases) for _ in range(MOST_ROWS - 2 - len(mixed))]
    return [tuple(several[0] for several in cases), tuple(several[-1] for several in cases), *mixed, *more]


def _numbered(case: Any, at: int) -> Any:
    """No two rows of one table have the same id."""
    if not is_dataclass(type(case)) or not isinstance(getattr(case, "id", None), int):
        return case
    return replace(case, id=at)


def _of_kind(kind: Any, many: list[Any]) -> Any:
    return kind(many) if kind in {tuple, frozenset} else many
