"""A partnership that cannot be dealt with keeps nobody else from what is due to them."""

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfoNotFoundError

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from benchmarks.generate import NOW, Size, fill
from bot.models import Partnership, Post, Schedule
from bot.schedule import timetable
from jobs import tick as ticks
from tests.world import World

pytestmark = pytest.mark.slow

MANY = 7
NOBODYS = "Atlantis/Old_Town"  # a time zone


@pytest.fixture
def many(world: World) -> World:
    """Partnerships in which a celebration is due; nothing else has been said lately."""
    size = Size(wins=20 * MANY, schedules=len(timetable.KINDS) * MANY, due=MANY)
    fill(world.bot.database.engine, size)
    world.sandbox.clock.move_to(NOW)
    return world


def _breaks(session: Session, *partnership_ids: int) -> None:
    session.execute(update(Partnership).where(Partnership.id.in_(partnership_ids)).values(zone=NOBODYS))


def _mends(session: Session) -> None:
    session.execute(update(Partnership).values(zone="Europe/London"))


def _celebrated(session: Session) -> list[int]:
    today = select(Post.partnership_id).where(Post.kind == "celebrations", Post.written_at >= NOW)
    return sorted(session.scalars(today))


async def _would_celebrate(world: World) -> list[int]:
    channels = [channel for kind, channel in await ticks.rehearse(world.bot) if kind == "celebrations"]
    partnership_ids = select(Partnership.id).where(Partnership.channel_id.in_(channels))
    return await world.bot.database.read(lambda session: sorted(session.scalars(partnership_ids)))


async def _turns(world: World) -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        await ticks.tick(world.bot)


@pytest.mark.parametrize("broken", [[0], [2], [-1], [0, 1, 3]])
async def test_the_others_celebrate_whoever_cannot(many: World, broken: Sequence[int]) -> None:
    database = many.bot.database
    everybody = await _would_celebrate(many)
    assert len(everybody) > 4
    cannot = {everybody[place] for place in broken}
    sound = [person for person in everybody if person not in cannot]
    await database.run(_breaks, *cannot)

    await _turns(many)
    assert await database.read(_celebrated) == sound
    await _turns(many)
    assert await database.read(_celebrated) == sound

    await database.run(_mends)
    await ticks.tick(many.bot)
    assert await database.read(_celebrated) == everybody


async def test_a_partnership_with_many_things_due_holds_up_no_other(many: World) -> None:
    database = many.bot.database
    ahead = NOW + timedelta(days=1)
    await database.run(lambda session: session.execute(update(Schedule).values(turned_at=ahead)) and None)
    await database.run(_breaks, 3)

    await _turns(many)

    wrong = select(Schedule.partnership_id).where(Schedule.turned_at == ahead).distinct()
    assert await database.read(lambda session: session.scalars(wrong).all()) == [3]


async def test_where_more_than_a_few_cannot_everybody_else_has_their_chance(many: World) -> None:
    database = many.bot.database
    everybody = await _would_celebrate(many)
    await database.run(_breaks, *{*range(1, MANY + 1)} - {everybody[2]})

    faults = await ticks._write_due(many.bot)
    assert len(faults) <= 1 + ticks._FEW  # all of them together, and each of a few
    for _ in range(50):
        await _turns(many)
        if celebrated := await database.read(_celebrated):
            break
    assert celebrated == [everybody[2]]


async def test_the_clock_does_not_stand_still_for_one_of_them(many: World) -> None:
    await many.bot.database.run(_breaks, 1)

    await _turns(many)

    assert many.bot.metrics.ticked_at is not None
