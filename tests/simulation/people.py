"""What people do: say things, look at what is new, press what there is to press, come, go, ask to be forgotten."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.actors.person import Person
from sandbox.actors.refusal import CannotError
from sandbox.app.installed import App
from sandbox.slack.blocks import Json, walk
from sandbox.slack.people import GENERAL
from sandbox.slack.state import Message, View
from tests.simulation.forms import Forms
from tests.simulation.town import Place

_NEVER = ("end.", "partnership.pause", "forget.", "host.stop")  # done on purpose only
_PRESSED = {"button", "overflow", "static_select", "checkboxes", "radio_buttons", "multi_static_select"}
_SEEN = 25  # messages back that people look at
_SAID = {
    "win": 40, "blocker": 14, "skill": 8, "partnership idea": 9, "partnership initiative": 4, "partnership habit": 4,
    "partnership vision propose": 3, "partnership why": 1,
}  # fmt: skip
_SENTENCES = (
    "We opened the hub on Saturdays", "Nobody answers at the parking office", "The form got two pages shorter",
    "Twelve families came to the breakfast", "One van shared by three of us", "A key for the hall by Friday",
    "A walk along the quay on Sundays", "Everybody who waits is asked to sit down", "We cannot reach the ward by bus",
)  # fmt: skip
_SKILLS = ("Makaton", "spreadsheets", "Polish", "bread baking", "first aid", "grant budgets", "wood carving", "choirs")
_BROWSED = (
    "win list", "blocker list", "skill list", "partnership", "partnership mine", "partnership help", "partnership map",
    "partnership preview", "partnership log", "partnership catch-up", "partnership partners", "partnership habits",
    "partnership ideas", "partnership initiatives", "partnership vision", "partnership hosts",
    "partnership preferences",
    "partnership step", "partnership my-data", "partnership stage", "partnership timetable", "partnership named on",
)  # fmt: skip
_HOSTED = (
    "partnership tidy", "partnership settings", "partnership report ask", "partnership report", "partnership digest",
    "partnership pulse", "partnership consultation open", "partnership hosts", "partnership roll-call",
    "partnership timetable", "partnership stage", "partnership export", "partnership reflect on",
    "partnership reflect off",
)  # fmt: skip


class People:
    """Everybody of one run, who act by chance."""

    def __init__(self, chance: random.Random, app: App, forms: Forms) -> None:
        self._chance, self._app, self._slack, self._forms = chance, app, app.slack, forms
        self.acted: Counter[str] = Counter()
        self._does: dict[str, tuple[int, Callable[[Place, Person], Awaitable[None]]]] = {
            "says": (30, self._says),
            "looks": (40, self._looks),
            "browses": (8, self._browses),
            "opens Home": (6, self._opens_home),
            "hosts": (4, self._hosts),
            "uses a shortcut": (2, self._uses_shortcut),
        }

    async def acts(self, place: Place) -> str:
        """Somebody does something; what it was."""
        name = self._chance.choices([*self._does], [weight for weight, _ in self._does.values()])[0]
        people = [user_id for user_id in place.here if user_id not in place.gone]
        if not people:
            return "nobody"
        person = Person(self._app, self._chance.choice(people))
        self.acted[name] += 1
        await self._tries(person, self._does[name][1](place, person))
        return f"{person.user_id} {name}"

    async def _tries(self, person: Person, act: Awaitable[Any]) -> None:
        try:
            await act
        except CannotError:
            self.acted["could not"] += 1
        if person.form is not None:
            await person.closes(everything=True)

    async def begins(self, place: Place) -> None:
        host = Person(self._app, place.host)
        await host.types(f"/partnership start {self._forms.words(place, place.host, 'Together')}", place.channel.name)
        await host.types(f"/partnership join {host.about.organisation}, {host.about.sector}", place.channel.name)

    async def joins(self, place: Place) -> None:
        """Somebody new comes into the channel."""
        if place.to_come:
            someone = place.to_come.pop(0)
            place.ever.add(someone.user_id)
            self.acted["joins"] += 1
            await Person(self._app, someone.user_id).joins(place.channel.name)

    async def leaves(self, place: Place) -> None:
        """Somebody goes out of the channel, and may come back some day."""
        leaving = [user_id for user_id in place.here if user_id != place.host]
        if leaving:
            someone = self._chance.choice(leaving)
            place.to_come.append(self._slack.people[someone])
            self.acted["leaves"] += 1
            await Person(self._app, someone).leaves(place.channel.name)

    async def is_called(self, place: Place) -> None:
        person = Person(self._app, self._chance.choice(place.here))
        self.acted["has another name"] += 1
        await person.is_called(
            f"{person.about.name.rsplit(' ', 1)[0]}-{self.acted['has another name']} X{person.user_id[-4:]}"
        )

    async def forgets(self, place: Place) -> str | None:
        """Somebody asks to be forgotten, with some of their words; who it is."""
        people = [user_id for user_id in place.here if user_id != place.host and user_id not in place.gone]
        if not people:
            return None
        person = Person(self._app, self._chance.choice(people))
        self.acted["asks to be forgotten"] += 1
        await self._says_to_pencil(place, person, "partnership forget-me")
        if person.form is None:
            for message in person.private(place.channel.name)[-1:]:
                for part in [part for part in walk(message.blocks) if part.get("action_id") == "forget.open"]:
                    await person.presses(message, part["action_id"], value=part["value"])
        await self._forms.fills_in(person, place)
        return person.user_id

    async def outsider_tries(self, outsider: str) -> None:
        """Somebody who is in neither partnership looks and asks."""
        person = Person(self._app, outsider)
        self.acted["tries from outside"] += 1
        await person.opens_home()
        if person.home is not None and self._chance.random() < 0.5:
            await self._tries(person, self._presses_something(None, person, person.home))
        await person.types(f"/{self._chance.choice(_BROWSED)}", GENERAL)

    async def _says_to_pencil(self, place: Place, person: Person, words: str) -> None:
        by_command = person.may_command and self._chance.random() < 0.6
        said = f"/{words}" if by_command else f"@Pencil {words.removeprefix('partnership ')}"
        await person.types(said, place.channel.name)

    async def _says(self, place: Place, person: Person) -> None:
        what = self._chance.choices([*_SAID], [*_SAID.values()])[0]
        sentence = self._chance.choice(_SKILLS if what == "skill" else _SENTENCES)
        words = self._forms.words(place, person.user_id, sentence)
        if what == "win" and self._chance.random() < 0.3:
            other = self._slack.people[self._chance.choice(place.here)]
            words += f", thank you @{other.name}" if other.user_id not in place.gone else ""
        if what == "partnership vision propose":
            words += "\n" + self._forms.words(place, person.user_id, self._chance.choice(_SENTENCES))
        await self._says_to_pencil(place, person, f"{what} {words}")
        await self._goes_on(place, person, posts=what in {"blocker", "partnership idea"})

    async def _goes_on(self, place: Place, person: Person, *, posts: bool = False) -> None:
        """What Pencil answered, somebody may press."""
        if person.form is not None:
            await self._forms.fills_in(person, place)
            return
        answers = person.private(place.channel.name)[-1:]
        if not answers or not answers[0].by_app:
            return
        if posts and self._chance.random() < 0.9:
            wanted = [part for part in _controls(answers[0]) if part["action_id"].endswith((".post", ".nameless"))]
            if wanted:
                part = self._chance.choice(wanted)
                await person.presses(answers[0], part["action_id"], value=part.get("value"))
                answers = person.private(place.channel.name)[-1:]
        if self._chance.random() < 0.4:
            await self._presses_something(place, person, answers[0])

    async def _looks(self, place: Place, person: Person) -> None:
        """At something in the channel, or at what Pencil said to them alone."""
        dms = self._slack.messages(self._slack.direct(person.user_id).id)
        messages = dms[-4:] if self._chance.random() < 0.3 else self._slack.messages(place.channel.id)[-_SEEN:]
        seen = [message for message in messages if message.by_app and message.only_for in {None, person.user_id}]
        seen = [message for message in seen if _controls(message)]
        if seen:
            await self._presses_something(place, person, self._chance.choice(seen))

    async def _browses(self, place: Place, person: Person) -> None:
        await self._says_to_pencil(place, person, self._chance.choice(_BROWSED))
        await self._goes_on(place, person)

    async def _hosts(self, place: Place, person: Person) -> None:
        host = Person(self._app, place.host) if self._chance.random() < 0.7 else person
        try:
            await self._says_to_pencil(place, host, self._chance.choice(_HOSTED))
            await self._goes_on(place, host)
        finally:
            if host.form is not None:
                await host.closes(everything=True)

    async def _opens_home(self, place: Place, person: Person) -> None:
        await person.opens_home()
        if person.home is not None:
            await self._presses_something(place, person, person.home)

    async def _uses_shortcut(self, place: Place, person: Person) -> None:
        written = [message for message in self._slack.messages(place.channel.id)[-_SEEN:] if not message.by_app]
        if written:
            await person.uses_shortcut("win.from_message", self._chance.choice(written))
            await self._forms.fills_in(person, place)

    async def _presses_something(self, place: Place | None, person: Person, on: Message | View) -> None:
        controls = _controls(on)
        if not controls:
            return
        part = self._chance.choice(controls)
        if part["type"] == "button":
            await person.presses(on, part["action_id"], value=part.get("value"))
        else:
            value = self._chance.choice(part["options"])["value"]
            many = part["type"].startswith("multi_") or part["type"] == "checkboxes"
            await person.presses(on, part["action_id"], choose=[value] if many else value)
        if place is not None:
            await self._forms.fills_in(person, place)


def _controls(on: Message | View) -> list[Json]:
    """What can be pressed or chosen there."""
    blocks = on.blocks if isinstance(on, Message) else on.payload["blocks"]
    return [
        part
        for block in blocks
        if block.get("type") != "input"
        for part in walk(block)
        if part.get("type") in _PRESSED and "action_id" in part and not part["action_id"].startswith(_NEVER)
        if part["type"] == "button" or part.get("options")
    ]
