"""What people were told, kept beside Pencil: each word they typed, where, and whether Pencil said that it has it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.slack.blocks import Json, walk
from sandbox.slack.state import Slack
from tests.simulation.machine.clock import Clock
from tests.simulation.town import Place

MARK = re.compile(r"\bzq\d+\b(?!…)")  # the word by which each text is known wherever it turns up; whole, not cut short
_RECEIPTS = {"win.undo", "blocker.undo", "idea.undo", "habit.undo", "initiative.undo"}


@dataclass(frozen=True)
class Typed:
    """Something that somebody typed."""

    author: str
    place: Place
    at: datetime


class Ledger:
    """Who typed what, what was acknowledged, and what turned up where it does not belong."""

    def __init__(self, slack: Slack, clock: Clock) -> None:
        self._slack, self._clock = slack, clock
        self.typed: dict[str, Typed] = {}
        self.acknowledged: dict[str, tuple[str, int | None]] = {}  # by mark: what it is, and its row where it is told
        self.nameless: set[str] = set()
        self.forgotten: set[str] = set()  # who asked for it
        self.leaks: list[str] = []

    def words(self, place: Place, author: str, sentence: str) -> str:
        """The sentence with a mark of its own."""
        mark = f"zq{len(self.typed)}"
        self.typed[mark] = Typed(author, place, self._clock.now())
        return f"{sentence} {mark}"

    def shown(self, method: str, arguments: Json) -> None:
        """A call of Pencil's that Slack has done: whoever sees it is in that partnership."""
        parts = [arguments.get(name) for name in ("text", "blocks", "view", "initial_comment")]
        if parts[0] is None and parts[1] is None and parts[2] is None and parts[3] is None:
            return
        marks = set(MARK.findall(str(parts)))
        audience = self._audience(method, arguments)
        for mark in sorted(marks & self.typed.keys()):
            outside = audience - self.typed[mark].place.ever
            if outside:
                self.leaks.append(f"{mark} was shown to {sorted(outside)[:3]} by {method}")
        if len(audience - {self._slack.bot_user}) == 1:
            self._receipt(marks, parts)

    def answered(self, kind: str, payload: Json, answer: Any) -> None:
        """What came back with an acknowledgement: the person who acted sees it."""
        if not isinstance(answer, dict) or not answer:
            return
        user_id = payload.get("user_id") or payload["user"]["id"]
        marks = set(MARK.findall(str(answer)))
        for mark in sorted(marks & self.typed.keys()):
            if user_id not in self.typed[mark].place.ever:
                self.leaks.append(f"{mark} was shown to {user_id} in answer to {kind}")
        self._receipt(marks, answer)

    def _audience(self, method: str, arguments: Json) -> set[str]:
        if method in {"views.open", "views.push"}:
            return {self._slack.triggers[arguments["trigger_id"]][0]}
        if method == "views.update":
            forms = self._slack.forms.items()
            return {owner for owner, stack in forms for form in stack if form.id == arguments["view_id"]}
        if method == "views.publish":
            return {arguments["user_id"]}
        if method in {"chat.postEphemeral", "response_url"}:
            return {arguments["user"]}
        channel_id = str(arguments.get("channel") or arguments.get("channel_id"))
        if channel_id.startswith("U"):
            return {channel_id}
        channel = self._slack.channels[channel_id]
        return channel.members - {self._slack.bot_user}

    def _receipt(self, marks: Iterable[str], content: Any) -> None:
        """Words beside their own *Undo* are words that Pencil says it has."""
        undo = [part for part in walk(content) if part.get("action_id") in _RECEIPTS]
        if len(undo) != 1:
            return
        noun, value = undo[0]["action_id"].partition(".")[0], str(undo[0].get("value", ""))
        for mark in marks:
            if mark in self.typed:
                self.acknowledged[mark] = noun, int(value) if value.isdigit() else None
                if not value.isdigit():
                    self.nameless.add(mark)
