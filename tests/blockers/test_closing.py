"""Closing a blocker: a joint win, a skill that has shown itself, and a tie, all from one answer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.lib.periods import Period
from bot.models import Proof, Revision, Win
from bot.ties import entries
from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.choosing import people, says_more
from tests.world import FRIDAY, MONDAY, World, as_it_was

STUCK = "Nobody can give our patients a lift to the clinic"
HOW = "The bakery van goes that way on Tuesdays"

WEEK = Period(MONDAY.date(), FRIDAY.date(), "Europe/London")


async def _joins(world: World, name: str, organisation: str) -> Person:
    person = world.person(name)
    await person.types(f"/partnership join {organisation}" if person.may_command else f"@Pencil join {organisation}")
    return person


async def _raised(world: World, person: Person, *, action: str = "blocker.post") -> Message:
    await person.types(f"/blocker {STUCK}" if person.may_command else f"@Pencil blocker {STUCK}")
    await person.presses(person.private()[-1], action)
    await world.settle()
    return _card(world)


def _card(world: World) -> Message:
    return [
        message
        for message in world.room
        if "blocker.help" in str(message.blocks) or "blocker.reopen" in str(message.blocks)
    ][-1]


async def _fixed(world: World, person: Person, *helpers: Person, how: str = HOW) -> Message:
    await person.presses(_card(world), "blocker.fixed")
    answers = {"how": how, **people(person, "who", *helpers)}
    assert await person.submits(answers) is None
    await world.settle()
    return person.private()[-1]


async def _people(world: World) -> tuple[Person, Person, Person]:
    amina = await world.begins()
    marek = await _joins(world, "Marek Nowak", "Tideway Foodbank, voluntary")
    priya = await _joins(world, "Dr Priya Raman", "Quayside Surgery, public")
    return amina, marek, priya


def _proofs(person: Person) -> list[Message]:
    return [message for message in person.dms() if "proof." in str(message.blocks) and message.only_for is None]


@pytest.mark.parametrize("names", [("Marek Nowak", "Dr Priya Raman"), ("Dr Priya Raman", "Marek Nowak")])
async def test_one_answer_makes_a_joint_win_that_can_be_undone(world: World, names: tuple[str, str]) -> None:
    amina, _, _ = await _people(world)
    stuck, helper = (world.person(name) for name in names)
    await _raised(world, stuck)

    receipt = await _fixed(world, stuck, helper)

    thread = [message.plain for message in world.room if message.thread_ts]
    assert thread[-1].startswith(f"This is fixed, says <@{stuck.user_id}>. Thank you")
    assert HOW in receipt.plain
    assert "Shared by" in receipt.plain
    assert "Quayside Surgery" in receipt.plain
    assert "Tideway Foodbank" in receipt.plain
    await amina.types("/win list")
    assert HOW in amina.private()[-1].plain
    await stuck.presses(receipt, "win.undo")
    await world.moves_to(FRIDAY)
    assert not any(HOW in message.plain for message in world.celebrations)


async def test_whoever_only_says_so_has_no_share_in_the_win(world: World) -> None:
    amina, marek, priya = await _people(world)
    await _raised(world, marek)

    receipt = await _fixed(world, amina, priya)

    assert "Shared by" in receipt.plain
    assert "Shared by Quayside Surgery and Tideway Foodbank." in receipt.plain
    assert "Exe Bay Council" not in receipt.plain


async def test_without_the_box_there_is_no_win_until_somebody_makes_one(world: World) -> None:
    amina, marek, priya = await _people(world)
    await _raised(world, marek)
    await marek.presses(_card(world), "blocker.fixed")
    assert await marek.submits({"how": HOW, "as_win": [], **people(marek, "who", priya)}) is None

    await amina.types("/win list")
    assert "No wins yet" in amina.private()[-1].plain
    await amina.presses(as_it_was(marek.private()[-1]), "blocker.win")
    assert await amina.submits() is None
    told = amina.private()[-1].plain
    assert "Shared by" in told
    assert "Tideway Foodbank" in told
    assert "Quayside Surgery" in told
    await world.moves_to(FRIDAY)
    both = f"Was stuck:\n{STUCK}\nWhat got it moving:\n{HOW}\n"
    assert both in world.celebrations[0].plain
    await amina.types("/win list")
    assert both in amina.private()[-1].plain


async def test_stuck_again_undoes_the_win_and_fixed_again_tells_it_anew(world: World) -> None:
    amina, marek, priya = await _people(world)
    await _raised(world, marek)
    receipt = await _fixed(world, marek, priya)
    await says_more(marek, receipt, "consent", "public")
    await marek.presses(marek.private()[-1], "win.celebrate")
    await world.settle()
    assert sum(HOW in message.plain and "cheer" in str(message.blocks) for message in world.room) == 1

    await amina.presses(_card(world), "blocker.reopen")
    await world.settle()

    assert not any(HOW in message.plain and "cheer" in str(message.blocks) for message in world.room)
    await amina.types("/win list")
    assert "No wins yet" in amina.private()[-1].plain
    assert any("open again" in message.plain for message in priya.dms())
    await _fixed(world, amina, priya, how="The surgery has a driver now")
    await amina.types("/win list")
    told = amina.private()[-1].plain
    assert "The surgery has a driver now" in told
    assert HOW not in told
    assert len(_proofs(priya)) == 1
    assert await world.bot.database.read(lambda session: session.scalars(select(Win.consent)).all()) == ["inside"]


async def test_a_nameless_blocker_makes_a_win_that_does_not_hint_at_its_teller(world: World) -> None:
    amina, marek, priya = await _people(world)
    await _raised(world, priya, action="blocker.nameless")

    receipt = await _fixed(world, amina, marek)

    assert "Tideway Foodbank" in receipt.plain
    assert "Quayside Surgery" not in receipt.plain
    assert priya.user_id not in str(receipt.blocks)
    assert await world.bot.database.read(entries.help_given, 1, WEEK) == []


@pytest.mark.parametrize("name", ["Noor Iqbal", "Hana Kobayashi"])
async def test_what_somebody_helped_with_is_shown_beside_their_skill_only_with_their_yes(
    world: World, name: str
) -> None:
    amina, marek, _ = await _people(world)
    helper = await _joins(world, name, "Wharf Pharmacy, private")
    await helper.types("/skill driving a minibus" if helper.may_command else "@Pencil skill driving a minibus")
    await _raised(world, marek)
    await _fixed(world, marek, helper)
    [question] = _proofs(helper)
    assert STUCK in question.plain
    assert "Nothing is shown unless you say yes" in question.plain
    await amina.types("/skill find minibus")
    assert "helped with" not in amina.private()[-1].plain

    await helper.presses(question, "proof.yes")
    await world.settle()
    assert len([message for message in helper.dms() if "you helped with this" in message.plain]) == 1

    await amina.types("/skill find minibus")
    assert f"driving a minibus; helped with: “{STUCK}”" in amina.private()[-1].plain
    await helper.types("@Pencil skill list")
    assert "helped with" in helper.private()[-1].plain
    await helper.presses(_proofs(helper)[0], "proof.no")
    await amina.types("/skill find minibus")
    assert "helped with" not in amina.private()[-1].plain


async def test_help_without_a_skill_to_show_is_found_by_its_own_words(world: World) -> None:
    amina, marek, priya = await _people(world)
    await _raised(world, marek)
    await _fixed(world, marek, priya)
    await priya.types("@Pencil skill list")
    waits = priya.private()[-1]
    assert "May I say so" in waits.plain

    await priya.presses(waits, "proof.yes")

    await amina.types("/skill find a lift to the clinic")
    assert "They’ve helped with something like it" in amina.private()[-1].plain
    assert f"<@{priya.user_id}> of Quayside Surgery" in amina.private()[-1].plain
    await priya.types("@Pencil skill list")
    assert "You’ve helped with" in priya.private()[-1].plain
    await amina.presses(_card(world), "blocker.reopen")
    await amina.types("/skill find a lift to the clinic")
    assert "Nobody here has offered" in amina.private()[-1].plain


async def test_nobody_else_answers_for_a_helper(world: World) -> None:
    amina, marek, priya = await _people(world)
    await _raised(world, marek)
    await _fixed(world, marek, priya)
    question = as_it_was(_proofs(priya)[0])

    await marek.presses(question, "proof.yes")

    await amina.types("/skill find a lift to the clinic")
    assert "helped with" not in amina.private()[-1].plain


async def test_ties_count_on_how_many_blockers_two_organisations_met(world: World) -> None:
    _, marek, priya = await _people(world)
    hana = await _joins(world, "Hana Kobayashi", "Wharf Pharmacy, private")
    await _raised(world, marek)
    await _fixed(world, marek, priya, hana)
    await _raised(world, priya)
    await _fixed(world, marek, marek)

    given = await world.bot.database.read(entries.help_given, 1, WEEK)

    assert sorted((giver, taker) for giver, taker, _ in given) == [
        ("Quayside Surgery", "Tideway Foodbank"),
        ("Tideway Foodbank", "Quayside Surgery"),
        ("Wharf Pharmacy", "Tideway Foodbank"),
    ]
    later = replace(WEEK, first=WEEK.last + timedelta(days=1), last=WEEK.last + timedelta(days=8))
    assert await world.bot.database.read(entries.help_given, 1, later) == []


async def test_words_taken_back_are_gone_from_the_win_and_beside_the_skill_too(world: World) -> None:
    amina, marek, priya = await _people(world)
    await _raised(world, marek)
    await _fixed(world, marek, priya)
    await world.moves_to(FRIDAY)

    await marek.types("/partnership forget-me")
    assert await marek.submits({"chosen": ["blockers"]}) is None
    await priya.presses(_proofs(priya)[0], "proof.yes")
    await amina.presses(world.celebrations[0], "celebration.cheer")
    await world.settle()

    with Session(world.bot.database.engine) as session:
        kept = [*session.scalars(select(Proof.text)), *session.scalars(select(Win.text))]
        kept += [str(revision) for revision in session.scalars(select(Revision.before))]
    shown = str([message.blocks for message in [*world.room, *priya.dms()] if message.only_for is None])
    for words in (STUCK, HOW):
        assert words not in str(kept)
        assert words not in shown
