"""Planting: some days go by, something is put where it does not belong, and the next look finds it."""

from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from sqlalchemy.orm import Session

from sandbox.actors.person import Person
from tests.simulation.run import FoundError, Simulation, played

DAYS = 12
_SEED, _ORGANISATIONS = 2, 5


def found_in(work: Callable[[Simulation], Coroutine[Any, Any, None]], match: str) -> None:
    """The work is played, and the simulation finds this."""
    with pytest.raises(FoundError, match=match):
        played(_SEED, _ORGANISATIONS, work)


def found_within(days: int, match: str) -> None:
    """So many days go by, and the simulation finds this."""
    found_in(lambda run: run.goes_on(days), match)


def found(plant: Callable[[Simulation], Any], match: str, days: int = 3) -> None:
    """Some days go by, then something is planted, and the simulation finds this."""

    async def work(run: Simulation) -> None:
        await run.goes_on(days)
        planted = plant(run)
        if planted is not None:
            await planted
        await run.look_into_everything()

    found_in(work, match)


def in_session(change: Callable[[Session], None]) -> Callable[[Simulation], None]:
    """What is planted is planted in the database."""

    def plant(run: Simulation) -> None:
        with Session(run.engine) as session, session.begin():
            change(session)

    return plant


async def wins(run: Simulation) -> None:
    """The host records a win, and nothing goes wrong with it."""
    with run.mishaps.fair():
        await Person(run.door, run.ours.host).types("/win We opened the hub", run.ours.channel.name)


async def celebrates(run: Simulation) -> None:
    """A win of the host's is celebrated, and stands in the channel."""
    await wins(run)
    host, room = Person(run.door, run.ours.host), run.ours.channel.name
    with run.mishaps.fair():
        await host.presses(host.private(room)[-1], "win.celebrate")
        await run.pencil.settle()
