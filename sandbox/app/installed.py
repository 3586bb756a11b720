"""The app as it is installed: what its manifest names, and how Slack reaches it."""

from copy import deepcopy
from typing import Any

from sandbox.api.limits import faults
from sandbox.app.transport import Http, Socket, Transport
from sandbox.slack.blocks import Json
from sandbox.slack.people import HUB
from sandbox.slack.state import Slack


def with_reactions(manifest: Json) -> Json:
    """The same manifest, where operators have added what lets the app see reactions."""
    changed = deepcopy(manifest)
    changed["oauth_config"]["scopes"]["bot"].append("reactions:read")
    changed["settings"]["event_subscriptions"]["bot_events"].append("reaction_added")
    return changed


class App:
    """One app of one Slack, reached over its socket, or over HTTP once it has a `request_url`."""

    def __init__(self, manifest: Json, slack: Slack, scopes: set[str] | None = None) -> None:
        self.manifest, self.slack = manifest, slack
        granted = manifest["oauth_config"]["scopes"]
        self.scopes = scopes if scopes is not None else {*granted["bot"], *granted.get("bot_optional", [])}
        self.commands = [named["command"] for named in manifest["features"].get("slash_commands", [])]
        self.shortcuts = [named["callback_id"] for named in manifest["features"].get("shortcuts", [])]
        self.events = set(manifest["settings"].get("event_subscriptions", {}).get("bot_events", []))
        self.socket = Socket()
        self.request_url: str | None = None
        self.redirect_url = ""  # where people come back to from the page on which they agree
        self.retries = False
        self.twice = False  # what somebody says comes as two messages, as some clients send it
        self.installed = [HUB]  # the workspaces that have it, each of which hears what is said in a shared channel

    async def deliver(self, kind: str, payload: Json) -> Any:
        """What the app answers, or `NotDeliveredError`."""
        transport: Transport = Http(self.request_url, self.slack.signing_secret) if self.request_url else self.socket
        return await transport.deliver(kind, payload)

    def respond_at(self, response_id: str) -> str:
        """The address of a response URL."""
        return f"{self.slack.address}/response/{response_id}"

    def check_options(self, options: list[Json]) -> None:
        """Complains of choices that Slack would not offer."""
        block = {"type": "actions", "elements": [{"type": "static_select", "action_id": "x", "options": options}]}
        if options and (refused := faults([block])):
            self.slack.complaints.append(f"choices Slack would refuse: {refused}")

    def check(self, body: Json) -> None:
        """Complains of what Slack would not take in a reply."""
        blocks = body.get("blocks") or []
        if refused := faults(blocks) or self.slack.file_faults(blocks):
            self.slack.complaints.append(f"a reply Slack would refuse: {refused}")
