"""What delivery costs: posts owed in as many channels, and a Slack that answers after a while."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from benchmarks.floors.posting import post_all
from benchmarks.turning import pencil
from bot.app import Bot
from bot.db.engine import engine
from bot.models import Pace, Post, Schedule
from bot.outbox import posts as outbox
from bot.slack.messages import message
from bot.slack.rich_text import say
from jobs.delivery import AT_ONCE, deliver

POSTS = 1_000
ANSWERS_IN = 0.05  # seconds
_WORDS = "Quayside Surgery and Withy Library opened a kitchen by the harbour. " * 4


@contextmanager
def slack(seconds: float = ANSWERS_IN) -> Iterator[str]:
    """The address of a Slack that answers everything after so many seconds, in a process of its own."""
    started = subprocess.Popen(  # noqa: S603  # a program of ours
        [sys.executable, "-m", "benchmarks.floors.slack", str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert started.stdout is not None
    try:
        yield started.stdout.readline().strip()
    finally:
        started.kill()
        started.wait()


def owe(session: Session, number: int = POSTS) -> None:
    """So many posts are owed, one a channel; no channel has had one lately."""
    session.execute(delete(Pace))
    session.execute(delete(Post).where(Post.kind == "benchmark"))
    words = message(say(_WORDS)).payload()
    rows = [
        {
            "partnership_id": (place - 1) % POSTS + 1,
            "kind": "benchmark",
            "occasion": f"{place}",
            "lane": f"B{place:08}",
            "channel": f"B{place:08}",
            "token": outbox.new_token(),
            "method": outbox.POST,
            "written_at": datetime.now(UTC),
            **words,
        }
        for place in range(1, number + 1)
    ]
    session.execute(insert(Post), rows)


def _bodies(session: Session) -> list[dict[str, Any]]:
    rows = session.execute(select(Post.channel, Post.text, Post.blocks, Post.token).where(Post.kind == "benchmark"))
    return [
        {
            "channel": row.channel,
            "text": row.text,
            "blocks": row.blocks,
            "metadata": {"event_type": "pencil_post", "event_payload": {"id": row.token}},
            "unfurl_links": False,
            "unfurl_media": False,
        }
        for row in rows
    ]


async def against_bare_posting(url: str, rounds: int) -> list[tuple[float, float]]:
    """Posts a second as Pencil sends them, all bookkeeping included, and as bare aiohttp posts the same bodies."""
    rates = []
    with slack() as address:
        async with pencil(url, address) as bot:
            for _ in range(rounds + 1):
                await bot.database.run(owe)
                bodies = await bot.database.read(_bodies)
                rates.append((POSTS / await _sent(bot), POSTS / await _posted(address, bodies)))
    return rates[1:]


async def _sent(bot: Bot) -> float:
    began = time.perf_counter()
    lines = await deliver(bot)
    assert len(lines) == POSTS
    return time.perf_counter() - began


async def _posted(address: str, bodies: Sequence[dict[str, Any]]) -> float:
    began = time.perf_counter()
    await post_all(address, bodies, AT_ONCE)
    return time.perf_counter() - began


async def workers(url: str, number: int, posts: int = 4 * POSTS) -> float:
    """Posts a second that so many workers send together, on PostgreSQL, while nothing else is due."""
    return await asyncio.to_thread(_worked, url, number, posts)


def _worked(url: str, number: int, posts: int) -> float:
    on = engine(url)
    with Session(on) as session, session.begin():
        session.execute(update(Schedule).values(next_at=None, ahead_at=None))
    with slack() as address:
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "SLACK_API_URL": address,
            "SLACK_BOT_TOKEN": "xoxb-made-up",
            "PORT": "0",
        }
        running = [
            subprocess.Popen([sys.executable, "-m", "bot", "worker"], env=environment, stderr=subprocess.DEVNULL)
            for _ in range(number)
        ]
        try:
            time.sleep(4)  # until all of them wait for something to do
            with Session(on) as session, session.begin():
                owe(session, posts)
            began = time.perf_counter()
            while _owed(on):
                assert time.perf_counter() - began < timedelta(minutes=5).total_seconds()
                time.sleep(0.02)
            return posts / (time.perf_counter() - began)
        finally:
            for worker in running:
                worker.terminate()
            for worker in running:
                worker.wait()
            on.dispose()


def _owed(on: Any) -> int:
    with Session(on) as session:
        return session.scalars(select(func.count()).select_from(Post).where(Post.method.is_not(None))).one()
