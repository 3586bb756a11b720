"""The next step of an initiative: its people are asked once, and who says that it happened says so for all."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.models import Commitment
from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.initiatives.together import STEP, WHAT, begun, card, people_in, says_step
from tests.world import World, as_it_was

ASKED = datetime(2026, 3, 26, 10, 0, tzinfo=UTC)  # the Thursday after the step's day
WEEK = timedelta(days=7)


def _asks(person: Person) -> list[Message]:
    return [message for message in person.dms() if "Did it happen?" in message.plain or "Did they" in message.plain]


async def _with_a_step(world: World) -> tuple[Person, Person]:
    """Marek has begun one, Priya is in it, and its step has a day."""
    await world.begins()
    marek, priya = world.person("Marek Nowak"), world.person("Dr Priya Raman")
    await begun(world, marek)
    await priya.presses(card(world), "initiative.join")
    await says_step(world, marek, day="2026-03-20")
    return marek, priya


async def _outcomes(world: World) -> list[Any]:
    read = select(Commitment.outcome).order_by(Commitment.id)
    return list(await world.bot.database.read(lambda session: session.scalars(read).all()))


async def test_all_who_are_in_it_are_asked_once_from_its_day_on(world: World) -> None:
    marek, priya = await _with_a_step(world)
    noor = world.person("Noor Iqbal")
    await noor.presses(card(world), "initiative.join")  # later, and asked too
    assert "Thursday 26 March" in noor.private()[-1].plain
    await world.moves_to(ASKED - timedelta(minutes=1))
    assert _asks(marek) == []

    await world.moves_to(ASKED)

    for person in (marek, priya, noor):
        [asked] = _asks(person)
        assert f"The next step of “{WHAT}”:" in asked.plain
        assert STEP in asked.plain
        assert "check-in" not in asked.plain
    await priya.presses(_asks(priya)[0], "commitment.not_yet")
    await world.settle()
    assert "Not yet. It stays in My Pencil." in _asks(priya)[0].plain
    await world.moves_to(ASKED + 4 * WEEK)
    assert [len(_asks(person)) for person in (marek, priya, noor)] == [1, 1, 1]


async def test_who_says_that_it_happened_says_so_for_all_and_can_take_that_back(world: World) -> None:
    marek, priya = await _with_a_step(world)
    await world.moves_to(ASKED)

    await priya.presses(_asks(priya)[0], "commitment.happened")
    await world.settle()

    assert f"What comes next? This happened: {STEP}" in card(world).plain
    assert "It happened." in _asks(marek)[0].plain
    assert await _outcomes(world) == ["happened", "happened"]
    await marek.presses(_asks(marek)[0], "commitment.not_yet")
    await world.settle()
    assert f"Next step: {STEP}" in card(world).plain
    assert "It happened." not in _asks(priya)[0].plain
    assert await _outcomes(world) == [None, None]


async def test_said_before_its_day_nobody_is_asked(world: World) -> None:
    marek, priya = await _with_a_step(world)

    await priya.types("@Pencil step happened")
    await world.moves_to(ASKED)

    assert _asks(marek) == _asks(priya) == []
    await marek.types("/partnership step")
    assert STEP not in marek.private()[-1].plain


async def test_another_step_is_asked_about_anew_and_old_questions_are_over(world: World) -> None:
    marek, priya = await _with_a_step(world)
    await world.moves_to(ASKED)
    await priya.presses(_asks(priya)[0], "commitment.happened")
    old = as_it_was(_asks(marek)[0])

    await says_step(world, priya, "Bake the bread")
    await marek.presses(old, "commitment.happened")
    await world.settle()

    assert "There’s another step by now, or none." in _asks(marek)[0].plain
    assert _asks(marek)[0].buttons == []
    assert await _outcomes(world) == ["happened", "happened", None, None]
    assert "Next step: Bake the bread" in card(world).plain
    await world.moves_to(ASKED + 2 * WEEK)
    assert "Bake the bread" in _asks(marek)[-1].plain
    assert len(_asks(marek)) == 2


async def test_who_drops_it_is_in_it_no_more_and_who_has_left_is_not_asked(world: World) -> None:
    marek, priya = await _with_a_step(world)
    noor = world.person("Noor Iqbal")
    await noor.presses(card(world), "initiative.join")
    await noor.leaves()
    await world.moves_to(ASKED)
    assert _asks(noor) == []

    await priya.presses(_asks(priya)[0], "commitment.dropped")
    await world.settle()

    assert "You’re not in it any more." in _asks(priya)[0].plain
    assert await people_in(world) == [marek.user_id]
    assert f"<@{priya.user_id}>" not in card(world).plain
    await priya.presses(_asks(priya)[0], "commitment.not_yet")
    assert sorted(await people_in(world)) == sorted([marek.user_id, priya.user_id])


async def test_nobody_is_asked_about_what_is_undone_dropped_or_paused(world: World) -> None:
    marek, priya = await _with_a_step(world)
    await marek.presses(card(world), "initiative.drop")
    assert await marek.submits({"reason": "The gate is being mended"}) is None
    await begun(world, priya, "A lift for Sundays")
    receipt = priya.private()[-1]
    await says_step(world, priya, "Ask for a car", day="2026-03-20")
    await priya.presses(receipt, "initiative.undo")
    undone = next(message for message in priya.private() if "Undone" in message.plain)

    await world.moves_to(ASKED)
    assert _asks(marek) == _asks(priya) == []
    assert set(await _outcomes(world)) == {"over"}
    await priya.presses(undone, "initiative.restore")
    await world.person("Amina Okafor").types("/partnership pause until 20 April")
    await world.moves_to(ASKED + WEEK)
    assert _asks(priya) == []
    await world.moves_to(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))

    assert "Ask for a car" in _asks(priya)[0].plain
