"""Words from before mentions were marks: names in wins that thank people become marks, and can be forgotten."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.lib import marks
from bot.models import Blocker, Name, Partnership, Post, Revision, Skill, Why, Win
from bot.slack import marked
from bot.slack.messages import Message
from jobs.old_mentions import mark_old_mentions
from jobs.scheduler import Scheduler
from sandbox.api.faults import Fault, Kind
from tests.mentions.test_mentions import _kept
from tests.world import FRIDAY, World

NAMES: Mapping[int, str] = {1: "@Marek Nowak"}


async def _as_before(world: World) -> None:
    """Wins, a celebration and all else that people write as it was kept before: with the name in it."""
    amina = await world.begins()
    await world.person("Grace Oyelaran").types("@Pencil skill ladders")
    await amina.types("/win @Marek Nowak lent us the van, says @Marek Nowakowski")
    await amina.types("/win Marek Nowak was here")
    await amina.types("/blocker Only @Marek Nowak has the key")
    await amina.presses(amina.private()[-1], "blocker.post")
    await amina.types("/skill driving with @Marek Nowak")
    await amina.types("/partnership why @Marek Nowak asked us to")
    await world.moves_to(FRIDAY)
    with Session(world.bot.database.engine) as session, session.begin():
        for table, column in WORDS:
            for row in session.scalars(select(table)):
                setattr(row, column, marks.written(getattr(row, column), NAMES))
        session.execute(update(Skill).where(Skill.name.contains("driving")).values(key="drivingwithmareknowak"))
        for post in session.scalars(select(Post).where(Post.blocks.is_not(None))):
            shown: list[Any] = marked.filled(post.blocks, NAMES)
            post.blocks, post.text = shown, Message(tuple(shown)).text
        for revision in session.scalars(select(Revision)):
            revision.before = marked.filled(revision.before, NAMES)
        session.execute(delete(Name))
        session.execute(update(Partnership).values(old_mentions=True))
    world.bot.slack.forget(world.person("Marek Nowak").user_id)


WORDS = ((Win, "text"), (Blocker, "text"), (Skill, "name"), (Why, "text"))


def _wins(world: World) -> list[str]:
    with Session(world.bot.database.engine) as session:
        return list(session.scalars(select(Win.text).order_by(Win.id)))


async def test_names_become_marks_and_nothing_looks_otherwise(world: World) -> None:
    await _as_before(world)
    calls = [call for call in world.slack.calls if call.method == "chat.update"]

    assert await mark_old_mentions(world.bot) == 4
    await world.settle()

    assert "@Marek Nowak " not in _kept(world)
    assert "mareknowak" not in _kept(world)
    first, second = _wins(world)
    assert len(marks.numbers(first)) == 1
    assert first.endswith("says @Marek Nowakowski")
    assert second == "Marek Nowak was here"
    assert [call for call in world.slack.calls if call.method == "chat.update"] == calls
    assert await mark_old_mentions(world.bot) == 0
    marek = world.person("Marek Nowak")
    await marek.types("/partnership forget-me")
    assert await marek.submits() is None
    await world.settle()
    assert "somebody who was here lent us the van" in world.celebrations[-1].plain
    assert "Only somebody who was here has the key" in "\n".join(message.plain for message in world.room)


async def test_whoever_is_called_as_another_is_known_by_being_thanked_alone(world: World) -> None:
    await _as_before(world)
    grace = world.person("Grace Oyelaran")
    await grace.is_called("Marek Nowak")
    world.bot.slack.forget(grace.user_id)

    assert await mark_old_mentions(world.bot) == 1
    assert len(marks.numbers(_wins(world)[0])) == 1


async def test_it_waits_until_slack_tells_the_names(world: World) -> None:
    await _as_before(world)
    world.sandbox.faults.add(Fault(Kind.ERROR, method="users.info", error="fatal_error", times=2))

    assert await mark_old_mentions(world.bot) == 0
    assert "@Marek Nowak " in _wins(world)[0]
    assert await mark_old_mentions(world.bot) == 4


async def test_a_running_pencil_looks_at_them(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobs.scheduler.STILL_SECONDS", 0.05)
    await _as_before(world)

    async with Scheduler(world.bot):
        await world.sandbox.until(lambda: marks.numbers(_wins(world)[0]))
