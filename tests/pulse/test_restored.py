"""A pulse that was open in a backup ends without results once Pencil is restored from it; nothing of it is counted."""

from datetime import timedelta

from sqlalchemy import delete

from bot.pulse.ballots import HELD
from bot.pulse.views.pulse import State
from sandbox.slack.state import Message
from tests import polling
from tests.polling import CLOSE, OPENING, RESULTS
from tests.world import World

ENDED = "I was restored from a backup, and backups keep no answers. So this pulse has ended without results."


def _thread(world: World, post: Message) -> list[str]:
    return [message.plain for message in world.room if message.thread_ts == post.ts]


async def test_an_open_pulse_of_which_no_answers_are_left_ends_and_says_why(world: World) -> None:
    people, post = await polling.opened(world, 12)
    await polling.answers(people[0], post)
    late = people[1]
    await late.presses(post, "pulse.take")

    await world.bot.database.run(lambda session: [session.execute(delete(table)) for table in HELD] and None)
    await world.moves_to(OPENING + timedelta(hours=1))

    assert ENDED in post.plain
    assert "pulse.take" not in str(post.blocks)
    assert _thread(world, post) == [ENDED]
    pulse = await polling.newest_pulse(world)
    assert (pulse.outcome, pulse.release, pulse.results_at) == (State.LOST, None, None)

    for when in (CLOSE, RESULTS):
        await world.moves_to(when)
    assert polling.results(world) == []
    assert _thread(world, post) == [ENDED]


async def test_a_pulse_that_nobody_has_answered_stays_open(world: World) -> None:
    _, post = await polling.opened(world, 12)
    await world.moves_to(OPENING + timedelta(hours=1))

    assert ENDED not in post.plain
    assert "pulse.take" in str(post.blocks)
