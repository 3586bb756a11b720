"""A post of which nobody knows whether it came: it is looked for, brought up to date, and never said twice."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.lib.clock import wall
from bot.models import Checkin, Pace, Post
from bot.outbox import claims as claiming
from bot.outbox import outcomes
from bot.outbox import posts as outbox
from bot.outbox.outcomes import Delivered
from jobs.delivery import deliver
from sandbox.actors.person import Person
from sandbox.api.faults import Fault, Kind
from sandbox.slack.people import HOME
from sandbox.slack.state import Message
from tests.world import MONDAY, World

pytestmark = [pytest.mark.slow, pytest.mark.waits]

POST = "chat.postMessage"


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    for wait in ("_SETTLE", "_LONGEST_WAIT"):
        monkeypatch.setattr(f"jobs.delivery.{wait}", 0.3)


async def _in_doubt(world: World, words: str = "We opened the hub") -> tuple[Person, Message]:
    """A win to celebrate has been posted, and the connection broke before Pencil heard of it."""
    amina = await world.begins()
    receipt = await amina.types(f"/win {words}")
    assert receipt is not None
    world.sandbox.faults.add(Fault(Kind.DROP_AFTER, POST))
    await amina.presses(receipt, "win.celebrate")
    await deliver(world.bot)
    return amina, receipt


def _celebrated(world: World) -> list[str]:
    return [message.plain for message in world.room if "A win to celebrate" in message.plain]


async def test_what_was_changed_while_in_doubt_says_the_new_words(world: World) -> None:
    amina, receipt = await _in_doubt(world)

    await amina.presses(receipt, "win.edit")
    assert await amina.submits({"text": "We opened the kitchen"}) is None
    await world.settle()

    [celebration] = _celebrated(world)
    assert "We opened the kitchen" in celebration


async def test_what_was_taken_back_while_in_doubt_is_gone(world: World) -> None:
    amina, receipt = await _in_doubt(world)

    await amina.presses(receipt, "win.undo")
    await world.settle()

    assert _celebrated(world) == []
    assert await world.bot.database.read(outbox.count_pending) == 0


async def test_a_check_in_that_a_host_has_seen_closes_in_its_time(world: World) -> None:
    amina = await world.begins()
    world.sandbox.app.scopes -= {"channels:history", "groups:history", "im:history"}
    world.sandbox.faults.add(Fault(Kind.DROP_AFTER, POST))
    await world.moves_to(MONDAY + timedelta(weeks=2))
    await world.tells_of_trouble()
    [told] = [
        message for message in amina.dms() if "The check-in" in message.plain and "may or may not" in message.plain
    ]

    await amina.presses(told, "post.leave")
    await world.moves_to(world.bot.clock() + timedelta(minutes=1))
    await world.moves_to(world.bot.clock() + timedelta(days=6))

    [closed_at] = await world.bot.database.read(lambda session: session.scalars(select(Checkin.closed_at)).all())
    assert closed_at is not None


async def test_history_is_read_for_a_few_minutes_only_however_long_nobody_looked(world: World) -> None:
    await _in_doubt(world)

    def long_ago(session: Session) -> None:
        post = session.scalars(select(Post).where(Post.tried_at.is_not(None))).one()
        assert post.tried_at is not None
        post.tried_at -= timedelta(days=3)

    await world.bot.database.run(long_ago)
    await world.settle()

    [look] = [call for call in world.slack.calls if call.method == "conversations.history"]
    assert float(look.args["latest"]) - float(look.args["oldest"]) <= 180


async def test_a_second_try_is_looked_for_from_when_it_began(world: World) -> None:
    await world.begins()
    amina = world.person("Amina Okafor")
    receipt = await amina.types("/win We opened the hub")
    assert receipt is not None
    world.sandbox.faults.add(Fault(Kind.DROP_BEFORE, POST))
    world.sandbox.faults.add(Fault(Kind.DROP_AFTER, POST))
    await amina.presses(receipt, "win.celebrate")

    await world.settle()

    first, second = (float(call.args["oldest"]) for call in world.slack.calls if call.method == "conversations.history")
    assert second - first > 0.2
    assert len(_celebrated(world)) == 1


async def test_a_look_that_slack_cuts_short_goes_on_where_it_was(world: World) -> None:
    await _in_doubt(world)
    for number in range(40):
        world.slack.add(HOME, amina_id(world), f"Chat {number}")
    world.slack.history_seconds = 1

    await world.settle()

    assert len(_celebrated(world)) == 1
    looks = [call for call in world.slack.calls if call.method == "conversations.history" and call.outcome == "ok"]
    assert [call.args.get("cursor") for call in looks] == [None, "bmV4dDox15=", "bmV4dDox30="]


def amina_id(world: World) -> str:
    return world.person("Amina Okafor").user_id


async def test_history_that_is_held_is_not_asked(world: World) -> None:
    await _in_doubt(world)
    await world.bot.database.run(outcomes.hold, "conversations.history", wall() + timedelta(seconds=3))

    await world.settle()

    [look] = [call for call in world.slack.calls if call.method == "conversations.history"]
    posted = next(call for call in world.slack.calls if call.method == POST and "win" in str(call.args["blocks"]))
    assert look.at - posted.at > 2
    assert len(_celebrated(world)) == 1


async def test_waiting_as_slack_asks_makes_no_later_wait_longer(world: World) -> None:
    amina = await world.begins()
    receipt = await amina.types("/win We opened the hub")
    assert receipt is not None
    world.sandbox.faults.add(Fault(Kind.RATE_LIMITED, POST, times=8, seconds=0))
    world.sandbox.faults.add(Fault(Kind.ERROR, POST, error="account_inactive"))
    await amina.presses(receipt, "win.celebrate")
    await deliver(world.bot)

    def attempts(session: Session) -> int:
        return session.scalars(select(Post.attempts).where(Post.kind == "win")).one()

    assert await world.bot.database.read(attempts) == 1
    await world.settle()
    assert len(_celebrated(world)) == 1


@pytest.mark.paced
async def test_a_channel_keeps_its_pace_after_a_slow_look(world: World) -> None:
    world.slack.rate_limits = True
    amina, _ = await _in_doubt(world)
    receipt = await amina.types("/win And a kitchen")
    assert receipt is not None
    await amina.presses(receipt, "win.celebrate")
    world.sandbox.faults.add(Fault(Kind.DROP_BEFORE, POST))
    await world.settle()

    times = [float(message.ts) for message in world.room]
    assert len(_celebrated(world)) == 2
    assert all(call.outcome != "ratelimited" for call in world.slack.calls)
    assert all(after - before >= 1 for before, after in pairwise(times))


async def test_whoever_lost_the_lease_records_nothing_of_a_failure(world: World) -> None:
    amina = await world.begins()
    receipt = await amina.types("/win We opened the hub")
    assert receipt is not None
    await amina.presses(receipt, "win.celebrate")
    database, second = world.bot.database, timedelta(seconds=1)
    [stuck] = await database.run(claiming.claim, wall(), second)
    [other] = await database.run(claiming.claim, wall() + 2 * second, second)
    assert other.tried_at is not None

    await database.run(outcomes.put_off, stuck, wall(), "no connection")
    assert await database.run(outcomes.give_up, stuck, outbox.Fate.REFUSED, "no") is False
    assert await database.run(outcomes.try_anew, stuck, wall()) is False

    assert await database.read(_state, other.id) == (POST, other.lease_until, None)
    await database.run(outcomes.sent, [Delivered(stuck, "1.2", HOME, wall())], world.bot.clock())
    await database.run(outcomes.sent, [Delivered(other, "1.3", HOME, wall())], world.bot.clock())
    assert await database.read(_state, other.id) == (None, None, "1.2")


async def test_whoever_dies_over_a_post_makes_no_later_wait_longer(world: World) -> None:
    amina = await world.begins()
    receipt = await amina.types("/win We opened the hub")
    assert receipt is not None
    await amina.presses(receipt, "win.celebrate")
    database, second = world.bot.database, timedelta(seconds=1)

    claims = [
        claim for turn in range(5) for claim in await database.run(claiming.claim, wall() + 2 * turn * second, second)
    ]

    assert [claim.attempts for claim in claims] == [1] * 5


def _state(session: Session, post_id: int) -> tuple[object, ...]:
    post = session.get_one(Post, post_id)
    return post.method, post.lease_until, post.ts


@pytest.mark.paced
async def test_what_slack_took_late_holds_the_channel_from_then(world: World) -> None:
    amina = await world.begins()
    receipt = await amina.types("/win We opened the hub")
    assert receipt is not None
    await amina.presses(receipt, "win.celebrate")
    [claim] = await world.bot.database.run(claiming.claim, wall() + timedelta(seconds=2), timedelta(seconds=30))
    later = wall() + timedelta(seconds=9)

    await world.bot.database.run(outcomes.sent, [Delivered(claim, "1.2", HOME, later)], world.bot.clock())

    def free_at(session: Session) -> float:
        return session.get_one(Pace, HOME).free_at.timestamp()

    assert await world.bot.database.read(free_at) >= later.timestamp() + 1
