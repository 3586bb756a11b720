"""Quiet hours, private messages and being named, as people set them and as they then hold."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Member, Partnership
from bot.partnership import ask_budget
from bot.slack.messages import message
from bot.slack.rich_text import say
from sandbox.actors.person import Person
from tests.world import FRIDAY, MONDAY, World


async def _says(person: Person, words: str) -> str:
    """What the person is answered, whichever side they are on."""
    await person.types(f"/partnership {words}" if person.may_command else f"@Pencil {words}")
    return person.private()[-1].plain


def _member(world: World, person: Person) -> Any:
    with Session(world.bot.database.engine) as session:
        return session.scalars(select(Member).where(Member.user_id == person.user_id)).one()


@pytest.mark.parametrize("name", ["Marek Nowak", "Dr Priya Raman"])
async def test_quiet_hours_are_said_and_ended(world: World, name: str) -> None:
    await world.begins()
    person = world.person(name)

    assert "Quiet hours: none" in await _says(person, "quiet")
    assert "20:00 to 07:30, London time" in await _says(person, "quiet 8pm to 7.30am")
    assert "22:00 to 08:00" in await _says(person, "quiet 22:00–08:00")
    assert _member(world, person).zone == "Europe/London"
    assert "Quiet hours: none" in await _says(person, "quiet off")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("quiet nights", "quiet 20:00-08:00"),
        ("quiet 10-7", "quiet 20:00-08:00"),
        ("quiet 25:00-08:00", "quiet 20:00-08:00"),
        ("quiet 20:00-20:00", "two different times"),
        ("snooze", "Snoozed: no"),
        ("snooze until the cows come home", "snooze until 5 January"),
        ("snooze until 2 March 2026", "That day is over"),
        ("snooze until 32 January", "snooze until 5 January"),
        ("asks 6", "from 0 to 5"),
        ("asks many", "from 0 to 5"),
        ("asks -1", "from 0 to 5"),
        ("named perhaps", "named yes"),
    ],
)
async def test_what_is_unclear_gets_an_answer_and_changes_nothing(world: World, words: str, answer: str) -> None:
    amina = await world.begins()
    before = _member(world, amina)

    assert answer in await _says(amina, words)

    after = _member(world, amina)
    kept = ("quiet_from", "quiet_to", "snoozed_until", "asks", "named")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]


async def test_snooze_asks_and_being_named_are_said_in_a_line(world: World) -> None:
    await world.begins()
    priya = world.person("Dr Priya Raman")

    assert "Snoozed: until Friday 6 March" in await _says(priya, "snooze until 6 March")
    assert "at most one a week" in await _says(priya, "asks 1")
    assert "none" in await _says(priya, "asks 0")
    assert "Reports for people outside may name you: yes" in await _says(priya, "named yes")
    assert "Snoozed: no" in await _says(priya, "snooze off")
    assert "may name you: no" in await _says(priya, "named no")


@pytest.mark.parametrize("name", ["Marek Nowak", "Dr Priya Raman"])
async def test_a_form_sets_all_of_them_from_my_pencil(world: World, name: str) -> None:
    await world.begins()
    person = world.person(name)
    await person.presses(world.room[0], "mine.open")
    assert person.form is not None
    await person.presses(person.form, "preferences.open")

    assert await person.submits({"from": "20:00"}) == {"to": "Give both times, or neither."}
    assert "to" in (await person.submits({"from": "20:00", "to": "20:00"}) or {})
    assert "until" in (await person.submits({"from": "20:00", "to": "08:00", "until": "2026-03-01"}) or {})
    told = {"from": "20:00", "to": "08:00", "asks": "1", "until": "2026-03-09", "named": ["yes"]}
    assert await person.submits(told) is None

    reply = person.private()[-1]
    assert "20:00 to 08:00" in reply.plain
    assert "at most one a week" in reply.plain
    assert "until Monday 9 March" in reply.plain
    assert [label for label, _, _ in reply.buttons] == ["Change these", "End quiet hours", "End the snooze"]
    await person.presses(reply, "preferences.open")
    assert await person.submits() is None  # as it was
    await person.presses(person.private()[-1], "preferences.noquiet")
    await person.presses(person.private()[-1], "preferences.wake")
    assert "Quiet hours: none" in person.private()[-1].plain
    assert "Snoozed: no" in person.private()[-1].plain
    assert _member(world, person).asks == 1


async def test_home_shows_and_changes_them_too(world: World) -> None:
    amina = await world.begins()
    await amina.opens_home()
    await world.settle()
    assert amina.home is not None
    assert "Quiet hours: none" in amina.home.plain

    await amina.presses(amina.home, "preferences.open")
    assert await amina.submits({"from": "20:00", "to": "08:00"}) is None
    await world.settle()

    assert "Quiet hours: 20:00 to 08:00" in amina.home.plain
    await amina.presses(amina.home, "preferences.noquiet")
    await world.settle()
    assert "Quiet hours: none" in amina.home.plain


# What holds then


async def _ask(world: World, person: Person, occasion: str) -> bool:
    """Whether there was room to ask the person, who then is."""

    def ask(session: Session) -> bool:
        partnership = session.get_one(Partnership, 1)
        member = session.scalars(select(Member).where(Member.user_id == person.user_id)).one()
        now = world.bot.clock()
        if person.user_id not in ask_budget.may_be_asked(session, [partnership], now)[1]:
            return False
        question = message(say(f"Could you help? {occasion}"))
        ask_budget.put(session, [ask_budget.Ask(member, partnership.zone, question, "help", occasion)], now)
        return True

    asked = await world.bot.database.run(ask)
    await world.settle()
    return asked


def _asked(person: Person) -> int:
    return sum("Could you help?" in message.plain for message in person.dms())


async def test_an_unasked_question_waits_for_the_end_of_quiet_hours(world: World) -> None:
    amina = await world.begins()
    await _says(amina, "quiet 09:00-12:00")  # it is ten

    assert await _ask(world, amina, "one")
    assert _asked(amina) == 0
    await world.moves_to(MONDAY.replace(hour=11, minute=59))
    assert _asked(amina) == 0
    await world.moves_to(MONDAY.replace(hour=12))
    assert _asked(amina) == 1


async def test_what_waits_comes_when_quiet_hours_are_ended_early(world: World) -> None:
    amina = await world.begins()
    await _says(amina, "quiet 09:00-12:00")
    await _ask(world, amina, "one")

    await _says(amina, "quiet off")
    await world.moves_to(MONDAY + timedelta(minutes=1))

    assert _asked(amina) == 1


async def test_quiet_hours_go_by_the_persons_own_clocks(world: World) -> None:
    amina = await world.begins()
    world.slack.people[amina.user_id] = replace(amina.about, tz="America/New_York")
    world.bot.slack.forget(amina.user_id)

    assert "New York time" in await _says(amina, "quiet 20:00-08:00")

    await _ask(world, amina, "one")  # five in the morning there
    assert _asked(amina) == 0
    await world.moves_to(datetime(2026, 3, 2, 13, tzinfo=UTC))
    assert _asked(amina) == 1


async def test_whoever_snoozes_is_not_asked_until_then(world: World) -> None:
    amina = await world.begins()
    await _says(amina, "snooze until 6 March")

    assert not await _ask(world, amina, "one")
    await world.moves_to(FRIDAY)
    assert await _ask(world, amina, "two")
    assert _asked(amina) == 1


async def test_the_limit_is_the_persons_own(world: World) -> None:
    amina = await world.begins()
    await _says(amina, "asks 1")

    assert [await _ask(world, amina, str(number)) for number in range(3)] == [True, False, False]
    await _says(amina, "asks 0")
    await world.moves_to(MONDAY + timedelta(days=7))
    assert not await _ask(world, amina, "next week")
