"""Two that never have worked together: the reason, the offer, two yeses, and all that comes between."""

import asyncio
from datetime import timedelta

import pytest

from bot.models import AuditEntry, Introduced, Introduction
from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.choosing import says_more
from tests.ties.working import SKILL, STUCK, fixes, meetings, questions, raises, sees, suggested, working
from tests.vision.visions import decides, proposes, rows
from tests.world import MONDAY, World, as_it_was

BUTTON = "introduction.offer"
TWO = "Two that have never worked together: "


async def _offered(world: World) -> tuple[Person, Person, Person, Message]:
    amina, marek, priya, shown = await suggested(world)
    await amina.presses(shown, BUTTON)
    await world.settle()
    return amina, marek, priya, amina.private()[-1]


async def test_a_skill_that_answers_what_is_stuck_brings_two_together(world: World) -> None:
    amina, marek, priya, shown = await suggested(world)
    assert f"{TWO}Quayside Surgery and Tideway Foodbank" in shown.plain
    assert f"<@{marek.user_id}> offers {SKILL}, and <@{priya.user_id}> is stuck:" in shown.plain

    await amina.presses(shown, BUTTON)
    await world.settle()

    told = amina.private()[-1].plain
    assert f"I’m asking <@{marek.user_id}> of Tideway Foodbank and <@{priya.user_id}> of Quayside Surgery" in told
    [asked], [other] = questions(marek), questions(priya)
    assert f"<@{amina.user_id}>, a host of" in asked.plain
    assert "somebody from Quayside Surgery" in asked.plain
    assert STUCK in asked.plain
    assert priya.user_id not in asked.plain
    assert marek.user_id not in other.plain
    await marek.presses(asked, "introduction.yes")
    await world.settle()
    assert meetings(world) == []
    await priya.presses(other, "introduction.yes")
    await world.settle()
    [meeting] = meetings(world)
    assert f"<@{marek.user_id}> of Tideway Foodbank, meet <@{priya.user_id}> of Quayside Surgery" in meeting.plain
    assert f"<@{amina.user_id}> thought you two could meet" in meeting.plain
    assert STUCK in meeting.plain
    assert TWO not in (await sees(amina)).plain


async def test_a_no_is_nobodys_to_know_and_can_become_a_yes(world: World) -> None:
    amina, marek, priya, receipt = await _offered(world)
    [asked], [other] = questions(marek), questions(priya)
    before = [message.plain for message in amina.dms()]

    await marek.presses(asked, "introduction.not_now")
    await priya.presses(other, "introduction.yes")
    await world.settle()

    assert [message.plain for message in amina.dms()] == before
    assert meetings(world) == []
    assert "passed" not in str([message.plain for message in priya.dms()])
    await marek.presses(asked, "introduction.yes")
    await world.settle()
    assert len(meetings(world)) == 1
    await amina.presses(receipt, "introduction.take_back")
    assert "introduced already" in amina.private()[-1].plain


async def test_two_hosts_at_once_ask_once(world: World) -> None:
    amina, marek, priya, shown = await suggested(world)
    await amina.types("/partnership host @Dr Priya Raman")
    hers = await sees(priya)

    await asyncio.gather(amina.presses(shown, BUTTON), priya.presses(hers, BUTTON))
    await world.settle()

    assert len(await rows(world, Introduction)) == 1
    assert len(questions(marek)) == 1
    assert len([entry for entry in await rows(world, AuditEntry) if entry.deed == "introduction.offered"]) == 1


async def test_a_host_who_is_one_of_the_two_has_said_yes(world: World) -> None:
    amina, marek, priya, _ = await suggested(world)
    await amina.types("/partnership host @Dr Priya Raman")

    await priya.presses(await sees(priya), BUTTON)
    await world.settle()

    assert questions(priya) == []
    await marek.presses(questions(marek)[0], "introduction.yes")
    await world.settle()
    assert len(meetings(world)) == 1


async def test_taken_back_it_is_as_if_nobody_had_been_asked(world: World) -> None:
    amina, marek, priya, receipt = await _offered(world)
    asked = as_it_was(questions(marek)[0])
    await marek.presses(asked, "introduction.yes")

    twice = as_it_was(receipt)
    await amina.presses(receipt, "introduction.take_back")
    await amina.presses(twice, "introduction.take_back")
    await world.settle()

    assert questions(priya) == []
    assert any("This introduction is off" in message.plain for message in marek.dms())
    await marek.presses(asked, "introduction.yes")
    await world.settle()
    assert meetings(world) == []
    done = [entry.deed for entry in await rows(world, AuditEntry)]
    assert done.count("introduction.taken_back") == 1
    assert TWO in (await sees(amina)).plain


