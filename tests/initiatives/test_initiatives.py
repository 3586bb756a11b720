"""What people do together: begun by anybody, joined by a press, changed and undone like everything."""

import asyncio

import pytest

from bot.models import AuditEntry, Initiative, InitiativePerson, Post, Revision
from tests.initiatives.together import STEP, WHAT, begun, card, cards, people_in, says_step
from tests.vision.visions import AIMS, SENTENCE, decides, pencilled, proposes, rows
from tests.world import World, as_it_was


@pytest.mark.parametrize("name", ["Marek Nowak", "Dr Priya Raman"])
async def test_begun_by_text_it_stands_in_the_channel_and_whoever_begins_it_is_in_it(world: World, name: str) -> None:
    await world.begins()
    person = world.person(name)

    shown = await begun(world, person)

    assert WHAT in shown.plain
    assert f"In it: <@{person.user_id}>." in shown.plain
    assert "Next step: none yet." in shown.plain
    assert [label for label, _, _ in shown.buttons] == ["Count me in", "Next step", "It’s done", "Drop it"]
    receipt = person.private()[-1]
    assert "On its way to the channel" in receipt.plain
    assert [label for label, _, _ in receipt.buttons][-3:] == ["Next step", "Edit", "Undo"]


async def test_begun_by_form_with_aim_step_and_day_from_the_vision_on_both_sides(world: World) -> None:
    await pencilled(world)
    marek, priya = world.person("Marek Nowak"), world.person("Dr Priya Raman")
    await priya.types("@Pencil vision")
    await priya.presses(priya.private()[-1], "initiative.begin")
    assert priya.form is not None
    offered = next(block for block in priya.form.payload["blocks"] if block.get("block_id") == "aim")["element"]
    second = offered["options"][1]["value"]
    assert await priya.submits({"text": WHAT, "aim": second, "step": STEP, "day": "2026-03-20"}) is None
    await world.settle()

    assert f"Aim 2: {AIMS[1]}." in card(world).plain
    assert f"Next step: {STEP} (by Friday 20 March)" in card(world).plain
    assert "I’ll ask you on Thursday 26 March whether the step happened." in priya.private()[-1].plain
    await marek.types("/partnership initiative")
    assert await marek.submits({"text": f"{WHAT} too"}) is None
    await world.settle()
    assert len(cards(world)) == 2
    await marek.types("/partnership vision")
    assert f"“{WHAT}” (aim 2): 1 person is in it. Next: {STEP} (by Friday 20 March)" in marek.private()[-1].plain


async def test_an_aim_may_be_named_by_its_number(world: World) -> None:
    await pencilled(world)
    marek = world.person("Marek Nowak")

    await begun(world, marek, f"aim 3: {WHAT}")

    assert f"Aim 3: {AIMS[2]}." in card(world).plain
    await marek.types(f"/partnership initiative aim 9: {WHAT}")
    assert "There’s no aim “9”" in marek.private()[-1].plain
    assert f"aim 9: {WHAT}" in marek.private()[-1].plain
    assert len(await rows(world, Initiative)) == 1


@pytest.mark.parametrize(
    ("answers", "beside"),
    [
        ({"text": " "}, "text"),
        ({"text": "long " * 70}, "text"),
        ({"text": WHAT, "step": "long " * 70}, "step"),
        ({"text": WHAT, "day": "2026-03-20"}, "step"),
        ({"text": WHAT, "step": STEP, "day": "2026-02-20"}, "day"),
        ({"text": WHAT, "step": STEP, "day": "2028-02-20"}, "day"),
    ],
)
async def test_what_cannot_be_kept_is_said_beside_the_field(world: World, answers: dict[str, str], beside: str) -> None:
    amina = await world.begins()
    await amina.types("/partnership initiative")

    wrong = await amina.submits(answers)

    assert wrong is not None
    assert list(wrong) == [beside]
    assert await rows(world, Initiative) == []


async def test_what_may_not_be_meant_is_asked_about_and_a_long_one_comes_back(world: World) -> None:
    amina = await world.begins()
    await amina.types("/partnership initiative breakfast")
    assert "Shall I begin just this as an initiative?" in amina.private()[-1].plain
    await amina.presses(amina.private()[-1], "words.initiative")
    await world.settle()
    assert "breakfast" in card(world).plain
    await amina.types("/partnership initiative undo")
    await amina.presses(amina.private()[-1], "initiative.undo")
    await world.settle()
    assert cards(world) == []
    await amina.types("/partnership initiative " + "long " * 70)

    assert "long long" in amina.private()[-1].plain
    assert len(await rows(world, Initiative)) == 1


async def test_people_count_themselves_in_once_and_step_out(world: World) -> None:
    await world.begins()
    marek, priya, noor = (world.person(name) for name in ("Marek Nowak", "Dr Priya Raman", "Noor Iqbal"))
    await begun(world, marek)

    await asyncio.gather(*(person.presses(card(world), "initiative.join") for person in (priya, priya, noor)))
    await world.settle()

    assert sorted(await people_in(world)) == sorted(person.user_id for person in (marek, priya, noor))
    assert f"<@{priya.user_id}>" in card(world).plain
    await priya.presses(priya.private()[-1], "initiative.step_out")
    await world.settle()
    assert priya.user_id not in await people_in(world)
    assert [label for label, _, _ in priya.private()[-1].buttons] == ["Count me in"]
    assert f"<@{priya.user_id}>" not in card(world).plain


