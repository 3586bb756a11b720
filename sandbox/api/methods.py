"""The Web API methods Pencil uses. What is not in it fails loudly."""

import time
from typing import Any

from sandbox.api.limits import faults, view_faults
from sandbox.api.registry import METHODS, ApiError, channel_of, method, need
from sandbox.slack.people import HUB
from sandbox.slack.state import TRIGGER_SECONDS, Json, Message, Slack, View

_HISTORY = {"C": "channels:history", "G": "groups:history", "D": "im:history"}


def _content(slack: Slack, args: Json) -> None:
    text, blocks = args.get("text") or "", args.get("blocks")
    if not text and not blocks:
        raise ApiError("no_text")
    if len(text) > 40_000:  # noqa: PLR2004
        raise ApiError("msg_too_long")
    if blocks:
        found = faults(blocks) or slack.file_faults(blocks)
        if "msg_blocks_too_long" in found:
            raise ApiError("msg_blocks_too_long")
        if found:
            raise ApiError("invalid_blocks", found)
        if not text:
            slack.complaints.append("a message with blocks has no text for those who cannot see them")
    metadata = args.get("metadata")
    if metadata is not None and set(metadata) != {"event_type", "event_payload"}:
        raise ApiError("invalid_metadata_format")


@method("auth.test")
def _auth_test(slack: Slack, args: Json) -> Json:  # noqa: ARG001
    hub = slack.workspaces[HUB]
    return {
        "url": f"https://{hub.domain}.slack.com/",
        "team": hub.name,
        "user": "pencil",
        "team_id": hub.id,
        "user_id": slack.bot_user,
        "bot_id": slack.bot_id,
        "is_enterprise_install": False,
    }


_POSTING = "channel text blocks metadata thread_ts unfurl_links unfurl_media reply_broadcast mrkdwn"


@method("chat.postMessage", _POSTING, "chat:write")
def _post(slack: Slack, args: Json) -> Json:
    need(args, "channel")
    channel = channel_of(slack, args["channel"], writing=True)
    _content(slack, args)
    message = slack.add(
        channel.id,
        slack.bot_user,
        args.get("text") or "",
        args.get("blocks"),
        thread_ts=args.get("thread_ts"),
        metadata=args.get("metadata"),
    )
    return {"channel": channel.id, "ts": message.ts, "message": shown(slack, message)}


@method("chat.update", "channel ts text blocks metadata", "chat:write")
def _update(slack: Slack, args: Json) -> Json:
    need(args, "channel", "ts")
    channel = channel_of(slack, args["channel"])
    message = slack.find(channel.id, args["ts"])
    if message is None or message.only_for:
        raise ApiError("message_not_found")
    if message.user_id != slack.bot_user:
        raise ApiError("cant_update_message")
    _content(slack, args)
    message.text, message.blocks, message.edited = args.get("text") or "", args.get("blocks") or [], True
    message.metadata = args.get("metadata", message.metadata)
    slack.changed()
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown(slack, message)}


@method("chat.delete", "channel ts", "chat:write")
def _delete(slack: Slack, args: Json) -> Json:
    need(args, "channel", "ts")
    channel = channel_of(slack, args["channel"])
    message = slack.find(channel.id, args["ts"])
    if message is None:
        raise ApiError("message_not_found")
    if message.user_id != slack.bot_user:
        raise ApiError("cant_delete_message")
    slack.remove(message)
    return {"channel": channel.id, "ts": message.ts}


@method("chat.postEphemeral", "channel user text blocks thread_ts", "chat:write")
def _whisper(slack: Slack, args: Json) -> Json:
    need(args, "channel", "user")
    channel = channel_of(slack, args["channel"], writing=True)
    if args["user"] not in channel.members:
        raise ApiError("user_not_in_channel")
    _content(slack, args)
    message = slack.add(
        channel.id,
        slack.bot_user,
        args.get("text") or "",
        args.get("blocks"),
        thread_ts=args.get("thread_ts"),
        only_for=args["user"],
    )
    return {"message_ts": message.ts}


