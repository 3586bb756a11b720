"""Telling of wins, by what people see."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Win
from bot.partnership import partnerships
from bot.partnership.members import Who
from bot.wins import changes, entries
from bot.wins.entries import WinEntry, WinView
from jobs.tick import tick
from sandbox.actors.person import Person
from sandbox.slack.people import HOME
from tests.choosing import people
from tests.wins.telling import tells
from tests.world import DIGEST, FRIDAY, MONDAY, World


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
    assert "Shared by Exe Bay Council and Tideway Foodbank" in receipt.plain
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
    assert "You’re from Exe Bay Council" in ruth.private()[-1].plain
    assert "Celebrate now" in [label for label, _, _ in receipt.buttons]

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
    await world.moves_to(DIGEST)
    assert "There was nothing to celebrate" in amina.dms()[-1].plain


async def test_hosts_hear_of_two_quiet_weeks_and_then_again_after_a_win(world: World) -> None:
    amina = await world.begins()

    async def heard(week: int) -> int:
        await world.moves_to(FRIDAY + timedelta(weeks=week))
        await world.moves_to(DIGEST + timedelta(weeks=week))
        return sum("There was nothing to celebrate" in message.plain for message in amina.dms())

    assert [await heard(week) for week in range(4)] == [1, 2, 2, 2]
    await amina.types("/win We opened the hub")
    assert [await heard(week) for week in range(5, 9)] == [2, 3, 4, 4]  # Good Friday is between


@pytest.mark.parametrize("teller", ["Amina Okafor", "Dr Priya Raman"])
async def test_the_form_does_the_same_from_either_workspace(world: World, teller: str) -> None:
    await world.begins()
    person = world.person(teller)
    standing = world.room[0]

    await person.presses(standing, "win.share")
    assert person.form is not None
    answers = {"text": "Two families came", **people(person, "with", world.person("Amina Okafor"))}
    assert await person.submits(answers) is None

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

    assert "2 cheers" in post.plain
    assert "You’ve cheered this one already" in priya.private()[-1].plain


async def test_wins_are_listed_and_explained(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win The first")
    await amina.types("/win The second")

    listing = await amina.types("/win list")
    help_ = await amina.types("/win help")

    assert listing is not None
    assert listing.plain.index("The second") < listing.plain.index("The first")
    assert help_ is not None
    assert "For example:" in help_.plain


async def test_where_there_is_no_partnership_the_words_come_back_with_an_offer_to_start_one(world: World) -> None:
    amina = world.person("Amina Okafor")

    reply = await amina.types("/win We opened the hub")

    assert reply is not None
    assert "We opened the hub" in reply.plain
    await amina.presses(reply, "partnership.start")
    assert await amina.submits({"name": "Exe Bay Together"}) is None
    await world.settle()
    assert "Exe Bay Together" in world.room[0].plain


async def test_whoever_does_not_say_is_asked_again_after_four_weeks(world: World) -> None:
    await world.begins()
    ruth = world.person("Ruth Lacey")
    first, second = await ruth.types("/win The ramp is in"), await ruth.types("/win The second ramp is in")
    assert first is not None
    assert second is not None
    assert "Which organisation" in first.plain
    assert "Which organisation" not in second.plain
    await ruth.presses(world.room[0], "mine.open")
    assert ruth.form is not None
    assert "Which organisation" in ruth.form.plain
    await world.moves_to(MONDAY + timedelta(days=27))
    early = await ruth.types("/win The third ramp is in")
    await world.moves_to(MONDAY + timedelta(days=29))
    due = await ruth.types("/win The fourth ramp is in")
    assert early is not None
    assert due is not None
    assert "Which organisation" not in early.plain
    assert "Which organisation" in due.plain


async def test_a_cheer_leaves_the_wins_in_their_places(world: World) -> None:
    amina = await world.begins()
    for name, organisation in (("Marek Nowak", "Tideway Foodbank"), ("Noor Iqbal", "Pebble Design Studio")):
        await world.person(name).types(f"/partnership join {organisation}")
    await amina.types("/win One of the council")
    await world.moves_to(FRIDAY)
    for name in ("Noor Iqbal", "Amina Okafor", "Marek Nowak"):
        await world.person(name).types(f"/win By {name}")
    await world.moves_to(FRIDAY + timedelta(days=7))
    before = [line for line in world.celebrations[-1].plain.splitlines() if line.startswith("By ")]

    await amina.presses(world.celebrations[-1], "celebration.cheer")
    await world.settle()

    assert "1 cheer" in world.celebrations[-1].plain
    assert [line for line in world.celebrations[-1].plain.splitlines() if line.startswith("By ")] == before


async def test_twenty_cheers_at_once_are_all_counted(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    await world.moves_to(FRIDAY)
    people = [world.person(user_id) for user_id in list(world.slack.people)[:20]]

    await asyncio.gather(*(person.presses(world.celebrations[0], "celebration.cheer") for person in people))
    await world.settle()

    assert "20 cheers" in world.celebrations[0].plain


async def test_changing_the_beginning_of_a_long_win_keeps_its_end(world: World) -> None:
    amina = await world.begins()
    receipt = await amina.types("/win " + "long " * 900 + "the end")
    assert receipt is not None
    await amina.presses(receipt, "win.edit")
    assert amina.form is not None
    shown = amina.form.payload["blocks"][0]["element"]["initial_value"]
    assert await amina.submits({"text": f"Changed {shown[8:]}"}) is None

    [kept] = await world.bot.database.read(lambda session: session.scalars(select(Win.text)).all())
    assert kept.startswith("Changed ")
    assert kept.endswith("the end")


async def test_what_was_rewritten_comes_back_if_the_win_is_gone(world: World) -> None:
    amina = await world.begins()
    receipt = await amina.types("/win We opened the hub")
    assert receipt is not None
    await amina.presses(receipt, "win.edit")
    await amina.presses(receipt, "win.undo")

    await amina.submits({"text": "We opened the hub, and a long evening it was"})

    assert "That’s gone" in amina.private()[-1].plain
    assert "and a long evening it was" in amina.private()[-1].plain


async def test_an_old_win_stays_with_the_organisation_it_was_told_for(world: World) -> None:
    amina = await world.begins()
    receipt = await amina.types("/win We opened the hub")
    assert receipt is not None
    await world.moves_to(FRIDAY)
    await amina.types("/partnership join Tideway Foodbank")
    await amina.presses(receipt, "win.edit")
    assert await amina.submits({"text": "We opened the new hub"}) is None
    await world.settle()

    assert "We opened the new hub" in world.celebrations[0].plain
    assert "Tideway" not in world.celebrations[0].plain


@pytest.mark.parametrize("name", ["Amina Okafor", "Dr Priya Raman"])
async def test_everything_about_a_win_works_from_either_workspace(world: World, name: str) -> None:
    await world.begins()
    person = world.person(name)
    await person.types("@Pencil join Quayside Surgery, public")
    await person.types("@Pencil win The waiting room has chairs")
    receipt = person.private()[-1]
    await person.presses(receipt, "win.edit")
    assert await person.submits({"text": "The waiting room has new chairs"}) is None
    await person.presses(receipt, "win.undo")
    await person.presses(receipt, "win.restore")
    await person.presses(receipt, "win.celebrate")
    await world.settle()
    assert "The waiting room has new chairs" in world.room[-1].plain
    await person.presses(world.room[-1], "celebration.cheer")
    await world.settle()
    assert "1 cheer" in world.room[-1].plain
    for typed, answer in (
        ("win list", "The waiting room has new chairs"),
        ("win help", "For example:"),
        ("partners", "Quayside Surgery"),
        ("timetable", "Fridays at 15:00"),
        ("preview", "The next seven days"),
        ("help", "/win what went well"),
        ("stage", "The eight stages"),
    ):
        await person.types(f"@Pencil {typed}")
        assert answer in person.private()[-1].plain, typed
    await person.presses(world.room[0], "mine.open")
    assert person.form is not None
    assert "The waiting room has new chairs" in person.form.plain


@pytest.mark.parametrize(
    ("number", "more"), [(20, ""), (21, "and 1 more"), pytest.param(200, "and 180 more", marks=pytest.mark.slow)]
)
async def test_a_long_list_of_wins_says_how_many_more_there_are(world: World, number: int, more: str) -> None:
    amina = await world.begins()
    await tells(amina, number)
    await amina.types("/win list")
    listed = amina.private()[-1]
    assert listed.plain.count("Number") == 20
    assert ("more" in listed.plain) == bool(more)
    assert more in listed.plain


@pytest.mark.parametrize(
    ("number", "more"), [(40, ""), (41, "and 1 more"), pytest.param(200, "and 160 more", marks=pytest.mark.slow)]
)
async def test_a_full_celebration_says_how_many_more_there_are(world: World, number: int, more: str) -> None:
    amina = await world.begins()
    await tells(amina, number)
    await world.moves_to(FRIDAY)
    [post] = world.celebrations
    assert post.plain.count("Number") == 40
    assert ("more" in post.plain) == bool(more)
    assert more in post.plain


async def test_composing_and_celebrating_at_once_make_one_celebration(world: World) -> None:
    """Whoever is first has the win; the other is told so. (SQLite has one writer; PostgreSQL has locks.)"""
    amina = await world.begins()
    receipt = await amina.types("/win We opened the hub")
    assert receipt is not None
    world.sandbox.clock.move_to(FRIDAY)

    await asyncio.gather(tick(world.bot), *(amina.presses(receipt, "win.celebrate") for _ in range(3)))
    await world.settle()

    assert sum("We opened the hub" in message.plain for message in world.room) == 1


async def test_a_host_can_take_back_what_should_not_stand(world: World) -> None:
    amina = await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("/win Told by mistake")
    await marek.types("/win list")
    assert [label for label, _, _ in marek.private()[-1].buttons] == ["Edit", "Undo", "Share a win"]
    await world.person("Noor Iqbal").types("/win list")
    assert [label for label, _, _ in world.person("Noor Iqbal").private()[-1].buttons] == ["Share a win"]
    await world.moves_to(FRIDAY)
    await amina.types("/win list")

    await amina.presses(amina.private()[-1], "win.edit")
    assert await amina.submits({"text": "Told in other words"}) is None
    assert f"Recorded by <@{marek.user_id}>" in amina.private()[-1].plain
    await amina.presses(amina.private()[-2], "win.undo")
    await world.settle()

    assert world.celebrations == []


@pytest.mark.parametrize("shares", [True, False])
async def test_a_win_just_recorded_is_the_one_read_later(world: World, *, shares: bool) -> None:
    amina = await world.begins()
    marek, esi = world.person("Marek Nowak"), world.person("Esi Owusu")
    await marek.types("/partnership join Tideway Foodbank, voluntary")

    def who(person: Person) -> Who:
        return Who(person.about.team_id, person.user_id)

    def both(session: Session) -> tuple[WinView, WinView]:
        partnership, member = partnerships.enter(session, HOME, who(amina), MONDAY)
        thanked = [who(person) for person in (marek, esi, amina)]
        entry = WinEntry(" We opened\x07 ", thanked, author_shares=shares)
        win = changes.record(session, partnership, member, entry, "o", MONDAY)
        return win, entries.load(session, [win.id])[0]

    fresh, later = await world.bot.database.run(both)
    assert fresh == later
    assert len(fresh.partners) == 1 + shares
