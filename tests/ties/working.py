"""People of three organisations who share wins and help each other, for the stories of ties."""

from typing import Any

from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.blockers.coalition import coalition
from tests.choosing import people
from tests.world import World

STUCK, SKILL = "A grant form of forty pages is due", "filling in grant forms"


async def working(world: World) -> tuple[Person, Person, Person]:
    """The foodbank and the council share a win; the surgery has nothing to do with either yet."""
    amina, marek, priya = await coalition(world)
    await marek.types("/win The council lent us a room. Thank you @Amina Okafor")
    return amina, marek, priya


async def raises(world: World, person: Person, text: str = STUCK, action: str = "blocker.post") -> Message:
    """What is stuck, on its card."""
    await person.types(f"{'/' if person.may_command else '@Pencil '}blocker {text}")
    await person.presses(person.private()[-1], action)
    await world.settle()
    return next(message for message in reversed(world.room) if text in message.plain and not message.thread_ts)


async def fixes(world: World, person: Person, card: Message, *helpers: Person, as_win: bool = True) -> None:
    """It is fixed with their help."""
    await person.presses(card, "blocker.fixed")
    win: dict[str, Any] = {} if as_win else {"as_win": []}
    assert await person.submits({"how": "We sat down together", **win, **people(person, "who", *helpers)}) is None
    await world.settle()


async def sees(host: Person, days: str = "") -> Message:
    """The map, as the host reads it."""
    reply = await host.types(f"{'/partnership' if host.may_command else '@Pencil'} map {days}".strip())
    return reply if reply is not None else host.private()[-1]


async def suggested(world: World) -> tuple[Person, Person, Person, Message]:
    """The foodbank offers what the surgery needs, and the map says so."""
    amina, marek, priya = await working(world)
    await raises(world, priya)
    await marek.types(f"/skill {SKILL}")
    await world.settle()
    return amina, marek, priya, await sees(amina)


def questions(person: Person) -> list[Message]:
    return [message for message in person.dms() if "introduction.yes" in str(message.blocks)]


def meetings(world: World) -> list[Message]:
    return [
        message
        for channel in world.slack.channels
        for message in world.slack.messages(channel)
        if message.by_app and ", meet " in message.plain
    ]
