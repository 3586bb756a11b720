"""The page of the sandbox: everything seen and done there, one person at a time."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from sandbox import choices, showing
from sandbox.rendering import Reader, environment

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sandbox.acting import Person
    from sandbox.server import Sandbox
    from sandbox.world import View

STATIC = Path(__file__).parent / "static"
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
LOOPBACK = {"127.0.0.1", "localhost"}
STEPS = {"day": timedelta(days=1), "week": timedelta(weeks=1)}


@dataclass
class Held:
    """What the page holds for one person between two requests."""

    note: str = ""
    drafts: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    errors: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Next:
    """The next post: when, in the reader's zone, and what."""

    at: datetime
    what: str


class Page:
    """The page and what may be done on it, for one sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.templates = environment()
        self.held: dict[str, Held] = {}
        self.came: list[str] = []

    async def whole(self, request: web.Request) -> web.Response:
        person, place = self._where(request.query)
        if place.kind == "home" and person.may_command:
            await person.opens_home()
        return await self._answer("page.html", person, place)

    async def fragment(self, request: web.Request) -> web.Response:
        """Nothing, or the pieces of the page once something has changed."""
        if request.query.get("version") == self._version():
            return web.Response(status=204)
        person, place = self._where(request.query)
        return await self._answer("fragment.html", person, place)

    async def types(self, person: Person, posted: choices.Posted) -> None:
        await person.types(_one(posted, "text"), channel=self._channel(person, _one(posted, "in")))

    async def presses(self, person: Person, posted: choices.Posted) -> None:
        block_id, action_id, *option = json.loads(_one(posted, "press"))
        surface, blocks = self._surface(person, _one(posted, "at"))
        pairs = choices.elements(blocks)
        block, element = next(
            pair for pair in pairs if pair[0].get("block_id") == block_id and pair[1]["action_id"] == action_id
        )
        self._keep(person, posted)
        chosen = choices.filled([block], posted).get(block_id)
        await choices.press(person, surface, element, option[0] if option else chosen)

    async def submits(self, person: Person, posted: choices.Posted) -> None:
        view = person.form
        if view is None or view.id != _one(posted, "at"):
            self._held(person).note = "That form was already closed."
            return
        self._keep(person, posted)
        held = self._held(person)
        held.errors.pop(view.id, None)
        wrong = await person.submits(choices.filled(view.payload["blocks"], posted))
        if wrong:
            held.errors[view.id] = wrong

    async def closes(self, person: Person, _posted: choices.Posted) -> None:
        if person.form is not None:
            await person.closes()

    async def uses_shortcut(self, person: Person, posted: choices.Posted) -> None:
        message, _ = self._surface(person, _one(posted, "at"))
        await person.uses_shortcut(_one(posted, "shortcut"), message)

    async def moves_clock(self, _person: Person, posted: choices.Posted) -> None:
        clock, move = self.sandbox.clock, _one(posted, "move")
        upcoming = await self.sandbox.upcoming() if self.sandbox.upcoming else None
        if move in STEPS:
            clock.move_by(STEPS[move])
        elif upcoming and upcoming[0] > clock.now():
            clock.move_to(upcoming[0])
        self.came = await self.sandbox.turn() if self.sandbox.turn else []
        self.came = self.came or ["Nothing was due."]
