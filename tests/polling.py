"""A pulse in the world of the stories: people who are known, and who take it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.models import Ballot, Pulse
from bot.partnership import members, partners, partnerships
from bot.partnership.members import Who
from bot.partnership.partners import PartnerEntry, Sector
from bot.pulse import ballots
from bot.pulse.ballots import HELD
from sandbox.actors.person import Person
from sandbox.slack.people import HOME, Someone
from sandbox.slack.state import Message
from tests.world import MONDAY, World

LONDON = ZoneInfo("Europe/London")
MONTH = timedelta(weeks=4)  # from one first Tuesday to the next, in spring
OPENING = datetime(2026, 5, 5, 9, 0, tzinfo=UTC)  # a first Tuesday, at ten in London, with no holiday for three weeks
EARLIER = OPENING - MONTH  # the first Tuesday two weeks from the start; it is also the first day after Easter
THIRD_DAY = OPENING + timedelta(days=2)
DAY_BEFORE = OPENING + timedelta(days=8)
CLOSE = OPENING + timedelta(days=9, hours=7)
RESULTS = OPENING + timedelta(days=14)
EXTENDED = RESULTS + timedelta(hours=7)
FIRST_ITEMS = ("kept", "heard", "now", "door", "celebrated")


def day(when: datetime) -> str:
    """As Pencil says it: `Tuesday 5 May`."""
    return f"{when:%A} {when.day} {when:%B}"


def moment(when: datetime) -> str:
    """`Tuesday 5 May at 10:00`."""
    return f"{day(when)} at {when.astimezone(LONDON):%H:%M}"


def everybody(world: World, number: int = 99) -> list[Person]:
    """The cast, Amina first."""
    return [world.person(user_id) for user_id in list(world.slack.people)[:number]]


def _joined(session: Session, cast: Sequence[Someone]) -> None:
    partnership = partnerships.find(session, HOME)
    joined: dict[str, int] = {}
    for person in cast:
        member = members.admit(session, partnership, Who(person.team_id, person.user_id), MONDAY)
        if person.organisation in joined:
            partners.join_known(session, partnership, member, joined[person.organisation])
        else:
            entry = PartnerEntry(person.organisation, Sector(person.sector), surely_new=True)
            joined[person.organisation] = partners.join(session, partnership, member, entry, MONDAY).id


async def joins(world: World, number: int = 99) -> list[Person]:
    """The first so many people are known to the partnership."""
    people = everybody(world, number)
    await world.bot.database.run(_joined, [person.about for person in people])
    return people


async def peopled(world: World, number: int = 99) -> list[Person]:
    """A partnership whose first so many people are known to it."""
    await world.begins()
    return await joins(world, number)


def ballots_cast(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(Ballot)).one()


async def opened(world: World, number: int = 99) -> tuple[list[Person], Message]:
    """The same on the day its first pulse opens, and the post that opens it."""
    people = await peopled(world, number)
    await world.moves_to(OPENING)
    await world.moves_to(OPENING + timedelta(seconds=1))  # which sees that it stands there
    return people, openings(world)[-1]


def openings(world: World) -> list[Message]:
    return [message for message in world.room if "Pulse: how are we doing?" in message.plain]


def results(world: World) -> list[Message]:
    return [message for message in world.room if ": the results" in message.plain]


def items(person: Person) -> list[str]:
    assert person.form is not None
    return [block["block_id"] for block in person.form.payload["blocks"] if block["type"] == "input"]


async def reviews(person: Person, post: Message, answer: int | Mapping[str, int] = 4) -> None:
    """The person takes the pulse, up to the page that shows what will be counted."""
    await person.presses(post, "pulse.take")
    chosen = {key: str(answer if isinstance(answer, int) else answer.get(key, 4)) for key in items(person)}
    assert await person.submits(chosen) is None


async def answers(person: Person, post: Message, answer: int | Mapping[str, int] = 4) -> None:
    """The person takes the pulse and sends it."""
    await reviews(person, post, answer)
    assert await person.submits() is None
    assert person.form is not None
    assert "Your answers will be counted" in person.form.plain
    await person.closes()
    assert person.form is None


def rows_held(session: Session) -> int:
    """How many rows there are of who was invited, who answered and what."""
    return sum(session.scalars(select(func.count()).select_from(table)).one() for table in HELD)


def every_pulse(session: Session) -> Sequence[Pulse]:
    return session.scalars(select(Pulse).order_by(Pulse.id)).all()


async def newest_pulse(world: World) -> Pulse:
    return (await world.bot.database.read(every_pulse))[-1]


async def after_the_close(world: World, number: int = 12, answer: int = 4) -> list[Person]:
    people, post = await opened(world)
    for person in people[:number]:
        await answers(person, post, answer)
    await world.moves_to(CLOSE)
    return people


async def after_the_results(world: World, number: int = 12, answer: int = 4) -> tuple[list[Person], Message]:
    people = await after_the_close(world, number, answer)
    await world.moves_to(RESULTS)
    return people, results(world)[-1]


async def ballots_in(world: World) -> int:
    pulse = await newest_pulse(world)
    return (await world.bot.database.read(ballots.numbers, [pulse.id])).get(pulse.id, 0)


def breaks(*_: Any, **__: Any) -> None:
    raise OSError("the disk is full")
