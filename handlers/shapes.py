"""What is read from a payload is as its class says, whatever was sent, and can be kept."""

import re
from collections.abc import Callable
from dataclasses import Field, fields, is_dataclass, replace
from functools import wraps
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
        if not _fits(act, type(act)):
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


def _fits(value: Any, kind: Any) -> bool:
    if isinstance(kind, type) and is_dataclass(kind):
        return isinstance(value, kind) and all(_fits_field(value, about) for about in fields(kind))
    if isinstance(kind, UnionType):
        return any(_fits(value, member) for member in get_args(kind))
    if get_origin(kind) is list:
        return isinstance(value, list) and all(_fits(element, get_args(kind)[0]) for element in value)
    if get_origin(kind) is dict:
        return isinstance(value, dict) and all(_fits(element, str | list[str] | None) for element in value.values())
    return isinstance(value, kind)


def _fits_field(value: Any, about: Field[Any]) -> bool:
    part = getattr(value, about.name)
    return _fits(part, about.type) and (about.name in _TYPED or not any(map(_UNKEEPABLE.search, _strings(part))))


def _strings(value: Any) -> list[str]:
    return [element for element in (value if isinstance(value, list) else [value]) if isinstance(element, str)]
