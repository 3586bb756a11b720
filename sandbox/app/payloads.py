"""What Slack sends an app: exactly its shapes."""

import re
import secrets
import time
import uuid
from typing import Any

from sandbox.api.chat import shown
from sandbox.api.views import view_shown
from sandbox.slack.blocks import Json
from sandbox.slack.people import Someone
from sandbox.slack.state import Channel, Message, Slack, View

_TOKEN = "verification-token"  # noqa: S105  # Slack sends one; nobody should look at it


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def marked(slack: Slack, text: str) -> str:
    """What somebody types as Slack writes it down: people, channels and addresses in its marks."""
    names = {person.name: f"<@{person.user_id}>" for person in slack.people.values()} | {
        "Pencil": f"<@{slack.bot_user}>"
    }
    raw = re.split(r"(<[@#!][^<>]*>)", text)
    text = "".join(part if place % 2 else _escaped(part) for place, part in enumerate(raw))
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(f"@{name}", names[name])
    text = re.sub(r"@(here|channel|everyone)\b", r"<!\1>", text)
    for channel in slack.channels.values():
        if channel.name:
            text = re.sub(rf"#{re.escape(channel.name)}\b", f"<#{channel.id}|{channel.name}>", text)
    return re.sub(r"(?<![<|])(https?://[^\s<>]+)", r"<\1>", text)


def _user(person: Someone) -> Json:
    name = person.name.lower().replace(" ", ".")
    return {"id": person.user_id, "username": name, "name": name, "team_id": person.team_id}


def _team(slack: Slack, team_id: str = "") -> Json:
    team_id = team_id or slack.speaking
    team = {"id": team_id, "domain": slack.workspaces[team_id].domain}
    if enterprise := slack.enterprises.get(team_id):
        team |= {"enterprise_id": enterprise, "enterprise_name": enterprise}
    return team


def _enterprise(slack: Slack, team_id: str = "") -> Json | None:
    team_id = team_id or slack.speaking
    enterprise = slack.enterprises.get(team_id)
    return {"id": enterprise, "name": enterprise} if enterprise else None


def slash_command(slack: Slack, person: Someone, channel: Channel, command: str, text: str, url: str) -> Json:
    return {
        "token": _TOKEN,
        "api_app_id": slack.app_id,
        "team_id": slack.speaking,
        "team_domain": slack.workspaces[slack.speaking].domain,
        "channel_id": channel.id,
        "channel_name": channel.name or "directmessage",
        "user_id": person.user_id,
        "user_name": person.name.lower().replace(" ", "."),
        "command": command,
        "text": marked(slack, text),
        "is_enterprise_install": "false",
        "response_url": url,
        "trigger_id": slack.trigger(person.user_id),
        **(
            {"enterprise_id": slack.enterprises[slack.speaking], "enterprise_name": "X"}
            if slack.speaking in slack.enterprises
            else {}
        ),
    }


def block_action(
    slack: Slack,
    person: Someone,
    action: Json,
    *,
    message: Message | None,
    view: View | None,
    url: str | None,
    values: Json,
) -> Json:
    made: Json = {
        "type": "block_actions",
        "user": _user(person),
        "api_app_id": slack.app_id,
        "token": _TOKEN,
        "trigger_id": slack.trigger(person.user_id),
        "team": _team(slack),
        "enterprise": _enterprise(slack),
        "is_enterprise_install": False,
        "actions": [{**action, "action_ts": f"{time.time():.6f}"}],
    }
    if message is not None:
        channel = slack.channels[message.channel_id]
        made["container"] = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel_id,
            "is_ephemeral": message.only_for is not None,
        }
        made["channel"] = {"id": channel.id, "name": channel.name or "directmessage"}
        made["state"] = {"values": values}
        made["response_url"] = url
        if message.only_for is None:
            made["message"] = shown(slack, message)
    elif view is not None:
        made["container"] = {"type": "view", "view_id": view.id}
        made["view"] = {**view_shown(slack, view), "state": {"values": values}}
    return made


def view_submission(slack: Slack, person: Someone, view: View, values: Json) -> Json:
    return {
        "type": "view_submission",
        "team": _team(slack, person.team_id),
        "user": _user(person),
        "api_app_id": slack.app_id,
        "token": _TOKEN,
        "trigger_id": slack.trigger(person.user_id),
        "view": {**view_shown(slack, view), "state": {"values": values}},
        "response_urls": [],
        "is_enterprise_install": False,
        "enterprise": _enterprise(slack, person.team_id),
    }


