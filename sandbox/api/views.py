"""Forms and Homes: opened, laid over each other, changed, published."""

import json
import secrets
import time
from typing import Any

from sandbox.api.limits import view_faults
from sandbox.api.registry import ApiError, method, need
from sandbox.slack.blocks import Json
from sandbox.slack.state import TRIGGER_SECONDS, Slack, View

_MOST_BYTES = 250_000


def take_trigger(slack: Slack, trigger: str) -> str:
    """The person whose act the trigger came of; each works once, for three seconds."""
    if trigger in slack.used_triggers:
        raise ApiError("exchanged_trigger_id")
    if trigger not in slack.triggers:
        raise ApiError("invalid_trigger_id")
    user_id, made = slack.triggers[trigger]
    if slack.trigger_teams[trigger] != slack.speaking:
        raise ApiError("invalid_trigger_id")
    if time.time() - made > TRIGGER_SECONDS:
        raise ApiError("expired_trigger_id")
    slack.used_triggers.add(trigger)
    return user_id


def checked_view(slack: Slack, payload: Any, kind: str) -> Json:
    if not isinstance(payload, dict) or payload.get("type") != kind:
        raise ApiError("invalid_arguments", [f"[ERROR] view must be of type {kind}"])
    if len(json.dumps(payload).encode()) > _MOST_BYTES:
        raise ApiError("view_too_large")
    errors = view_faults(payload)
    if errors:
        raise ApiError("invalid_arguments", errors)
    if errors := slack.file_faults(payload["blocks"]):
        raise ApiError("invalid_blocks", errors)
    named = [{**block, "block_id": block.get("block_id") or secrets.token_hex(3)} for block in payload["blocks"]]
    return {**payload, "blocks": named}


def new_view(slack: Slack, payload: Json, owner: str) -> View:
    view = View(slack.new_id("V"), payload["type"], payload, owner, hash=f"{time.time():.6f}.x", team_id=slack.speaking)
    view.root_id = view.id
    return view


def pushed(slack: Slack, payload: Json, owner: str) -> View:
    """A view laid over what the person has open; three lie on each other at most."""
    stack = slack.forms[owner]
    if not 1 <= len(stack) <= 2:  # noqa: PLR2004
        raise ApiError("push_limit_reached" if stack else "not_found")
    view = new_view(slack, payload, owner)
    view.root_id, view.previous_id = stack[0].id, stack[-1].id
    stack.append(view)
    slack.changed()
    return view


def view_shown(slack: Slack, view: View) -> Json:
    """A view as payloads and answers carry it."""
    made = {
        "id": view.id,
        "team_id": view.team_id,
        "type": view.type,
        "blocks": view.payload["blocks"],
        "private_metadata": view.payload.get("private_metadata", ""),
        "callback_id": view.payload.get("callback_id", ""),
        "hash": view.hash,
        "clear_on_close": view.payload.get("clear_on_close", False),
        "notify_on_close": view.payload.get("notify_on_close", False),
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "app_id": slack.app_id,
        "app_installed_team_id": view.team_id,
        "bot_id": slack.bot_id,
        "external_id": "",
        "state": {"values": {}},
    }
    return made | {name: view.payload[name] for name in ("title", "submit", "close") if view.payload.get(name)}


def _open(slack: Slack, args: Json) -> Json:
    need(args, "trigger_id", "view")
    payload = checked_view(slack, args["view"], "modal")
    owner = take_trigger(slack, args["trigger_id"])
    view = new_view(slack, payload, owner)
    slack.forms[owner] = [view]
    slack.changed()
    return {"view": view_shown(slack, view)}


def _push(slack: Slack, args: Json) -> Json:
    need(args, "trigger_id", "view")
    payload = checked_view(slack, args["view"], "modal")
    owner = take_trigger(slack, args["trigger_id"])
    return {"view": view_shown(slack, pushed(slack, payload, owner))}


def _update_view(slack: Slack, args: Json) -> Json:
    """Something else takes the place of an open form; not if it has changed since the `hash` was read."""
    need(args, "view_id", "view")
    view = next((form for stack in slack.forms.values() for form in stack if form.id == args["view_id"]), None)
    if view is None:
        raise ApiError("not_found")
    if args.get("hash") and args["hash"] != view.hash:
        raise ApiError("hash_conflict")
    view.payload, view.filled = checked_view(slack, args["view"], "modal"), {}
    view.hash = f"{time.time():.6f}.x"
    slack.changed()
    return {"view": view_shown(slack, view)}


def _publish(slack: Slack, args: Json) -> Json:
    need(args, "user_id", "view")
    person = slack.people.get(args["user_id"])
    if person is None or person.team_id != slack.speaking:
        raise ApiError("user_not_found")
    view = new_view(slack, checked_view(slack, args["view"], "home"), person.user_id)
    slack.homes[person.user_id] = view
    slack.changed()
    return {"view": view_shown(slack, view)}


METHODS = {
    "views.open": method(_open, "trigger_id view"),
    "views.push": method(_push, "trigger_id view"),
    "views.update": method(_update_view, "view_id view hash"),
    "views.publish": method(_publish, "user_id view hash"),
}
