"""The story played: what falls due on the way is posted, its people say their lines and answer."""

import random
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from sandbox.actors.person import Person
from sandbox.server import Sandbox
from sandbox.slack.blocks import walk
from sandbox.slack.people import HOME
from sandbox.slack.state import Message
from sandbox.story.script import ASKED, JOINING, LATE, LINES, NOW, STORY, Line, Press, React

WEEKS = len(STORY)
TELLING = "The story so far is being told: {}. In a few seconds you can join in."
POINTS = ("2", "3", "3", "4", "4", "4", "5", "0")
BECAME = ("commitment.happened", "commitment.happened", "commitment.not_yet")
WORDS = ("checkin.moving", "checkin.moving", "checkin.steady", "checkin.stuck")


async def play(sandbox: Sandbox, until: datetime | None = None) -> None:
    """Some weeks of partnership, each thing at its time, ending now or then; afterwards its people go on answering."""
    story = Play(sandbox)
    await story.all(until)
    sandbox.answers = story.answers
    sandbox.tell("")


def goes_on(sandbox: Sandbox) -> None:
    """The story was told before; its people go on answering."""
    sandbox.answers = Play(sandbox).answers


class Play:
    """The story being told: what falls due on the way is posted, and people answer to it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._chance = random.Random(7)  # noqa: S311  # a story, not a secret
        self._steps = random.Random(8)  # noqa: S311  # the same; who takes a step on changes nothing else
        self._next: tuple[datetime, str] | None = None
        self._taken: set[str] = set()

    async def all(self, until: datetime | None = None) -> None:
        today = until or datetime.now(UTC)
        begin = today - timedelta(weeks=WEEKS, days=today.weekday())
        begin = begin.replace(hour=9, minute=0, second=0, microsecond=0)
        self._sandbox.clock.move_to(begin)
        self._sandbox.tell(TELLING.format("the beginning"))
        await self._sandbox.person(LATE).leaves()
        await self._say(Line("Amina Okafor", "/partnership start Exe Bay Together"))
        await self._sandbox.until(self._posts, seconds=15)
        await self._say(Line("Amina Okafor", "/partnership join Exe Bay Council, public"))
        for who, organisation in JOINING.items():
            here = self._sandbox.person(who).may_command
            await self._say(Line(who, f"{'/partnership' if here else '@Pencil'} join {organisation}"))
        self._next = await self._upcoming()
        for week, lines in enumerate(STORY):
            self._sandbox.tell(TELLING.format(f"week {week + 1} of {WEEKS}"))
            for place, line in enumerate(lines):
                day, remainder = divmod(place * 5, len(lines))
                await self._moves_to(begin + timedelta(weeks=week, days=day, hours=2 + 5 * remainder / len(lines)))
                await self._does(line)
        self._sandbox.tell(TELLING.format("today"))
        await self._moves_to(until or datetime.now(UTC))
        for line in NOW:
            await self._does(line)
        await self._sandbox.person(LATE).joins()

    async def _upcoming(self) -> tuple[datetime, str] | None:
        upcoming = await self._sandbox.upcoming() if self._sandbox.upcoming else ()
        return next(iter(upcoming), None)

    async def _moves_to(self, when: datetime) -> None:
        """The clock moves on, stopping wherever something is due."""
        while self._next and self._next[0] <= when:
            before = {post.ts for post in self._posts()}
            self._sandbox.clock.move_to(self._next[0])
            if self._sandbox.tick:
                await self._sandbox.tick()
            for post in self._posts():
                if post.ts not in before:
                    await self.answers(post)
            await self._take_the_spotlight()
            await self._say_what_became_of_steps()
            self._next = await self._upcoming()
        self._sandbox.clock.move_to(when)

    async def answers(self, post: Message, besides: Collection[str] = ()) -> None:
        """Some say where they are from, cheer, or say how it is going, many take the pulse; all but those named."""
        actions = {action for _, action, _ in post.buttons}
        people = sorted(set(JOINING) - {*besides})
        if "partner.add" in actions:
            for who in ASKED:
                await self._says_where_from(who, post)
        if "celebration.cheer" in actions:
            for who in self._some(people, 5):
                await self._sandbox.person(who).presses(post, "celebration.cheer")
        if "pulse.take" in actions:
            for who in self._some(people, 12):
                await self._takes_pulse(who, post)
        await self._answers_checkin(post, actions, people)

    async def _answers_checkin(self, post: Message, actions: Collection[str], people: list[str]) -> None:
        """Many say how it is going; two take on the step that comes of it."""
        if "checkin.moving" in actions:
            for who in self._some(people, 9):
                await self._sandbox.person(who).presses(post, self._chance.choice(WORDS))
        if "step.take" in actions:
            for who in self._steps.sample(people, min(2, len(people))):
                await self._sandbox.person(who).presses(post, "step.take")

    def _some(self, people: list[str], number: int) -> list[str]:
        return self._chance.sample(people, min(number, len(people)))

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

    async def _say_what_became_of_steps(self) -> None:
        """Whoever is asked whether it happened says so, or not yet."""
        for who in JOINING:
            person = self._sandbox.person(who)
            for question in person.dms():
                if question.ts not in self._taken and "commitment.happened" in _actions(question):
                    self._taken.add(question.ts)
                    await person.presses(question, self._steps.choice(BECAME))

    async def _says_where_from(self, who: str, post: Message) -> None:
        """Their organisation is chosen, or typed in where it is not among those to choose from."""
        person = self._sandbox.person(who)
        offered = [option for part in walk(post.blocks) for option in part.get("options", [])]
        mine = [option["value"] for option in offered if option["text"]["text"] == person.about.organisation]
        if mine:
            await person.presses(post, "partner.choose", choose=mine[0])
        else:
            await person.presses(post, "partner.add")
            await person.submits({"name": person.about.organisation, "sector": person.about.sector})
        self._tidies(who)

    async def _takes_pulse(self, who: str, post: Message) -> None:
        """Every question is answered, what will be counted is looked at, and sent."""
        person = self._sandbox.person(who)
        await person.presses(post, "pulse.take")
        if person.form is None:
            return
        asked = [block["block_id"] for block in person.form.payload["blocks"] if block["type"] == "input"]
        await person.submits({field: self._chance.choice(POINTS) for field in asked})
        await person.submits()
        await person.closes()

    def _posts(self) -> list[Message]:
        return [message for message in self._sandbox.slack.messages(HOME) if message.by_app and not message.only_for]

    async def _does(self, line: Line | Press | React) -> None:
        if isinstance(line, React):
            await self._react(line)
            return
        if isinstance(line, Line):
            await self._say(line)
            return
        person = self._sandbox.person(line.who)
        among = person.dms if line.privately else self._posts
        messages = await self._sandbox.until(lambda: _holding(among(), line.on, line.action), seconds=15)
        await person.presses(messages[-1], line.action)
        if line.then:
            await person.presses(person.private()[-1], line.then)
        if line.answers is not None:
            await person.submits(dict(line.answers))
        self._tidies(line.who)

    async def _react(self, line: React) -> None:
        messages = [message for message in self._sandbox.slack.messages(HOME) if line.on in message.text]
        await self._sandbox.person(line.who).reacts(line.reaction, messages[-1])

    async def _say(self, line: Line) -> None:
        """Said; what the answer was stays with whoever said it, out of the way of the story."""
        person = self._sandbox.person(line.who)
        await person.types(line.says)
        if line.press:
            answer = person.private()[-1]
            named = next(name for name in _actions(answer) if name.startswith(line.press))
            await person.presses(answer, named, choose=line.choose)
        if line.fills is not None:
            await person.submits(dict(line.fills))
        if line.aim:
            await _says_more(person, "aim", f"{line.aim}.")
        if line.public:
            await _says_more(person, "consent", "Anybody")
            if "win.leave_names" in _actions(receipt := person.private()[-1]):
                await person.presses(receipt, "win.leave_names")
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
    return [message for message in messages if words in message.plain and action in _actions(message)]


async def _says_more(person: Person, field: str, begins: str) -> None:
    """Of the win on their newest private answer: the choice that begins with these words."""
    answer = person.private()[-1]
    entries = next(part["options"] for part in walk(answer.blocks) if part.get("action_id") == "win.more")
    entry = next(entry["value"] for entry in entries if entry["value"].endswith(f".{field}"))
    await person.presses(answer, "win.more", choose=entry)
    if person.form is not None:
        asked = next(block for block in person.form.payload["blocks"] if block.get("block_id") == field)
        choices = asked["element"]["options"]
        value = next(choice["value"] for choice in choices if choice["text"]["text"].startswith(begins))
        await person.submits({field: value})
