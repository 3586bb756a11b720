"""Half a minute of it: a worker that leaks and a post that is never sent are found, and nothing else is wrong."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.engine import engine
from bot.lib.clock import wall
from bot.models import Partnership, Post
from bot.outbox import posts
from bot.slack.messages import message
from bot.slack.rich_text import say
from tests.soak import picture
from tests.soak.run import Came, Plan, soak
from tests.soak.staff import STEADY

pytestmark = [pytest.mark.slow, pytest.mark.waits]

PLAN = Plan(
    seconds=20,
    channels=4,
    pace=6,
    between_faults=5,
    fault=2,
    between_samples=0.5,
    settles=1,
    mishaps=("connections cut", "worker killed"),
    words={STEADY: ("tests.soak.leaking", "worker")},
)


async def test_what_grows_and_what_stays_pending_is_found(on_postgresql: str, tmp_path: Path) -> None:
    lines: list[str] = []
    running = asyncio.create_task(soak(on_postgresql, tmp_path, PLAN, lines.append))
    while not await asyncio.to_thread(_left_pending, on_postgresql):  # noqa: ASYNC110  # it begins in processes of its own
        await asyncio.sleep(0.2)
    came = await running

    assert [mishap.name for mishap in came.met] == [*PLAN.mishaps]
    assert _wrong(came, STEADY, "memory", "grows")
    assert _wrong(came, STEADY, "descriptors", "grows")
    assert _wrong(came, "database", "oldest pending", "grows")
    assert _wrong(came, "still owed")
    assert not _wrong(came, "web", "descriptors")
    assert came.count.acts > 0
    assert came.acted.total() > 0
    assert (came.count.twice, came.count.out_of_order, came.count.untrue) == ([], [], [])
    assert not _wrong(came, "logged")
    assert not _wrong(came, "ended by itself")
    assert not _wrong(came, "somebody met")
    assert lines
    assert len((tmp_path / "samples.jsonl").read_text().splitlines()) == len(came.samples)
    picture.draw(came.samples, came.met, tmp_path / "curves.png")
    assert (tmp_path / "curves.png").stat().st_size > 0


def _wrong(came: Came, *words: str) -> list[str]:
    return [line for line in came.wrong if all(word in line for word in words)]


def _left_pending(url: str) -> bool:
    """A post that somebody holds for good, in the first partnership there is, if there is one."""
    on = engine(url)
    with Session(on) as session, session.begin():
        here = session.scalars(select(Partnership)).first()
        if here is not None:
            new_post = posts.NewPost(here.id, "pulse-note", "kept", here.channel_id, message(say("Kept back")))
            post = session.get_one(Post, posts.write(session, new_post, wall()))
            post.lease_until = wall() + timedelta(hours=1)
    on.dispose()
    return here is not None
