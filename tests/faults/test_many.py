"""Many processes on one PostgreSQL: none leads, none locks while Slack is called, none waits for one that is stuck."""

import asyncio
import signal
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from bot.db.engine import engine
from bot.lib.clock import wall
from bot.models import Partnership
from bot.outbox import posts as outbox
from bot.slack.messages import message
from bot.slack.rich_text import say
from sandbox.api.faults import Fault, Kind
from sandbox.slack.state import Message
from tests.faults.count import counted
from tests.faults.load import NOW, Load
from tests.faults.mishaps import POSTING
from tests.faults.town import Town
from tests.processes import Process

pytestmark = [pytest.mark.slow, pytest.mark.waits]

WAITING, OTHERS = 500, 99


async def test_no_lock_is_held_while_slack_is_called(on_postgresql: str, tmp_path: Path) -> None:
    async with Town(on_postgresql, tmp_path, lease=20) as town, town.running():
        await town.begins()
        await town.settles()
        load, [slow, quick, *_] = Load(town), town.channels
        hang = Fault(Kind.HANG, POSTING, channel=slow, seconds=9, done=True)
        town.sandbox.faults.add(hang)
        told = await load.win(slow)
        assert told is not None
        await town.host(slow).presses(told[1], "win.celebrate")
        await town.until(lambda: hang.hanging, 30)

        await load.celebrates(quick)
        await load.celebrates(slow)
        await town.host(slow).presses(told[1], "win.edit")
        assert await town.host(slow).submits({"text": "In other words"}) is None
        held = _locks(on_postgresql)
        await asyncio.sleep(0.5)
        held = [lock for lock in _locks(on_postgresql) if lock in held]  # for as long as Slack is: not a passing glance
        await town.until(lambda: _celebrated(town, quick), 30)

        assert held == []
        assert hang.hanging, "all that was done while Slack was still called"
        hang.let_go()
        await town.settles()
        assert ["In other words" in message.plain for message in _celebrated(town, slow)] == [True, False]


def _celebrated(town: Town, channel: str) -> list[Message]:
    return [
        message
        for message in town.slack.messages(channel)
        if message.by_app and NOW in message.plain and not message.only_for
    ]


def _locks(url: str) -> list[Any]:
    """The transactions that hold something while they do nothing."""
    on = engine(url)
    with on.connect() as connection:
        idle = "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'"
        queries = list(connection.execute(text(idle)))
    on.dispose()
    return queries


STEPS = ("before claim commits", "before send", "before record commits")


async def test_stuck_workers_are_not_waited_for_and_do_nothing_twice(on_postgresql: str, tmp_path: Path) -> None:
    patience = make_url(on_postgresql).update_query_dict({"options": "-c idle_in_transaction_session_timeout=1500"})
    url = patience.render_as_string(hide_password=False)
    async with Town(url, tmp_path, lease=1.5) as town:
        await town.opens("bot", "web")
        await town.begins()
        stop = {"TEST_SIGNAL": str(int(signal.SIGSTOP))}
        stuck = [await town.start("tests.faults.killed", step, "2", "worker", **stop) for step in STEPS]
        load = Load(town, kinds=("celebrates",))
        for _ in range(20):
            await load.some(1)
            if all(map(_stopped, stuck)):
                break
            await asyncio.sleep(1)
        assert all(map(_stopped, stuck)), ([_state(process) for process in stuck], town.log[-20000:])

        await town.start("bot", "worker")
        await town.settles(30)
        for process in stuck:
            process.signal(signal.SIGCONT)
        await asyncio.sleep(1)
        await load.some(1)
        await town.settles(30)

        assert [process.ended for process in stuck] == [None] * len(STEPS)
        assert (count := counted(town, [load])).good, count


def _stopped(process: Process) -> bool:
    return _state(process) == "stopped"


def _state(process: Process) -> str:
    """Its state as the system names it, such as `stopped`."""
    return str(psutil.Process(process.pid).status())


async def test_a_channel_with_much_to_say_does_not_delay_the_others(on_postgresql: str, tmp_path: Path) -> None:
    async with Town(on_postgresql, tmp_path, channels=OTHERS + 1) as town:
        async with town.running():
            await town.begins()
            await town.settles()
        on = engine(on_postgresql)
        with Session(on) as session, session.begin():
            _write_much(session, town)
        on.dispose()
        busy, *others = town.channels

        began = time.time()
        for _ in range(2):
            await town.start("bot", "worker")
        await town.until(lambda: sum(_said(town, channel, began) for channel in others) == OTHERS, 20)

        assert _said(town, busy, began) <= 2
        assert counted(town, []).too_fast == []


def test_what_a_stuck_process_holds_is_let_go_in_time(on_postgresql: str) -> None:
    on = engine(on_postgresql)
    with on.connect() as connection:
        assert connection.execute(text("SHOW idle_in_transaction_session_timeout")).scalar() == "30s"
    on.dispose()


def _write_much(session: Session, town: Town) -> None:
    """In one channel a lot, then in each of the others one post."""
    ids = {row.channel_id: row.id for row in session.execute(select(Partnership.channel_id, Partnership.id))}
    busy, *others = town.channels
    for number, channel in enumerate([busy] * WAITING + others):
        new_post = outbox.NewPost(ids[channel], "pulse-note", str(number), channel, message(say(f"Said {number}")))
        outbox.write(session, new_post, wall())


def _said(town: Town, channel: str, since: float) -> int:
    return sum(message.by_app and float(message.ts) > since for message in town.slack.messages(channel))
