"""Somebody who reads every figure, as often as they like, while a pulse is open."""

import re
from datetime import timedelta
from unittest.mock import patch

from bot import ballots, health
from jobs.nudges import nudge
from sandbox.faults import Fault, Kind
from tests import polling
from tests.polling import DAY_BEFORE, THIRD_DAY
from tests.world import World

_BEHIND = re.compile("^pencil_schedules_behind.*$", re.MULTILINE)  # as the clock moves


async def _figures(world: World) -> str:
    return _BEHIND.sub("", await health.figures(world.bot))


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
    await nudge(world.bot)

    assert any("pulse.take" in str(one.blocks) for one in people[-1].dms())
    assert await _figures(world) == before
