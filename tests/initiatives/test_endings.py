"""How initiatives end: done, which is a win that all share once somebody records it, or dropped, with the reason."""

import asyncio

from bot.models import AuditEntry, Credit, Initiative, Thanks, Win
from tests.ideas.sharing import thread_of
from tests.initiatives.together import WHAT, begun, card, says_step
from tests.vision.visions import AIMS, pencilled, rows
from tests.world import World, as_it_was


async def test_done_is_a_joint_win_drafted_with_all_who_were_in_it_and_recorded_by_a_press(world: World) -> None:
    await pencilled(world)
    marek, priya = world.person("Marek Nowak"), world.person("Dr Priya Raman")
    await marek.types("/partnership join Tideway Foodbank")
    await priya.types("@Pencil join Quayside Surgery")
    await begun(world, marek, f"aim 1: {WHAT}")
    await priya.presses(card(world), "initiative.join")
    await world.settle()

    await marek.presses(card(world), "initiative.done")

    assert marek.form is not None
    assert WHAT in str(marek.form.payload)
    assert priya.user_id in str(marek.form.payload)
    assert await rows(world, Win) == []  # nothing by itself
    assert (await rows(world, Initiative))[0].ended_at is None
    assert await marek.submits({"text": "Forty breakfasts"}) is None
    await world.settle()
    [win] = await rows(world, Win)
    assert win.text == "Forty breakfasts"
    assert len(await rows(world, Credit)) == 2
    assert [thanks.user_id for thanks in await rows(world, Thanks)] == [priya.user_id]
    assert "Forty breakfasts" in marek.private()[-1].plain
    assert f"Done, says <@{marek.user_id}>" in card(world).plain
    assert f"<@{priya.user_id}>" in card(world).plain
    assert [label for label, _, _ in card(world).buttons] == ["Open it again"]
    await marek.types("/partnership vision aim 1")
    assert "Forty breakfasts" in marek.private()[-1].plain
    assert AIMS[0] in marek.private()[-1].plain


async def test_a_host_who_was_not_in_it_shares_no_win_and_hosts_see_who_ended_it(world: World) -> None:
    amina = await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("/partnership join Tideway Foodbank")
    await begun(world, marek)

    await amina.presses(card(world), "initiative.done")
    assert await amina.submits() is None
    await world.settle()

    assert len(await rows(world, Credit)) == 1
    assert [entry.deed for entry in await rows(world, AuditEntry)][-1] == "initiative.done"


async def test_open_again_its_win_is_undone_and_done_again_it_is_another(world: World) -> None:
    await world.begins()
    marek, noor = world.person("Marek Nowak"), world.person("Noor Iqbal")
    await begun(world, marek)
    await says_step(world, marek)
    await marek.presses(card(world), "initiative.done")
    assert await marek.submits() is None
    await world.settle()
    await noor.presses(card(world), "initiative.reopen")
    assert "Press Count me in" in noor.private()[-1].plain

    await marek.presses(card(world), "initiative.reopen")
    await world.settle()

    assert [win.undone_at is None for win in await rows(world, Win)] == [False]
    assert "Next step:" in card(world).plain
    await marek.presses(card(world), "initiative.done")
    assert await marek.submits({"text": "Eighty breakfasts"}) is None
    assert [win.undone_at is None for win in await rows(world, Win)] == [False, True]


async def test_dropped_keeps_its_reason_and_those_in_it_hear(world: World) -> None:
    await world.begins()
    marek, priya = world.person("Marek Nowak"), world.person("Dr Priya Raman")
    await begun(world, marek)
    await priya.presses(card(world), "initiative.join")
    await world.settle()
    before = as_it_was(card(world))
    await marek.presses(before, "initiative.drop")
    assert "so that people who are in it know" in str(await marek.submits({"reason": " "}))
    assert "600" in str(await marek.submits({"reason": "long " * 130}))
    assert await marek.submits({"reason": "The gate is being mended"}) is None
    await world.settle()

    assert "The gate is being mended" in card(world).plain
    [note] = thread_of(world, card(world))
    assert f"<@{priya.user_id}>: this is dropped. Because:\nThe gate is being mended\nIt can" in note
    await priya.types("@Pencil initiatives")
    assert "Because: The gate is being mended" in priya.private()[-1].plain
    await priya.presses(before, "initiative.join")
    assert "has ended" in priya.private()[-1].plain
    await priya.presses(card(world), "initiative.reopen")
    await world.settle()
    assert "The gate is being mended" not in card(world).plain
    assert await rows(world, Win) == []


async def test_what_two_end_at_once_ends_once_and_words_come_back(world: World) -> None:
    await world.begins()
    marek, priya = world.person("Marek Nowak"), world.person("Dr Priya Raman")
    await begun(world, marek)
    await priya.presses(card(world), "initiative.join")
    await marek.presses(card(world), "initiative.done")
    await priya.presses(card(world), "initiative.drop")

    await asyncio.gather(marek.submits({"text": "Forty breakfasts"}), priya.submits({"reason": "Nobody came"}))
    await world.settle()

    [initiative] = await rows(world, Initiative)
    done = initiative.outcome == "done"
    second, typed = (priya, "Nobody came") if done else (marek, "Forty breakfasts")
    assert "has ended" in second.private()[-1].plain
    assert typed in second.private()[-1].plain
    assert len(await rows(world, Win)) == int(done)
