"""What a Slack remembers, as plain JSON and back: for a sandbox that is stopped and started again.

Triggers, tokens and the calls that were made are not kept: they have no meaning after a stop.
"""

import time
from base64 import b64decode, b64encode
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sandbox.slack.blocks import Json
from sandbox.slack.files import File
from sandbox.slack.state import RESPONSE_SECONDS, Channel, Message, ResponseUrl, Slack, View


def saved(slack: Slack) -> Json:
    """Everything that is to be there again."""
    return {
        "number": slack.last_number,
        "ts": slack.last_ts,
        "channels": [asdict(channel) | {"members": sorted(channel.members)} for channel in slack.channels.values()],
        "messages": [_message(message) for channel in slack.channels for message in slack.messages(channel)],
        "forms": {user_id: [asdict(view) for view in stack] for user_id, stack in slack.forms.items() if stack},
        "homes": {user_id: asdict(view) for user_id, view in slack.homes.items()},
        "groups": [[sorted(members), channel_id] for members, channel_id in slack.groups.items()],
        "files": [asdict(file) | {"content": b64encode(file.content).decode()} for file in slack.files.all()],
        "response_urls": {
            response_id: asdict(url) | {"message": url.message and [url.message.channel_id, url.message.ts]}
            for response_id, url in slack.response_urls.items()
            if time.time() - url.made < RESPONSE_SECONDS
        },
    }


def restore(slack: Slack, kept: Json) -> None:
    """A new Slack remembers what was kept; if that is not whole, some `ValueError`, `KeyError` or `TypeError`."""
    channels = [Channel(**row | {"members": set(row["members"])}) for row in kept["channels"]]
    files = [File(**row | {"content": b64decode(row["content"], validate=True)}) for row in kept["files"]]
    slack.files.restore(files)
    slack.channels = {channel.id: channel for channel in channels}
    for row in kept["messages"]:
        slack.messages(row["channel_id"]).append(_restored(slack, row))
    slack.forms.update({user_id: [View(**row) for row in stack] for user_id, stack in kept["forms"].items()})
    slack.homes = {user_id: View(**row) for user_id, row in kept["homes"].items()}
    slack.groups = {frozenset(members): channel_id for members, channel_id in kept["groups"]}
    for response_id, row in kept["response_urls"].items():
        message = slack.find(*row["message"]) if row["message"] else None
        slack.response_urls[response_id] = ResponseUrl(**row | {"message": message})
    slack.go_on_from(int(kept["number"]), float(kept["ts"]))


def _message(message: Message) -> Json:
    files = [file.id for file in message.files]
    shown_at = message.shown_at.isoformat()
    return {**vars(message), "files": files, "shown_at": shown_at}


def _restored(slack: Slack, row: dict[str, Any]) -> Message:
    files = [file for file_id in row["files"] if (file := slack.files.get(file_id))]
    return Message(**row | {"files": files, "shown_at": datetime.fromisoformat(row["shown_at"])})
