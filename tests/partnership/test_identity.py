"""In an Enterprise Grid Slack says of the same person now their workspace, now its enterprise: it is one person."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.models import Cheer, Help, Member, Thanks
from sandbox.actors.person import Person
from sandbox.slack.people import ESTUARY, GENERAL, HUB
from tests.world import FRIDAY, World

GRID = {ESTUARY: "E0HEALTH1", HUB: "E0COUNTY1"}


def _rows(world: World, *columns: Any) -> list[Any]:
    with Session(world.bot.database.engine) as session:
        return [tuple(row) for row in session.execute(select(*columns))]


def _known(world: World, person: Person) -> int:
    with Session(world.bot.database.engine) as session:
        return session.scalars(select(func.count()).where(Member.user_id == person.user_id)).one()


@pytest.fixture
def grid(world: World) -> World:
    world.slack.enterprises = GRID
    return world


async def test_who_speaks_and_presses_is_one_member(grid: World) -> None:
    await grid.begins()
    priya = grid.person("Dr Priya Raman")
    await priya.types("@Pencil join Quayside Surgery, public")
    await priya.types("@Pencil win The clinic opened")
    await priya.presses(priya.private()[-1], "win.undo")
    assert "undone" in priya.private()[-1].plain.lower()

    await priya.presses(grid.room[0], "mine.open")
    assert priya.form is not None
    assert "Quayside Surgery" in priya.form.plain
    assert _known(grid, priya) == 1


async def test_nobody_cheers_or_helps_twice_as_two(grid: World) -> None:
    amina, priya = await grid.begins(), grid.person("Dr Priya Raman")
    await priya.types("@Pencil join Quayside Surgery, public")
    await amina.types("/win We thank @Dr Priya Raman")
    await amina.types("/blocker No room for twelve")
    await amina.presses(amina.private()[-1], "blocker.post")
    await grid.settle()
    await grid.moves_to(FRIDAY)
    for enterprises in ({}, GRID):
        grid.slack.enterprises = enterprises
        card = next(message for message in grid.room if "blocker.help" in str(message.blocks))
        await priya.presses(card, "blocker.help")
        await priya.presses(grid.celebrations[0], "celebration.cheer")

    assert [len(_rows(grid, table.user_id)) for table in (Cheer, Help, Thanks)] == [1, 1, 1]
    assert _known(grid, priya) == 1


async def test_home_shows_every_partnership_whichever_way_somebody_came_to_it(grid: World) -> None:
    amina = await grid.begins()
    await grid.person("Leila Haddad").types("/partnership start Second", channel="general")
    grid.slack.channels[GENERAL].shared = True
    await amina.types("@Pencil join Exe Bay Council, public", channel="general")  # as of the enterprise
    assert sorted(_rows(grid, Member.team_id)) == [(GRID[HUB],), (HUB,), (HUB,)]

    await amina.opens_home()
    await grid.settle()

    assert amina.home is not None
    assert "Exe Bay Together" in amina.home.plain
    assert "Second" in amina.home.plain


async def test_somebody_of_another_enterprise_with_the_same_id_is_somebody_else_elsewhere(grid: World) -> None:
    """Who is in one partnership learns nothing of another by a number that happens to be the same."""
    amina = await grid.begins()
    await grid.person("Leila Haddad").types("/partnership start Second", channel="general")
    with Session(grid.bot.database.engine) as session, session.begin():
        place = session.scalars(select(Member.partnership_id).where(Member.user_id != amina.user_id)).one()
        now = grid.bot.clock()
        session.add(
            Member(partnership_id=place, team_id="T0OTHERS1", user_id=amina.user_id, joined_at=now, seen_at=now)
        )

    await amina.opens_home()
    await grid.settle()

    assert amina.home is not None
    assert "Second" not in amina.home.plain


async def test_forgetting_reaches_what_is_theirs_either_way(grid: World) -> None:
    amina, priya = await grid.begins(), grid.person("Dr Priya Raman")
    await priya.types("@Pencil win The clinic opened")  # as of her enterprise
    await amina.types("/win @Dr Priya Raman lent us a hall")  # and of her workspace
    assert _rows(grid, Thanks.team_id) == [(ESTUARY,)]

    await priya.types("@Pencil forget-me")
    await priya.presses(priya.private()[-1], "forget.open")
    assert await priya.submits() is None

    with Session(grid.bot.database.engine) as session:
        assert priya.user_id not in {*session.scalars(select(Thanks.user_id)), *session.scalars(select(Member.user_id))}
