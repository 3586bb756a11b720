"""Ideas in the world of the stories: shared, and their cards."""

from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.world import World

WHAT_IF = "We could share one van on Fridays"


async def previewed(person: Person, what: str = WHAT_IF) -> Message:
    """The person has said what could be, by command or by mention, and sees the card alone."""
    await person.types(f"/partnership idea {what}" if person.may_command else f"@Pencil idea {what}")
    return person.private()[-1]


async def shared(world: World, person: Person, what: str = WHAT_IF, *, action: str = "idea.post") -> Message:
    """It is posted; the card."""
    await person.presses(await previewed(person, what), action)
    await world.settle()
    return card(world)


async def decides(world: World, host: Person, action: str, on: Message | None = None) -> Message:
    """Where hosts decide, behind *Decide …* on the newest card; the message with what may become of it."""
    await host.presses(on or card(world), "idea.decide")
    ways = host.private()[-1]
    await host.presses(ways, action)
    return ways


def cards(world: World) -> list[Message]:
    return [message for message in world.room if message.plain.startswith("What if …")]


def card(world: World) -> Message:
    return cards(world)[-1]


def thread_of(world: World, message: Message) -> list[str]:
    return [below.plain for below in world.room if below.thread_ts == message.ts]
