"""The database is down: the person is told in time and has their words back, and nothing given up is written later."""

import asyncio
import contextlib
import signal
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar

import psutil
import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.engine import make_url

from bot.models import Win
from bot.views import door
from sandbox.acting import Person
from tests import databases
from tests.faults.town import Town

R = TypeVar("R")

IN_TIME = 3.0
TYPED = "We opened the hub together"


@contextlib.contextmanager
def _locked(url: str) -> Iterator[None]:
    """Another program holds the SQLite file."""
    with contextlib.closing(sqlite3.connect(make_url(url).database or "", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextlib.contextmanager
def _stopped(server: int) -> Iterator[None]:
    """PostgreSQL, all of it, says nothing any more; whoever knocks is let in by the machine and not answered."""
    postmaster = psutil.Process(server)
    stopped = [postmaster, *postmaster.children(recursive=True)]
    for process in stopped:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.suspend()
    try:
        yield
    finally:
        for process in stopped:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGCONT)


def _postmaster(url: str) -> int:
    folder = str(make_url(url).query["host"])
    return int(Path(folder, "postmaster.pid").read_text().split()[0])


@pytest.fixture(params=["sqlite", "postgresql"])
async def down(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[tuple[Town, AbstractContextManager[None]]]:
    """A town, and what takes its database down; PostgreSQL is one of its own."""
    with contextlib.ExitStack() as stack:
        if request.param == "sqlite":
            url = databases.in_file(tmp_path)
            fault = _locked(url)
        else:
            server = stack.enter_context(databases.server())
            url, fault = databases.on_server(server), _stopped(_postmaster(server))
        async with Town(url, tmp_path, channels=1) as town:
            await town.opens("bot", "run" if request.param == "sqlite" else "web")
            await town.begins()
            yield town, fault


def _wins(url: str) -> int:
    on = create_engine(url)
    with on.connect() as connection:
        count = connection.scalar(select(func.count()).select_from(Win)) or 0
    on.dispose()
    return count


async def test_words_come_back_in_time_and_nothing_is_written_later(
    down: tuple[Town, AbstractContextManager[None]],
) -> None:
    town, fault = down
    [channel] = town.channels
    amina, others = town.host(channel), [town.host(channel) for _ in range(12)]
    receipt = await amina.types("/win Told before", channel)
    assert receipt is not None
    await amina.types("/win", channel)
    before = _wins(town.database_url)

    with fault:
        took = await asyncio.gather(*(_types(person, f"/win {TYPED}", channel) for person in others))
        said = [one.plain for one in amina.private(channel) if TYPED in one.plain]
        form = await _timed(amina.submits({"text": TYPED}))
        press = await _timed(amina.presses(receipt, "win.celebrate"))

    assert len(said) == len(others), "each has their words back"
    assert all("nothing was recorded" in one for one in said)
    assert max(*took, form[1], press[1]) < IN_TIME, (took, form[1], press[1])
    assert door.NOT_SAVED in str(form[0])
    assert "nothing was recorded" in amina.private(channel)[-1].plain
    await asyncio.sleep(3)
    assert _wins(town.database_url) == before

    assert await _types(amina, "/win Told afterwards", channel) < IN_TIME
    assert _wins(town.database_url) == before + 1
    assert await town.processes[0].stop() == 0, town.log


async def _types(person: Person, words: str, channel: str) -> float:
    return (await _timed(person.types(words, channel)))[1]


async def _timed(act: Awaitable[R]) -> tuple[R, float]:
    began = time.monotonic()
    return await act, time.monotonic() - began
