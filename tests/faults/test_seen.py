"""Processes as whoever runs them sees them from outside: figures, readiness, and lines of log."""

import asyncio
import contextlib
import json
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot import VERSION
from bot.db.engine import engine
from bot.lib import logs
from tests.faults.town import Town, free_port
from tests.processes import Process

pytestmark = [pytest.mark.slow, pytest.mark.waits]

TYPED = "We opened the hub together"
STILL, TWO_TURNS = 3, 2  # seconds
_OF_A_LINE = {"event", "level", "logger", "timestamp"}


async def _get(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.text()


async def _says(url: str, status: int, seconds: float = 20) -> str:
    """What is answered once it is answered with this status."""
    until = time.monotonic() + seconds
    while True:
        with contextlib.suppress(aiohttp.ClientError):
            code, body = await _get(url)
            if code == status:
                return body
        assert time.monotonic() < until, f"{url} does not answer {status}"
        await asyncio.sleep(0.1)


def _of(figures: str, name: str) -> float:
    """All lines that begin so, added up."""
    return sum(float(line.rsplit(" ", 1)[1]) for line in figures.splitlines() if line.startswith(f"pencil_{name}"))


async def _open(town: Town, *words: str, apart: bool) -> tuple[list[Process], str, str]:
    """Pencil's processes, and where to see the one that answers and the one that turns the clock."""
    talks = str(town.sandbox.app.request_url).removesuffix("/slack/events")
    if not apart:
        return [await town.opens(*words, "run")], talks, talks
    turns = f"http://127.0.0.1:{free_port()}"
    processes = [await town.opens("bot", "web"), await town.start(*words, "worker", PORT=turns.rpartition(":")[2])]
    await _says(f"{turns}/readyz", 200)
    return processes, talks, turns


async def test_each_process_shows_what_it_does_and_logs_none_of_what_is_typed(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METRICS", "1")
    async with Town(database_url, tmp_path) as town:
        apart = not database_url.startswith("sqlite")
        processes, talks, turns = await _open(town, "bot", apart=apart)
        await town.begins()
        await town.host(town.channels[0]).types(f"/win {TYPED}")
        await town.settles()
        await asyncio.sleep(TWO_TURNS)
        (_, acts), (_, wheel) = await _get(f"{talks}/metrics"), await _get(f"{turns}/metrics")
        for process in processes:
            assert await process.stop() == 0

        assert _of(acts, 'acts_total{kind="command",name="win",outcome="answered"}') == 1
        assert _of(acts, 'acknowledge_seconds_bucket{kind="command",le="3.0"}') > 0
        assert _of(wheel, 'posts_total{kind="standing",outcome="sent"}') >= len(town.channels)
        assert _of(wheel, 'beat_seconds_count{beat="turn"}') > 0
        assert time.time() - _of(wheel, "last_turn_timestamp_seconds") < 5
        assert _of(wheel, "owed_posts") == 0
        assert bool(_of(acts, "last_turn_timestamp_seconds")) != apart, "only a wheel turns the clock"
        lines = [json.loads(line) for line in town.log.splitlines()]
        assert [line for line in lines if line["event"] == "done"]
        assert not [line for line in lines if set(line) - _OF_A_LINE - logs.FIELDS]
        assert TYPED not in town.log


@contextlib.contextmanager
def _held(url: str) -> Iterator[None]:
    """Another program holds what a turn of the clock needs."""
    if url.startswith("sqlite"):
        with contextlib.closing(sqlite3.connect(make_url(url).database or "", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
    else:
        on = engine(url)
        with on.connect() as other:
            other.execute(text("LOCK TABLE schedules IN ACCESS EXCLUSIVE MODE"))
            yield
            other.rollback()
        on.dispose()


async def test_a_clock_that_stands_still_is_not_ready_until_it_turns_again(database_url: str, tmp_path: Path) -> None:
    async with Town(database_url, tmp_path) as town:
        apart = not database_url.startswith("sqlite")
        processes, talks, turns = await _open(town, "tests.faults.still", str(STILL), apart=apart)
        await _says(f"{turns}/readyz", 200)
        assert (await _get(f"{turns}/metrics"))[0] == 404, "figures are for those who want them"
        with _held(database_url):
            body = await _says(f"{turns}/readyz", 503)
            assert await _get(f"{turns}/livez") == (200, "alive\n")
            if apart:
                assert (await _get(f"{talks}/readyz"))[0] == 200, "whoever only talks has no clock to turn"
        assert body.startswith("the clock was last turned ")
        assert await _says(f"{turns}/readyz", 200) == f"well\nPencil {VERSION}\n"
        for process in processes:
            assert await process.stop() == 0
