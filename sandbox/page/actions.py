"""What people do on the page: each thing posted there, done through the same Person as in the tests."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from sandbox.actors.refusal import CannotError
from sandbox.page import choices, places
from sandbox.page.emoji import EMOJI
from sandbox.page.misbehaviour import Misbehaviour
from sandbox.page.timeline import Timeline
from sandbox.page.visit import Draft, Visit
from sandbox.slack.people import HOME

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sandbox.actors.person import Person
    from sandbox.page.choices import Block, Posted
    from sandbox.page.guide import Guide, Try
    from sandbox.server import Sandbox
    from sandbox.slack.state import Message, View

STORY_GOES_ON = "The story is still being told. In a few seconds you can join in."
GONE = "that is no longer there"


class Actions:
    """Everything that may be done on the page of one sandbox."""

    def __init__(self, sandbox: Sandbox, guide: Guide) -> None:
        self.sandbox = sandbox
        self.visits: dict[str, Visit] = defaultdict(Visit)
        self.timeline = Timeline(sandbox)
        self.misbehaviour = Misbehaviour(sandbox)
        self.guide, self.card_open = guide, True
        self.tried: set[Try] = set()
        self.played: set[str] = set()  # by name: for them nobody else answers
        self.moves = 0

    async def do(self, action: Callable[[Person, Posted], Awaitable[None]], person: Person, posted: Posted) -> None:
        """Does it, or says why Slack would not let this person."""
        if self.sandbox.story:
            self.visits[person.user_id].note = STORY_GOES_ON
            return
        self.played.add(person.about.name)
        self.misbehaviour.forget()
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

    async def reacts(self, person: Person, posted: Posted) -> None:
        """Adds a reaction, or takes it away."""
        channel, name = self.channel(person, _first(posted, "in")), _first(posted, "reaction")
        message = self.sandbox.slack.find(channel, _first(posted, "at")) if channel else None
        if message is None or name not in EMOJI:
            raise CannotError(GONE)
        await person.reacts(name, message)

    async def joins(self, person: Person, posted: Posted) -> None:
        await person.joins(_first(posted, "channel"))

    async def leaves(self, person: Person, posted: Posted) -> None:
        await person.leaves(_first(posted, "channel"))

    async def moves_clock(self, person: Person, posted: Posted) -> None:
        await self.timeline.moves(_first(posted, "move"), self.played | {person.about.name})

    async def misbehaves(self, _: Person, posted: Posted) -> None:
        """What is chosen goes wrong from now on, in the channel where the person is, or else in the story's."""
        place = self.sandbox.slack.channels.get(_first(posted, "in"))
        channel = place if place and not place.direct_with else self.sandbox.slack.channels[HOME]
        await self.misbehaviour.begins(_first(posted, "mishap"), _first(posted, "lasting"), channel)

    async def behaves(self, _: Person, __: Posted) -> None:
        """Slack is back to normal."""
        await self.misbehaviour.ends()

    async def tries(self, person: Person, posted: Posted) -> None:
        """Does what the card offers, with the one press."""
        chosen = _first(posted, "try")
        offered = dict(enumerate(self.guide.tries)).get(int(chosen) if chosen.isdecimal() else -1)
        if offered is None:
            raise CannotError(GONE)
        self.tried.add(offered)
        self.card_open = len(self.tried) < len(self.guide.tries)
        self.moves += 1
        if offered.move:
            await self.timeline.moves(offered.move, self.played | {person.about.name})
        else:
            await person.types(offered.typed(may_command=person.may_command), HOME)

    async def puts_card_away(self, _: Person, posted: Posted) -> None:
        """Puts it away, or brings it back."""
        self.card_open = bool(_first(posted, "open"))
        self.moves += 1

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
