"""Reminders go to those who have not answered, on two days."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.partnership import ask_budget, partnerships
from jobs.reminders import send_reminders
from sandbox.actors.person import Person
from sandbox.api.faults import Fault, Kind
from sandbox.slack.people import HOME
from tests.polling import (
    DAY_BEFORE,
    THIRD_DAY,
    answers,
    opened,
)
from tests.world import World


async def test_reminders_go_on_two_days_to_those_who_have_not_answered(world: World) -> None:
    people, post = await opened(world, 12)
    for person in people[:6]:
        await answers(person, post)

    await world.moves_to(THIRD_DAY)
    await world.moves_to(THIRD_DAY + timedelta(hours=1))
    assert [_nudges(person) for person in people] == [0] * 6 + [1] * 6
    await answers(people[6], people[6].dms()[-1])
    await world.moves_to(DAY_BEFORE)

    assert [_nudges(person) for person in people] == [0] * 6 + [1] + [2] * 5


def _nudges(person: Person) -> int:
    return len([message for message in person.dms() if "have not answered" in message.plain])


async def test_a_reminder_comes_on_its_day_or_never_and_is_marked_before_it_is_sent(world: World) -> None:
    people, _ = await opened(world, 12)
    await world.moves_to(THIRD_DAY + timedelta(days=1))
    assert [_nudges(person) for person in people] == [0] * 12

    world.sandbox.faults.add(Fault(Kind.DROP_BEFORE, "chat.postMessage", times=-1))
    world.sandbox.clock.move_to(DAY_BEFORE)
    await send_reminders(world.bot)
    world.sandbox.faults.clear()
    await send_reminders(world.bot)

    assert [_nudges(person) for person in people] == [0] * 12


async def test_reminders_count_against_everybodys_private_messages_alike(world: World) -> None:
    people, post = await opened(world)
    for person in people[:22]:
        await answers(person, post)
    await world.moves_to(THIRD_DAY)
    before = await _room(world, THIRD_DAY)
    assert len(before) == len(people)  # of two a week one is left

    await world.moves_to(THIRD_DAY + timedelta(hours=6))  # somebody is offered the spotlight
    assert len(before - await _room(world, THIRD_DAY + timedelta(days=1))) == 1


async def _room(world: World, when: datetime) -> set[str]:
    def look(session: Session) -> set[str]:
        partnership = partnerships.find(session, HOME)
        return ask_budget.may_be_asked(session, [partnership], when)[partnership.id]

    return await world.bot.database.read(look)