async def test_only_those_who_carry_it_on_say_what_comes_next(world: World) -> None:
    amina, noor = await world.begins(), world.person("Noor Iqbal")
    await begun(world, world.person("Marek Nowak"))
    for action in ("initiative.step", "initiative.done", "initiative.drop"):
        await noor.presses(card(world), action)
        assert "Press Count me in" in noor.private()[-1].plain
    assert noor.form is None

    await noor.presses(card(world), "initiative.join")
    told = await says_step(world, noor, f"{STEP} by Friday")

    assert f"{STEP} by Friday (6 March)" in card(world).plain
    assert "Everybody else who’s in it is asked too" in told.plain
    await says_step(world, amina, "Bring bread")
    assert "Next step: Bring bread" in card(world).plain
    assert [entry.deed for entry in await rows(world, AuditEntry)][-1] == "initiative.changed"  # she is not in it


async def test_changed_undone_and_put_back_it_is_so_in_the_channel(world: World) -> None:
    await world.begins()
    marek, noor = world.person("Marek Nowak"), world.person("Noor Iqbal")
    shown = as_it_was(await begun(world, marek))
    receipt = as_it_was(marek.private()[-1])
    await marek.presses(receipt, "initiative.edit")
    assert await marek.submits({"text": "Breakfast at both gates"}) is None
    await world.settle()
    assert "Breakfast at both gates" in card(world).plain
    await noor.presses(receipt, "initiative.edit")
    assert "Only the person" in noor.private()[-1].plain

    await marek.presses(marek.private()[-1], "initiative.undo")
    await world.settle()

    assert cards(world) == []
    await noor.presses(shown, "initiative.join")
    assert "gone" in noor.private()[-1].plain
    await marek.presses(marek.private()[-1], "initiative.restore")
    await world.settle()
    assert "Breakfast at both gates" in card(world).plain
    assert f"<@{marek.user_id}>" in card(world).plain
    assert len(await rows(world, Revision)) == 3


async def test_what_changes_nothing_leaves_nothing(world: World) -> None:
    amina = await world.begins()
    await begun(world, world.person("Marek Nowak"))
    receipt = as_it_was(world.person("Marek Nowak").private()[-1])
    before = len(await rows(world, Post))
    await amina.presses(receipt, "initiative.edit")
    assert await amina.submits() is None
    await world.person("Marek Nowak").presses(card(world), "initiative.join")
    await world.settle()

    assert await rows(world, Revision) == []
    assert len(await rows(world, Post)) == before
    assert not [entry for entry in await rows(world, AuditEntry) if entry.deed.startswith("initiative")]


async def test_the_list_and_my_pencil_show_what_goes_on(world: World) -> None:
    amina, priya = await world.begins(), world.person("Dr Priya Raman")
    await priya.types("@Pencil initiatives")
    assert "Nothing is going on yet" in priya.private()[-1].plain
    await begun(world, world.person("Marek Nowak"))
    await begun(world, priya, "A lift for Sundays")
    await says_step(world, priya)

    await priya.types("@Pencil initiatives")

    shown = priya.private()[-1].plain
    assert shown.index("A lift for Sundays") < shown.index(WHAT)
    assert STEP in shown
    await priya.presses(priya.private()[-1], "initiative.show", "1")
    assert [label for label, _, _ in priya.private()[-1].buttons] == [
        "Count me in",
        "Next step",
        "It’s done",
        "Drop it",
    ]
    await priya.presses(priya.private()[-1], "initiative.join")
    assert await people_in(world) == [world.person("Marek Nowak").user_id, priya.user_id, priya.user_id]
    await priya.presses(priya.private()[-1], "initiative.step_out")
    await priya.types("@Pencil mine")
    await priya.presses(priya.private()[-1], "mine.open")
    assert priya.form is not None
    assert "What you’re in" in priya.form.plain
    assert "A lift for Sundays" in priya.form.plain
    assert WHAT not in priya.form.plain
    await amina.opens_home()
    await world.settle()
    assert amina.home is not None
    await amina.presses(amina.home, "mine.part", "1.ours")
    await world.settle()
    assert amina.home is not None
    assert WHAT in amina.home.plain


async def test_an_initiative_whose_aim_goes_says_so_and_goes_on(world: World) -> None:
    amina = await pencilled(world)
    marek = world.person("Marek Nowak")
    await begun(world, marek, f"aim 1: {WHAT}")
    receipt = as_it_was(marek.private()[-1])
    reworded = "\n".join([SENTENCE, AIMS[1], f"keep 1: {AIMS[0]}, and on Sundays"])
    await decides(world, amina, await proposes(world, amina, reworded))
    assert f"Aim 2: {AIMS[0]}, and on Sundays." in card(world).plain

    await decides(world, amina, await proposes(world, amina, f"{SENTENCE}\n{AIMS[1]}"))

    assert "Its aim isn’t in the vision any more" in card(world).plain
    assert "Count me in" in [label for label, _, _ in card(world).buttons]
    await marek.presses(receipt, "initiative.edit")
    assert marek.form is not None
    assert "No longer an aim" in str(marek.form.payload)
    assert await marek.submits({"aim": "0"}) is None
    await world.settle()
    assert "aim" not in card(world).plain


async def test_somebody_who_leaves_is_in_it_no_more_and_it_goes_on(world: World) -> None:
    await world.begins()
    marek, priya = world.person("Marek Nowak"), world.person("Dr Priya Raman")
    await begun(world, marek)
    await priya.presses(card(world), "initiative.join")

    await marek.leaves()
    await priya.leaves()
    await world.settle()

    assert await rows(world, InitiativePerson) == []
    assert "Nobody is in it." in card(world).plain
    await marek.joins()
    await marek.presses(card(world), "initiative.join")
    assert await people_in(world) == [marek.user_id]
