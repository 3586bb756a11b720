"""Why now: said by hosts, read by everybody, and missed by nobody when no one new comes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.models import AuditEntry, Why
from sandbox.actors.person import Person
from tests.checkins.test_checkin import FIRST, _checkins
from tests.world import MONDAY, World

NOW = "This winter forty people here ate alone."
LATER = "The hall closes in May, and nobody else will feed them."


async def _said(world: World) -> Person:
    amina = await world.begins()
    await amina.types(f"/partnership why {NOW}")
    return amina


async def _rows(world: World) -> list[str]:
    return list(await world.bot.database.read(lambda session: session.scalars(select(Why.text).order_by(Why.id)).all()))


async def test_a_host_says_why_and_everybody_reads_it_with_its_date(world: World) -> None:
    amina = await _said(world)
    assert "Newcomers read it in their welcome" in amina.private()[-1].plain
    world.sandbox.clock.move_to(MONDAY + timedelta(days=3))
    await amina.types(f"/partnership why {LATER}")

    for person, typed in ((amina, "/partnership why"), (world.person("Dr Priya Raman"), "@Pencil why")):
        await person.types(typed)
        shown = person.private()[-1].plain
        assert shown.index(LATER) < shown.index("5 March 2026") < shown.index("Before that") < shown.index(NOW)
        assert "2 March 2026" in shown


async def test_the_form_holds_what_was_said_and_works_on_both_sides(world: World) -> None:
    amina = await _said(world)
    await amina.types("/partnership why")
    await amina.presses(amina.private()[-1], "why.say")
    assert amina.form is not None
    assert NOW in str(amina.form.payload)
    assert await amina.submits({"text": " \u200b "}) == {
        "text": "I found no words in that, so nothing changed. One sentence is enough."
    }
    assert "at most 300" in str(await amina.submits({"text": "x" * 301}))
    assert await amina.submits({"text": f"{LATER}\n"}) is None
    assert await _rows(world) == [NOW, LATER]


async def test_whoever_is_no_host_is_told_so_and_gets_their_words_back(world: World) -> None:
    await _said(world)
    priya = world.person("Dr Priya Raman")

    await priya.types(f"@Pencil why {LATER}")

    told = priya.private()[-1].plain
    assert "Only a host" in told
    assert LATER in told
    assert await _rows(world) == [NOW]
    await priya.types("@Pencil why")
    assert priya.private()[-1].buttons == []


async def test_saying_the_same_again_makes_no_second_version(world: World) -> None:
    amina = await _said(world)
    await amina.types(f"/partnership why  {NOW} ")

    assert "It says that already" in amina.private()[-1].plain
    assert await _rows(world) == [NOW]
    deeds = await world.bot.database.read(lambda session: session.scalars(select(AuditEntry.deed)).all())
    assert deeds.count("why") == 1


@pytest.mark.parametrize("typed", ["x" * 301, "y " * 400])
async def test_a_long_one_comes_back(world: World, typed: str) -> None:
    amina = await world.begins()
    await amina.types(f"/partnership why {typed}")

    assert "at most 300" in amina.private()[-1].plain
    assert typed.strip()[:200] in amina.private()[-1].plain
    assert await _rows(world) == []


async def test_nobody_has_said_yet(world: World) -> None:
    amina = await world.begins()
    await amina.types("/partnership why")
    assert "Nobody has written yet" in amina.private()[-1].plain
    marek = world.person("Marek Nowak")
    await marek.types("/partnership why history")
    assert "A host can" in marek.private()[-1].plain


async def test_all_there_have_been_are_listed(world: World) -> None:
    amina = await world.begins()
    for number in range(6):
        await amina.types(f"/partnership why Reason {number}")
    await amina.types("/partnership why")
    assert "Reason 1" not in amina.private()[-1].plain
    assert "and 2 more" in amina.private()[-1].plain

    await amina.types("/partnership why history")

    assert all(f"Reason {number}" in amina.private()[-1].plain for number in range(6))


# Nobody new for eight weeks


async def _at_checkin(world: World, number: int) -> str:
    for days in (0, 1):  # a bank holiday moves it by a day
        await world.moves_to(FIRST + timedelta(weeks=2 * number, days=days, hours=2))
    return _checkins(world)[-1].plain


async def test_eight_weeks_without_anybody_new_and_the_next_checkin_is_urgency(world: World) -> None:
    amina = await _said(world)
    titles = [(await _at_checkin(world, number)).splitlines()[0] for number in range(3)]
    assert "Check-in: Urgency" not in titles[1:]
    world.sandbox.clock.move_to(MONDAY + timedelta(weeks=8, hours=1))
    await amina.types("/partnership stage")
    if "Urgency" not in titles[0]:
        assert "Urgency: nobody new has joined for eight weeks" in amina.private()[-1].plain

    quiet = await _at_checkin(world, 4)

    assert "Check-in: Urgency" in quiet
    assert "Nobody new has joined since Monday 2 March 2026" in quiet
    assert f"Why now: {NOW}" in quiet.replace("\n", "")
    await amina.types(f"/partnership why {LATER}")
    await amina.presses(_checkins(world)[-1], "checkin.moving")
    await world.settle()
    assert NOW in _checkins(world)[-1].plain
    assert "Nobody new has joined since" in _checkins(world)[-1].plain
    following = [(await _at_checkin(world, number)).splitlines()[0] for number in (5, 6, 7, 8)]
    assert "Check-in: Urgency" not in following  # once, until somebody comes


async def test_somebody_new_makes_it_unnecessary_and_a_hosts_choice_wins(world: World) -> None:
    amina = await _said(world)
    for number in range(3):
        await _at_checkin(world, number)
    world.sandbox.clock.move_to(MONDAY + timedelta(weeks=7))
    await world.person("Dr Priya Raman").types("@Pencil win We opened")
    await _at_checkin(world, 3)
    assert "Check-in: Urgency" not in await _at_checkin(world, 4)
    world.sandbox.clock.move_to(MONDAY + timedelta(weeks=15, hours=1))
    await amina.types("/partnership stage wins")

    assert "Check-in: Wins" in await _at_checkin(world, 7)
    urgent = await _at_checkin(world, 8)
    assert "Nobody new has joined since Monday 20 April 2026" in urgent
