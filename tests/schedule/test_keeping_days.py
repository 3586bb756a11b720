"""Celebrations and results keep their day, whatever else is due; the preview says what will be."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Member, Occasion, Partnership, Post, Schedule
from bot.outbox import kinds
from bot.partnership import partnerships, rhythm
from bot.partnership.members import Who
from bot.partnership.partnerships import NewPartnership
from bot.partnership.rhythm import Change
from bot.schedule import calendars, due, timetable
from bot.schedule.calendars import working_day
from sandbox.actors.person import Person
from tests import databases, polling
from tests.conftest import MANIFEST
from tests.polling import LONDON, moment
from tests.world import MONDAY, World

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
AFTER_EASTER = datetime(
    2026, 4, 7, 9, tzinfo=UTC
)  # ten in London: Good Friday's and Easter Monday's posts, and the pulse
RESULTS = datetime(2026, 4, 21, 9, tzinfo=UTC)


def _unasked(session: Session) -> list[tuple[str, datetime]]:
    """What was posted in the first partnership's channel that nobody had asked for, and when."""
    rows = session.execute(
        select(Post.kind, Post.written_at)
        .where(Post.partnership_id == 1, Post.kind.in_(kinds.UNASKED_IN_CHANNEL))
        .order_by(Post.id)
    )
    return [(kind, at.replace(microsecond=0)) for kind, at in rows]


def _next_at(session: Session, kind: str) -> datetime | None:
    return session.get_one(Schedule, (1, kind)).next_at


async def _through(world: World, until: datetime) -> None:
    """The clock moves on to then, and is turned whenever something is due."""
    while True:
        [(soonest, _), *_] = await world.bot.database.read(timetable.coming_up)
        if soonest > until:
            break
        await world.moves_to(max(soonest, world.bot.clock()))
        await world.moves_to(world.bot.clock() + timedelta(seconds=1))  # which sees what has come to stand there
    await world.moves_to(until)


async def test_good_fridays_celebration_easter_mondays_check_in_and_the_pulse_meet(world: World) -> None:
    world.sandbox.clock.move_to(MONDAY + WEEK)  # so that a check-in falls on Easter Monday
    amina, *others = await polling.peopled(world)
    await _through(world, AFTER_EASTER - DAY)
    await amina.types("/win We opened the hub")
    before = len(await world.bot.database.read(_unasked))

    await amina.types("/partnership preview")
    celebrated, opens = AFTER_EASTER + timedelta(hours=5), AFTER_EASTER + DAY
    preview = amina.private()[-1].plain
    assert f"{moment(celebrated)}: Celebrations, with 1 win so far" in preview
    assert f"{moment(opens)}: Pulse, " in preview
    assert f"{moment(celebrated + 3 * DAY)}: Celebrations, again." in preview
    assert "Check-ins" not in preview

    await _through(world, opens + timedelta(seconds=1))
    await others[0].types("/win And a kitchen")
    [post] = polling.openings(world)
    closes = opens + timedelta(days=9, hours=7)
    assert moment(closes) in post.plain  # seven working days from the day it came to open
    assert moment(RESULTS) in post.plain
    for person in others[:6]:
        await polling.answers(person, post)
    await _through(world, RESULTS)

    came = (await world.bot.database.read(_unasked))[before:]
    assert [(f"{at.astimezone(LONDON):%a %-d %b}", kind) for kind, at in came] == [
        ("Tue 7 Apr", "celebrations"),
        ("Wed 8 Apr", "pulse"),
        ("Fri 10 Apr", "celebrations"),
        ("Mon 20 Apr", "checkins"),
        ("Tue 21 Apr", "pulse-results"),
    ]


async def test_what_waits_is_not_lost_by_a_change_of_its_time_or_by_reflection(world: World) -> None:
    amina = await world.begins(roll_call=True)
    await world.moves_to(AFTER_EASTER)
    waits_until = AFTER_EASTER + DAY

    for typed in ("timetable pulse thu 14:00", "reflect", "reflect end"):
        await amina.types(f"/partnership {typed}")
        assert await world.bot.database.read(_next_at, "pulse") == waits_until


