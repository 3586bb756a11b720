"""What is over grows old and goes, with everything that hangs on it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.models import Consultation, Idea, Initiative, Introduction, Partnership
from bot.privacy import retention
from bot.schedule.batches import Batch
from tests.privacy.pasts import has_a_past, kept_elsewhere
from tests.world import World

OVER = {Idea, Initiative, Introduction, Consultation}
YEAR = timedelta(days=366)


async def _counts(world: World) -> dict[str, int]:
    """How many rows there are of each of these, and of what hangs on them."""
    tables = [
        table
        for old in retention.OLD
        if old.table in OVER
        for table in (old.table, *(column.class_ for column in old.hanging))
    ]
    return await world.bot.database.read(
        lambda session: {
            table.__tablename__: session.scalars(select(func.count()).select_from(table)).one() for table in tables
        }
    )


@pytest.mark.parametrize("months", [12, 36])
async def test_ideas_initiatives_introductions_and_consultations_go_once_they_are_older_than_is_kept(
    world: World, months: int
) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await has_a_past(world, marek)
    kept_elsewhere(world, marek)
    now = world.bot.clock()
    before = await _counts(world)

    def older(session: Session) -> None:
        session.execute(update(Consultation).values(closed_at=now))
        session.execute(update(Partnership).values(keep_months=months, warned_at=now, clear_at=now + YEAR))

    await world.bot.database.run(older)
    await world.bot.database.run(retention.clear, now + 2 * YEAR, Batch(50))

    assert min(before.values()) > 0
    assert await _counts(world) == (dict.fromkeys(before, 0) if months == 12 else before)
