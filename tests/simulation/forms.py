"""Filling in whatever form is open, by chance: each field with something it takes."""

import random
from datetime import timedelta
from typing import Any

from sandbox.actors.fields import EXTERNAL
from sandbox.actors.person import Person
from sandbox.slack.blocks import Json
from sandbox.slack.state import Slack
from tests.simulation.ledger import Ledger
from tests.simulation.machine.clock import Clock
from tests.simulation.town import Place

_ROUNDS = 4  # a form may answer with another
_TEXTS = (
    "We sat down together and found a way", "The door on the quay is open again", "It takes one call, not four",
    "Somebody with a van on Tuesdays", "A warm lunch for everybody who waits", "We ask first and write afterwards",
)  # fmt: skip


class Forms:
    """What people do with a form."""

    def __init__(self, chance: random.Random, clock: Clock, slack: Slack, ledger: Ledger) -> None:
        self._chance, self._clock, self._slack, self._ledger = chance, clock, slack, ledger

    async def fills_in(self, person: Person, place: Place, fixed: dict[str, Any] | None = None) -> None:
        """Fills in what is open, and what comes after it; what is `fixed` stands in its field."""
        for _ in range(_ROUNDS):
            if person.form is None:
                return
            answers = await self._answers(person, place)
            known = {block["block_id"] for block in person.form.payload["blocks"] if block["type"] == "input"}
            answers |= {field: value for field, value in (fixed or {}).items() if field in known}
            if person.form.payload.get("submit") is None:
                break
            await person.submits(answers)
        await person.closes(everything=True)

    async def _answers(self, person: Person, place: Place) -> dict[str, Any]:
        assert person.form is not None
        answers: dict[str, Any] = {}
        for block in person.form.payload["blocks"]:
            if block["type"] != "input" or (block.get("optional") and self._chance.random() < 0.5):
                continue
            value = await self._value(person, place, block)
            if value is not None:
                answers[block["block_id"]] = value
        return answers

    async def _value(self, person: Person, place: Place, block: Json) -> Any:
        element = block["element"]
        kind = element["type"]
        if kind == "plain_text_input":
            words = self.words(place, person.user_id, self._chance.choice(_TEXTS))
            return words if len(words) <= element.get("max_length", 3000) else None
        if kind == "datepicker":
            return (self._clock.now() + timedelta(days=self._chance.randint(1, 60))).date().isoformat()
        if kind == "timepicker":
            return f"{self._chance.randint(8, 17):02d}:{self._chance.choice(('00', '30'))}"
        if kind in EXTERNAL:
            offered = await person.searches(block["block_id"])
            return self._of([value for _, value in offered], many=kind.startswith("multi_"))
        if "users" in kind:
            people = [who for who in place.here if who in self._slack.listed(person.user_id) and who not in place.gone]
            return self._of(people, many=kind.startswith("multi_"))
        if "options" in element:
            values = [option["value"] for option in element["options"]]
            return self._of(values, many=kind.startswith("multi_") or kind == "checkboxes")
        return None

    def _of(self, values: list[str], *, many: bool) -> Any:
        if not values:
            return None
        return (
            self._chance.sample(values, min(len(values), self._chance.choice((1, 1, 2))))
            if many
            else self._chance.choice(values)
        )

    def words(self, place: Place, author: str, sentence: str) -> str:
        return self._ledger.words(place, author, sentence)