def shown(slack: Slack, message: Message, *, all_metadata: bool = True) -> Json:
    """A message as the Web API gives it."""
    made: Json = {"type": "message", "user": message.user_id, "text": message.text, "ts": message.ts, "team": HUB}
    if message.user_id == slack.bot_user:
        made |= {"bot_id": slack.bot_id, "app_id": slack.app_id}
    if message.blocks:
        made["blocks"] = message.blocks
    if message.files:
        made["files"] = [
            {"id": one.id, "name": one.name, "title": one.title, "mimetype": one.kind, "size": one.length}
            for one in message.files
        ]
    if message.thread_ts:
        made["thread_ts"] = message.thread_ts
    if message.metadata:
        made["metadata"] = message.metadata if all_metadata else {"event_type": message.metadata["event_type"]}
    return made


def take_trigger(slack: Slack, trigger: str) -> str:
    """The person whose act the trigger came of; each works once, for three seconds."""
    if trigger in slack.used_triggers:
        raise ApiError("exchanged_trigger_id")
    if trigger not in slack.triggers:
        raise ApiError("invalid_trigger_id")
    user_id, made = slack.triggers[trigger]
    if time.time() - made > TRIGGER_SECONDS:
        raise ApiError("expired_trigger_id")
    slack.used_triggers.add(trigger)
    return user_id


def checked_view(slack: Slack, payload: Any, kind: str) -> Json:
    if not isinstance(payload, dict) or payload.get("type") != kind:
        raise ApiError("invalid_arguments", [f"[ERROR] view must be of type {kind}"])
    found = view_faults(payload)
    if found:
        raise ApiError("invalid_arguments", found)
    if found := slack.file_faults(payload["blocks"]):
        raise ApiError("invalid_blocks", found)
    return payload


def new_view(slack: Slack, payload: Json, owner: str) -> View:
    view = View(slack.new_id("V"), payload["type"], payload, owner, hash=f"{time.time():.6f}.x")
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
        "team_id": HUB,
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
        "app_installed_team_id": HUB,
        "bot_id": slack.bot_id,
        "external_id": "",
        "state": {"values": {}},
    }
    return made | {name: view.payload[name] for name in ("title", "submit", "close") if view.payload.get(name)}


@method("views.open", "trigger_id view")
def _open(slack: Slack, args: Json) -> Json:
    need(args, "trigger_id", "view")
    payload = checked_view(slack, args["view"], "modal")
    owner = take_trigger(slack, args["trigger_id"])
    view = new_view(slack, payload, owner)
    slack.forms[owner] = [view]
    slack.changed()
    return {"view": view_shown(slack, view)}


@method("views.push", "trigger_id view")
def _push(slack: Slack, args: Json) -> Json:
    need(args, "trigger_id", "view")
    payload = checked_view(slack, args["view"], "modal")
    owner = take_trigger(slack, args["trigger_id"])
    return {"view": view_shown(slack, pushed(slack, payload, owner))}


@method("views.update", "view_id view hash")
def _update_view(slack: Slack, args: Json) -> Json:
    """Something else takes the place of an open form; not if it has changed since the `hash` was read."""
    need(args, "view_id", "view")
    view = next((one for stack in slack.forms.values() for one in stack if one.id == args["view_id"]), None)
    if view is None:
        raise ApiError("not_found")
    if args.get("hash") and args["hash"] != view.hash:
        raise ApiError("hash_conflict")
    view.payload, view.filled = checked_view(slack, args["view"], "modal"), {}
    view.hash = f"{time.time():.6f}.x"
    slack.changed()
    return {"view": view_shown(slack, view)}


@method("views.publish", "user_id view hash")
def _publish(slack: Slack, args: Json) -> Json:
    need(args, "user_id", "view")
    person = slack.people.get(args["user_id"])
    if person is None or person.team_id != HUB:
        raise ApiError("user_not_found")
    view = new_view(slack, checked_view(slack, args["view"], "home"), person.user_id)
    slack.homes[person.user_id] = view
    slack.changed()
    return {"view": view_shown(slack, view)}


@method("conversations.open", "users return_im", "im:write", "mpim:write")
def _direct(slack: Slack, args: Json) -> Json:
    users = str(args.get("users") or "").split(",")
    if not set(users) <= set(slack.people):
        raise ApiError("user_not_found")
    if len(users) > 8:  # noqa: PLR2004
        raise ApiError("too_many_users")
    if len(users) > 1 and slack.groups_refused:
        raise ApiError("restricted_action")
    return {"channel": {"id": (slack.direct(users[0]) if len(users) == 1 else slack.group(users)).id}}