def block_suggestion(slack: Slack, person: Someone, view: View, block: Json, typed: str, values: Json) -> Json:
    """What somebody types into a list whose choices the app has."""
    return {
        "type": "block_suggestion",
        "user": _user(person),
        "container": {"type": "view", "view_id": view.id},
        "api_app_id": slack.app_id,
        "token": _TOKEN,
        "action_id": block["element"]["action_id"],
        "block_id": block["block_id"],
        "value": typed,
        "team": _team(slack, person.team_id),
        "view": {**view_shown(slack, view), "state": {"values": values}},
    }


def view_closed(slack: Slack, person: Someone, view: View, *, cleared: bool = False) -> Json:
    return {
        "type": "view_closed",
        "team": _team(slack, person.team_id),
        "user": _user(person),
        "api_app_id": slack.app_id,
        "token": _TOKEN,
        "view": view_shown(slack, view),
        "is_cleared": cleared,
        "is_enterprise_install": False,
        "enterprise": _enterprise(slack, person.team_id),
    }


def message_action(slack: Slack, person: Someone, callback_id: str, message: Message, url: str) -> Json:
    channel = slack.channels[message.channel_id]
    return {
        "type": "message_action",
        "token": _TOKEN,
        "action_ts": f"{time.time():.6f}",
        "team": _team(slack),
        "user": _user(person),
        "channel": {"id": channel.id, "name": channel.name or "directmessage"},
        "is_enterprise_install": False,
        "enterprise": _enterprise(slack),
        "callback_id": callback_id,
        "trigger_id": slack.trigger(person.user_id),
        "response_url": url,
        "message_ts": message.ts,
        "message": shown(slack, message),
    }


def event(slack: Slack, body: Json, team_id: str = "") -> Json:
    """An event in its envelope, as it is sent to the app in this workspace, where it has a bot user of its own."""
    team_id = team_id or slack.speaking
    return {
        "token": _TOKEN,
        "team_id": team_id,
        "api_app_id": slack.app_id,
        "event": body,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": slack.enterprises.get(team_id),
                "team_id": team_id,
                "user_id": next(user for user, team in slack.bot_users.items() if team == team_id),
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": bool(slack.channels.get(str(body.get("channel")), Channel("", "", set(), "")).shared),
        "event_context": f"4-{secrets.token_hex(8)}",
    }


def app_mention(slack: Slack, person: Someone, message: Message, *, team_id: str = "", ts: str | None = None) -> Json:
    """What somebody said to the app. One gesture may come as several messages, each with a `ts` of its own."""
    body: dict[str, Any] = {
        "type": "app_mention",
        "user": person.user_id,
        "text": message.text,
        "ts": ts or message.ts,
        "team": person.team_id,
        "channel": message.channel_id,
        "event_ts": ts or message.ts,
        "client_msg_id": str(uuid.uuid5(uuid.NAMESPACE_OID, message.channel_id + message.ts)),
    }
    if message.thread_ts:
        body["thread_ts"] = message.thread_ts
    if person.team_id != slack.speaking or person.team_id in slack.enterprises:
        team = slack.enterprises.get(person.team_id, person.team_id)  # where there is one, Slack may well name that
        body |= {"user_team": team, "source_team": person.team_id, "user_profile": {"team": person.team_id}}
    return event(slack, body, team_id)


def home_opened(slack: Slack, person: Someone) -> Json:
    return event(
        slack,
        {
            "type": "app_home_opened",
            "user": person.user_id,
            "channel": slack.direct(person.user_id).id,
            "tab": "home",
            "event_ts": f"{time.time():.6f}",
        },
    )


def reacted(slack: Slack, person: Someone, message: Message, name: str, *, team_id: str = "") -> Json:
    """Somebody has added a reaction to a message."""
    item = {"type": "message", "channel": message.channel_id, "ts": message.ts}
    body = {"type": "reaction_added", "user": person.user_id, "reaction": name, "item_user": message.user_id}
    return event(slack, {**body, "item": item, "event_ts": f"{time.time():.6f}"}, team_id)


def id_changed(slack: Slack, old: str, new: str) -> Json:
    """A channel has another id."""
    body = {"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": new}
    return event(slack, {**body, "event_ts": f"{time.time():.6f}"})


def moved(slack: Slack, person: Someone, channel: Channel, kind: str) -> Json:
    """Somebody has come into a channel, or gone: `kind` says which."""
    return event(
        slack,
        {
            "type": kind,
            "user": person.user_id,
            "channel": channel.id,
            "channel_type": "C",
            "team": person.team_id,
            "event_ts": f"{time.time():.6f}",
        },
    )


def renamed(slack: Slack, person: Someone) -> Json:
    """Somebody has another name, or anything else about them is other than it was."""
    user = {**_user(person), "real_name": person.name, "profile": {"display_name": "", "real_name": person.name}}
    return event(slack, {"type": "user_change", "user": user, "event_ts": f"{time.time():.6f}"})
