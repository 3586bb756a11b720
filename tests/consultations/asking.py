"""Consultations in the world of the stories: opened, answered, and what stands in the channel."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.world import World

FIRST = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)  # a Thursday
WEEK = timedelta(weeks=1)
MISS = "What do we do now that you’d miss?"
WORK = "What would be different for you if this worked?"
UNTIL = "2026-03-31"
OVER = datetime(2026, 4, 2, 10, 0, tzinfo=UTC)


def filled_in(*prompts: str, audience: str = "", until: str = UNTIL) -> dict[str, Any]:
    return {f"prompt.{place}": text for place, text in enumerate(prompts, 1)} | {"audience": audience, "until": until}


async def opens(world: World, host: Person, *prompts: str, **more: Any) -> Message:
    """A host has opened it; what they hear."""
    await host.types("/partnership consultation open")
    assert await host.submits(filled_in(*(prompts or (MISS,)), **more)) is None
    await world.settle()
    return host.private()[-1]


async def asked(world: World, host: Person, *prompts: str, **more: Any) -> Message:
    """The first question stands in the channel; its card."""
    await opens(world, host, *prompts, **more)
    await world.moves_to(FIRST)
    return cards(world)[-1]


def cards(world: World) -> list[Message]:
    return [message for message in world.room if message.plain.startswith("What should our vision say?")]


def digests(world: World) -> list[Message]:
    return [message for message in world.room if message.plain.startswith("What people said about our vision")]


async def answers(
    world: World, person: Person, text: str, *, card: Message | None = None, name: str = "named", **more: Any
) -> Message:
    """The person has answered by the form; what they hear."""
    await person.presses(card or cards(world)[-1], "consultation.answer")
    assert await person.submits({"text": text, "name": name, **more}) is None
    await world.settle()
    return person.private()[-1]
