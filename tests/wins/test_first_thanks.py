"""Whoever is thanked for the first time, and is here, is told once: by whom, what is kept, how to have it removed."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.models import Member, Post
from sandbox.actors.person import Person
from sandbox.slack.people import HOME
from sandbox.slack.state import Message
from tests.world import MONDAY, World

TOLD = "thanked you in a win"


def _told(person: Person) -> list[Message]:
    return [message for message in person.dms() if TOLD in message.plain]


async def _thanks(world: World, by: Person, *people: Person) -> None:
    names = " and ".join(f"@{person.about.name}" for person in people)
    command = "/win" if by.may_command else "@Pencil win"
    await by.types(f"{command} {names} lent us the hall")
    await world.settle()


@pytest.mark.parametrize("name", ["Marek Nowak", "Dr Priya Raman"])
async def test_they_hear_once_and_can_see_what_is_held(world: World, name: str) -> None:
    amina, thanked = await world.begins(), world.person(name)

    await _thanks(world, amina, thanked)

    [told] = _told(thanked)
    assert f"<@{amina.user_id}> {TOLD}" in told.plain
    assert "24 months" in told.plain
    assert "Forget me …" in [label for label, _, _ in told.buttons]
    await thanked.presses(told, "mydata.show")
    assert "What I keep about you" in thanked.dms()[-1].plain
    for days in (1, 9):
        world.sandbox.clock.move_to(MONDAY + timedelta(days=days))
        await _thanks(world, amina, thanked)
    assert len(_told(thanked)) == 1


async def test_who_is_not_in_the_channel_hears_nothing_until_they_are(world: World) -> None:
    amina, marek = await world.begins(), world.person("Marek Nowak")
    world.slack.channels[HOME].members.discard(marek.user_id)

    await _thanks(world, amina, marek)
    assert marek.dms() == []

    await marek.joins()
    await _thanks(world, amina, marek)
    assert len(_told(marek)) == 1


@pytest.mark.parametrize("words", ["asks 0", "snooze until 3 April"])
async def test_who_wants_no_such_messages_gets_none(world: World, words: str) -> None:
    amina, marek = await world.begins(), world.person("Marek Nowak")
    await marek.types(f"/partnership {words}")

    await _thanks(world, amina, marek)

    assert _told(marek) == []
    await marek.types("/partnership asks 2")
    await marek.types("/partnership snooze off")
    await _thanks(world, amina, marek)
    assert len(_told(marek)) == 1


async def test_it_waits_for_the_end_of_quiet_hours(world: World) -> None:
    amina, marek = await world.begins(), world.person("Marek Nowak")
    await marek.types("/partnership quiet 09:00-12:00")

    await _thanks(world, amina, marek)
    assert _told(marek) == []

    await world.moves_to(MONDAY + timedelta(hours=2, minutes=1))
    assert len(_told(marek)) == 1


async def test_whose_week_is_full_hears_when_they_are_thanked_again(world: World) -> None:
    amina, marek = await world.begins(), world.person("Marek Nowak")
    await marek.types("/partnership asks 1")
    await amina.types("/partnership ask-to-host @Marek Nowak")
    with Session(world.bot.database.engine) as session, session.begin():
        session.scalars(select(Member).where(Member.user_id == marek.user_id)).one().asks = 0

    await _thanks(world, amina, marek)
    assert _told(marek) == []

    await marek.types("/partnership asks 5")
    await _thanks(world, amina, marek)
    assert len(_told(marek)) == 1


async def test_who_is_added_later_hears_and_who_thanks_themselves_does_not(world: World) -> None:
    amina, marek = await world.begins(), world.person("Marek Nowak")
    await amina.types("/win We got the hall")
    await amina.presses(amina.private()[-1], "win.edit")
    assert amina.form is not None
    assert await amina.submits({"with": [marek, amina]}) is None
    await world.settle()

    assert len(_told(marek)) == 1
    assert _told(amina) == []


async def test_nor_again_once_the_message_is_no_longer_kept(world: World) -> None:
    amina, marek = await world.begins(), world.person("Marek Nowak")
    await _thanks(world, amina, marek)
    with Session(world.bot.database.engine) as session, session.begin():
        session.execute(delete(Post).where(Post.kind == "thanked"))

    await _thanks(world, amina, marek)

    assert len(_told(marek)) == 1
