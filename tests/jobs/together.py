"""What else people of a simulated quarter do: ideas, initiatives, habits, the vision, introductions.

Amina hosts: once a week she, and whoever is concerned, go through the cards in the channel.
"""

import random
import re
from collections.abc import Awaitable, Callable, Collection
from datetime import timedelta

from sandbox.actors.person import Person
from sandbox.slack.blocks import walk
from sandbox.slack.state import Message
from tests.choosing import people
from tests.consultations.asking import filled_in
from tests.world import World

WEEKS = 13
A_QUARTER = {"idea": 13, "initiative": 4, "habit": 6}
CONSULTED = 3  # the week in which people are asked about the vision
MAPS = (4, 8, 12)  # weeks in which the host looks at who has worked with whom
THANKED = 0.3  # of wins thank somebody
ON_A_CARD = {  # how likely it is that somebody presses this who sees it
    "idea.like": 0.15, "idea.help": 0.03, "initiative.join": 0.06, "blocker.help": 0.04, "habit.add": 0.01,
}  # fmt: skip
ABOUT = {
    "idea": (
        "We could share one van on day {}", "One number to ring for matter {}", "A breakfast at gate {}",
        "One page in place of form {}", "A choir in hall {}",
    ),
    "initiative": ("A walk on Sunday {}", "aim 1: A warm lunch in room {}", "aim 2: One page in place of form {}"),
    "habit": ("We ring number {} first, and write afterwards", "Whoever is nearest to door {} fetches the bread"),
}  # fmt: skip
STEPS = ("Ring round for who has keys", "Ask the school for an hour", "Write the page, and show it to three people")
VISION = "Nobody around the estuary eats alone\nA warm lunch every weekday\nOne form for all referrals"
AGAIN = "Nobody around the estuary eats or waits alone"
ASKED = ("What would be different for you if this worked?", "What do we do now that you’d miss?", "Who is missing?")
ANSWERS = ("The bread on Fridays, and talk {}", "Somebody who rings back within {} days", "People beyond stop {}")
GROUPS = ("", "", "volunteers", "parents")


