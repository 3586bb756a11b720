"""What Slack brings to Pencil, in place of HTTP: commands, presses, forms and events, twice, late or never."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from itertools import accumulate
from typing import Any

from bot.app import Bot
from handlers import dispatch
from handlers.once import InHandError
from sandbox.app.installed import App
from sandbox.app.transport import SECONDS, NotDeliveredError
from sandbox.slack.blocks import Json
from sandbox.slack.state import Slack
from tests.simulation.slack.mishaps import Mishaps, OnDelivery

_AGAIN = (0.0, 60.0, 300.0)  # seconds after which Slack brings an event again that was not taken
_LATE = 2 * 3600.0  # at most, for an event
_STALLED = 60.0  # at most, for what somebody did: Slack has said by then that it failed
_INTERACTIONS = {
    "block_actions": dispatch.press,
    "view_submission": dispatch.submission,
    "message_action": dispatch.shortcut,
    "block_suggestion": dispatch.search,
}

Acknowledged = Callable[[str, Json, Any], None]
"""Hears of what a person's Slack shows them for what they did: the kind, what was sent, and the answer."""


class Door(App):
    """The installed app. What it is brought goes to the handlers of the Pencil that runs by then, if any does."""

    def __init__(self, manifest: Json, slack: Slack, mishaps: Mishaps, acknowledged: Acknowledged) -> None:
        super().__init__(manifest, slack)
        self._mishaps, self._acknowledged = mishaps, acknowledged
        self.bot: Bot | None = None
        self.findings: list[str] = []
        self._under_way: set[asyncio.Task[Any]] = set()

    async def deliver(self, kind: str, payload: Json) -> Any:
        mishap = self._mishaps.on_delivery()
        if kind == "events_api":
            return await self._event(payload, mishap)
        if mishap is OnDelivery.NEVER:
            raise NotDeliveredError("dispatch_failed")
        if mishap is OnDelivery.LATE:
            self._begin(self._stalled(kind, payload, SECONDS + self._mishaps.seconds(_STALLED)))
            raise NotDeliveredError("operation_timeout")
        if mishap is OnDelivery.AT_ONCE:
            self._begin(self._stalled(kind, payload, 0.0))
        answer = await self._brought(kind, payload)
        if mishap is OnDelivery.TWICE:
            await self._brought(kind, payload)
        if mishap is OnDelivery.UNHEARD:
            raise NotDeliveredError("operation_timeout")
        self._acknowledged(kind, payload, answer)
        return answer

    async def _event(self, payload: Json, mishap: OnDelivery | None) -> None:
        if mishap is OnDelivery.NEVER:
            return
        if mishap is OnDelivery.LATE:
            self._begin(self._later(payload, self._mishaps.seconds(_LATE)))
            return
        if mishap is OnDelivery.TWICE:
            self._begin(self._later(payload, self._mishaps.seconds(60)))
        if mishap is OnDelivery.AT_ONCE:
            self._begin(self._later(payload, 0.0))
        if mishap is OnDelivery.UNHEARD:
            for seconds in accumulate(_AGAIN):
                self._begin(self._later(payload, seconds))
        try:
            await self._brought("events_api", payload)
        except NotDeliveredError:
            self._begin(self._retried(payload))

    async def _stalled(self, kind: str, payload: Json, seconds: float) -> None:
        """It reaches Pencil when nobody waits for its answer."""
        await asyncio.sleep(seconds)
        with contextlib.suppress(NotDeliveredError):
            await self._brought(kind, payload)

    async def _later(self, payload: Json, seconds: float) -> None:
        await asyncio.sleep(seconds)
        try:
            await self._brought("events_api", payload)
        except NotDeliveredError:
            await self._retried(payload)

    async def _retried(self, payload: Json) -> None:
        for seconds in _AGAIN:
            await asyncio.sleep(seconds)
            try:
                await self._brought("events_api", payload)
            except NotDeliveredError:
                continue
            return

    def _begin(self, work: Awaitable[Any]) -> asyncio.Task[Any]:
        task = asyncio.ensure_future(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def _brought(self, kind: str, payload: Json) -> Any:
        """What Pencil answers within three seconds; what it does it goes on doing."""
        if self.bot is None:
            raise NotDeliveredError("dispatch_failed")
        work = self._begin(self._handled(self.bot, kind, payload))
        done, _ = await asyncio.wait([work], timeout=SECONDS)
        if not done:
            raise NotDeliveredError("operation_timeout")
        return work.result()

    async def _handled(self, bot: Bot, kind: str, payload: Json) -> Any:
        try:
            if kind == "slash_commands":
                return await dispatch.command(bot, payload)
            if kind == "events_api":
                return await dispatch.event(bot, payload)
            handle = _INTERACTIONS.get(payload["type"])
            return await handle(bot, payload) if handle else {}
        except InHandError:
            raise NotDeliveredError("dispatch_failed") from None
        except Exception as fault:  # a finding, with its place
            self.findings.append(f"nothing came of {kind}: {type(fault).__name__}: {fault}")
            raise NotDeliveredError("dispatch_failed") from fault

    async def over(self) -> None:
        """All that is under way or still to be brought has been."""
        while self._under_way:
            await asyncio.wait(self._under_way)
