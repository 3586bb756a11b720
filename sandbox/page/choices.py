"""What the controls of a form offer, hold at first, and post back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Element = Mapping[str, Any]
Block = Mapping[str, Any]
Posted = Mapping[str, list[str]]

SEVERAL = {"checkboxes", "multi_static_select", "multi_users_select", "multi_external_select"}
SEVERAL |= {"multi_conversations_select", "multi_channels_select"}
GROUPED = SEVERAL | {"radio_buttons"}
KEPT = ("value", "option", "options", "user", "users", "date", "time", "conversation", "conversations")
TEXTS = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
MENUS = {"static_select", "external_select", "users_select", "conversations_select", "channels_select"}


@dataclass(frozen=True)
class Option:
    """One choice: what it says and what is posted for it."""

    label: str
    value: str
    description: str = ""


@dataclass(frozen=True)
class Group:
    """Choices under one heading; without a label, under none."""

    label: str
    options: list[Option] = field(default_factory=list)


def name(element: Element, block: Block) -> str:
    """The name of an element's control: its block and its action, as the page posts them back."""
    return json.dumps([block.get("block_id", ""), element.get("action_id", "")])


def chooses(option: Mapping[str, Any], element: Element, block: Block) -> str:
    """What the button of one choice in an overflow menu posts."""
    return json.dumps([block.get("block_id", ""), element.get("action_id", ""), option.get("value", "")])


def control(element: Element) -> str:
    """The template that draws an element's control."""
    drawn = {"text": TEXTS, "select": MENUS, "choices": GROUPED, "moment": {"datepicker", "timepicker"}}
    kind = next((kind for kind, types in drawn.items() if element["type"] in types), "unknown")
    return f"elements/{kind}.html"


def offered(element: Element, options: Iterable[Block] = ()) -> list[Group]:
    """The choices an element brings with it, or the `options` the app has found for it."""
    if "option_groups" in element:
        return [Group(g["label"]["text"], _options(g["options"])) for g in element["option_groups"]]
    return [Group("", _options(element.get("options", options)))]


def chosen(element: Element, draft: list[str] | None) -> list[str]:
    """What stands in the control: what was typed so far, or what the app put there."""
    if draft is not None:
        return draft
    first: Any = next((element[f"initial_{kept}"] for kept in KEPT if f"initial_{kept}" in element), [])
    return [_value(choice) for choice in (first if isinstance(first, list) else [first])]


def elements(blocks: Iterable[Block]) -> Iterable[tuple[Block, Element]]:
    """Every interactive element with its block, in reading order."""
    for block in blocks:
        inside = [block.get("element"), block.get("accessory")]
        if block.get("type") == "actions":
            inside += block["elements"]
        yield from ((block, element) for element in inside if element and "action_id" in element)


def filled(blocks: Iterable[Block], posted: Posted) -> dict[str, Any]:
    """The answers to a form's fields, by block: a string, a list of strings, or None where nothing was given."""
    return {
        str(block.get("block_id")): given(element, block, posted)
        for block, element in elements(blocks)
        if block["type"] == "input"
    }


def given(element: Element, block: Block, posted: Posted) -> Any:
    """What was posted for one element."""
    values = [value for value in posted.get(name(element, block), []) if value]
    if element["type"] in SEVERAL:
        return values
    return values[0] if values else None


def _options(raw: Iterable[Mapping[str, Any]]) -> list[Option]:
    return [
        Option(option["text"]["text"], option.get("value", ""), option.get("description", {}).get("text", ""))
        for option in raw
    ]


def _value(choice: Any) -> str:
    return str(choice["value"]) if isinstance(choice, Mapping) else str(choice)