class Together:
    """The same people; by `says_where_from` they answer when they are asked which organisation they are from."""

    def __init__(
        self,
        world: World,
        seed: int,
        everybody: Collection[Person],
        says_where_from: Callable[[Person, Message], Awaitable[None]],
    ) -> None:
        self._world, self._chance = world, random.Random(f"together {seed}")  # a simulation, not a secret
        self._everybody, self._says_where_from = list(everybody), says_where_from
        self._amina = world.person("Amina Okafor")
        self._proposed: set[str] = set()
        self._number = 0

    async def begins(self) -> None:
        """The first vision is proposed and pencilled in."""
        priya = self._world.person("Dr Priya Raman")
        await priya.types(f"@Pencil vision propose {VISION}")
        await self._world.settle()
        await self._decides_proposals()

    def acts(self) -> list[str]:
        """What a week brings."""
        return [kind for kind, number in A_QUARTER.items() if self._chance.random() < number / WEEKS]

    def thanks(self, author: Person) -> str:
        """What is said at the end of a win, if anybody is thanked in it."""
        other = self._chance.choice(self._everybody)
        return f". Thank you @{other.about.name}" if other != author and self._chance.random() < THANKED else ""

    async def speaks(self, kind: str, person: Person) -> None:
        words = self._words(*ABOUT[kind])
        await person.types(f"/partnership {kind} {words}" if person.may_command else f"@Pencil {kind} {words}")
        if kind == "idea":
            action = self._chance.choice(("idea.post", "idea.post", "idea.nameless"))
            await person.presses(person.private()[-1], action)
        await self._says_where_from(person, person.private()[-1])

    def _words(self, *templates: str) -> str:
        self._number += 1
        return self._chance.choice(templates).format(self._number)

    async def looks_at(self, person: Person, message: Message, usual: float) -> None:
        """What is new to them, in the channel or in private; `usual` is how likely they answer what they are asked."""
        for action, likely in ON_A_CARD.items():
            if action in actions_of(message) and self._chance.random() < likely * usual:
                await self._presses(person, message, action)
        if "consultation.answer" in actions_of(message) and self._chance.random() < usual / 2:
            await self._answers(person, message)
        elif "introduction.yes" in actions_of(message) and self._chance.random() < usual:
            yes = self._chance.choice(("introduction.yes", "introduction.yes", "introduction.not_now"))
            await person.presses(message, yes)

    async def _presses(self, person: Person, message: Message, action: str) -> None:
        before = len(person.private())
        await person.presses(message, action)
        if action == "habit.add":
            await person.submits({"text": self._words(*ABOUT["habit"])})
        if len(person.private()) > before:
            await self._says_where_from(person, person.private()[-1])

    async def _answers(self, person: Person, message: Message) -> None:
        """With their name or without, some as one of a group."""
        await person.presses(message, "consultation.answer")
        named = self._chance.choice((True, False))
        await person.submits(
            {
                "text": self._words(*ANSWERS),
                "name": "named" if named else "nameless",
                "group": self._chance.choice(GROUPS),
                "also": ["organisation"] if named else [],
            }
        )
        await self._says_where_from(person, person.private()[-1])

    async def week(self, number: int) -> None:
        """What is looked after once a week."""
        for look_after in (self._fixes, self._decides_ideas, self._goes_on, self._decides_proposals):
            await look_after()
            await self._world.settle()
        if number == CONSULTED:
            await self._asks()
        if number in MAPS:
            await self._introduces()

    def _cards(self, action: str) -> list[Message]:
        return [message for message in self._world.room if action in actions_of(message)]

    def _named(self, card: Message) -> list[Person]:
        """Whom a card names; at its head who wrote it, if it says so."""
        return [self._world.person(user_id) for user_id in dict.fromkeys(re.findall(r"<@(\w+)>", card.plain))]

    async def _fixes(self) -> None:
        """Of what is stuck, a third is fixed, by whoever helped or the host."""
        for card in self._cards("blocker.fixed"):
            if self._chance.random() < 1 / 3:
                named = self._named(card)
                person, others = (named or [self._amina])[0], named[1:]
                await person.presses(card, "blocker.fixed")
                await person.submits({"how": "We sat down together", **people(person, "who", *others)})

    async def _decides_ideas(self) -> None:
        """Of open ideas, half are decided."""
        for card in self._cards("idea.decide"):
            way = self._chance.choice(("idea.try", "idea.try", "idea.not_now", "idea.not_now", "idea.propose", ""))
            if way and self._chance.random() < 0.6:
                await self._amina.presses(card, "idea.decide")
                await self._amina.presses(self._amina.private()[-1], way)
                await self._amina.submits({"reason": "It came up here"} if way != "idea.try" else {})

    async def _goes_on(self) -> None:
        """Initiatives get a step, or end."""
        for card in self._cards("initiative.step"):
            named, chance = self._named(card), self._chance.random()
            if not named:
                continue
            person = self._chance.choice(named)
            if "Next step: none yet" in card.plain or "That step happened" in card.plain:
                by = (self._world.sandbox.clock.now() + timedelta(days=self._chance.randrange(5, 15))).date()
                if chance < 0.6:
                    await person.presses(card, "initiative.step")
                    await person.submits({"step": self._chance.choice(STEPS), "day": by.isoformat()})
            elif chance < 0.15:
                await person.presses(card, "initiative.done")
                await person.submits()
            elif chance < 0.2:
                await person.presses(card, "initiative.drop")
                await person.submits({"reason": "Nobody has the keys"})

    async def _decides_proposals(self) -> None:
        for card in self._cards("proposal.pencil"):
            verb = self._chance.choice(("proposal.pencil", "proposal.pencil", "proposal.rub"))
            await self._amina.presses(card, verb)
            await self._amina.submits({"reason": "It is what most of us said"})
        for post in self._cards("consultation.propose"):
            if post.ts not in self._proposed:
                self._proposed.add(post.ts)
                await self._amina.presses(post, "consultation.propose")
                await self._amina.submits({"text": AGAIN})

    async def _asks(self) -> None:
        """Three questions, and the four weeks they need."""
        until = (self._world.sandbox.clock.now() + timedelta(weeks=4)).date().isoformat()
        await self._amina.types("/partnership consultation open")
        form = filled_in(*ASKED, audience="everybody who works or volunteers here", until=until)
        assert await self._amina.submits(form) is None

    async def _introduces(self) -> None:
        shown = await self._amina.types("/partnership map") or self._amina.private()[-1]
        if "introduction.offer" in actions_of(shown):
            await self._amina.presses(shown, "introduction.offer")


def actions_of(message: Message) -> set[str]:
    return {part["action_id"].partition(":")[0] for part in walk(message.blocks) if "action_id" in part}
