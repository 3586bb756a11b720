"""SIGTERM under load: all are gone within ten seconds and nothing is lost, though Slack or the database hangs."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import pytest

from sandbox.api.faults import Fault, Kind
from tests import databases
from tests.faults.count import counted
from tests.faults.failing import failures
from tests.faults.load import Load
from tests.faults.mishaps import POSTING
from tests.faults.parts import until_all_has_come
from tests.faults.town import Town
from tests.processes import Process

pytestmark = [pytest.mark.slow, pytest.mark.waits]

PATIENCE = 10


@contextlib.asynccontextmanager
async def _under_load(town: Town) -> AsyncIterator[tuple[Load, Sequence[Process]]]:
    """All processes are up, and people go on acting until the block ends."""
    async with town.running(workers=1) as processes:
        await town.begins()
        await town.settles()
        load, stop = Load(town), asyncio.Event()
        acting = asyncio.create_task(load.goes_on(stop, 0.3))
        await asyncio.sleep(1.5)
        yield load, processes
        stop.set()
        await acting


async def _stop_in_time(processes: Sequence[Process]) -> None:
    began = time.monotonic()
    ends = await asyncio.gather(*(process.stop() for process in processes))
    assert ends == [0] * len(processes)
    assert time.monotonic() - began < PATIENCE


async def _has_lost_nothing(town: Town, load: Load) -> None:
    async with town.running():
        await until_all_has_come(town, load)
    assert (count := counted(town, [load])).good, count


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_stopping_in_mid_load_loses_nothing(kind: str, on_postgresql: str, tmp_path: Path) -> None:
    url = on_postgresql if kind == "postgresql" else databases.in_file(tmp_path)
    async with Town(url, tmp_path, lease=20) as town:
        async with _under_load(town) as (load, processes):
            town.sandbox.faults.add(Fault(Kind.HANG, POSTING, channel=town.channels[0], seconds=60, done=True))
            await asyncio.sleep(0.7)
            await _stop_in_time(processes)
        await _has_lost_nothing(town, load)


@pytest.mark.parametrize(
    ("kind", "failure"), [("sqlite", "locked"), ("postgresql", "frozen"), ("postgresql", "stopped")]
)
async def test_stopping_waits_for_no_database_that_does_not_answer(
    kind: str, failure: str, breakable: Callable[[str], str], tmp_path: Path
) -> None:
    url = breakable(kind)
    async with Town(url, tmp_path, lease=2) as town:
        async with _under_load(town) as (load, processes), failures(url)[failure]():
            await asyncio.sleep(1)  # so that some are in the middle of asking it
            await _stop_in_time(processes)
        await _has_lost_nothing(town, load)

        assert failure != "frozen" or "something had not answered" in town.log, "else nothing was waited for"
