"""What is read from a payload is as its class says, whatever was sent, and can be kept."""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import cache, wraps
from types import UnionType
from typing import Any, ParamSpec, TypeVar, cast, get_args, get_origin

from bot.lib.marks import BEGIN, END, untyped
from bot.lib.refusals import GarbledError

_TYPED = {"text", "typed", "answers"}  # which is tidied before it is kept
_UNKEEPABLE = re.compile(f"[\0{BEGIN}{END}\ud800-\udfff]")  # what no database keeps, and what is ours alone

Given = ParamSpec("Given")
Act = TypeVar("Act")


def whole(read: Callable[Given, Act]) -> Callable[Given, Act]:
    """What is read is as its class says, whatever was sent; else it is refused as garbled."""

    @wraps(read)
    def reading(*args: Given.args, **named: Given.kwargs) -> Act:
        try:
            act = read(*args, **named)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise GarbledError from error
        if not _check(cast("Any", type(act)))(act):
            raise GarbledError
        return _untyped(act)

    return reading


def _untyped(act: Act) -> Act:
    """The same, where nothing that was typed can be taken for a mark."""
    typed = {name: getattr(act, name) for name in _TYPED if hasattr(act, name)}
    plain = {name: _plain(value) for name, value in typed.items() if value}
    changed = {name: value for name, value in plain.items() if value != typed[name]}
    return cast("Act", replace(cast("Any", act), **changed)) if changed else act


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return untyped(value)
    return {block: _plain(answer) for block, answer in value.items()} if isinstance(value, dict) else value


Check = Callable[[Any], bool]


@cache
def _check(kind: Any) -> Check:
    """What tells whether a value is of this kind; for a class, made of those of its fields."""
    if isinstance(kind, type) and is_dataclass(kind):
        return _of_class(kind)
    if isinstance(kind, UnionType):
        members = [_check(member) for member in get_args(kind)]
        return lambda value: any(fits(value) for fits in members)
    if get_origin(kind) is list:
        element = _check(get_args(kind)[0])
        return lambda value: isinstance(value, list) and all(map(element, value))
    if get_origin(kind) is dict:
        answer = _check(str | list[str] | None)
        return lambda value: isinstance(value, dict) and all(map(answer, value.values()))
    return lambda value: isinstance(value, kind)


def _of_class(kind: type) -> Check:
    parts = fields(cast("Any", kind))
    checks = [(part.name, _check(cast("Any", part.type)), part.name in _TYPED) for part in parts]

    def fits(value: Any) -> bool:
        if not isinstance(value, kind):
            return False
        for name, is_so, typed in checks:
            part = getattr(value, name)
            if not is_so(part) or not (typed or _keepable(part)):
                return False
        return True

    return fits


def _keepable(value: Any) -> bool:
    """Whether it can be kept: a text, or each of several."""
    if isinstance(value, str):
        return not _UNKEEPABLE.search(value)
    return not isinstance(value, list) or all(not isinstance(text, str) or _keepable(text) for text in value)
