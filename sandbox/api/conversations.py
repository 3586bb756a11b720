"""Conversations: opened with people, and read backwards."""

import re
from typing import Any

from sandbox.api.chat import shown
from sandbox.api.registry import ApiError, channel_of, method, need
from sandbox.slack.blocks import Json
from sandbox.slack.state import Channel, Slack

_CURSOR, _TS = re.compile("bmV4dDox([0-9]+)="), re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")
_READ = ("channels:read", "groups:read", "im:read", "mpim:read")


def _direct(slack: Slack, args: Json) -> Json:
    users = str(args.get("users") or "").split(",")
    if not set(users) <= set(slack.people):
        raise ApiError("user_not_found")
    if len(users) > 8:  # noqa: PLR2004
        raise ApiError("too_many_users")
    elsewhere = {slack.people[user_id].team_id for user_id in users} - {slack.speaking}
    if len(users) > 1 and len(elsewhere) > 1:
        raise ApiError("invalid_user_combination")  # people of two other workspaces
    if len(users) > 1 and slack.groups_refused:
        raise ApiError(slack.groups_refused)
    return {"channel": {"id": (slack.direct(users[0]) if len(users) == 1 else slack.group(users)).id}}


def _page(slack: Slack, items: list[Any], args: Json) -> tuple[list[Any], Json]:
    cursor, limit = _CURSOR.fullmatch(str(args.get("cursor") or _cursor(0))), str(args.get("limit") or 100)
    if cursor is None:
        raise ApiError("invalid_cursor")
    if not limit.isdecimal() or not 1 <= int(limit) <= 1000:  # noqa: PLR2004
        raise ApiError("invalid_limit")
    start, most = int(cursor[1]), min(int(limit), 15) if slack.history_seconds else int(limit)
    more = start + most < len(items)
    return items[start : start + most], {"next_cursor": _cursor(start + most) if more else ""}


def _cursor(start: int) -> str:
    return f"bmV4dDox{start}="


def _between(args: Json) -> tuple[float, float]:
    """After which time and before which, of the messages looked for."""
    for name in ("oldest", "latest"):
        if args.get(name) and not _TS.fullmatch(str(args[name])):
            raise ApiError(f"invalid_ts_{name}")
    return float(args.get("oldest") or 0), float(args.get("latest") or "inf")


def _history(slack: Slack, args: Json) -> Json:
    need(args, "channel")
    channel = channel_of(slack, args["channel"])
    oldest, latest = _between(args)
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
    oldest, latest = _between(args)
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


def _info(slack: Slack, args: Json) -> Json:
    """A private channel that Pencil is not in is none for it."""
    need(args, "channel")
    channel = slack.channels.get(str(args["channel"]))
    if channel is None or (channel.private and slack.bot_user not in channel.members):
        raise ApiError("channel_not_found")
    return {"channel": _about(slack, channel)}


def _about(slack: Slack, channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "is_private": channel.private,
        "is_archived": channel.archived,
        "is_ext_shared": channel.shared,
        "is_member": slack.bot_user in channel.members,
    }


def _members(slack: Slack, args: Json) -> Json:
    need(args, "channel")
    channel = channel_of(slack, str(args["channel"]))
    page, meta = _page(slack, sorted(channel.members), args)
    return {"members": page, "response_metadata": meta}


def _ours(slack: Slack, args: Json) -> Json:
    """Those that Pencil is in, of the types asked for."""
    types = set(str(args.get("types") or "public_channel").split(","))
    channels = [
        channel
        for channel in slack.channels.values()
        if slack.bot_user in channel.members and not channel.direct_with and not channel.group
        if ("private_channel" if channel.private else "public_channel") in types
        if not (channel.archived and str(args.get("exclude_archived")).lower() in {"1", "true"})
    ]
    page, meta = _page(slack, channels, args)
    return {"channels": [_about(slack, channel) for channel in page], "response_metadata": meta}


METHODS = {
    "conversations.info": method(_info, "channel include_locale include_num_members", *_READ),
    "users.conversations": method(_ours, "types exclude_archived limit cursor user", *_READ),
    "conversations.members": method(_members, "channel limit cursor", *_READ),
    "conversations.open": method(_direct, "users return_im", "im:write", "mpim:write"),
    "conversations.history": method(_history, "channel oldest latest inclusive limit cursor include_all_metadata"),
    "conversations.replies": method(_replies, "channel ts oldest latest inclusive limit cursor include_all_metadata"),
}
