"""Clocks that jump, hours that come twice or never, and a process that was away: each thing once, and none too late."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Partnership
from bot.partnership import members, rhythm
from bot.partnership.members import Who
from bot.partnership.rhythm import Change
from bot.schedule import timetable
from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests import polling
from tests.world import FRIDAY, MONDAY, World

pytestmark = pytest.mark.slow

DAYS = timedelta(days=1)
CHECK_IN = datetime(2026, 3, 16, 10, tzinfo=UTC)  # the first is two weeks after the start


def _check_ins(world: World) -> list[Message]:
    return [message for message in world.room if any(action == "checkin.moving" for _, action, _ in message.buttons)]


def _thread(world: World, above: Message) -> list[Message]:
    return [message for message in world.room if message.thread_ts == above.ts]


async def test_a_celebration_nobody_was_there_for_is_posted_late_and_once(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    await world.moves_to(FRIDAY - DAYS)

    await world.moves_to(FRIDAY + 2 * DAYS)
    assert len(world.celebrations) == 1
    await world.moves_to(FRIDAY + 3 * DAYS)
    await world.moves_to(FRIDAY + 4 * DAYS)
    assert len(world.celebrations) == 1
    await amina.types("/win And a kitchen")
    await world.moves_to(FRIDAY + 7 * DAYS)
    assert len(world.celebrations) == 2


async def test_a_check_in_closes_once_whoever_was_away_when_its_time_was_up(world: World) -> None:
    amina = await world.begins()
    await world.moves_to(CHECK_IN)
    await world.moves_to(CHECK_IN + timedelta(minutes=1))
    [asked] = _check_ins(world)
    await amina.presses(asked, "checkin.moving")

    await world.moves_to(CHECK_IN + 6 * DAYS)  # three days after it closes
    thread = _thread(world, asked)
    await world.moves_to(CHECK_IN + 6 * DAYS + timedelta(hours=1))

    assert len(thread) == 1
    assert _thread(world, asked) == thread


async def test_a_check_in_whose_day_has_gone_by_is_left_out(world: World) -> None:
    await world.begins()
    await world.moves_to(CHECK_IN - DAYS)

    await world.moves_to(CHECK_IN + 2 * DAYS)

    assert _check_ins(world) == []
    await world.moves_to(CHECK_IN + 14 * DAYS)
    assert len(_check_ins(world)) == 1


async def test_a_pulse_is_counted_once_whoever_was_away_when_it_closed(world: World) -> None:
    people, post = await polling.opened(world)
    for person in people[:12]:
        await polling.answers(person, post)
    await world.moves_to(polling.DAY_BEFORE)

    await world.moves_to(polling.CLOSE + 3 * DAYS)
    assert await world.bot.database.read(polling.ballots_cast) == 0
    for late in (4, 5, 6, 7):
        await world.moves_to(polling.CLOSE + late * DAYS + timedelta(hours=1))
    assert len(polling.results(world)) == 1


@pytest.mark.parametrize("away", [timedelta(hours=5), 3 * DAYS, 400 * DAYS])
async def test_a_clock_that_was_ahead_and_is_set_right_loses_nothing_and_says_nothing_twice(
    world: World, away: timedelta
) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    await world.moves_to(MONDAY + away)
    ahead = len(world.celebrations)
    assert ahead == (away >= 400 * DAYS)

    await world.moves_to(MONDAY + timedelta(hours=1))
    await amina.types("/win And a kitchen")
    await world.moves_to(FRIDAY)

    assert len(world.celebrations) == ahead + 1
    assert "And a kitchen" in world.celebrations[-1].plain
    await world.moves_to(FRIDAY + timedelta(hours=1))
    assert len(world.celebrations) == ahead + 1


async def test_a_clock_that_goes_back_does_not_repeat_what_it_has_said(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    await world.moves_to(FRIDAY)
    await amina.types("/win And a kitchen")

    for back in (timedelta(hours=2), DAYS, 3 * DAYS):
        await world.moves_to(FRIDAY - back)
        await world.moves_to(FRIDAY)

    assert len(world.celebrations) == 1
    await world.moves_to(FRIDAY + 7 * DAYS)
    assert len(world.celebrations) == 2


def _celebrates(session: Session, who: Who, zone: str, time: str, now: datetime) -> None:
    here = session.scalars(select(Partnership)).one()
    here.zone = zone
    host = members.admit(session, here, who, now)
    switched = [kind for kind, scheduled in timetable.KINDS.items() if not scheduled.wanted]
    for kind in switched:  # nothing else takes up the room there is in a week
        rhythm.change_time(session, here, host, Change(kind, on=kind == "celebrations"), now)
    rhythm.change_time(session, here, host, Change("celebrations", "sun", time), now)


async def _tells(person: Person, number: int) -> None:
    await person.types(f"/win Number {number}")


@pytest.mark.parametrize(
    ("zone", "time", "sunday"),
    [
        ("Europe/London", "01:30", datetime(2026, 3, 29, tzinfo=UTC)),  # an hour that is not there
        ("Europe/London", "01:30", datetime(2026, 10, 25, tzinfo=UTC)),  # an hour that comes twice
        ("America/New_York", "02:30", datetime(2026, 3, 8, 5, tzinfo=UTC)),
        ("America/New_York", "01:30", datetime(2026, 11, 1, 4, tzinfo=UTC)),
    ],
)
async def test_the_hour_the_clocks_change_celebrates_once(world: World, zone: str, time: str, sunday: datetime) -> None:
    amina = await world.begins()
    who = Who(amina.about.team_id, amina.user_id)
    await _tells(amina, 1)
    await world.bot.database.run(_celebrates, who, zone, time, world.bot.clock())
    await world.moves_to(sunday - 6 * DAYS)
    before = len(world.celebrations)
    await _tells(amina, 2)

    for half_hours in range(16):
        await world.moves_to(sunday + half_hours * timedelta(minutes=30))
        if len(world.celebrations) > before:
            await _tells(amina, 3)  # there is something to celebrate if it were to come again
    assert len(world.celebrations) == before + 1

    await world.moves_to(sunday + 7 * DAYS + timedelta(hours=8))
    assert len(world.celebrations) == before + 2
    next_at = await world.bot.database.read(timetable.next_at, 1, "celebrations")
    assert next_at is not None
    assert sunday + 13 * DAYS < next_at < sunday + 15 * DAYS
