"""The link that makes the app: Slack's page for a new app, with our manifest in it."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from bot.cli.doctor.checks.link import redirect_at
from bot.cli.doctor.checks.way_in import events_at
from bot.slack import manifest

_PAGE = "https://api.slack.com/apps?new_app=1&manifest_json="

Manifest = dict[str, Any]


def fitted(commands: Mapping[str, str], address: str | None = None) -> Manifest:
    """`manifest.json` with commands by the names they have here; with an address, for HTTP in place of Socket Mode."""
    made: Manifest = json.loads(manifest.text())
    for command in made["features"]["slash_commands"]:
        command["command"] = commands[command["command"].removeprefix("/")]
    if address is not None:
        url, settings = events_at(address), made["settings"]
        for command in made["features"]["slash_commands"]:
            command["url"] = url
        settings["event_subscriptions"]["request_url"] = url
        settings["interactivity"] |= {"request_url": url, "message_menu_options_url": url}
        settings["socket_mode_enabled"] = False
        made["oauth_config"]["redirect_urls"] = [redirect_at(address)]
    return made


def to_make(made: Manifest) -> str:
    """Where Slack asks only for a workspace, and shows what the app would be."""
    return _PAGE + quote(json.dumps(made, separators=(",", ":"), ensure_ascii=False), safe="")
