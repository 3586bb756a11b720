"""What is owed reaches Slack once, through whatever Slack does meanwhile."""

import asyncio
import time
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.hosts import delivery_alerts
from bot.lib.clock import wall
from bot.models import Post
from bot.outbox import claims as claiming
from bot.outbox import posts as outbox
from jobs.delivery import deliver, deliver_all
from jobs.scheduler import Scheduler
from jobs.tick import tick
from sandbox.api.faults import Fault, Kind
from tests.world import FRIDAY, World

POST = "chat.postMessage"


@pytest.mark.parametrize(
    "fault",
    [
        Fault(Kind.RATE_LIMITED, POST),
        Fault(Kind.SERVER_ERROR, POST, status=500),
        Fault(Kind.SERVER_ERROR, POST, status=503),
        Fault(Kind.ERROR, POST, error="internal_error"),
        Fault(Kind.ERROR, POST, error="token_revoked"),
        Fault(Kind.DROP_BEFORE, POST),
        Fault(Kind.DROP_AFTER, POST),
    ],
    ids=lambda fault: f"{fault.kind.name} {fault.error} {fault.status}",
)
async def test_one_celebration_whatever_slack_answers_first(world: World, fault: Fault) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    world.sandbox.faults.add(fault)

    await world.moves_to(FRIDAY)

    assert len(world.celebrations) == 1


