"""The database is down: the person is told in time and has their words back, and nothing given up is written later."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import create_engine, func, select

from bot.models import Win
from bot.slack.views import errors as door
from tests.faults.failing import failures
from tests.faults.town import Town

pytestmark = [pytest.mark.slow, pytest.mark.waits]

R = TypeVar("R")

IN_TIME = 3.0
TYPED = "We opened the hub together"
PEOPLE = 8  # who type at once, each way


def _wins(url: str) -> int:
    on = create_engine(url)
    with on.connect() as connection:
        count = connection.scalar(select(func.count()).select_from(Win)) or 0
    on.dispose()
    return count


@pytest.mark.parametrize("socket", [False, True], ids=["HTTP", "Socket Mode"])
@pytest.mark.parametrize(
    ("kind", "failure"), [("sqlite", "locked"), ("postgresql", "frozen"), ("postgresql", "stopped")]
)
async def test_words_come_back_in_time_and_nothing_is_written_later(
    kind: str, failure: str, breakable: Callable[[str], str], tmp_path: Path, *, socket: bool
) -> None:
    url = breakable(kind)
    async with Town(url, tmp_path, channels=1, socket=socket) as town:
        running = await town.opens("bot", "run" if kind == "sqlite" else "web")
        await town.begins()
        [channel] = town.channels
        amina = town.host(channel)
        receipt = await amina.types("/win Told before", channel)
        assert receipt is not None
        await amina.types("/win", channel)
        before = _wins(url)

        async with failures(url)[failure]():
            typed = [f"{call} {TYPED}" for call in ("/win", "@Pencil win")] * PEOPLE
            took = [
                seconds for _, seconds in await asyncio.gather(*(_timed(amina.types(text, channel)) for text in typed))
            ]
            replies = [message.plain for message in amina.private(channel) if TYPED in message.plain]
            form, form_took = await _timed(amina.submits({"text": TYPED}))
            _, press_took = await _timed(amina.presses(receipt, "win.celebrate"))

        assert len(replies) == len(typed), "each has their words back"
        assert all("nothing was recorded" in reply for reply in replies)
        assert max(*took, form_took, press_took) < IN_TIME, (took, form_took, press_took)
        assert door.NOT_SAVED in str(form)
        assert "nothing was recorded" in amina.private(channel)[-1].plain
        await asyncio.sleep(3)
        assert _wins(url) == before

        for number, again in enumerate(("/win Told afterwards", "@Pencil win Told at last"), 1):
            assert (await _timed(amina.types(again, channel)))[1] < IN_TIME
            assert _wins(url) == before + number
        assert await running.stop() == 0, town.log


async def _timed(act: Awaitable[R]) -> tuple[R, float]:
    began = time.monotonic()
    return await act, time.monotonic() - began