def _page(slack: Slack, found: list[Any], args: Json) -> tuple[list[Any], Json]:
    start, limit = int(args.get("cursor") or 0), int(args.get("limit") or 100)
    if slack.history_seconds:
        limit = min(limit, 15)
    more = start + limit < len(found)
    return found[start : start + limit], {"next_cursor": str(start + limit) if more else ""}


@method("conversations.history", "channel oldest latest inclusive limit cursor include_all_metadata")
def _history(slack: Slack, args: Json) -> Json:
    need(args, "channel")
    channel = channel_of(slack, args["channel"])
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
    found = [
        message
        for message in reversed(slack.messages(channel.id))
        if not message.only_for and message.thread_ts is None and oldest < float(message.ts) < latest
    ]
    page, meta = _page(slack, found, args)
    whole = str(args.get("include_all_metadata")).lower() in {"1", "true"}
    return {
        "messages": [shown(slack, message, all_metadata=whole) for message in page],
        "has_more": bool(meta["next_cursor"]),
        "pin_count": 0,
        "response_metadata": meta,
    }


@method("conversations.replies", "channel ts oldest latest inclusive limit cursor include_all_metadata")
def _replies(slack: Slack, args: Json) -> Json:
    """A thread: its first message, then the replies, oldest first."""
    need(args, "channel", "ts")
    channel = channel_of(slack, args["channel"])
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
    if slack.find(channel.id, args["ts"]) is None:
        raise ApiError("thread_not_found")
    found = [
        message
        for message in slack.messages(channel.id)
        if message.ts == args["ts"]
        or (not message.only_for and message.thread_ts == args["ts"] and oldest < float(message.ts) < latest)
    ]
    page, meta = _page(slack, found, args)
    whole = str(args.get("include_all_metadata")).lower() in {"1", "true"}
    return {
        "messages": [shown(slack, message, all_metadata=whole) for message in page],
        "has_more": bool(meta["next_cursor"]),
        "response_metadata": meta,
    }


@method("users.info", "user include_locale", "users:read")
def _user(slack: Slack, args: Json) -> Json:
    user_id = args.get("user") or ""
    person = slack.people.get(user_id)
    if user_id == slack.bot_user:
        return {
            "user": {
                "id": user_id,
                "team_id": HUB,
                "name": "pencil",
                "real_name": "Pencil",
                "is_bot": True,
                "tz": None,
                "profile": {"display_name": "Pencil", "real_name": "Pencil"},
            }
        }
    if person is None:
        raise ApiError("user_not_found")
    return {
        "user": {
            "id": user_id,
            "team_id": person.team_id,
            "name": person.name.lower().replace(" ", "."),
            "real_name": person.name,
            "tz": person.tz,
            "is_bot": False,
            "deleted": False,
            "profile": {"display_name": person.name, "real_name": person.name, "team": person.team_id},
        }
    }


def call(slack: Slack, name: str, args: Json, scopes: set[str]) -> Json:
    """The answer of the method, or `ApiError`. Whatever Slack does not know is complained of."""
    known = METHODS.get(name)
    if known is None:
        slack.complaints.append(f"unknown method {name}")
        raise ApiError("unknown_method")
    extra = set(args) - known.arguments - {"token", "team_id"}
    if extra:
        slack.complaints.append(f"{name} does not take {sorted(extra)}")
        raise ApiError("invalid_arguments", [f"[ERROR] unknown argument: {one}" for one in sorted(extra)])
    needed = known.scopes
    if name in {"conversations.history", "conversations.replies"}:
        needed = (_HISTORY.get(str(args.get("channel", "C"))[:1], "channels:history"),)
        if str(args.get("channel")) in slack.groups.values():
            needed = ("mpim:history",)
    if name == "conversations.open":
        needed = ("mpim:write",) if "," in str(args.get("users")) else ("im:write",)
    if needed and not scopes & set(needed):
        raise ApiError("missing_scope")
    return known.answer(slack, args)
