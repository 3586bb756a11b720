"""An invented partnership in the middle of its story, told over the wire by the people in it."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sandbox.actors.person import Person
from sandbox.server import Sandbox
from sandbox.slack.people import HOME
from sandbox.slack.state import Message, walk

WEEKS = 3


class Line(NamedTuple):
    """Who says what in the channel, and what they press on the private answer; a win may be towards an aim."""

    who: str
    says: str
    press: str = ""
    choose: Sequence[str] | None = None
    aim: int = 0
    public: bool = False


class Press(NamedTuple):
    """Who presses what on the message that holds these words, and what they fill in then.

    The message is one in the channel, or one that Pencil sent to them alone.
    """

    who: str
    on: str
    action: str
    answers: Mapping[str, Any] | None = None
    privately: bool = False


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

WHY = "Two of our three warm rooms lose their money in March, and the winter was the coldest in eight years."
VISION = """Nobody around the estuary has to ask for help twice
Somewhere warm to go, every day of the week
One form to fill in, and one person to ask
Room for everybody: ramps, lifts and languages
Because: At our first meeting we each told of somebody who had been sent from door to door."""
CHANGE = """Nobody around the estuary has to ask for help twice or to wait alone
keep 1: Somewhere warm to go, every afternoon and evening of the week
One form to fill in, and one person to ask
keep 3
A rest for every carer, once a month
Because: People wait between our doors, and carers wait longest."""

# What is said in the spotlight by whoever has it.
LINES = {
    "Amina Okafor": "We keep the hall, the keys and the kettle.\nAsk us for a room before you pay for one.",
    "Nadia Rahman": "We find people who have an afternoon to give, and somebody who is glad of it.",
    "Elsie Marchant": "We bake at four and give away at five.\nCome to the side door on Mill Lane.",
    "Callum Reid": "We take young people out on the water who have never been on it.",
    "Noor Iqbal": "We draw what you want to build, on one page, before anybody pays for it.",
    "Samira Yousefi": "We go along to the first appointment, in nine languages.",
}

STORY: tuple[tuple[Line | Press, ...], ...] = (
    (
        Line("Amina Okafor", "Hello everyone, and thank you for coming. This is where we meet between meetings."),
        Line("Amina Okafor", f"/partnership why {WHY}"),
        Line("Amina Okafor", "/partnership host @Dr Priya Raman"),
        Line("Nadia Rahman", f"/partnership vision propose {VISION}"),
        Press("Amina Okafor", "for a first version", "proposal.pencil", {"reason": "It is what all of us said."}),
        Line(
            "Marek Nowak",
            "/win The library lent us its side room on Thursdays, so nobody queues in the rain now. "
            "Thank you @Siân Prosser",
            aim=1,
            public=True,
        ),
        Line(
            "Gurpreet Gill", "/win Six parents stayed for the coffee morning who usually only wave from the gate", aim=1
        ),
        Line(
            "Dr Priya Raman",
            "@Pencil win Our receptionists now know whom to ring at @Chloe Penhale’s advice desk, "
            "and have done so four times",
            aim=2,
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
            aim=3,
            public=True,
        ),
        Line(
            "Callum Reid",
            "/blocker A grant form of forty pages is due in two weeks, and none of us has ever filled one in",
            "blocker.post",
        ),
        Press("Joyce Amankwah", "A grant form of forty pages", "help.yes", privately=True),
        Press("Carla Bright", "The hall is full", "blocker.help"),
        Line(
            "Dr Priya Raman",
            "@Pencil skill reading people’s handwriting, Urdu",
            "skill.settle",
            ("hidden", "announce", "askable"),
        ),
        Line("Nadia Rahman", "/win Eleven new volunteers, three of them under twenty"),
        Line("Ben Carter", "/win The three referral forms are one page now", aim=2, public=True),
        Line(
            "Hana Kobayashi",
            "@Pencil win We deliver to Rowan Tree’s carers on our evening round now. @Joyce Amankwah made us a map",
            aim=3,
        ),
    ),
    (
        Line(
            "Samira Yousefi",
            "/win Two families found school places in a week, because @Gurpreet Gill answered on a Sunday",
            aim=3,
        ),
        Press(
            "Carla Bright", "The hall is full", "blocker.fixed", {"how": "Our yard has a roof. Thursdays are theirs."}
        ),
        Press(
            "Callum Reid",
            "A grant form of forty pages",
            "blocker.fixed",
            {"how": "The grant form is in, two days early. Joyce knew what they wanted to read."},
        ),
        Press("Joyce Amankwah", "somebody said that you helped", "proof.yes", privately=True),
        Line("Chloe Penhale", "/blocker Three agencies ask the same people for the same papers", "blocker.post"),
        Line(
            "Rosie Chudley",
            "@Pencil blocker I do not know whom to tell when a referral goes nowhere",
            "blocker.nameless",
        ),
        Press("Gurpreet Gill", "ask the same people", "blocker.help"),
        Line("Callum Reid", "/win First session on the water with nobody cancelling"),
        Line("Rosie Chudley", "@Pencil win We moved our Tuesday group to the library and four new people came", aim=1),
        Line("Callum Reid", "We are off the water until spring. We keep reading along, and are back in April."),
        Line("Callum Reid", "/partnership step-back"),
        Line("Siân Prosser", "Does anyone have a projector we could borrow on the 12th?"),
    ),
)

NOW = (
    Line("Joyce Amankwah", "/win A carer slept through the night for the first time this year"),
    Line("Marek Nowak", "/win Elsie’s loaves went to 38 households this week, thank you @Elsie Marchant", public=True),
    Line(
        "Dr Priya Raman",
        "@Pencil win Ten people left the surgery with a name at @Chloe Penhale’s advice desk instead of a leaflet",
        aim=2,
    ),
    Line("Rosie Chudley", f"@Pencil vision propose {CHANGE}"),
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
        self._taken: set[str] = set()

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
            await self._take_the_spotlight()
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

    async def _take_the_spotlight(self) -> None:
        """Whoever was offered it says their lines. Once the story is told, that is for whoever looks at the sandbox."""
        for who, lines in LINES.items():
            person = self._sandbox.person(who)
            for offer in person.dms():
                if offer.ts not in self._taken and "spotlight.say" in _actions(offer):
                    self._taken.add(offer.ts)
                    await person.presses(offer, "spotlight.say")
                    await person.submits({"lines": lines})
                    self._tidies(who)

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
        among = person.dms if line.privately else self._posts
        found = await self._sandbox.until(lambda: _holding(among(), line.on, line.action), seconds=15)
        await person.presses(found[-1], line.action)
        if line.answers is not None:
            await person.submits(dict(line.answers))
        self._tidies(line.who)

    async def _say(self, line: Line) -> None:
        """Said; what the answer was stays with whoever said it, out of the way of the story."""
        person = self._sandbox.person(line.who)
        await person.types(line.says)
        if line.press:
            answer = person.private()[-1]
            named = next(name for name in _actions(answer) if name.startswith(line.press))
            await person.presses(answer, named, choose=line.choose)
        if line.aim:
            await _chooses(person, "win.aim", f"{line.aim}.")
        if line.public:
            await _chooses(person, "win.consent", "May be told in public")
        self._tidies(line.who)

    def _tidies(self, who: str) -> None:
        person = self._sandbox.person(who)
        for message in [*person.private(), *person.dms()]:
            if message.only_for:
                self._sandbox.slack.remove(message)


def _actions(message: Message) -> list[str]:
    return [part["action_id"] for part in walk(message.blocks) if "action_id" in part]


def _holding(messages: Sequence[Message], words: str, action: str) -> list[Message]:
    """Those with these words on them, and this to press."""
    return [one for one in messages if words in one.plain and action in _actions(one)]


async def _chooses(person: Person, action: str, begins: str) -> None:
    """On their newest private answer, the choice that begins with these words."""
    answer = person.private()[-1]
    choices = next(part["options"] for part in walk(answer.blocks) if part.get("action_id") == action)
    value = next(one["value"] for one in choices if one["text"]["text"].startswith(begins))
    await person.presses(answer, action, choose=value)
