"""Slack's block models as the plain data they stand for: what their own `to_dict` gives, some ten times sooner.

That looks each class over anew for every object; here what a class has and checks is looked up once.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from slack_sdk.models.basic_objects import EMPTY_ALLOWED_TYPE_AND_PROPERTY_LIST, JsonObject
from slack_sdk.models.blocks import Option

_MAY_BE_EMPTY = {(one["type"], one["property"]) for one in EMPTY_ALLOWED_TYPE_AND_PROPERTY_LIST}


class _Shape(NamedTuple):
    fields: tuple[str, ...]
    checks: tuple[Callable[[Any], None], ...]


_shapes: dict[type, _Shape] = {}


def spelt(thing: Any) -> Any:
    """Objects as dictionaries, in lists and out of them; `SlackObjectFormationError` for what Slack would not take."""
    if isinstance(thing, JsonObject):
        return _spelt(thing)
    if isinstance(thing, list | tuple):
        return [spelt(one) for one in thing]
    return thing


def _spelt(thing: JsonObject) -> dict[str, Any]:
    kind = type(thing)
    shape = _shapes.get(kind) or _shapes.setdefault(kind, _look_over(thing))
    for check in shape.checks:
        check(thing)
    if isinstance(thing, Option):
        return _option(thing)
    if kind.to_dict is not JsonObject.to_dict:
        return thing.to_dict()
    named = getattr(thing, "type", None)
    found = {}
    for field in shape.fields:
        value = getattr(thing, field, None)
        if value is None:
            continue
        if hasattr(value, "__len__") and not value and (named, field) not in _MAY_BE_EMPTY:
            continue
        found[field] = spelt(value)
    return found


def _look_over(thing: JsonObject) -> _Shape:
    kind = type(thing)
    methods: list[Any] = [getattr(kind, name, None) for name in dir(kind) if not name.startswith("__")]
    return _Shape(tuple(sorted(thing.attributes)), tuple(one for one in methods if hasattr(one, "validator")))


def _option(option: Option) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": option.text, "emoji": False}, "value": option.value}
