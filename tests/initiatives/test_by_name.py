"""Initiatives that people name in a few words: joined, taken a step further and ended, by command and by mention."""

import pytest

from bot.models import Initiative
from tests.initiatives.together import STEP, WHAT, begun, card, cards, people_in
from tests.vision.visions import rows
from tests.world import World

OTHER = "One van for the three of us"


async def test_by_command_one_is_joined_taken_further_and_dropped_by_its_name(world: World) -> None:
    amina, marek = await world.begins(), world.person("Marek Nowak")
    await begun(world, amina)
    await begun(world, amina, OTHER)

    await marek.types("/partnership initiative join breakfast at school")
    await marek.types(f"/partnership initiative step breakfast: {STEP} by Friday")
    await world.settle()
    breakfast = cards(world)[0]
    assert f"In it: <@{amina.user_id}> and <@{marek.user_id}>." in breakfast.plain
    assert f"Next step: {STEP} by Friday (6 March)" in breakfast.plain
    assert "Its card says so now." in marek.private()[-1].plain

    await marek.types("/partnership initiative drop van: No van")
    assert "people who are in it" in marek.private()[-1].plain
    await marek.types("/partnership initiative drop breakfast: No keys")
    await world.settle()
    assert "Because:\nNo keys" in cards(world)[0].plain
    assert len(await rows(world, Initiative)) == 2


@pytest.mark.parametrize("verb", ["step", "drop", "done"])
async def test_a_form_asks_for_what_was_left_out(world: World, verb: str) -> None:
    amina = await world.begins()
    await begun(world, amina)

    await amina.types(f"/partnership initiative {verb} breakfast")

    assert amina.form is not None
    assert WHAT in str(amina.form.payload)
    assert amina.form.payload["callback_id"].startswith(f"initiative.{verb}")


async def test_by_mention_from_the_other_workspace(world: World) -> None:
    amina, priya = await world.begins(), world.person("Dr Priya Raman")
    await begun(world, amina)

    await priya.types("@Pencil initiative join the breakfast")
    await world.settle()
    assert await people_in(world) == [amina.user_id, priya.user_id]
    await priya.types("@Pencil initiative done breakfast")
    [message] = priya.private()[-1:]
    await priya.presses(message, "initiative.done")
    assert await priya.submits() is None
    await world.settle()

    assert f"Done, says <@{priya.user_id}>" in card(world).plain


async def test_where_it_is_not_clear_which_nothing_changes_and_the_words_come_back(world: World) -> None:
    amina, marek = await world.begins(), world.person("Marek Nowak")
    await begun(world, amina, "Breakfast at the school gate on Mondays")
    await begun(world, amina, "Breakfast at the school gate on Fridays")

    await marek.types("/partnership initiative join breakfast at the school gate")
    answer = marek.private()[-1]
    assert "I’m not sure which initiative" in answer.plain
    assert [label for label, _, _ in answer.buttons] == ["Show its card", "Show its card"]
    await marek.types("/partnership initiative join the swimming lessons in the bay")
    assert "join the swimming lessons in the bay" in marek.private()[-1].plain
    assert await people_in(world) == [amina.user_id, amina.user_id]
    assert len(await rows(world, Initiative)) == 2
    await marek.types("/partnership initiative step on Mondays: Ring them on 31 February")
    assert "Ring them on 31 February" in marek.private()[-1].plain
