"""The question whether vision or effort should move: every quarter, and when the wins drift."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.models import Aim, Schedule, Win
from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.choosing import says_more
from tests.vision.visions import AIMS, decides, newest_card, pencilled, proposes, rows
from tests.world import MONDAY, World

QUARTER = datetime(2026, 6, 4, 9, 0, tzinfo=UTC)  # the Thursday thirteen weeks on, at ten in London
THURSDAY = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)


def _asked(world: World) -> list[Message]:
    return [
        message
        for message in world.room
        if "what we’re here for?" in message.plain or "What are we here for?" in message.plain
    ]


async def _tells(world: World, person: Person, number: int, aim: Aim | None = None) -> None:
    """So many wins towards the aim, or said to fit none."""
    for place in range(number):
        await person.types("/win")
        chosen = {"aim": str(aim.id) if aim else "0"}
        assert await person.submits({"text": f"Win {place} {'towards it' if aim else 'beside it'}", **chosen}) is None


async def _those(world: World, person: Person) -> Message:
    """The wins that the newest question is about, as it shows them to who asks."""
    await person.presses(_asked(world)[-1], "vision.outside")
    return person.private()[-1]


async def _next(world: World) -> datetime | None:
    query = select(Schedule.next_at).where(Schedule.kind == "vision")
    return await world.bot.database.read(lambda session: session.scalars(query).one())


# Every quarter


async def test_every_quarter_the_vision_is_looked_at(world: World) -> None:
    amina = await pencilled(world)
    await amina.types("/partnership timetable skills off")  # after the leap below they would be late, and take the day
    first = (await rows(world, Aim))[0]
    await _tells(world, amina, 2, first)
    world.sandbox.clock.move_to(QUARTER - timedelta(weeks=1))
    await _tells(world, amina, 1, first)
    for early in (timedelta(days=1), timedelta(minutes=1)):
        await world.moves_to(QUARTER - early)
    assert _asked(world) == []

    await world.moves_to(QUARTER)

    [post] = _asked(world)
    assert f"For eight weeks no win has named aim 2. “{AIMS[1]}”, nor 1 other aim." in post.plain
    assert [label for label, _, _ in post.buttons] == ["Propose a change", "Fewer of these"]
    priya = world.person("Hana Kobayashi")
    await priya.presses(post, "vision.propose")
    assert priya.form is not None
    assert AIMS[2] in str(priya.form.payload)
    await world.moves_to(QUARTER + timedelta(weeks=12))
    assert len(_asked(world)) == 1
    for quarters in (1, 2):  # it takes turns with what to look at next
        await world.moves_to(QUARTER + timedelta(weeks=13 * quarters, hours=1))
        assert len(_asked(world)) == quarters


async def test_where_there_is_no_vision_a_first_one_is_asked_for(world: World) -> None:
    amina = await world.begins()
    await amina.types("/partnership why The hall closes in May")
    await world.moves_to(QUARTER)

    [post] = _asked(world)
    assert "There is no vision here yet" in post.plain
    assert "The hall closes in May" in post.plain
    await world.person("Dr Priya Raman").presses(post, "vision.propose")
    assert world.person("Dr Priya Raman").form is not None


async def test_a_vision_just_changed_is_not_asked_about(world: World) -> None:
    amina = await pencilled(world)
    world.sandbox.clock.move_to(QUARTER - timedelta(weeks=1))
    await decides(world, amina, await proposes(world, amina, "Nobody in Exe Bay eats alone"))

    await world.moves_to(QUARTER)

    assert _asked(world) == []


async def test_it_is_in_timetable_and_preview_and_can_be_switched_off(world: World) -> None:
    amina = await world.begins()
    await amina.types("/partnership timetable")
    assert "Questions about the vision: every 13 weeks on a Thursday at 10:00" in amina.private()[-1].plain
    world.sandbox.clock.move_to(QUARTER - timedelta(days=2))
    await amina.types("/partnership preview")
    assert "Questions about the vision, asking for a first vision" in amina.private()[-1].plain
    await amina.types("/partnership timetable vision off")

    await world.moves_to(QUARTER + timedelta(days=1))

    assert _asked(world) == []


# Drift


async def test_when_half_of_the_last_ten_wins_fit_no_aim_it_is_asked_soon_and_once_in_eight_weeks(world: World) -> None:
    amina = await pencilled(world)
    first = (await rows(world, Aim))[0]
    await _tells(world, amina, 5, first)
    await _tells(world, amina, 4)
    assert await _next(world) == QUARTER
    await _tells(world, amina, 1)
    await world.moves_to(MONDAY + timedelta(hours=1))
    assert _asked(world) == []

    await world.moves_to(TUESDAY)

    [post] = _asked(world)
    assert "Of our last 10 wins, 5 were said to fit none of our aims" in post.plain
    assert "For eight weeks" not in post.plain
    assert [label for label, _, _ in post.buttons] == ["Propose a change", "See those wins", "Fewer of these"]
    assert (await _those(world, amina)).plain.count("beside it") == 5
    assert await _next(world) == QUARTER
    for week in range(1, 8):
        world.sandbox.clock.move_to(TUESDAY + timedelta(weeks=week))
        await _tells(world, amina, 2)
        await world.moves_to(TUESDAY + timedelta(weeks=week, days=2))
    assert len(_asked(world)) == 1
    world.sandbox.clock.move_to(TUESDAY + timedelta(weeks=8, hours=1))  # the clock goes on while Pencil asks
    await _tells(world, amina, 1)
    for days in range(1, 5):
        await world.moves_to(TUESDAY + timedelta(weeks=8, days=days, hours=6))

    assert len(_asked(world)) == 2


async def test_a_win_of_which_nobody_named_an_aim_is_not_one_that_fits_none(world: World) -> None:
    amina = await pencilled(world)
    for place in range(10):
        await amina.types("/win")
        assert await amina.submits({"text": f"Win {place}"}) is None
    await amina.types("/win By text")
    await world.moves_to(TUESDAY)
    assert _asked(world) == []

    marek = world.person("Marek Nowak")
    for receipt in amina.private()[-5:]:
        await says_more(marek, receipt, "aim", "0")  # no host, nor their author
    await world.moves_to(TUESDAY + timedelta(days=1))
    assert _asked(world) == []
    for receipt in amina.private()[-5:]:
        await says_more(amina, receipt, "aim", "0")
    await world.moves_to(TUESDAY + timedelta(days=2))
    assert len(_asked(world)) == 1


async def test_what_fitted_no_aim_of_an_earlier_version_may_fit_one_now(world: World) -> None:
    amina = await pencilled(world)
    await _tells(world, amina, 10)
    world.sandbox.clock.move_to(MONDAY + timedelta(hours=1))
    await decides(world, amina, await proposes(world, amina, "\n".join(["Nobody eats alone", *AIMS, "Warm rooms"])))

    await world.moves_to(TUESDAY)

    assert _asked(world) == []


async def test_such_a_win_becomes_a_proposed_aim_in_one_press(world: World) -> None:
    amina = await pencilled(world)
    await _tells(world, amina, 10)
    await world.moves_to(TUESDAY)
    hana = world.person("Hana Kobayashi")

    await hana.presses(await _those(world, hana), "vision.from_win")
    assert await hana.submits() is None
    await world.settle()

    assert "New aim: 4. Win 9 beside it" in newest_card(world).plain
    assert "Dropped" not in newest_card(world).plain


async def test_an_eighth_aim_is_shown_and_not_taken(world: World) -> None:
    amina = await pencilled(
        world, "\n".join(["Nobody eats alone", *(f"The {place} of all aims" for place in "abcdefg")])
    )
    await _tells(world, amina, 10)
    await world.moves_to(TUESDAY)
    await amina.presses(await _those(world, amina), "vision.from_win")
    assert amina.form is not None
    assert "There are 7 aims already, and one more here" in amina.form.plain

    assert "That’s 8 aims" in str(await amina.submits())


async def test_what_is_said_meanwhile_can_make_it_unnecessary(world: World) -> None:
    amina = await pencilled(world)
    await _tells(world, amina, 10)
    first = (await rows(world, Aim))[0]
    for receipt in amina.private()[-7:]:
        await says_more(amina, receipt, "aim", str(first.id))

    await world.moves_to(TUESDAY)

    assert _asked(world) == []
    assert await _next(world) == QUARTER


async def test_wins_from_before_the_first_vision_do_not_count(world: World) -> None:
    amina = await world.begins()
    for place in range(12):
        await amina.types(f"/win Win {place}")
    world.sandbox.clock.move_to(MONDAY + timedelta(hours=1))
    await decides(world, amina, await proposes(world, amina, "Nobody eats alone\nA warm lunch"))
    await amina.types("/win One more")
    await world.moves_to(TUESDAY + timedelta(hours=2))

    assert _asked(world) == []


async def test_it_leaves_the_day_to_what_comes_on_it(world: World) -> None:
    amina = await pencilled(world)
    world.sandbox.clock.move_to(THURSDAY)
    await _tells(world, amina, 10)
    await amina.types("/partnership timetable vision 16:00")
    await amina.types("/win And one more")
    await world.moves_to(THURSDAY + timedelta(days=1, hours=5))
    await world.moves_to(THURSDAY + timedelta(days=1, hours=6))
    assert len(world.celebrations) == 1
    assert _asked(world) == []

    await world.moves_to(THURSDAY + timedelta(days=4, hours=6))

    assert len(_asked(world)) == 1


async def test_a_win_undone_or_changed_is_so_where_the_question_leads(world: World) -> None:
    amina = await pencilled(world)
    first = (await rows(world, Aim))[0]
    await _tells(world, amina, 11)
    receipts = amina.private()[-7:]
    await world.moves_to(TUESDAY)
    assert "beside it" not in _asked(world)[0].plain
    assert "Win 10 beside it" in (await _those(world, amina)).plain

    await amina.presses(receipts[-1], "win.undo")

    those = await _those(world, amina)
    assert "Win 10 beside it" not in those.plain
    assert "Win 9 beside it" in those.plain
    await amina.presses(those, "vision.from_win")
    assert amina.form is not None
    for receipt in receipts[:-1]:
        await says_more(amina, receipt, "aim", str(first.id))
    assert "no longer so" in (await _those(world, amina)).plain
    assert len(await rows(world, Win)) == 11


async def test_a_pause_and_a_switch_are_respected(world: World) -> None:
    amina = await pencilled(world)
    await amina.types("/partnership timetable vision off")
    await _tells(world, amina, 10)
    await world.moves_to(TUESDAY + timedelta(hours=1))
    assert _asked(world) == []
    await amina.types("/partnership timetable vision on")
    await amina.types("/partnership pause")
    await _tells(world, amina, 1)
    await world.moves_to(TUESDAY + timedelta(days=2))

    assert _asked(world) == []
