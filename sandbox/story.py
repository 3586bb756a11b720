"""An invented partnership in the middle of its story, told over the wire by the people in it."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sandbox.people import HOME
from sandbox.server import Sandbox
from sandbox.world import Message, walk

WEEKS = 3


class Line(NamedTuple):
    """Who says what in the channel, and what they press on the private answer."""

    who: str
    says: str
    press: str = ""
    choose: Sequence[str] | None = None


class Press(NamedTuple):
    """Who presses what on the message that holds these words, and what they fill in then."""

    who: str
    on: str
    action: str
    answers: Mapping[str, Any] | None = None


LATE = "Esi Owusu"  # who comes into the channel as the story ends
JOINING = {
    "Ben Carter": "Exe Bay Council, public",
    "Siân Prosser": "Withy Library, public",
    "Marek Nowak": "Tideway Foodbank, voluntary",
    "Chloe Penhale": "Open Door Advice, voluntary",
    "Nadia Rahman": "Exe Bay Volunteers, voluntary",
    "Gurpreet Gill": "Saltmarsh Primary School, public",
    "Noor Iqbal": "Pebble Design Studio, private",
    "Carla Bright": "Bright & Daughters Builders, private",
    "Elsie Marchant": "Corner Bakery, private",
    "Callum Reid": "Youth on the Water, voluntary",
    "Samira Yousefi": "Lantern Refugee Welcome, voluntary",
    "Joyce Amankwah": "Rowan Tree Carers, voluntary",
    "Dr Priya Raman": "Quayside Surgery, public",
    "Hana Kobayashi": "Wharf Pharmacy, private",
    "Rosie Chudley": "Kind Minds, voluntary",
}

STORY: tuple[tuple[Line | Press, ...], ...] = (
    (
        Line("Amina Okafor", "Hello everyone, and thank you for coming. This is where we meet between meetings."),
        Line(
            "Marek Nowak",
            "/win The library lent us its side room on Thursdays, so nobody queues in the rain now. "
            "Thank you @Siân Prosser",
        ),
        Line("Gurpreet Gill", "/win Six parents stayed for the coffee morning who usually only wave from the gate"),
        Line(
            "Dr Priya Raman",
            "@Pencil win Our receptionists now know whom to ring at @Chloe Penhale’s advice desk, "
            "and have done so four times",
        ),
        Line("Elsie Marchant", "Yesterday’s loaves are yours, @Marek Nowak, if somebody can fetch them by five."),
        Line("Noor Iqbal", "/skill drawing plans, Farsi", "skill.settle", ("hidden", "announce", "askable")),
        Line("Joyce Amankwah", "/skill filling in grant forms, first aid"),
        Line(
            "Marek Nowak",
            "/blocker The hall is full on Thursdays until May, and the queue is out in the rain again",
            "blocker.post",
        ),
    ),
    (
        Line(
            "Carla Bright",
            "/win The ramp at the foodbank is in. @Noor Iqbal drew it, we built it, and the offcuts became a bench",
        ),
        Press("Carla Bright", "The hall is full", "blocker.help"),
        Line(
            "Dr Priya Raman",
            "@Pencil skill reading people’s handwriting, Urdu",
            "skill.settle",
            ("hidden", "announce", "askable"),
        ),
        Line("Nadia Rahman", "/win Eleven new volunteers, three of them under twenty"),
        Line("Ben Carter", "/win The three referral forms are one page now"),
        Line(
            "Hana Kobayashi",
            "@Pencil win We deliver to Rowan Tree’s carers on our evening round now. @Joyce Amankwah made us a map",
        ),
    ),
    (
        Line(
            "Samira Yousefi",
            "/win Two families found school places in a week, because @Gurpreet Gill answered on a Sunday",
        ),
        Press(
            "Carla Bright", "The hall is full", "blocker.fixed", {"how": "Our yard has a roof. Thursdays are theirs."}
        ),
        Line("Chloe Penhale", "/blocker Three agencies ask the same people for the same papers", "blocker.post"),
        Line(
            "Rosie Chudley",
            "@Pencil blocker I do not know whom to tell when a referral goes nowhere",
            "blocker.nameless",
        ),
        Press("Gurpreet Gill", "ask the same people", "blocker.help"),
        Line("Callum Reid", "/win First session on the water with nobody cancelling"),
        Line("Rosie Chudley", "@Pencil win We moved our Tuesday group to the library and four new people came"),
        Line("Siân Prosser", "Does anyone have a projector we could borrow on the 12th?"),
    ),
)

NOW = (
    Line("Joyce Amankwah", "/win A carer slept through the night for the first time this year"),
    Line("Marek Nowak", "/win Elsie’s loaves went to 38 households this week, thank you @Elsie Marchant"),
    Line(
        "Dr Priya Raman",
        "@Pencil win Ten people left the surgery with a name at @Chloe Penhale’s advice desk instead of a leaflet",
    ),
)


POINTS = ("2", "3", "3", "4", "4", "4", "5", "0")
WORDS = ("checkin.moving", "checkin.moving", "checkin.steady", "checkin.stuck")


async def play(sandbox: Sandbox) -> None:
    """Some weeks of partnership, each thing at its time, ending now; afterwards its people go on answering."""
    telling = Telling(sandbox)
    await telling.all()
    sandbox.answers = telling.answers


class Telling:
    """The story being told: what falls due on the way is posted, and people answer to it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._chance = random.Random(7)  # noqa: S311  # a story, not a secret
        self._next: tuple[datetime, str] | None = None

    async def all(self) -> None:
        today = datetime.now(UTC)
        begin = today - timedelta(weeks=WEEKS, days=today.weekday())
        begin = begin.replace(hour=9, minute=0, second=0, microsecond=0)
        self._sandbox.clock.move_to(begin)
        await self._sandbox.person(LATE).leaves()
        await self._say(Line("Amina Okafor", "/partnership start Exe Bay Together"))
        await self._sandbox.until(self._posts, seconds=15)
        await self._say(Line("Amina Okafor", "/partnership join Exe Bay Council, public"))
        for who, organisation in JOINING.items():
            here = self._sandbox.person(who).may_command
            await self._say(Line(who, f"{'/partnership' if here else '@Pencil'} join {organisation}"))
        self._next = await self._upcoming()
        for week, lines in enumerate(STORY):
            for place, line in enumerate(lines):
                day, turn = divmod(place * 5, len(lines))
                await self._moves_to(begin + timedelta(weeks=week, days=day, hours=2 + 5 * turn / len(lines)))
                await self._does(line)
        await self._moves_to(datetime.now(UTC))
        for line in NOW:
            await self._does(line)
        await self._sandbox.person(LATE).joins()

    async def _upcoming(self) -> tuple[datetime, str] | None:
        return await self._sandbox.upcoming() if self._sandbox.upcoming else None

    async def _moves_to(self, when: datetime) -> None:
        """The clock moves on, stopping wherever something is due."""
        while self._next and self._next[0] <= when:
            before = {post.ts for post in self._posts()}
            self._sandbox.clock.move_to(self._next[0])
            if self._sandbox.turn:
                await self._sandbox.turn()
            for post in self._posts():
                if post.ts not in before:
                    await self.answers(post)
            self._next = await self._upcoming()
        self._sandbox.clock.move_to(when)

    async def answers(self, post: Message, besides: str = "") -> None:
        """Some cheer, some say how it is going, many take the pulse; all but the one named."""
        actions = {action for _, action, _ in post.buttons}
        people = sorted(set(JOINING) - {besides})
        if "celebration.cheer" in actions:
            for who in self._chance.sample(people, 5):
                await self._sandbox.person(who).presses(post, "celebration.cheer")
        if "checkin.moving" in actions:
            for who in self._chance.sample(people, 9):
                await self._sandbox.person(who).presses(post, self._chance.choice(WORDS))
        if "pulse.take" in actions:
            for who in self._chance.sample(people, 12):
                await self._takes_pulse(who, post)

    async def _takes_pulse(self, who: str, post: Message) -> None:
        """Every question is answered, what will be counted is looked at, and sent."""
        person = self._sandbox.person(who)
        await person.presses(post, "pulse.take")
        if person.form is None:
            return
        asked = [block["block_id"] for block in person.form.payload["blocks"] if block["type"] == "input"]
        await person.submits({one: self._chance.choice(POINTS) for one in asked})
        await person.submits()
        await person.closes()

    def _posts(self) -> list[Message]:
        return [one for one in self._sandbox.slack.messages(HOME) if one.by_app and not one.only_for]

    async def _does(self, line: Line | Press) -> None:
        if isinstance(line, Line):
            await self._say(line)
            return
        person = self._sandbox.person(line.who)
        await self._sandbox.until(lambda: self._found(line.on), seconds=15)
        await person.presses(self._found(line.on)[-1], line.action)
        if line.answers is not None:
            await person.submits(dict(line.answers))
        self._tidies(line.who)

    def _found(self, words: str) -> list[Message]:
        return [post for post in self._posts() if words in post.plain and post.buttons]

    async def _say(self, line: Line) -> None:
        """Said; what the answer was stays with whoever said it, out of the way of the story."""
        person = self._sandbox.person(line.who)
        await person.types(line.says)
        if line.press:
            answer = person.private()[-1]
            named = next(name for name in _actions(answer) if name.startswith(line.press))
            await person.presses(answer, named, choose=line.choose)
        self._tidies(line.who)

    def _tidies(self, who: str) -> None:
        for private in self._sandbox.person(who).private():
            self._sandbox.slack.remove(private)


def _actions(message: Message) -> list[str]:
    return [part["action_id"] for part in walk(message.blocks) if "action_id" in part]