@pytest.mark.parametrize("way", ["leaves", "is forgotten"])
async def test_who_is_not_there_any_more_is_not_introduced(world: World, way: str) -> None:
    _, marek, priya, _ = await _offered(world)
    other = questions(priya)[0]
    await marek.presses(questions(marek)[0], "introduction.yes")
    if way == "leaves":
        await marek.leaves()
    else:
        await marek.types("/partnership forget-me")
        assert await marek.submits({}) is None

    await priya.presses(other, "introduction.yes")
    await world.settle()

    assert meetings(world) == []
    assert marek.user_id not in str([message.blocks for message in priya.dms()])


async def test_nobody_is_asked_in_a_pause_beyond_their_week_or_about_what_they_passed_on(world: World) -> None:
    amina, marek, _, shown = await suggested(world)
    await amina.types("/partnership pause until 20 March")
    assert TWO not in (await sees(amina)).plain
    await amina.presses(shown, BUTTON)
    assert "The posts are paused" in amina.private()[-1].plain
    await amina.types("/partnership resume")
    await marek.types("/partnership asks 0")
    assert TWO not in (await sees(amina)).plain
    await amina.presses(shown, BUTTON)
    assert "I asked nobody" in amina.private()[-1].plain
    await marek.types("/partnership asks 5")
    await world.moves_to(world.bot.clock() + timedelta(minutes=20))
    await marek.presses(
        next(message for message in marek.dms() if "help.not_now" in str(message.blocks)), "help.not_now"
    )
    assert TWO not in (await sees(amina)).plain
    assert await rows(world, Introduction) == []


async def test_help_under_way_needs_no_introduction(world: World) -> None:
    amina, marek, priya, shown = await suggested(world)
    card = next(message for message in world.room if STUCK in message.plain)
    await marek.presses(card, "blocker.help")

    await amina.presses(shown, BUTTON)

    assert "work together by now" in amina.private()[-1].plain
    assert TWO not in (await sees(amina)).plain
    await fixes(world, priya, card, marek)
    assert TWO not in (await sees(amina)).plain


async def test_an_idea_and_an_aim_are_reasons_too_and_a_vague_likeness_is_none(world: World) -> None:
    amina, marek, priya = await working(world)
    await raises(world, priya, "The form of the hall is all wrong")
    await marek.types("/skill gardening")
    assert TWO not in (await sees(amina)).plain

    await decides(world, amina, await proposes(world, amina, "Nobody asks twice\nOne form to fill in"))
    await marek.types("/win The form is one page")
    await priya.types("@Pencil win Our form is one page too")
    for person in (marek, priya):
        await says_more(person, person.private()[-1], "aim", "1")
    assert "have both shared wins for this aim" in (await sees(amina)).plain

    await marek.types("/partnership idea One number to ring")
    await marek.presses(marek.private()[-1], "idea.post")
    await world.settle()
    await priya.presses(world.room[-1], "idea.help")
    assert f"<@{priya.user_id}> would help with an idea of <@{marek.user_id}>" in (await sees(amina)).plain


async def test_only_the_two_may_answer_and_both_rows_are_theirs(world: World) -> None:
    amina, marek, _, _ = await _offered(world)

    await amina.presses(questions(marek)[0], "introduction.yes")

    assert {row.answer for row in await rows(world, Introduced)} == {None}
    await marek.types("/partnership mine")
    assert marek.form is not None
    assert "Would you like to meet somebody from this organisation?" in str(marek.form.payload)


async def test_in_quiet_hours_the_question_waits_and_can_still_be_taken_back(world: World) -> None:
    amina, marek, priya, shown = await suggested(world)
    await marek.types("/partnership quiet 09:00-12:00")
    await amina.presses(shown, BUTTON)
    await world.settle()
    assert questions(marek) == []
    assert len(questions(priya)) == 1

    await amina.presses(amina.private()[-1], "introduction.take_back")
    await world.moves_to(MONDAY + timedelta(hours=3))

    assert questions(marek) == questions(priya) == []
