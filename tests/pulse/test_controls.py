"""What hosts do with the pulse: skip it, move it, stop it, raise the floor, pause."""

from datetime import timedelta

from sandbox.actors.person import Person
from tests import polling
from tests.polling import (
    EARLIER,
    MONTH,
    OPENING,
    RESULTS,
    answers,
    day,
    moment,
    newest_pulse,
    opened,
    openings,
    peopled,
    rows_held,
)
from tests.world import World, as_it_was


async def _stops(host: Person) -> None:
    await host.types("/partnership pulse stop")
    await host.presses(host.private()[-1], "pulse.stop")


async def test_hosts_skip_a_month_and_take_that_back(world: World) -> None:
    people = await peopled(world)
    amina, marek = people[0], world.person("Marek Nowak")
    await marek.types("/partnership pulse skip")
    assert "Only a host" in marek.private()[-1].plain
    await amina.types("/partnership pulse skip")
    assert f"{day(EARLIER)} is skipped" in amina.private()[-1].plain
    assert day(OPENING) in amina.private()[-1].plain
    await amina.presses(amina.private()[-1], "pulse.unskip")
    assert moment(EARLIER) in amina.private()[-1].plain
    await amina.types("/partnership pulse skip")

    await world.moves_to(EARLIER)

    assert openings(world) == []
    await world.moves_to(OPENING)
    assert len(openings(world)) == 1


async def test_hosts_move_it_and_switch_it_off_and_on(world: World) -> None:
    people = await peopled(world)
    amina = people[0]
    await amina.types("/partnership timetable pulse thu 14:00")
    assert "the first Thursday of a month at 14:00" in amina.private()[-1].plain
    await amina.types("/partnership timetable pulse off")
    await world.moves_to(OPENING)
    await amina.types("/partnership timetable pulse tue 10:00")
    await amina.types("/partnership timetable pulse on")

    await world.moves_to(OPENING + MONTH)

    assert len(openings(world)) == 1


async def test_a_pulse_moved_within_its_month_does_not_come_twice(world: World) -> None:
    people, _ = await opened(world)
    await _stops(people[0])
    await people[0].types("/partnership timetable pulse thu 10:00")

    await world.moves_to(OPENING + timedelta(days=2, hours=1))

    assert len(openings(world)) == 1


async def test_hosts_stop_one_and_its_answers_are_deleted(world: World) -> None:
    people, post = await opened(world)
    await answers(people[3], post)

    await people[1].types("/partnership pulse stop")
    assert "Only a host" in people[1].private()[-1].plain
    await people[0].types("/partnership pulse stpo")
    assert "Did you mean /partnership pulse stop?" in people[0].private()[-1].plain
    await people[0].types("/partnership pulse results")
    assert "I don’t know pulse results, so nothing changed" in people[0].private()[-1].plain
    question = await people[0].types("/partnership pulse stop")
    assert question is not None
    assert "delete all its answers for good" in question.plain
    assert await world.bot.database.read(rows_held) > 0
    again = as_it_was(question)
    await people[0].presses(question, "pulse.stop")
    await world.settle()

    assert "A host has stopped this pulse" in openings(world)[0].plain
    assert await world.bot.database.read(rows_held) == 0
    for asks in (people[0].types("/partnership pulse stop"), people[0].presses(again, "pulse.stop")):
        await asks
        assert "nothing to stop" in people[0].private()[-1].plain


async def test_the_floor_is_raised_from_the_next_pulse_on_and_never_lowered(world: World) -> None:
    people, _ = await opened(world, 14)
    amina = people[0]
    await amina.types("/partnership pulse floor 8")  # just under a band of answers, so it is raised to that
    assert "results need 10 answers" in amina.private()[-1].plain
    for bad in ("4", "many", "51", ""):
        await amina.types(f"/partnership pulse floor {bad}")
        assert "stays as it is" in amina.private()[-1].plain
    await amina.types("/partnership pulse floor 6")  # what no pulse has opened with can be taken back
    await amina.types("/partnership pulse floor 8")
    assert (await newest_pulse(world)).floor == 5
    await amina.types("/partnership pulse")
    assert "/partnership pulse floor 15 waits for more answers" in amina.private()[-1].plain
    await amina.types("/partnership pulse floor 50")
    await amina.types("/partnership pulse")
    assert "pulse floor" not in amina.private()[-1].plain  # there is no higher one
    await amina.types("/partnership pulse floor 8")

    await _stops(amina)
    await world.moves_to(OPENING + MONTH)

    assert len(openings(world)) == 1
    assert any("fewer than 20" in message.plain for message in amina.dms())


async def test_a_paused_partnership_hears_its_results_when_it_goes_on(world: World) -> None:
    people, post = await opened(world)
    for person in people[:6]:
        await answers(person, post)
    await people[0].types("/partnership pause")

    await world.moves_to(RESULTS + timedelta(days=1))
    assert polling.results(world) == []
    assert await world.bot.database.read(rows_held) == 0
    await people[0].types("/partnership resume")
    await world.moves_to(RESULTS + timedelta(days=2))

    assert len(polling.results(world)) == 1


async def test_skipping_while_it_is_due_leaves_out_that_one(world: World) -> None:
    people = await peopled(world)
    world.sandbox.clock.move_to(OPENING + timedelta(minutes=5))

    await people[0].types("/partnership pulse skip")
    await world.moves_to(OPENING + timedelta(minutes=6))

    assert f"{day(OPENING)} is skipped" in people[0].private()[-1].plain
    assert openings(world) == []
    await world.moves_to(OPENING + MONTH)
    assert len(openings(world)) == 1


async def test_two_skips_of_which_one_is_taken_back(world: World) -> None:
    people = await peopled(world)
    amina = people[0]
    first = await amina.types("/partnership pulse skip")
    await amina.types("/partnership pulse skip")
    assert first is not None
    await amina.presses(first, "pulse.unskip")
    for days in (0, 1):  # Good Friday's celebration has the first of them
        await world.moves_to(EARLIER + timedelta(days=days))
    assert len(openings(world)) == 1

    await amina.types("/partnership pulse")
    assert f"The next pulse opens on {day(OPENING + MONTH)}" in amina.private()[-1].plain
    await amina.types("/partnership pulse skip")
    assert f"{day(OPENING + MONTH)} is skipped" in amina.private()[-1].plain


async def test_a_skip_is_taken_back_in_time_or_not_at_all(world: World) -> None:
    people = await peopled(world)
    skipped = await people[0].types("/partnership pulse skip")
    assert skipped is not None
    await world.moves_to(EARLIER + timedelta(days=3))

    await people[0].presses(skipped, "pulse.unskip")

    assert "too late for that one" in people[0].private()[-1].plain
