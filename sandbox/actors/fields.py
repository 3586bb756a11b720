"""The fields of a form, and what somebody chooses: as Slack puts their state into words."""

from collections.abc import Collection, Sequence
from typing import Any

from sandbox.actors.refusal import CannotError
from sandbox.slack.blocks import Json
from sandbox.slack.state import View

CHOSEN = {
    "static_select": "selected_option",
    "overflow": "selected_option",
    "multi_static_select": "selected_options",
    "external_select": "selected_option",
    "multi_external_select": "selected_options",
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
    "external_select": "initial_option",
    "multi_external_select": "initial_options",
    "users_select": "initial_user",
    "multi_users_select": "initial_users",
    "radio_buttons": "initial_option",
    "checkboxes": "initial_options",
    "datepicker": "initial_date",
    "timepicker": "initial_time",
    "plain_text_input": "initial_value",
}
EXTERNAL = {"external_select", "multi_external_select"}


def is_filled(answer: Json) -> bool:
    (only,) = answer.values()
    return any(value for name, value in only.items() if name != "type")


def values_of(view: View, answers: dict[str, Any], listed: Collection[str]) -> Json:
    """The state of every field: what is answered now, what was before, or what the form began with.

    Slack's own lists show only the people `listed`, and whoever the app put there.
    """
    known = {block["block_id"] for block in view.payload["blocks"] if block["type"] == "input"}
    if set(answers) - known:
        raise CannotError(f"no fields {set(answers) - known}; there are {known}")
    filled = view.filled | answers
    values: Json = {}
    for block in view.payload["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        kind = element["type"]
        given = element.get(INITIAL[kind])
        if block["block_id"] in filled:
            given = chosen(element, filled[block["block_id"]], listed, view.found.get(block["block_id"], ()))
        if kind.startswith("multi_") or kind == "checkboxes":
            given = given or []
        values[block["block_id"]] = {element["action_id"]: {"type": kind, CHOSEN[kind]: given or None}}
        if kind.startswith("multi_"):
            values[block["block_id"]][element["action_id"]][CHOSEN[kind]] = given
    view.filled = filled
    return values


def chosen(element: Json, given: Any, listed: Collection[str], found: Sequence[Json] = ()) -> Any:
    """What is given of a choice, as Slack sends it, if it is to be had: of the people `listed`, the options `found`."""
    kind, wanted = element["type"], [getattr(item, "user_id", item) for item in _many(given)]
    several = kind.startswith("multi_") or kind == "checkboxes"
    if "users" in kind:
        begun = element.get(INITIAL[kind]) or []
        picked = [user_id for user_id in wanted if user_id]
        lacking = {*picked} - {*listed} - {*(begun if isinstance(begun, list) else [begun])}
    elif "options" in element or kind in EXTERNAL:
        begun = element.get(INITIAL[kind]) or [] if kind in EXTERNAL else []
        offered = [*element.get("options", found), *(begun if isinstance(begun, list) else [begun])]
        picked = list({option["value"]: option for option in offered if option["value"] in wanted}.values())
        lacking = {*wanted} - {option["value"] for option in picked} - {None, ""}
    else:
        return given
    if lacking:
        raise CannotError(f"no choice {', '.join(map(str, lacking))} in {element['action_id']}")
    return picked if several else next(iter(picked), None)


def _many(given: Any) -> Sequence[Any]:
    return given if isinstance(given, list | tuple) else [given]
