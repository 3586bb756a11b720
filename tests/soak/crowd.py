"""People who do all that people do, at a pace: in many channels what is counted, in two what comes to their mind."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable

from bot.lib.faults import where
from sandbox.actors.person import Person
from sandbox.actors.refusal import CannotError
from sandbox.app.transport import NotDeliveredError
from sandbox.slack.people import HUB, Someone
from sandbox.slack.state import Channel
from tests.faults import town as faults
from tests.faults.load import Load
from tests.simulation.forms import Forms
from tests.simulation.ledger import Ledger
from tests.simulation.people import People
from tests.simulation.town import Place, Town

ORGANISATIONS = 8
_REACTIONS = ("tada", "heart", "raised_hands", "thumbsup")
_FEWEST = 8  # people who have not been forgotten


class Crowd:
    """`load` is what is counted; `acted` what the others did, `wrong` what they met that no person can."""

    def __init__(self, town: faults.Town, seed: int) -> None:
        self.load = Load(town, seed)
        self.wrong: Counter[str] = Counter()
        self._town, self._slack = town, town.sandbox.slack
        self._chance = random.Random(f"{seed} crowd")  # a load, not a secret
        self._people_of = Town.drawn(self._chance, ORGANISATIONS)
        self._slack.people |= {someone.user_id: someone for someone in self._people_of.everybody}
        ours, clock = self._people_of, town.sandbox.clock
        self.places = [
            self._place("C0LIVELY1", [*ours.ours], [*ours.to_come]),
            self._place("C0LIVELY2", [*ours.neighbours], []),
        ]
        forms = Forms(self._chance, clock, self._slack, Ledger(self._slack, clock))
        self._people = People(self._chance, town.sandbox.app, forms)
        self._does: list[tuple[int, Callable[[Place], Awaitable[object]]]] = [
            (160, self._people.acts),
            (16, self._reacts),
            (4, self._people.joins),
            (3, self._people.leaves),
            (2, self._people.is_called),
            (4, self._outsider_tries),
            (1, self._forgets),
        ]

    @property
    def acted(self) -> Counter[str]:
        return self._people.acted

    def _place(self, name: str, here: list[Someone], to_come: list[Someone]) -> Place:
        members = {someone.user_id for someone in here} | {self._slack.bot_user}
        self._slack.channels[name] = Channel(name, name.lower(), members, HUB, shared=True)
        place = Place(self._slack.channels[name], [*here, *to_come], here[0].user_id, to_come)
        place.ever = {*members}
        return place

    async def begins(self) -> None:
        """A partnership in every channel."""
        await self._town.begins()
        for place in self.places:
            await self._people.begins(place)

    async def goes_on(self, stop: asyncio.Event, pace: float) -> None:
        """So many acts a second in all, until `stop`: half of them are counted."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.load.goes_on(stop, len(self._town.channels) / (pace / 2)))
            for place in self.places:
                group.create_task(self._lives(place, stop, len(self.places) / (pace / 2)))

    async def _lives(self, place: Place, stop: asyncio.Event, pause: float) -> None:
        while not stop.is_set():
            [act] = self._chance.choices([act for _, act in self._does], [often for often, _ in self._does])
            try:
                await act(place)
            except (CannotError, NotDeliveredError):
                self.acted["could not"] += 1
            except Exception as error:  # noqa: BLE001  # the others go on for hours, and it is told at the end
                self.wrong[f"{type(error).__name__} at {where(error)}: {error}"[:200]] += 1
            await asyncio.sleep(pause * self._chance.uniform(0.5, 1.5))

    async def _reacts(self, place: Place) -> None:
        shown = [message for message in self._slack.messages(place.channel.id)[-20:] if message.only_for is None]
        if shown:
            self.acted["reacts"] += 1
            person = Person(self._town.sandbox.app, self._chance.choice(place.here))
            await person.reacts(self._chance.choice(_REACTIONS), self._chance.choice(shown))

    async def _outsider_tries(self, _: Place) -> None:
        await self._people.outsider_tries(self._chance.choice(self._people_of.outsiders).user_id)

    async def _forgets(self, place: Place) -> None:
        if len({*place.here} - place.gone) > _FEWEST and (user_id := await self._people.forgets(place)):
            place.gone.add(user_id)