async def test_without_history_an_unknown_outcome_is_shown_to_the_hosts_and_never_sent_twice(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    world.sandbox.app.scopes -= {"channels:history", "groups:history", "im:history"}
    world.sandbox.faults.add(Fault(Kind.DROP_AFTER, POST))

    await world.moves_to(FRIDAY)
    await world.tells_of_trouble()

    assert len(world.celebrations) == 1
    told = amina.dms()[-1]
    assert "may or may not have arrived" in told.plain

    await amina.presses(told, "post.leave")
    assert "I won’t bring it up again" in amina.dms()[-1].plain
    await amina.presses(told, "post.leave")
    assert "settled already" in amina.dms()[-1].plain
    await amina.presses(told, "post.again")
    await world.settle()
    assert len(world.celebrations) == 1


@pytest.mark.parametrize("kind", [Kind.DROP_BEFORE, Kind.DROP_AFTER])
async def test_a_word_in_a_thread_comes_once_whatever_breaks(world: World, kind: Kind) -> None:
    amina = await world.begins()
    await amina.types("/blocker The hall is full")
    await amina.presses(amina.private()[-1], "blocker.post")
    await world.settle()
    card = world.room[-1]
    world.sandbox.faults.add(Fault(kind, POST))

    await world.person("Marek Nowak").presses(card, "blocker.help")
    await world.settle()

    assert len([message for message in world.room if message.thread_ts == card.ts]) == 1


async def test_a_word_for_the_thread_of_a_post_that_never_came_is_not_said_elsewhere(world: World) -> None:
    amina = await world.begins()
    await amina.types("/blocker The hall is full")
    world.sandbox.faults.add(Fault(Kind.ERROR, POST, error="restricted_action"))
    await amina.presses(amina.private()[-1], "blocker.post")
    await world.settle()
    before = len(world.room)

    await amina.opens_home()
    await amina.presses(world.room[0], "mine.open")
    assert amina.form is not None
    await amina.presses(amina.form, "blocker.fixed")
    assert await amina.submits({"how": "It is free now"}) is None
    await world.settle()

    assert len(world.room) == before


@pytest.mark.paced
async def test_a_channel_gets_at_most_one_message_a_second(world: World) -> None:
    world.slack.rate_limits = True
    amina = await world.begins()
    for number in range(3):
        receipt = await amina.types(f"/win Number {number}")
        assert receipt is not None
        await amina.presses(receipt, "win.celebrate")

    began = time.monotonic()
    await world.settle()

    assert time.monotonic() - began > 2
    assert all(call.outcome != "ratelimited" for call in world.slack.calls)
    assert len([post for post in world.room if "A win to celebrate" in post.plain]) == 3


@pytest.mark.paced
@pytest.mark.parametrize("kind", [Kind.DROP_BEFORE, Kind.SERVER_ERROR])
async def test_each_try_is_later_than_the_one_before(world: World, kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.outbox.claims.PACE", timedelta(0))
    amina = await world.begins()
    receipt = await amina.types("/win We opened the hub")
    assert receipt is not None
    await amina.presses(receipt, "win.celebrate")

    for wait in (timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8)):
        world.sandbox.faults.add(Fault(kind, POST))
        began = wall()
        await deliver(world.bot)
        ready = await world.bot.database.read(claiming.next_ready, wall())
        assert ready is not None
        assert began + wait <= ready <= wall() + wait
        await world.bot.database.run(lambda session: session.execute(update(Post).values(ready_at=wall())))


@pytest.mark.paced
async def test_after_a_week_without_slack_it_is_still_tried_every_few_minutes(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    await amina.presses(amina.private()[-1], "win.celebrate")
    await world.bot.database.run(_tried_for_a_week)
    world.sandbox.faults.add(Fault(Kind.ERROR, POST, error="token_revoked"))

    await asyncio.sleep(1.2)  # till the channel may be posted in again
    await deliver(world.bot)
    ready_at = await world.bot.database.read(_ready_at)
    assert ready_at is not None
    assert timedelta(minutes=4) < ready_at - wall() <= timedelta(minutes=5)


def _tried_for_a_week(session: Session) -> None:
    session.execute(update(Post).where(Post.method == POST).values(attempts=2000))


def _ready_at(session: Session) -> Any:
    return session.scalars(select(Post.ready_at).where(Post.method == POST)).one()


async def test_what_another_process_has_claimed_is_not_waited_for_longer_than_it_takes(world: World) -> None:
    amina = await world.begins()
    receipt = await amina.types("/win We opened the hub")
    assert receipt is not None
    await amina.presses(receipt, "win.celebrate")
    lease = timedelta(seconds=30)
    assert await world.bot.database.run(claiming.claim, wall(), lease)

    delivering = asyncio.create_task(deliver_all(world.bot))
    sent_at_once, _ = await asyncio.wait([delivering], timeout=0.2)  # long enough for its first look
    assert not sent_at_once
    await world.bot.database.run(lambda session: session.execute(update(Post).values(lease_until=None)))

    async with asyncio.timeout(lease.seconds / 3):
        await delivering
    assert "We opened the hub" in world.room[-1].plain


async def test_what_an_act_causes_reaches_slack_while_the_wheel_turns(world: World) -> None:
    amina = await world.begins()
    async with Scheduler(world.bot):
        receipt = await amina.types("/win We opened the hub")
        assert receipt is not None
        await amina.presses(receipt, "win.celebrate")
        await world.sandbox.until(
            lambda: [message for message in world.room if "A win to celebrate" in message.plain], seconds=3
        )
        world.sandbox.clock.move_to(FRIDAY)
        await amina.types("/win And a kitchen")
        await world.sandbox.until(lambda: world.celebrations or amina.dms(), seconds=5)


async def test_hosts_hear_of_a_post_waiting_for_over_an_hour(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    world.sandbox.faults.add(Fault(Kind.RATE_LIMITED, POST, channel="C0EXEBAYX", times=1, seconds=5))
    world.sandbox.clock.move_to(FRIDAY)
    await tick(world.bot)
    await deliver(world.bot)

    later: Any = wall() + timedelta(hours=1, minutes=5)
    await world.bot.database.run(delivery_alerts.alert_hosts, later, world.bot.clock())
    await world.bot.database.run(delivery_alerts.alert_hosts, later, world.bot.clock())
    await world.settle()

    told = [message for message in amina.dms() if "waiting for over an hour" in message.plain]
    assert len(told) == 1


async def test_a_wait_of_hours_is_kept_and_asked_about_within_one(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    world.sandbox.faults.add(Fault(Kind.RATE_LIMITED, POST, seconds=7_200))

    world.sandbox.clock.move_to(FRIDAY)
    await tick(world.bot)
    await deliver(world.bot)
    await deliver(world.bot)

    assert [call.outcome for call in world.slack.calls if call.method == POST][-1:] == ["rate_limited"]
    assert sum(call.outcome == "rate_limited" for call in world.slack.calls) == 1
    ready = await world.bot.database.read(claiming.next_ready, wall())
    assert ready is not None
    assert timedelta(minutes=55) < ready - wall() <= timedelta(hours=1)


async def test_a_win_taken_back_while_its_post_is_in_doubt_blocks_nothing(world: World) -> None:
    amina = await world.begins()
    receipt = await amina.types("/win We opened the hub")
    assert receipt is not None
    world.sandbox.faults.add(Fault(Kind.DROP_BEFORE, POST))
    await amina.presses(receipt, "win.celebrate")
    await deliver(world.bot)

    await amina.presses(receipt, "win.undo")
    await amina.types("/win And a kitchen")
    await amina.presses(amina.private()[-1], "win.celebrate")
    await world.settle()

    shown = [message.plain for message in world.room]
    assert sum("We opened the hub" in text for text in shown) == 0
    assert sum("And a kitchen" in text for text in shown) == 1
    assert await world.bot.database.read(outbox.count_pending) == 0


async def test_no_answer_in_time_is_a_doubt_and_not_a_second_post(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs.delivery.SECONDS", 0.3)
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    world.sandbox.faults.add(Fault(Kind.HANG, POST, seconds=1))

    await world.moves_to(FRIDAY)

    assert len(world.celebrations) == 1


async def test_hosts_hear_of_a_refusal_after_a_wait(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    world.sandbox.clock.move_to(FRIDAY)
    await tick(world.bot)
    await world.bot.database.run(_owed_for_hours)
    await world.bot.database.run(delivery_alerts.alert_hosts, wall(), world.bot.clock())
    world.slack.channels["C0EXEBAYX"].archived = True
    await world.settle()
    await world.tells_of_trouble()

    told = [message.plain for message in amina.dms()]
    assert sum("archived" in text for text in told) == 1


def _owed_for_hours(session: Session) -> None:
    session.execute(update(Post).where(Post.kind == "celebrations").values(owed_at=wall() - timedelta(hours=2)))


async def test_hosts_hear_once_of_a_post_that_came_late(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")

    await world.moves_to(FRIDAY + timedelta(days=1))
    await world.moves_to(FRIDAY + timedelta(days=1, hours=1))

    assert len(world.celebrations) == 1
    [told] = [message for message in amina.dms() if "comes only now" in message.plain]
    assert "Friday 6 March at 15:00" in told.plain


async def test_a_mention_delivered_again_is_one_win(world: World) -> None:
    amina = await world.begins()
    world.sandbox.app.retries = True
    await amina.types("@Pencil win We opened the hub")
    await world.moves_to(FRIDAY)
    assert world.celebrations[0].plain.count("We opened the hub") == 1
