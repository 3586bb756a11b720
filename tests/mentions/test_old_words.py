"""Words from before mentions were marks: names in wins that thank people become marks, and can be forgotten."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.lib import marks
from bot.models import Name, Partnership, Post, Revision, Win
from bot.slack import marked
from bot.slack.messages import Message
from jobs.old_mentions import mark_old_mentions
from sandbox.api.faults import Fault, Kind
from tests.world import FRIDAY, World

NAMES: Mapping[int, str] = {1: "@Marek Nowak"}


async def _as_before(world: World) -> None:
    """A win and a celebration as they were kept before: with the name in them."""
    amina = await world.begins()
    await amina.types("/win @Marek Nowak lent us the van, says @Marek Nowakowski")
    await amina.types("/win Marek Nowak was here")
    await world.moves_to(FRIDAY)
    with Session(world.bot.database.engine) as session, session.begin():
        for win in session.scalars(select(Win)):
            win.text = marks.written(win.text, NAMES)
        for post in session.scalars(select(Post).where(Post.blocks.is_not(None))):
            shown: list[Any] = marked.filled(post.blocks, NAMES)
            post.blocks, post.text = shown, Message(tuple(shown)).text
        for revision in session.scalars(select(Revision)):
            revision.before = marked.filled(revision.before, NAMES)
        session.execute(delete(Name))
        session.execute(update(Partnership).values(old_mentions=True))
    world.bot.slack.forget(world.person("Marek Nowak").user_id)


def _wins(world: World) -> list[str]:
    with Session(world.bot.database.engine) as session:
        return list(session.scalars(select(Win.text).order_by(Win.id)))


async def test_names_become_marks_and_nothing_looks_otherwise(world: World) -> None:
    await _as_before(world)
    calls = [call for call in world.slack.calls if call.method == "chat.update"]

    assert await mark_old_mentions(world.bot) == 1
    await world.settle()

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


async def test_it_waits_until_slack_tells_the_names(world: World) -> None:
    await _as_before(world)
    world.sandbox.faults.add(Fault(Kind.ERROR, method="users.info", error="fatal_error", times=2))

    assert await mark_old_mentions(world.bot) == 0
    assert "@Marek Nowak " in _wins(world)[0]
    assert await mark_old_mentions(world.bot) == 1
