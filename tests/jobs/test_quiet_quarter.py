"""Few and worthwhile: how often Pencil speaks unasked in a busy quarter, and in a dead one."""

import random
import shutil
import statistics
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sandbox.actors.person import Person
from sandbox.slack.people import HUB, Someone, cast
from tests.conftest import MANIFEST
from tests.world import MONDAY, World

pytestmark = pytest.mark.slow

WEEKS = 13
WINS, BLOCKERS, SKILLS = 40, 15, 4  # a week
PEOPLE = 120
LONDON = ZoneInfo("Europe/London")


def _people() -> list[Someone]:
    known = cast()
    more = (
        Someone(f"U1{number:03d}HUB", HUB, f"Person {number}", known[number % len(known)].organisation, "public")
        for number in range(PEOPLE - len(known))
    )
    return [*known, *more]


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> str:
    shutil.copy(sqlite_template, tmp_path / "quarter.db")
    return f"sqlite:///{tmp_path / 'quarter.db'}"


def _unasked(world: World) -> list[datetime]:
    """When Pencil spoke in the channel without having been asked, on the partnership's clocks."""
    posts = [message for message in world.room if "Fewer of these" in [label for label, _, _ in message.buttons]]
    return [post.shown_at.astimezone(LONDON) for post in posts]


def _by_week(times: list[datetime]) -> list[int]:
    weeks = Counter((at.date() - MONDAY.date()).days // 7 for at in times)
    return [weeks[week] for week in range(WEEKS)]


async def _acts(chance: random.Random, people: list[Person]) -> None:
    """A week's worth of acts is spread over its working days; this is one of fifty-nine."""
    person = chance.choice(people)
    kind = chance.choices(["win", "blocker", "skill"], [WINS, BLOCKERS, SKILLS])[0]
    words = f"{kind} number {chance.random()}"
    await person.types(f"/{kind} {words}" if person.may_command else f"@Pencil {kind} {words}")
    if kind == "blocker":
        await person.presses(person.private()[-1], "blocker.post")


def _moments(week: int) -> Iterator[datetime]:
    """Every other hour of the working days, as a wheel that turns would see them."""
    for day in range(5):
        for hour in (9, 10, 11, 13, 15, 17):
            yield MONDAY.replace(hour=hour) + timedelta(weeks=week, days=day)


async def _quarter(world: World, *, acts: int) -> None:
    chance = random.Random(4)  # a simulation, not a secret
    people = [world.person(user_id) for user_id in world.slack.people]
    for week in range(WEEKS):
        moments = list(_moments(week))
        busy = Counter(chance.choices(moments, k=acts))
        for moment in moments:
            world.sandbox.clock.move_to(moment)
            for _ in range(busy[moment]):
                await _acts(chance, people)
            await world.moves_to(moment)


@pytest.mark.parametrize("moved", [False, True], ids=["usual", "everything on Monday at ten"])
async def test_a_busy_quarter_is_not_a_crowded_one(database: str, *, moved: bool) -> None:
    async with World(MANIFEST, database, people=_people()) as world:
        amina = await world.begins(roll_call=True)
        for number, organisation in enumerate(
            dict.fromkeys(person.organisation for person in world.slack.people.values())
        ):
            member = next(who for who in world.slack.people.values() if who.organisation == organisation)
            words = f"join {organisation}" if number else "join Exe Bay Council"
            await world.person(member.user_id).types(f"@Pencil {words}")
        if moved:
            for kind in ("celebrations", "skills", "check-ins"):
                await amina.types(f"/partnership timetable {kind} mon 10:00")
        await _quarter(world, acts=10 if moved else WINS + BLOCKERS + SKILLS)
        times = _unasked(world)
        assert world.slack.complaints == []

    weeks = _by_week(times)
    assert max(weeks) <= 3
    assert statistics.median(weeks) == 2
    assert max(Counter(at.date() for at in times).values()) == 1
    assert all(at.weekday() < 5 for at in times)


async def test_in_a_dead_quarter_only_questions_come(database: str) -> None:
    async with World(MANIFEST, database) as world:
        amina = await world.begins(roll_call=True)
        await _quarter(world, acts=0)
        times = _unasked(world)
        private = [message for message in amina.dms() if "nothing to celebrate" in message.plain.lower()]

    weeks = _by_week(times)
    assert max(weeks) == 1
    assert sum(weeks) == WEEKS // 2 + 1  # the roll-call, once
    assert len(private) == 2
