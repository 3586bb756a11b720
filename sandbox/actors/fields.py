"""The fields of a form, and what somebody chooses: as Slack puts their state into words."""

from collections.abc import Sequence
from typing import Any

from sandbox.actors.refusal import CannotError
from sandbox.slack.blocks import Json
from sandbox.slack.state import View

CHOSEN = {
    "static_select": "selected_option",
    "overflow": "selected_option",
    "multi_static_select": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "radio_buttons": "selected_option",
    "checkboxes": "selected_options",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "plain_text_input": "value",
}
INITIAL = {
    "static_select": "initial_option",
    "overflow": "initial_option",
    "multi_static_select": "initial_options",
    "users_select": "initial_user",
    "multi_users_select": "initial_users",
    "radio_buttons": "initial_option",
    "checkboxes": "initial_options",
    "datepicker": "initial_date",
    "timepicker": "initial_time",
    "plain_text_input": "initial_value",
}


def is_filled(answer: Json) -> bool:
    (only,) = answer.values()
    return any(value for name, value in only.items() if name != "type")


def values_of(view: View, answers: dict[str, Any]) -> Json:
    """The state of every field: what is answered now, what was before, or what the form began with."""
    known = {block["block_id"] for block in view.payload["blocks"] if block["type"] == "input"}
    if set(answers) - known:
        raise CannotError(f"no fields {set(answers) - known}; there are {known}")
    view.filled |= answers
    values: Json = {}
    for block in view.payload["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        kind = element["type"]
        given = element.get(INITIAL[kind])
        if block["block_id"] in view.filled:
            given = chosen(element, view.filled[block["block_id"]])
        if kind.startswith("multi_") or kind == "checkboxes":
            given = given or []
        values[block["block_id"]] = {element["action_id"]: {"type": kind, CHOSEN[kind]: given or None}}
        if kind.startswith("multi_"):
            values[block["block_id"]][element["action_id"]][CHOSEN[kind]] = given
    return values


def chosen(element: Json, given: Any) -> Any:
    if "users" in element["type"]:
        ids = [getattr(item, "user_id", item) for item in _many(given)]
        return ids if element["type"].startswith("multi_") else next(iter(ids), None)
    if "options" in element:
        picked = [option for option in element["options"] if option["value"] in _many(given)]
        if lacking := {*_many(given)} - {option["value"] for option in picked} - {None, ""}:
            raise CannotError(f"no choice {', '.join(map(str, lacking))} in {element['action_id']}")
        many = element["type"].startswith("multi_") or element["type"] == "checkboxes"
        return picked if many else next(iter(picked), None)
    return given


def _many(given: Any) -> Sequence[Any]:
    return given if isinstance(given, list | tuple) else [given]
