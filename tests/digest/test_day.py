"""The day of the hosts' digest: theirs to choose, and never twice in a week."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.models import Partnership
from bot.schedule import asking_days
from sandbox.actors.person import Person
from tests.world import DIGEST, FRIDAY, World

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


async def _says(person: Person, words: str) -> str:
    await person.types(f"/partnership {words}" if person.may_command else f"@Pencil {words}")
    return person.private()[-1].plain


def _here(world: World) -> Any:
    with Session(world.bot.database.engine) as session:
        return session.get_one(Partnership, 1)


async def _hosting(world: World, name: str) -> Person:
    amina, person = await world.begins(), world.person(name)
    if name != "Amina Okafor":
        await person.types("@Pencil join Quayside Surgery, public")
        await amina.types(f"/partnership host @{name}")
    return person


@pytest.mark.parametrize("name", ["Amina Okafor", "Dr Priya Raman"])
async def test_a_host_chooses_the_day_in_a_line(world: World, name: str) -> None:
    host = await _hosting(world, name)
    assert "Digest for hosts: on Mondays" in await _says(host, "settings")
    assert "Digest for hosts: on Wednesdays" in await _says(host, "timetable digest wed")
    assert "Digest for hosts: on Wednesdays" in await _says(host, "settings digest Wednesday")
    assert "moved the hosts’ digest to Wednesdays" in await _says(host, "log")

    await world.moves_to(FRIDAY)  # with nothing to celebrate
    before = len(host.dms())
    await world.moves_to(DIGEST)
    assert len(host.dms()) == before
    await world.moves_to(DIGEST + 2 * DAY)
    assert "There was nothing to celebrate." in host.dms()[-1].plain
    assert "The next digest comes on Wednesday 18 March" in await _says(host, "digest")


async def test_a_host_chooses_the_day_in_the_form(world: World) -> None:
    amina = await world.begins()
    await _says(amina, "settings")
    await amina.presses(amina.private()[-1], "house.open")
    assert await amina.submits({"digest": "fri"}) is None
    assert "Digest for hosts: on Fridays" in amina.private()[-1].plain
    assert _here(world).digest_at == DIGEST + 4 * DAY


@pytest.mark.parametrize("typed", ["Sunday", "whenever", "mon tue", "9:00"])
async def test_a_day_that_is_no_working_day_is_refused(world: World, typed: str) -> None:
    amina = await world.begins()
    assert "comes on a working day" in await _says(amina, f"settings digest {typed}")
    assert _here(world).digest_day == "mon"
    await _says(amina, "settings digest Monday")  # as it is
    assert "digest" not in await _says(amina, "log")


async def test_only_hosts_choose_it(world: World) -> None:
    await world.begins()
    assert "Only a host" in await _says(world.person("Dr Priya Raman"), "settings digest friday")
    assert _here(world).digest_day == "mon"


async def test_however_the_day_is_changed_a_week_has_one_digest(world: World) -> None:
    amina = await world.begins()

    async def chooses(day: str) -> datetime:
        await _says(amina, f"settings digest {day}")
        at = _here(world).digest_at
        assert isinstance(at, datetime)
        return at

    await world.moves_to(DIGEST)
    assert await chooses("friday") == DIGEST + WEEK + 4 * DAY  # that of this week has come
    await world.moves_to(DIGEST + WEEK + 2 * DAY)
    assert await chooses("tuesday") == DIGEST + WEEK + 4 * DAY  # this week's Tuesday is over
    await world.moves_to(DIGEST + WEEK + 4 * DAY)
    assert _here(world).digest_at == DIGEST + 2 * WEEK + DAY


async def test_days_off_and_other_clocks_move_it_within_its_week(world: World) -> None:
    amina = await world.begins()
    await _says(amina, "settings closed 9 March")
    assert _here(world).digest_at == DIGEST + DAY
    await _says(amina, "settings zone Europe/Paris")
    assert _here(world).digest_at == DIGEST + DAY - timedelta(hours=1)
    await _says(amina, "settings open 9 March")
    assert _here(world).digest_at == DIGEST - timedelta(hours=1)
    await _says(amina, "settings closed 9 March to 13 March")
    assert _here(world).digest_at == DIGEST + WEEK - timedelta(hours=1)  # a week without a working day has none


def test_a_day_far_from_the_clocks_it_was_worked_out_by_stays_in_its_week() -> None:
    here = Partnership(zone="Pacific/Auckland", holidays="NZ", closures=[], digest_day="mon")
    here.digest_at = asking_days.next_digest(here, DIGEST - 3 * DAY)
    asking_days.move_digest(here, {"zone": "America/Los_Angeles"}, DIGEST - 3 * DAY)
    assert here.digest_at.date() == DIGEST.date()
