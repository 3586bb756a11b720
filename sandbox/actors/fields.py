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
    "conversations_select": "initial_conversation",
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
    picked = {
        block["block_id"]: chosen(
            block["element"], filled[block["block_id"]], listed, view.found.get(block["block_id"], ())
        )
        for block in view.payload["blocks"]
        if block["type"] == "input" and block["block_id"] in filled
    }
    view.filled = filled
    return state_of(view.payload["blocks"], picked)


def state_of(blocks: list[Json], picked: Json) -> Json:
    """What every list, box and field holds: what is `picked` by block, else what it began with.

    Lists beside a section and in a row of actions are among them.
    """
    values: Json = {}
    for block in blocks:
        parts = [block.get("element"), block.get("accessory"), *block.get("elements", [])]
        for element in parts:
            if not isinstance(element, dict) or element.get("type") not in INITIAL or element["type"] == "overflow":
                continue
            kind, many = element["type"], element["type"].startswith("multi_")
            block_id = block.get("block_id", "b")
            given = picked[block_id] if block_id in picked else element.get(INITIAL[kind])
            answer = {"type": kind, CHOSEN[kind]: given or ([] if many else None)}
            values.setdefault(block_id, {})[element["action_id"]] = answer
    return values


def chosen(element: Json, given: Any, listed: Collection[str], options: Sequence[Json] = ()) -> Any:
    """What is given of a choice, as Slack sends it, if it is to be had: of the people `listed`, or of the `options`."""
    kind, wanted = element["type"], [getattr(item, "user_id", item) for item in _many(given)]
    several = kind.startswith("multi_") or kind == "checkboxes"
    if "users" in kind:
        begun = element.get(INITIAL[kind]) or []
        picked = [user_id for user_id in wanted if user_id]
        lacking = {*picked} - {*listed} - {*(begun if isinstance(begun, list) else [begun])}
    elif "options" in element or kind in EXTERNAL:
        begun = element.get(INITIAL[kind]) or [] if kind in EXTERNAL else []
        offered = [*element.get("options", options), *(begun if isinstance(begun, list) else [begun])]
        picked = list({option["value"]: option for option in offered if option["value"] in wanted}.values())
        lacking = {*wanted} - {option["value"] for option in picked} - {None, ""}
    else:
        return given
    if lacking:
        raise CannotError(f"no choice {', '.join(map(str, lacking))} in {element['action_id']}")
    return picked if several else next(iter(picked), None)


def _many(given: Any) -> Sequence[Any]:
    return given if isinstance(given, list | tuple) else [given]
