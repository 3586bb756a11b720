"""Telling of wins, by what people see."""

import pytest

from tests.world import FRIDAY, World


async def test_a_win_is_repeated_privately_and_celebrated_on_friday(world: World) -> None:
    amina = await world.begins()

    receipt = await amina.types("/win We opened the new hub")

    assert receipt is not None
    assert "We opened the new hub" in receipt.plain
    assert "Exe Bay Council" in receipt.plain
    assert "Friday 6 March at 15:00" in receipt.plain
    assert [label for label, _, _ in receipt.buttons] == ["Edit", "Undo", "Celebrate now"]

    assert await world.moves_to(FRIDAY) != []
    assert await world.moves_to(FRIDAY) == []
    [celebration] = world.celebrations
    assert "We opened the new hub" in celebration.plain
    assert "Exe Bay Council" in celebration.plain


async def test_people_mentioned_are_thanked_and_their_organisations_share_the_win(world: World) -> None:
    amina = await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("/partnership join Tideway Foodbank, voluntary")

    receipt = await amina.types("/win Lunch for forty with @Marek Nowak")

    assert receipt is not None
    assert "A joint win: Exe Bay Council and Tideway Foodbank share it" in receipt.plain
    assert f"<@{marek.user_id}>" in receipt.plain
    await world.moves_to(FRIDAY)
    assert "Together" in world.celebrations[0].plain


async def test_somebody_of_unknown_organisation_is_asked_once_and_nothing_is_lost(world: World) -> None:
    await world.begins()
    ruth = world.person("Ruth Lacey")

    receipt = await ruth.types("/win The ramp is in")
    assert receipt is not None
    assert "Which organisation are you from?" in receipt.plain
    await ruth.presses(receipt, "partner.choose")
    assert "You are from Exe Bay Council" in receipt.plain

    again = await ruth.types("/win The second ramp is in")
    assert again is not None
    assert "Which organisation" not in again.plain
    await world.moves_to(FRIDAY)
    assert "From people whose organisation" not in world.celebrations[0].plain


async def test_a_win_can_be_edited_undone_and_put_back(world: World) -> None:
    amina = await world.begins()
    receipt = await amina.types("/win We opend the hub")
    assert receipt is not None

    await amina.presses(receipt, "win.edit")
    assert amina.form is not None
    assert await amina.submits({"text": "We opened the hub"}) is None
    assert amina.form is None
    changed = amina.private()[-1]
    assert "We opened the hub" in changed.plain

    await amina.presses(changed, "win.undo")
    assert "Undone" in changed.plain
    await amina.presses(changed, "win.restore")
    assert "Recorded" in changed.plain

    await world.moves_to(FRIDAY)
    assert "We opened the hub" in world.celebrations[0].plain
    assert "opend" not in world.celebrations[0].plain


async def test_editing_and_undoing_change_a_celebration_already_posted(world: World) -> None:
    amina = await world.begins()
    receipt = await amina.types("/win We opend the hub")
    assert receipt is not None
    await world.moves_to(FRIDAY)

    await amina.presses(receipt, "win.edit")
    await amina.submits({"text": "We opened the hub"})
    await world.settle()
    assert "We opened the hub" in world.celebrations[0].plain

    await amina.presses(receipt, "win.undo")
    await world.settle()
    assert world.celebrations == []


async def test_celebrate_now_posts_the_win_once(world: World) -> None:
    amina = await world.begins()
    receipt = await amina.types("/win We opened the hub")
    assert receipt is not None

    await amina.presses(receipt, "win.celebrate")
    await world.settle()
    assert [post for post in world.room if "A win to celebrate" in post.plain]

    await world.moves_to(FRIDAY)
    assert world.celebrations == []
    assert "There was nothing to celebrate" in amina.dms()[-1].plain


@pytest.mark.parametrize("teller", ["Amina Okafor", "Dr Priya Raman"])
async def test_the_form_does_the_same_from_either_workspace(world: World, teller: str) -> None:
    await world.begins()
    person = world.person(teller)
    standing = world.room[0]

    await person.presses(standing, "win.share")
    assert person.form is not None
    assert await person.submits({"text": "Two families came", "with": [world.person("Marek Nowak")]}) is None

    assert "Two families came" in person.private()[-1].plain
    await world.moves_to(FRIDAY)
    assert "Two families came" in world.celebrations[0].plain


async def test_a_mention_does_the_same_from_the_other_workspace(world: World) -> None:
    await world.begins()
    priya = world.person("Dr Priya Raman")

    await priya.types("@Pencil win The waiting room has chairs again")

    receipt = priya.private()[-1]
    assert "The waiting room has chairs again" in receipt.plain
    assert "Which organisation are you from?" in receipt.plain
    await priya.presses(receipt, "partner.add")
    assert await priya.submits({"name": "Quayside Surgery", "sector": "public"}) is None
    await world.moves_to(FRIDAY)
    assert "Quayside Surgery" in world.celebrations[0].plain


async def test_a_mention_in_a_thread_is_answered_in_the_thread(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("The van is back on the road")
    above = marek.sees()[-1]

    await marek.types("@Pencil win The van is back on the road", below=above)

    receipt = marek.private()[-1]
    assert "The van is back on the road" in receipt.plain
    assert receipt.thread_ts == above.ts


async def test_the_shortcut_makes_a_message_a_win(world: World) -> None:
    amina = await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("We fed 200 people this week")
    message = amina.sees()[-1]

    await amina.uses_shortcut("win.from_message", message)
    assert amina.form is not None
    assert await amina.submits() is None

    assert "We fed 200 people this week" in amina.private()[-1].plain
    assert f"<@{marek.user_id}>" in amina.private()[-1].plain


async def test_a_cheer_is_counted_once_a_person(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    await world.moves_to(FRIDAY)
    priya = world.person("Dr Priya Raman")
    post = world.celebrations[0]

    for person in (amina, priya, priya):
        await person.presses(post, "celebration.cheer")
        await world.settle()

    assert "2 people have cheered" in post.plain
    assert "You have cheered this one already" in priya.private()[-1].plain


async def test_wins_are_listed_and_explained(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win The first")
    await amina.types("/win The second")

    listing = await amina.types("/win list")
    help_ = await amina.types("/win help")

    assert listing is not None
    assert listing.plain.index("The second") < listing.plain.index("The first")
    assert help_ is not None
    assert "Three that would do well" in help_.plain


async def test_where_there_is_no_partnership_the_words_come_back_with_an_offer_to_start_one(world: World) -> None:
    amina = world.person("Amina Okafor")

    reply = await amina.types("/win We opened the hub")

    assert reply is not None
    assert "We opened the hub" in reply.plain
    await amina.presses(reply, "partnership.start")
    assert await amina.submits({"name": "Exe Bay Together"}) is None
    await world.settle()
    assert "Exe Bay Together" in world.room[0].plain
