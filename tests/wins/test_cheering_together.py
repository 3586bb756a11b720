"""Many cheers at once for one celebration: each counts once, and the post is drawn anew for all of them together."""

import asyncio

import pytest
from sqlalchemy.orm import Session

from bot.wins import celebrations
from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.world import FRIDAY, World

CHEER = "celebration.cheer"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The posts that are drawn anew, one after another."""
    posts: list[int] = []
    redraw = celebrations.redraw

    def noted(session: Session, post_id: int) -> None:
        posts.append(post_id)
        redraw(session, post_id)

    monkeypatch.setattr(celebrations, "redraw", noted)
    return posts


async def _celebrated(world: World) -> tuple[list[Person], Message]:
    """Four people who belong, and a celebration."""
    amina = await world.begins()
    people = [amina, *(world.person(user_id) for user_id in _others(world, amina)[:3])]
    for person in people:
        await person.types("/win We opened the hub")
    await world.moves_to(FRIDAY)
    return people, world.celebrations[0]


def _others(world: World, person: Person) -> list[str]:
    return [user_id for user_id in world.slack.people if user_id != person.user_id]


async def test_those_who_belong_are_counted_together(world: World, drawn: list[int]) -> None:
    people, post = await _celebrated(world)

    await asyncio.gather(*(person.presses(post, CHEER) for person in people))
    await world.settle()

    assert "4 cheers" in post.plain
    assert len(drawn) < len(people)


async def test_a_newcomer_and_a_second_press_among_them_are_answered_as_ever(world: World) -> None:
    people, post = await _celebrated(world)
    newcomer = world.person(_others(world, people[0])[3])

    await asyncio.gather(*(person.presses(post, CHEER) for person in (*people, newcomer, people[0])))
    await world.settle()

    assert "5 cheers" in post.plain
    assert "You’ve cheered this one already" in people[0].private()[-1].plain
