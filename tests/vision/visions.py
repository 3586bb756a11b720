"""A vision in the world of the stories: proposed, and pencilled in."""

from typing import Any

from sqlalchemy import select

from bot.models import Member, Partnership
from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.world import World

SENTENCE = "Nobody around the estuary eats alone"

AIMS = ("A warm lunch every weekday", "One form for all referrals", "A lift for whoever cannot walk")

TYPED = "\n".join([SENTENCE, *AIMS])


async def rows(world: World, of: Any) -> list[Any]:
    """As they came to be."""
    query = select(of).order_by(*of.__table__.primary_key)
    return list(await world.bot.database.read(lambda session: session.scalars(query).all()))


async def sets(world: World, **values: Any) -> None:
    def change(session: Any) -> None:
        for name, value in values.items():
            setattr(session.scalars(select(Partnership)).one(), name, value)

    await world.bot.database.run(change)


async def proposes(world: World, person: Person, typed: str) -> Message:
    """By command or mention; the card."""
    word = "/partnership" if person.may_command else "@Pencil"
    await person.types(f"{word} vision propose {typed}")
    await world.settle()
    return newest_card(world)


def cards(world: World) -> list[Message]:
    return [
        message for message in world.room if message.thread_ts is None and "in pencil" in message.plain.splitlines()[0]
    ] + [message for message in world.room if message.thread_ts is None and "A change to the vision" in message.plain]


def newest_card(world: World) -> Message:
    return cards(world)[-1]


def thread_of(world: World, card: Message) -> list[str]:
    return [message.plain for message in world.room if message.thread_ts == card.ts]


async def decides(world: World, host: Person, card: Message, verb: str = "pencil", reason: str = "") -> None:
    await host.presses(card, f"proposal.{verb}")
    assert await host.submits({"reason": reason}) is None
    await world.settle()


async def pencilled(world: World, typed: str = TYPED) -> Person:
    """The partnership has a first vision, proposed by Priya and pencilled in by Amina."""
    amina = await world.begins()
    card = await proposes(world, world.person("Dr Priya Raman"), typed)
    await decides(world, amina, card)
    return amina


def hosted(session: Any) -> None:
    for member in session.scalars(select(Member)):
        member.host = True
