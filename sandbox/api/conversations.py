"""Conversations: opened with people, and read backwards."""

from typing import Any

from sandbox.api.chat import shown
from sandbox.api.registry import ApiError, channel_of, method, need
from sandbox.slack.blocks import Json
from sandbox.slack.state import Slack


def _direct(slack: Slack, args: Json) -> Json:
    users = str(args.get("users") or "").split(",")
    if not set(users) <= set(slack.people):
        raise ApiError("user_not_found")
    if len(users) > 8:  # noqa: PLR2004
        raise ApiError("too_many_users")
    if len(users) > 1 and slack.groups_refused:
        raise ApiError("restricted_action")
    return {"channel": {"id": (slack.direct(users[0]) if len(users) == 1 else slack.group(users)).id}}


def _page(slack: Slack, items: list[Any], args: Json) -> tuple[list[Any], Json]:
    start, limit = int(args.get("cursor") or 0), int(args.get("limit") or 100)
    if slack.history_seconds:
        limit = min(limit, 15)
    more = start + limit < len(items)
    return items[start : start + limit], {"next_cursor": str(start + limit) if more else ""}


def _history(slack: Slack, args: Json) -> Json:
    need(args, "channel")
    channel = channel_of(slack, args["channel"])
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
    messages = [
        message
        for message in reversed(slack.messages(channel.id))
        if not message.only_for and message.thread_ts is None and oldest < float(message.ts) < latest
    ]
    page, meta = _page(slack, messages, args)
    whole = str(args.get("include_all_metadata")).lower() in {"1", "true"}
    return {
        "messages": [shown(slack, message, all_metadata=whole) for message in page],
        "has_more": bool(meta["next_cursor"]),
        "pin_count": 0,
        "response_metadata": meta,
    }


def _replies(slack: Slack, args: Json) -> Json:
    """A thread: its first message, then the replies, oldest first."""
    need(args, "channel", "ts")
    channel = channel_of(slack, args["channel"])
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
    if slack.find(channel.id, args["ts"]) is None:
        raise ApiError("thread_not_found")
    messages = [
        message
        for message in slack.messages(channel.id)
        if message.ts == args["ts"]
        or (not message.only_for and message.thread_ts == args["ts"] and oldest < float(message.ts) < latest)
    ]
    page, meta = _page(slack, messages, args)
    whole = str(args.get("include_all_metadata")).lower() in {"1", "true"}
    return {
        "messages": [shown(slack, message, all_metadata=whole) for message in page],
        "has_more": bool(meta["next_cursor"]),
        "response_metadata": meta,
    }


METHODS = {
    "conversations.open": method(_direct, "users return_im", "im:write", "mpim:write"),
    "conversations.history": method(_history, "channel oldest latest inclusive limit cursor include_all_metadata"),
    "conversations.replies": method(_replies, "channel ts oldest latest inclusive limit cursor include_all_metadata"),
}
