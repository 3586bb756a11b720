"""Fair turns: the spotlight goes round, privately, and nobody is named as missing."""

import asyncio
from datetime import timedelta

from jobs.tick import tick
from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.world import FRIDAY, MONDAY, World

THURSDAY = FRIDAY - timedelta(days=1)
WEEK = timedelta(weeks=1)
PLACES = (
    ("Marek Nowak", "Tideway Foodbank, voluntary"),
    ("Dr Priya Raman", "Quayside Surgery, private"),
    ("Noor Iqbal", "Exe Bay Council"),
)


async def _begins(world: World, *places: tuple[str, str]) -> Person:
    amina = await world.begins()
    for name, place in places or PLACES:
        await world.person(name).types(f"@Pencil join {place}")
    return amina


def _offers(person: Person) -> list[Message]:
    return [message for message in person.dms() if "take turns in the spotlight" in message.plain]


def _holder(world: World, *names: str) -> list[str]:
    return [name for name in names if _offers(world.person(name))]


ALL = ("Amina Okafor", "Marek Nowak", "Dr Priya Raman", "Noor Iqbal")


async def test_one_person_is_asked_a_working_day_before_and_their_words_stand_in_the_celebration(world: World) -> None:
    await _begins(world)
    await world.moves_to(THURSDAY - timedelta(minutes=1))
    assert _holder(world, *ALL) == []
    await world.moves_to(THURSDAY)
    await world.moves_to(THURSDAY + timedelta(minutes=1))
    [name] = _holder(world, *ALL)
    person = world.person(name)
    [offer] = _offers(person)
    assert [label for label, _, _ in offer.buttons] == ["Share a win", "Say what we do", "Pass it on"]

    await person.presses(offer, "spotlight.say")
    assert await person.submits({"lines": "one\ntwo\nthree\nfour"}) == {
        "lines": "That’s more than three lines, or more than 600 characters. Please shorten it; nothing is lost."
    }
    assert await person.submits({"lines": "We run the lunch.\nTuesdays at noon."}) is None
    await world.moves_to(FRIDAY)

    [post] = world.celebrations
    assert "In the spotlight: " in post.plain
    assert "Tuesdays at noon." in post.plain
    assert post.plain.startswith("This week’s celebration\n")

    await person.presses(offer, "spotlight.say")
    assert person.form is not None
    assert await person.submits({"lines": "We run the lunch on Wednesdays."}) is None
    await world.settle()
    assert "Wednesdays" in world.celebrations[0].plain
    assert "Tuesdays" not in world.celebrations[0].plain
    receipt = next(message for message in reversed(person.private()) if "It’s in the channel" in message.plain)
    await person.presses(receipt, "spotlight.withdraw")
    await world.settle()
    assert world.celebrations == []


async def test_passing_it_on_reaches_every_partner_and_nobody_learns_of_it(world: World) -> None:
    await _begins(world)
    await world.moves_to(THURSDAY)
    asked: list[str] = []
    for _ in ALL:
        [name] = [message for message in _holder(world, *ALL) if message not in asked]
        asked.append(name)
        person = world.person(name)
        await asyncio.gather(*(person.presses(_offers(person)[0], "spotlight.pass") for _ in range(2)))
        await world.settle()
    assert sorted(asked) == sorted(ALL)
    council = [place for place, name in enumerate(asked) if name in {"Amina Okafor", "Noor Iqbal"}]
    assert council[1] - council[0] == 1  # first somebody else of the same partner
    await world.moves_to(FRIDAY)
    assert world.celebrations == []
    assert all(len(_offers(world.person(name))) == 1 for name in ALL)

    first = world.person(asked[0])
    await first.presses(_offers(first)[0], "spotlight.say")
    assert "passed this on" in first.dms()[-1].plain


async def test_pressing_after_the_celebration_is_answered_and_late_words_go_into_the_next(world: World) -> None:
    await _begins(world)
    await world.moves_to(THURSDAY)
    [name] = _holder(world, *ALL)
    person = world.person(name)
    await world.moves_to(FRIDAY)
    assert world.celebrations == []
    await person.presses(_offers(person)[0], "spotlight.pass")
    assert "That celebration is over" in person.dms()[-1].plain
    await person.presses(_offers(person)[0], "spotlight.say")
    assert await person.submits({"lines": "We mend bicycles."}) is None
    assert "Friday 13 March" in person.private()[-1].plain
    await world.moves_to(FRIDAY + WEEK)
    assert "We mend bicycles." in world.celebrations[0].plain


