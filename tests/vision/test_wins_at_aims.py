"""Wins point at aims, also at those that are kept when the vision changes."""

from bot.models import Aim, Win
from tests.choosing import says_more
from tests.vision.visions import decides, newest_card, pencilled, rows
from tests.world import FRIDAY, World


async def test_a_win_points_at_an_aim_from_its_receipt(world: World) -> None:
    amina = await pencilled(world)
    priya = world.person("Dr Priya Raman")
    await priya.types("@Pencil join Quayside Surgery")
    await priya.types("@Pencil win Forty for lunch")
    receipt = priya.private()[-1]
    aim = next(aim for aim in await rows(world, Aim) if aim.number == 1)

    await says_more(priya, receipt, "aim", str(aim.id))
    await says_more(priya, priya.private()[-1], "consent", "public")

    [win] = await rows(world, Win)
    assert (win.aim_id, win.consent) == (aim.id, "public")
    await amina.types("/partnership vision")
    assert "1. A warm lunch every weekday (1 win)" in amina.private()[-1].plain
    await world.moves_to(FRIDAY)
    assert "A step towards: A warm lunch every weekday." in world.celebrations[0].plain
    await says_more(priya, priya.private()[-1], "aim", "0")
    await world.settle()
    assert "A step towards" not in world.celebrations[0].plain
    marek = world.person("Marek Nowak")
    await says_more(marek, priya.private()[-1], "aim", "0")
    assert "Only the person who wrote it" in marek.private()[-1].plain


async def test_the_form_offers_aim_and_consent_and_editing_keeps_them(world: World) -> None:
    amina = await pencilled(world)
    aim = next(aim for aim in await rows(world, Aim) if aim.number == 2)
    await amina.types("/win")
    assert await amina.submits({"text": "One page now", "aim": str(aim.id), "consent": "partners"}) is None
    await amina.presses(amina.private()[-1], "win.edit")
    assert await amina.submits({"text": "One page, at last"}) is None

    [win] = await rows(world, Win)
    assert (win.text, win.aim_id, win.consent) == ("One page, at last", aim.id, "partners")


async def test_without_saying_it_a_win_points_at_none_and_stays_inside(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win Forty for lunch")
    await amina.types("/win")
    assert await amina.submits({"text": "One page now"}) is None

    assert {(win.aim_id, win.consent) for win in await rows(world, Win)} == {(None, "inside")}


async def test_wins_go_on_counting_for_an_aim_that_is_kept(world: World) -> None:
    amina = await pencilled(world)
    first, second, third = await rows(world, Aim)
    for aim in (first, second, third):
        await amina.types("/win")
        assert await amina.submits({"text": f"Towards {aim.text}", "aim": str(aim.id)}) is None
    await amina.types("/partnership vision propose")
    assert (
        await amina.submits(
            {
                "aims": "1. Hot food on each and every day\n2. A warm lunch every week-day\n3. A garden for all",
                "kept": [f"3.{third.id}"],
            }
        )
        is None
    )
    await world.settle()
    assert "Reworded" in newest_card(world).plain
    await decides(world, amina, newest_card(world))

    aims = [aim for aim in await rows(world, Aim) if aim.vision_id != first.vision_id]
    assert [(aim.number, aim.origin_id) for aim in aims] == [(1, None), (2, first.id), (3, third.id)]
    await amina.types("/partnership vision")
    shown = amina.private()[-1].plain
    assert "1. Hot food on each and every day\n" in shown
    assert "2. A warm lunch every week-day (1 win)" in shown
    assert "3. A garden for all (1 win)" in shown
    await amina.presses([message for message in amina.private() if "Towards One form" in message.plain][-1], "win.edit")
    assert "No longer an aim: One form" in str(amina.form and amina.form.payload)
    assert await amina.submits({"text": "Towards it still"}) is None
    assert {win.aim_id for win in await rows(world, Win)} == {first.id, second.id, third.id}


async def test_one_partnerships_aims_are_not_offered_in_another(world: World) -> None:
    amina = await pencilled(world)
    await amina.types("/partnership start Elsewhere", channel="general")

    await amina.types("/partnership join Exe Bay Council", channel="general")
    receipt = await amina.types("/win Elsewhere too", channel="general")

    assert receipt is not None
    assert "Say who may hear of it" in str(receipt.blocks)
    assert "Choose an aim" not in str(receipt.blocks)
