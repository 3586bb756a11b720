"""Acts in every channel, each with words of its own, and what the room is owed for those that were acknowledged."""

import asyncio
import itertools
import random
import re
import time
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field

from bot.slack.views import errors as door
from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.faults.town import Town

KINDS = ("win", "celebrates", "celebrates", "blocker", "helps", "cheers", "cheers")
NOT_DONE = (door.failed("").text, door.unsure("").text)
WORDS = re.compile(r"Word \d{6}\.")  # by which an act is known wherever it turns up
NOW, WEEKLY, CARD = "A win to celebrate", "This week’s celebration", "is stuck"


@dataclass
class Act:
    """Something acknowledged: the words it left, and what was owed for it since."""

    channel: str
    words: str
    kind: str = WEEKLY  # how its words come into the room
    place: int = 0  # among what was owed to its channel at once
    helped: bool = False  # somebody offered to help, which is said in the card's thread
    cheers: set[str] = field(default_factory=set)
    at: float = field(default_factory=time.time)
    unsure: bool = False  # one more act on it was not acknowledged, and may have been done or not


class Load:
    """People who go on acting in each channel until told to stop, one act after another.

    `slowest` is how many seconds an act took at most, `unheard` what Pencil did not answer.
    """

    def __init__(self, town: Town, seed: int = 1, kinds: Sequence[str] = KINDS) -> None:
        self.town, self.kinds = town, kinds
        self.acts: list[Act] = []
        self.tried = self.answered = 0
        self.slowest = 0.0
        self.unheard: list[str] = []
        self._numbers = itertools.count(1)
        self._chance = random.Random(seed)  # a load, not a secret

    async def goes_on(self, stop: asyncio.Event, pause: float = 1.0) -> None:
        """Acts in all channels at once, until `stop`."""

        async def keeps_acting(channel: str) -> None:
            while not stop.is_set():
                await self.act(channel)
                await asyncio.sleep(pause * self._chance.uniform(0.5, 1.5))

        await asyncio.gather(*(keeps_acting(channel) for channel in self.town.channels))

    async def some(self, number: int) -> None:
        """So many acts in each channel."""

        async def acts(channel: str) -> None:
            for _ in range(number):
                await self.act(channel)

        await asyncio.gather(*(acts(channel) for channel in self.town.channels))

    async def act(self, channel: str) -> None:
        """A win, a win to celebrate at once, a blocker, an offer of help or a cheer, as chance has it."""
        await getattr(self, self._chance.choice(self.kinds))(channel)

    async def win(self, channel: str) -> tuple[Act, Message] | None:
        """A win for the next celebration, and its receipt."""
        host, words = self.town.host(channel), self._words()
        told = await self._does(host, channel, host.types(f"/win {words}", channel))
        if told and "win.restore" in str(told[-1].blocks):  # after many in a day they are asked first
            told = [told[-1], *await self._does(host, channel, host.presses(told[-1], "win.restore"))]
        receipt = next((message for message in told if message.by_app and "win.celebrate" in str(message.blocks)), None)
        if not self._heard(receipt is not None, told):
            return None
        assert receipt is not None
        act = Act(channel, words)
        self.acts.append(act)
        return act, receipt

    async def celebrates(self, channel: str) -> None:
        """A win celebrated on its own, at once."""
        if (won := await self.win(channel)) is None:
            return
        act, receipt = won
        host = self.town.host(channel)
        told = await self._does(host, channel, host.presses(receipt, "win.celebrate"))
        if self._heard("win.celebrate" not in str(receipt.blocks), told):
            act.kind, act.place = NOW, next(self._numbers)
        else:
            act.unsure = True

    async def blocker(self, channel: str) -> None:
        """What is stuck, drafted and posted."""
        host, words = self.town.host(channel), self._words()
        told = await self._does(host, channel, host.types(f"/blocker {words}", channel))
        draft = host.private(channel)[-1]
        if not self._heard(words in draft.plain and "blocker.post" in str(draft.blocks), told):
            return
        told = await self._does(host, channel, host.presses(draft, "blocker.post"))
        if self._heard("blocker.post" not in str(draft.blocks) and _answered(told), told):
            self.acts.append(Act(channel, words, CARD, next(self._numbers)))
        else:
            self.acts.append(Act(channel, words, CARD, unsure=True))

    async def helps(self, channel: str) -> None:
        """Somebody offers to help with the newest card that stands there and has no helper yet."""
        for act in reversed(self.acts):
            if act.channel == channel and act.kind == CARD and not (act.helped or act.unsure):
                if card := self._shown(act, "blocker.help"):
                    other = self.town.other(channel)
                    told = await self._does(other, channel, other.presses(card, "blocker.help"))
                    act.helped = self._heard(_answered(told), told)
                    act.unsure = not act.helped
                return

    async def cheers(self, channel: str) -> None:
        """One of the two cheers the newest celebration they have not cheered yet."""
        person = self._chance.choice([self.town.host(channel), self.town.other(channel)])
        for act in reversed(self.acts):
            if act.channel == channel and act.kind == NOW and person.user_id not in act.cheers and not act.unsure:
                if post := self._shown(act, "celebration.cheer"):
                    told = await self._does(person, channel, person.presses(post, "celebration.cheer"))
                    if self._heard(_answered(told), told):
                        act.cheers.add(person.user_id)
                    else:
                        act.unsure = True
                return

    async def _does(self, person: Person, channel: str, act: Awaitable[object]) -> list[Message]:
        """What this person has been told when it is over, timed."""
        before, began = len(person.private(channel)), time.monotonic()
        await act
        self.slowest = max(self.slowest, time.monotonic() - began)
        return person.private(channel)[before:]

    def _shown(self, act: Act, action: str) -> Message | None:
        """The post that bears the words, if it stands there."""
        there = self.town.slack.messages(act.channel)
        return next(
            (
                message
                for message in reversed(there)
                if not message.only_for and act.words in message.plain and action in str(message.blocks)
            ),
            None,
        )

    def _words(self) -> str:
        return f"Word {next(self._numbers):06d}."

    def _heard(self, good: bool, told: Sequence[Message]) -> bool:  # noqa: FBT001
        self.tried += 1
        self.answered += good
        if not good and not told:
            self.unheard.append("nothing was said")
        self.unheard += [message.plain for message in told if not message.by_app]
        return good


def _answered(since: Sequence[Message]) -> bool:
    """Whether what they have been told since is Pencil's own answer, and not that it could not be done."""
    return all(message.by_app and not any(words in message.plain for words in NOT_DONE) for message in since)