async def test_each_partnership_has_room_by_its_own_posts_and_holidays(world: World) -> None:
    """Where Good Friday is no holiday, the day after Easter is the pulse's; at the same moment elsewhere it waits."""
    await world.begins(roll_call=True)
    elsewhere = NewPartnership("T0HUB", "C0HARBOUR", "Harbour", "Europe/London", "JP")
    with Session(world.bot.database.engine) as session, session.begin():
        partnerships.start(session, elsewhere, Who("T0HUB", "U0ELSE"), MONDAY)

    await _through(world, AFTER_EASTER + DAY)

    with Session(world.bot.database.engine) as session:
        came = select(Occasion.partnership_id, Occasion.came_at).where(
            Occasion.kind == "pulse", Occasion.occasion == "2026-04"
        )
        days = {here: at.replace(microsecond=0) for here, at in session.execute(came)}
    assert days == {1: AFTER_EASTER + DAY, 2: AFTER_EASTER}


# A quarter, with times at random


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> str:
    return databases.in_file(tmp_path, sqlite_template)


def _shuffle(session: Session, chance: random.Random, now: datetime) -> None:
    """Hosts have put everything on other days, many of them on one, and are closed for some."""
    here = session.get_one(Partnership, 1)
    host = session.scalars(select(Member).where(Member.host)).one()
    days, hours = chance.sample(["mon", "tue", "wed", "thu", "fri"], 3), ["10:00", "14:00"]
    for kind in timetable.KINDS:
        rhythm.change_time(session, here, host, Change(kind, chance.choice(days), chance.choice(hours)), now)
    first = MONDAY.date() + chance.randrange(20, 60) * DAY
    closed = [[first.isoformat(), (first + chance.randrange(6) * DAY).isoformat(), ""]]
    timetable.move(session, here, {"closures": closed}, now)


def _promised(session: Session, now: datetime) -> list[tuple[str, datetime]]:
    return due.outlook(session, session.get_one(Partnership, 1), now)


async def _has_news(person: Person, promise: Sequence[tuple[str, datetime]], now: datetime) -> None:
    """Where something comes today that tells of what people shared, they have shared something."""
    for kind, word in (("celebrations", "win"), ("skills", "skill")):
        if any(promised == kind and at < now + DAY for promised, at in promise):
            await person.types(f"/{word} something of {now:%-d %B}")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
async def test_for_a_quarter_what_comes_in_a_week_is_what_the_preview_promised(database: str, seed: int) -> None:
    chance = random.Random(seed)  # times, not secrets
    promises: list[tuple[datetime, list[tuple[str, datetime]]]] = []
    answered = 0
    async with World(MANIFEST, database) as world:
        people = [person for person in await polling.peopled(world, 16) if person.may_command]
        await world.bot.database.run(_shuffle, chance, world.bot.clock())
        for number in range(1, 13 * 7):
            await _through(world, (MONDAY + number * DAY).astimezone(LONDON).replace(hour=8).astimezone(UTC))
            now = world.bot.clock()
            promises.append((now, await world.bot.database.read(_promised, now)))
            await _has_news(people[0], promises[-1][1], now)
            for post in polling.openings(world)[answered:]:
                answered += 1
                for person in people[:6]:
                    await polling.answers(person, post)
        came = await world.bot.database.read(_unasked)
        celebrated = await world.bot.database.read(_celebrated_on)

    for now, promise in promises[:-7]:
        within = [(kind, at) for kind, at in came if now < at <= now + WEEK and kind != "pulse-results"]
        assert promise == within, f"seed {seed}, {now}"
    _keep_the_rule(came, celebrated)
    assert {kind for kind, _ in came} >= {"celebrations", "pulse", "pulse-results", "checkins", "skills"}


def _celebrated_on(session: Session) -> list[tuple[date, date]]:
    """The day of each celebration, and the one that was its own."""
    calendar = calendars.of(session.get_one(Partnership, 1))
    rows = session.execute(select(Occasion.occasion, Occasion.came_at).where(Occasion.kind == "celebrations"))
    return [(at.astimezone(LONDON).date(), working_day(date.fromisoformat(meant), calendar)) for meant, at in rows]


def _keep_the_rule(came: Sequence[tuple[str, datetime]], celebrated: Sequence[tuple[date, date]]) -> None:
    assert [day for day, _ in celebrated] == [meant for _, meant in celebrated]
    days = [(kind, at.astimezone(LONDON).date()) for kind, at in came]
    keep = {"celebrations", "pulse-results"}
    alone = Counter(day for _, day in days)
    assert all(alone[day] == 1 for kind, day in days if kind not in keep)
    for kind, day in days:
        week = [other for other, at in days if at.isocalendar()[:2] == day.isocalendar()[:2]]
        assert len(week) <= room_for(week), f"{kind} on {day}: {week}"


def room_for(week: Sequence[str]) -> int:
    """Three, unless what keeps its day takes more by itself."""
    return max(3, sum(kind in {"celebrations", "pulse-results"} for kind in week))
