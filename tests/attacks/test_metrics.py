"""Somebody who reads every figure, as often as they like, while a pulse is open and as it closes."""

import asyncio
import re
from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest

from bot.cli import health
from bot.lib.metrics import unseen
from bot.pulse import ballots
from jobs import scheduler
from jobs.reminders import send_reminders
from jobs.scheduler import Scheduler
from jobs.tick import tick
from sandbox.api.faults import Fault, Kind
from tests import polling
from tests.attacks import lives
from tests.conftest import MANIFEST
from tests.polling import CLOSE, DAY_BEFORE, THIRD_DAY
from tests.world import World

pytestmark = [pytest.mark.database, pytest.mark.slow]

_BY_THE_CLOCK = re.compile("^pencil_(?:schedules_behind|last_turn_timestamp).*\n", re.MULTILINE)
_TIMES = re.compile("^pencil_[a-z_]+_(?:seconds|sum|bucket|created)[ {].*\n", re.MULTILINE)
_OF_WORK = re.compile("^pencil_(?:beat|database|writer_wait)_seconds.*$", re.MULTILINE)
_MOMENT = 0.3


async def _figures(world: World) -> str:
    return _BY_THE_CLOCK.sub("", await health.figures(world.bot))


async def test_no_figure_moves_when_somebody_answers(world: World) -> None:
    people, post = await polling.opened(world)
    before = await _figures(world)

    await polling.answers(people[3], post)
    await people[3].presses(post, "pulse.take")  # they have answered, and are told so
    await polling.reviews(people[4], post)
    with patch.object(ballots, "cast", side_effect=OSError("the disk is full")):
        await people[4].submits()
    world.sandbox.faults.add(Fault(Kind.ERROR, "views.open", error="expired_trigger_id"))
    await people[5].presses(post, "pulse.take")

    assert await _figures(world) == before
    await people[0].opens_home()
    assert await _figures(world) != before


async def test_no_figure_tells_how_many_were_reminded(world: World) -> None:
    people, post = await polling.opened(world)
    for person in people[:20]:
        await polling.answers(person, post)
    for person in people[20:30]:
        world.sandbox.faults.add(
            Fault(Kind.ERROR, "chat.postMessage", channel=person.user_id, error="restricted_action")
        )
    world.sandbox.clock.move_to(THIRD_DAY - timedelta(seconds=1))
    before = await _figures(world)

    world.sandbox.clock.move_to(DAY_BEFORE)
    await send_reminders(world.bot)

    assert any("pulse.take" in str(message.blocks) for message in people[-1].dms())
    assert await _figures(world) == before


@pytest.fixture
def _beats_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing makes anything run but somebody who wakes it."""
    for name in ("TICK_SECONDS", "ALERT_SECONDS", "REMINDER_SECONDS", "DELIVERY_SECONDS"):
        monkeypatch.setattr(scheduler, name, 3600)


@pytest.mark.usefixtures("_beats_apart")
async def test_the_wheel_is_not_woken_when_somebody_answers(world: World) -> None:
    people, post = await polling.opened(world)
    async with Scheduler(world.bot):
        await asyncio.sleep(_MOMENT)
        before = await _figures(world)

        await polling.answers(people[3], post)
        await asyncio.sleep(_MOMENT)

        assert await _figures(world) == before
        await people[0].opens_home()
        await world.sandbox.until(lambda: people[0].home)  # whoever does something else is heard by the scheduler
        assert await _figures(world) != before


async def _closed(url: str, number: int) -> str:
    """Every figure but those of work, once a pulse that so many have answered is closed and all is said of it.

    Of the work none is seen at the close; how much delivering takes goes by chance.
    """
    async with World(MANIFEST, url, people=lives.electorate(60)) as world:
        people, _ = await polling.opened(world)
        with unseen():
            for place, person in enumerate(people[:number]):
                await lives.sends(world, person, [1 + (place + item) % 5 for item in range(5)])
        await scheduler._safely("turn", tick, world.bot)
        before = _OF_WORK.findall(await _figures(world))

        world.sandbox.clock.move_to(CLOSE)
        await scheduler._safely("turn", tick, world.bot)

        assert _OF_WORK.findall(await _figures(world)) == before, "how long the counting took is told"
        await world.settle()
        await scheduler._safely("turn", tick, world.bot)
        assert _OF_WORK.findall(await _figures(world)) != before
        assert await world.bot.database.read(polling.ballots_cast) == 0
        return _TIMES.sub("", _OF_WORK.sub("", await _figures(world)))


async def test_no_figure_tells_at_the_close_how_many_have_answered(new_database: Callable[[], str]) -> None:
    assert await _closed(new_database(), 12) == await _closed(new_database(), 50)
