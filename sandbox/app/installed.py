"""The app as it is installed: what its manifest names, and how Slack reaches it."""

import asyncio
import contextlib
from collections.abc import Coroutine
from copy import deepcopy
from typing import Any, TypeVar

from sandbox.api import limits
from sandbox.api.faults import EVENTS, Fault, Faults, Kind
from sandbox.app import transport
from sandbox.app.transport import Http, NotDeliveredError, Socket, Transport
from sandbox.slack.blocks import Json
from sandbox.slack.people import HUB
from sandbox.slack.state import Channel, Slack

_T = TypeVar("_T")


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
        self.faults = Faults()
        self.under_way: set[asyncio.Task[Any]] = set()
        self.request_url: str | None = None
        self.redirect_url = ""  # where people come back to from the page on which they agree
        self.retries = False
        self.twice = False  # what somebody says comes as two messages, as some clients send it
        self.installed = [HUB]  # the workspaces that have it, each of which hears what is said in a shared channel

    def begins(self, work: Coroutine[Any, Any, _T]) -> asyncio.Task[_T]:
        """It is done beside everything else, and broken off where the sandbox stops first."""
        task = asyncio.create_task(work)
        self.under_way.add(task)
        task.add_done_callback(self.under_way.discard)
        return task

    async def deliver(self, kind: str, payload: Json) -> Any:
        """What the app answers, or `NotDeliveredError`."""
        fault = self.faults.take(kind, None)
        if fault is None:
            return await self._bring(kind, payload)
        if kind == EVENTS:  # nobody waits for an answer, and Slack sends it again
            self.begins(self._bring_again(fault, payload))
            return None
        if fault.kind is not Kind.SLOW:
            raise NotDeliveredError("dispatch_failed")
        late = self.begins(self._bring_late(fault, kind, payload))
        if (await asyncio.wait({late}, timeout=transport.SECONDS))[0]:
            return late.result()
        raise NotDeliveredError("operation_timeout")

    async def _bring(self, kind: str, payload: Json, attempt: int = 0) -> Any:
        way: Transport = Http(self.request_url, self.slack.signing_secret) if self.request_url else self.socket
        return await way.deliver(kind, payload, attempt)

    async def _bring_late(self, fault: Fault, kind: str, payload: Json) -> Any:
        await fault.hang()
        with contextlib.suppress(NotDeliveredError):
            return await self._bring(kind, payload)

    async def _bring_again(self, fault: Fault, event: Json) -> None:
        """What comes late comes twice: by then Slack has sent it again. What is not taken in time is lost."""
        late = fault.kind is Kind.SLOW
        if late or not fault.over:
            await fault.hang()
        if late or fault.over:
            for attempt in (0, 1) if late else (1,):
                with contextlib.suppress(NotDeliveredError):
                    await self._bring(EVENTS, event, attempt)

    def is_in(self, channel: Channel) -> bool:
        """Whether the app hears what is said there."""
        return self.slack.bot_user in channel.members and not self.faults.barring(channel.id, "not_in_channel")

    def is_archived(self, channel: Channel) -> bool:
        """Whether nothing is said there any more."""
        return channel.archived or bool(self.faults.barring(channel.id, "is_archived"))

    def is_let_in(self, channel: Channel) -> None:
        """Somebody has invited it: nothing keeps it out any more."""
        self.faults.lift(self.faults.barring(channel.id, "not_in_channel"))

    def respond_at(self, response_id: str) -> str:
        """The address of a response URL."""
        return f"{self.slack.address}/response/{response_id}"

    def check_options(self, options: list[Json]) -> None:
        """Complains of choices that Slack would not offer."""
        block = {"type": "actions", "elements": [{"type": "static_select", "action_id": "x", "options": options}]}
        if options and (refused := limits.faults([block])):
            self.slack.complaints.append(f"choices Slack would refuse: {refused}")

    def check(self, body: Json) -> None:
        """Complains of what Slack would not take in a reply."""
        blocks = body.get("blocks") or []
        if refused := limits.faults(blocks) or self.slack.file_faults(blocks):
            self.slack.complaints.append(f"a reply Slack would refuse: {refused}")
