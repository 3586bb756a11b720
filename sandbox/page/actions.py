"""What people do on the page: each thing posted there, done through the same Person as in the tests."""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sandbox.actors.refusal import CannotError
from sandbox.page import choices, places
from sandbox.page.visit import Draft, Visit

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from sandbox.actors.person import Person
    from sandbox.page.choices import Block, Posted
    from sandbox.page.rendering import Reader
    from sandbox.server import Sandbox
    from sandbox.slack.state import Message, View

STEPS = {"day": timedelta(days=1), "week": timedelta(weeks=1)}
ASK_SECONDS = 60
MOMENTS = 10
NOTHING_DUE = "Nothing was due."
STORY_GOES_ON = "The story is still being told. In a few seconds you can join in."
GONE = "that is no longer there"


@dataclass(frozen=True)
class Next:
    """The next post: when, in the reader's zone, and what."""

    at: datetime
    what: str


class Actions:
    """Everything that may be done on the page of one sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.visits: dict[str, Visit] = defaultdict(Visit)
        self.outcomes: list[str] = []
        self.moves = 0
        self._asked_at: tuple[int, int, int] | None = None
        self._upcoming: tuple[datetime, str] | None = None

    async def do(self, action: Callable[[Person, Posted], Awaitable[None]], person: Person, posted: Posted) -> None:
        """Does it, or says why Slack would not let this person."""
        if self.sandbox.story:
            self.visits[person.user_id].note = STORY_GOES_ON
            return
        try:
            await action(person, posted)
        except CannotError as reason:
            self.visits[person.user_id].note = f"{str(reason)[:1].upper()}{str(reason)[1:].rstrip('.')}."

    async def types(self, person: Person, posted: Posted) -> None:
        everywhere = places.places(self.sandbox, person.user_id)
        place, text = places.place(everywhere, _first(posted, "in")), _first(posted, "text").strip()
        if place.read_only:
            raise CannotError(place.read_only)
        channel = place.id if place.kind == "channel" else self.channel(person, place.id) or ""
        above = _first(posted, "below")
        below = self.sandbox.slack.find(channel, above) if above else None
        if above and below is None:
            raise CannotError(GONE)
        if text:
            await person.types(text, channel, below=below)

    async def presses(self, person: Person, posted: Posted) -> None:
        surface, blocks = self._surface(person, posted)
        block_id, action_id, *option = _pressed(posted)
        named = (
            pair
            for pair in choices.elements(blocks)
            if (pair[0].get("block_id", ""), pair[1]["action_id"]) == (block_id, action_id)
        )
        block, element = next(named, (None, None))
        if surface is None or block is None or element is None:
            raise CannotError(GONE)
        self._keep(person, posted)
        beside = choices.filled(blocks, posted)
        if element["type"] == "button":
            await person.presses(surface, action_id, element.get("value"), beside=beside)
        else:
            chosen = option[0] if option else choices.given(element, block, posted)
            if not chosen and element["type"] not in choices.SEVERAL:
                raise CannotError("choose one first")
            await person.presses(surface, action_id, choose=chosen, beside=beside)

    async def submits(self, person: Person, posted: Posted) -> None:
        view = person.form
        if view is None or view.id != _first(posted, "at"):
            raise CannotError(GONE)
        self._keep(person, posted)
        draft = self.visit(person).drafts[view.id]
        draft.errors = await person.submits(choices.filled(view.payload["blocks"], posted)) or {}
        self.moves += 1

    async def closes(self, person: Person, posted: Posted) -> None:
        if person.form is not None and person.form.id == _first(posted, "at"):
            await person.closes(everything=bool(_first(posted, "all")))

    async def uses_shortcut(self, person: Person, posted: Posted) -> None:
        channel = self.channel(person, _first(posted, "in"))
        message = self.sandbox.slack.find(channel, _first(posted, "at")) if channel else None
        if message is None:
            raise CannotError(GONE)
        await person.uses_shortcut(_first(posted, "shortcut"), message)

    async def joins(self, person: Person, posted: Posted) -> None:
        await person.joins(_first(posted, "channel"))

    async def leaves(self, person: Person, posted: Posted) -> None:
        await person.leaves(_first(posted, "channel"))

    async def moves_clock(self, person: Person, posted: Posted) -> None:
        """Moves the story on, never back, and keeps a line for each thing that came of it; the others live on in it."""
        clock, step = self.sandbox.clock, STEPS.get(_first(posted, "move"))
        if step:
            clock.move_by(step)
        elif _first(posted, "move") == "next":
            await self.asks_upcoming()
            if self._upcoming and self._upcoming[0] > clock.now():
                clock.move_to(self._upcoming[0])
        before = self._posted()
        lines = await self.sandbox.tick() if self.sandbox.tick else []
        self.outcomes = lines or await self._new_posts(before) or [NOTHING_DUE]
        await self._others_answer(before, person)
        self.moves += 1
        await self.asks_upcoming()

    def _posted(self) -> dict[str, set[str]]:
        """What Pencil has said so far, by channel."""
        slack = self.sandbox.slack
        return {key: {post.ts for post in slack.messages(key) if post.by_app} for key in list(slack.channels)}

    async def _others_answer(self, before: dict[str, set[str]], person: Person) -> None:
        """Everybody but whoever looks at the page may answer what Pencil has asked the channel."""
        if self.sandbox.answers is None:
            return
        for channel in list(before):
            for message in list(self.sandbox.slack.messages(channel)):
                if message.by_app and message.only_for is None and message.ts not in before[channel]:
                    await self.sandbox.answers(message, person.about.name)

    async def _new_posts(self, before: dict[str, set[str]]) -> list[str]:
        """Where Pencil, which may see the new time by itself, has spoken since; it is given a moment."""
        for _ in range(MOMENTS):
            now = self._posted()
            channels = [key for key, posted in now.items() if posted - before.get(key, set())]
            if channels:
                return [f"Pencil posted in {self._name(key)}." for key in channels]
            await asyncio.sleep(0.1)
        return []

    def _name(self, channel_id: str) -> str:
        channel = self.sandbox.slack.channels[channel_id]
        if channel.direct_with:
            return f"its messages to {self.sandbox.slack.people[channel.direct_with].name}"
        return f"#{channel.name}"

    async def asks_upcoming(self) -> None:
        """Asks what comes next, which may take Pencil a second: only when something may have changed it."""
        world = (self.sandbox.slack.version, self.moves, int(time.monotonic() / ASK_SECONDS))
        if self.sandbox.upcoming is None or self.sandbox.story or world == self._asked_at:
            return
        self._asked_at = world
        upcoming = await self.sandbox.upcoming()
        if upcoming != self._upcoming:
            self._upcoming = upcoming
            self.moves += 1

    def upcoming(self, reader: Reader) -> Next | None:
        """The next post, as this reader's clock has it."""
        return Next(reader.local(self._upcoming[0]), self._upcoming[1]) if self._upcoming else None

    def channel(self, person: Person, place_id: str) -> str | None:
        """The channel behind a place; App Home has none."""
        slack = self.sandbox.slack
        if place_id == "pencil":
            return slack.direct(person.user_id).id
        known = slack.channels.get(place_id)
        return place_id if known and person.user_id in known.members else None

    def visit(self, person: Person) -> Visit:
        """What is kept for this person; what belonged to a form no longer open is let go."""
        visit = self.visits[person.user_id]
        open_views = self.sandbox.slack.forms[person.user_id]
        visit.drafts = {view.id: visit.drafts.get(view.id) or Draft() for view in open_views}
        return visit

    def _keep(self, person: Person, posted: Posted) -> None:
        visit, form = self.visit(person), person.form
        if form is not None and form.id == _first(posted, "at"):
            draft = visit.drafts[form.id]
            draft.values = {name: values for name, values in posted.items() if name.startswith("[")}
            for block, element in choices.elements(form.payload["blocks"]):
                draft.values.setdefault(choices.name(element, block), [])

    def _surface(self, person: Person, posted: Posted) -> tuple[Message | View | None, list[Block]]:
        """What was pressed on: the open form, App Home or a message this person can see."""
        at = _first(posted, "at")
        view = person.home if at == "home" else person.form
        if view is not None and at in {"home", view.id}:
            return view, view.payload["blocks"]
        channel = self.channel(person, _first(posted, "in"))
        message = self.sandbox.slack.find(channel, at) if channel else None
        if message is None or message.only_for not in {None, person.user_id}:
            return None, []
        return message, list(message.blocks)


def _pressed(posted: Posted) -> list[str]:
    """Block, action and, from an overflow menu, the choice."""
    try:
        named = json.loads(_first(posted, "press"))
    except ValueError:
        named = None
    return named if isinstance(named, list) and len(named) >= 2 else ["", ""]  # noqa: PLR2004


def _first(posted: Posted, key: str) -> str:
    return (posted.get(key) or [""])[0]