async def test_sectors_and_partners_take_turns(world: World) -> None:
    await _begins(world)
    partners = {"Amina Okafor": "c", "Noor Iqbal": "c", "Marek Nowak": "f", "Dr Priya Raman": "s"}
    order: list[str] = []
    had: dict[str, int] = dict.fromkeys(ALL, 0)
    for week in range(6):
        await world.moves_to(THURSDAY + week * WEEK)
        await world.moves_to(THURSDAY + week * WEEK + timedelta(minutes=1))  # after Easter the last one comes late
        await world.moves_to(FRIDAY + week * WEEK)
        now = {name: len(_offers(world.person(name))) for name in ALL}
        [name] = [name for name in ALL if now[name] > had[name]]
        order.append(partners[name])
        had = now
    assert set(order[:3]) == {"c", "f", "s"}
    assert order[:3] == order[3:]


async def test_a_partner_celebrated_this_week_is_passed_over(world: World) -> None:
    amina = await _begins(world, ("Marek Nowak", "Tideway Foodbank"))
    for person in (amina, world.person("Marek Nowak")):
        receipt = await person.types("/win The door is painted")
        assert receipt is not None
        await person.presses(receipt, "win.celebrate")
    await world.moves_to(THURSDAY)
    assert _holder(world, *ALL) == []


async def test_the_offer_follows_the_celebration_and_waits_with_a_pause(world: World) -> None:
    amina = await _begins(world)
    await amina.types("/partnership pause until 11 March")
    await world.moves_to(THURSDAY)
    assert _holder(world, *ALL) == []
    await world.moves_to(THURSDAY + WEEK)
    assert len(_holder(world, *ALL)) == 1
    await amina.types("/partnership timetable celebrations mon 11:00")
    await world.moves_to(MONDAY + 2 * WEEK)
    assert len(_holder(world, *ALL)) == 1  # whoever has it, has it still


async def test_whoever_would_hear_of_it_only_after_the_celebration_is_not_asked(world: World) -> None:
    await _begins(world)
    await world.moves_to(THURSDAY)
    [first] = _holder(world, *ALL)
    *quiet, awake = [name for name in ALL if name != first]
    for person in map(world.person, quiet):
        await person.types(f"{'/partnership' if person.may_command else '@Pencil'} quiet 09:00-16:00")
    await world.moves_to(FRIDAY - timedelta(hours=5))
    await world.person(first).presses(_offers(world.person(first))[0], "spotlight.pass")
    await world.settle()
    assert set(_holder(world, *ALL)) == {first, awake}
    await world.person(awake).presses(_offers(world.person(awake))[0], "spotlight.pass")
    await world.moves_to(FRIDAY + timedelta(hours=2))
    assert set(_holder(world, *ALL)) == {first, awake}


async def test_what_a_host_changes_of_another_is_in_the_log_and_what_is_taken_back_is_kept(world: World) -> None:
    amina = await _begins(world, ("Marek Nowak", "Tideway Foodbank"))
    marek = world.person("Marek Nowak")
    await world.moves_to(THURSDAY)
    if not _offers(marek):
        await amina.presses(_offers(amina)[0], "spotlight.pass")
        await world.settle()
    await marek.presses(_offers(marek)[0], "spotlight.say")
    assert await marek.submits({"lines": "We feed many families."}) is None
    receipt = marek.private()[-1]
    await amina.types("/partnership log")
    assert "spotlight" not in amina.private()[-1].plain

    await amina.presses(receipt, "spotlight.withdraw")
    await amina.types("/partnership log")
    assert "took back what somebody said in the spotlight" in amina.private()[-1].plain
    await marek.presses(_offers(marek)[0], "spotlight.say")
    assert marek.form is not None
    assert "We feed many families." in str(marek.form)


async def test_two_turns_at_once_make_one_offer(world: World) -> None:
    await _begins(world)
    world.sandbox.clock.move_to(THURSDAY)
    await asyncio.gather(*(tick(world.bot) for _ in range(3)))
    await world.settle()
    assert sum(len(_offers(world.person(name))) for name in ALL) == 1


async def test_the_headline_counts_what_organisations_and_sectors_share(world: World) -> None:
    amina = await _begins(world)
    marek = world.person("Marek Nowak")
    await amina.types(f"/win The hub is open, thanks to <@{marek.user_id}>")
    await amina.types("/win A door was painted")
    await world.moves_to(FRIDAY)
    headline = "This week’s celebration: 2 wins, 1 of them shared"
    assert headline in world.celebrations[0].plain


async def test_a_win_takes_up_what_was_offered(world: World) -> None:
    await _begins(world)
    await world.moves_to(THURSDAY)
    [name] = _holder(world, *ALL)
    person = world.person(name)
    await person.presses(_offers(person)[0], "win.share")
    assert await person.submits({"text": "The door is painted"}) is None

    await person.types("@Pencil mine")
    await person.presses(
        next(message for message in reversed(person.private()) if "mine.open" in str(message.blocks)), "mine.open"
    )
    assert person.form is not None
    assert "turn in the spotlight" not in person.form.plain
    await world.moves_to(FRIDAY)
    assert "The door is painted" in world.celebrations[0].plain
