"""A pulse that was open in a backup ends without results once Pencil is restored from it; nothing of it is counted."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from bot.backup.contents import END_PULSES
from bot.pulse.ballots import HELD
from bot.pulse.views.pulse import State
from sandbox.slack.state import Message
from tests import polling
from tests.polling import CLOSE, OPENING, RESULTS
from tests.world import World

ENDED = "I was restored from a backup, and backups keep no answers. So this pulse has ended without results."


def _thread(world: World, post: Message) -> list[str]:
    return [message.plain for message in world.room if message.thread_ts == post.ts]


async def _restored(world: World, *statements: str) -> None:
    """Nothing is left of what no backup keeps."""

    def restore(session: Session) -> None:
        for table in HELD:
            session.execute(delete(table))
        for statement in statements:
            session.execute(text(statement))

    await world.bot.database.run(restore)


@pytest.mark.parametrize(
    ("statements", "ends"),
    [([END_PULSES], OPENING + timedelta(hours=1)), ([], CLOSE)],
    ids=["by-restore", "in-another-way"],
)
async def test_an_open_pulse_of_which_no_answers_are_left_ends_and_says_why(
    world: World, statements: Sequence[str], ends: datetime
) -> None:
    people, post = await polling.opened(world, 12)
    await polling.answers(people[0], post)
    late = people[1]
    await late.presses(post, "pulse.take")

    await _restored(world, *statements)
    await world.moves_to(ends - timedelta(minutes=30))
    assert (ENDED in post.plain) is (ends != CLOSE)
    await world.moves_to(ends)

    assert ENDED in post.plain
    assert "pulse.take" not in str(post.blocks)
    assert _thread(world, post) == [ENDED]
    pulse = await polling.newest_pulse(world)
    assert (pulse.outcome, pulse.release, pulse.results_at) == (State.LOST, None, None)

    for when in (CLOSE, RESULTS):
        await world.moves_to(when)
    assert polling.results(world) == []
    assert _thread(world, post) == [ENDED]


async def test_one_whose_post_was_not_in_slack_yet_ends_as_well(world: World) -> None:
    people, post = await polling.opened(world, 12)
    unsent = "UPDATE pulses SET opened_at = NULL WHERE closed_at IS NULL"
    await _restored(world, unsent, END_PULSES)
    await world.moves_to(OPENING + timedelta(hours=1))

    assert ENDED in post.plain
    assert (await polling.newest_pulse(world)).outcome == State.LOST
    assert people


async def test_a_pulse_that_nobody_has_answered_stays_open(world: World) -> None:
    _, post = await polling.opened(world, 12)
    await world.moves_to(OPENING + timedelta(hours=1))

    assert ENDED not in post.plain
    assert "pulse.take" in str(post.blocks)
