"""Initiatives in the world of the stories: begun, and their cards."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import InitiativePerson
from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.world import World

WHAT = "Breakfast at the school gate"
STEP = "Ring the school for the keys"


async def begun(world: World, person: Person, what: str = WHAT) -> Message:
    """By command or mention; the card."""
    await person.types(f"/partnership initiative {what}" if person.may_command else f"@Pencil initiative {what}")
    await world.settle()
    return card(world)


def cards(world: World) -> list[Message]:
    return [message for message in world.room if message.thread_ts is None and message.plain.startswith("Initiative")]


def card(world: World) -> Message:
    return cards(world)[-1]


async def says_step(world: World, person: Person, step: str = STEP, day: str | None = None) -> Message:
    """By the form on the newest card; the private answer."""
    await person.presses(card(world), "initiative.step")
    answers = {"step": step, **({"day": day} if day else {})}
    assert await person.submits(answers) is None
    await world.settle()
    return person.private()[-1]


async def people_in(world: World) -> list[str]:
    """The Slack ids of everybody who is in one."""

    def read(session: Session) -> list[str]:
        in_order = (InitiativePerson.initiative_id, InitiativePerson.joined_at, InitiativePerson.user_id)
        return list(session.scalars(select(InitiativePerson.user_id).order_by(*in_order)))

    return await world.bot.database.read(read)
