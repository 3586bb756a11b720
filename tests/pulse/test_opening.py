"""Opening: on its day, for the people known, in the channel and on the standing post."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.models import Member
from jobs.tick import tick
from sandbox.actors.person import Person
from sandbox.api.faults import Fault, Kind
from sandbox.slack.people import HOME
from tests.polling import (
    CLOSE,
    MONTH,
    OPENING,
    RESULTS,
    breaks,
    day,
    every_pulse,
    everybody,
    moment,
    newest_pulse,
    opened,
    openings,
    peopled,
    reviews,
    rows_held,
)
from tests.world import World


async def test_it_opens_on_the_first_tuesday_in_the_channel_and_on_the_standing_post(world: World) -> None:
    await peopled(world)
    await world.moves_to(OPENING - timedelta(minutes=1))
    assert openings(world) == []

    await world.moves_to(OPENING)
    await world.moves_to(OPENING + timedelta(minutes=1))

    [post] = openings(world)
    assert moment(CLOSE) in post.plain
    assert moment(RESULTS) in post.plain
    assert "47 people" in post.plain
    assert [label for label, _, _ in post.buttons] == ["Take the pulse", "Fewer of these"]
    assert "Take the pulse" in [label for label, _, _ in world.room[0].buttons]


async def test_under_ten_people_no_pulse_opens_and_the_hosts_are_told_why(world: World) -> None:
    people = await peopled(world, 8)

    await world.moves_to(OPENING)

    assert openings(world) == []
    [told] = _unopened(people[0])
    assert "I know 8 people" in told
    assert "fewer than 10" in told
    assert await world.bot.database.read(rows_held) == 0

    for month, times in ((OPENING + MONTH, 2), (OPENING + MONTH + timedelta(weeks=5), 2)):
        await world.moves_to(month)
        assert ["won’t bring this up again" in told for told in _unopened(people[0])] == [False, True][:times]
    await everybody(world)[20].types("@Pencil join Somewhere Else, private")
    await world.moves_to(OPENING + MONTH + timedelta(weeks=9))
    assert "I know 9 people" in _unopened(people[0])[2]


def _unopened(host: Person) -> list[str]:
    """What a host was told of pulses that did not open."""
    return [message.plain for message in host.dms() if "No pulse opens" in message.plain]


async def test_late_until_five_and_otherwise_next_month(world: World) -> None:
    await peopled(world)
    await world.moves_to(OPENING + timedelta(hours=7, minutes=1))
    assert openings(world) == []

    await world.moves_to(OPENING + MONTH + timedelta(hours=6, minutes=59))

    [post] = openings(world)
    assert moment(CLOSE + MONTH) in post.plain


async def test_a_post_that_never_came_on_its_day_opens_nothing(world: World) -> None:
    people = await peopled(world)
    world.sandbox.faults.add(Fault(Kind.ERROR, "chat.postMessage", channel=HOME, times=-1, error="restricted_action"))
    await world.moves_to(OPENING)
    world.sandbox.faults.clear()

    await world.moves_to(OPENING + timedelta(hours=8))

    assert openings(world) == []
    assert (await newest_pulse(world)).outcome == "withdrawn"
    assert await world.bot.database.read(rows_held) == 0
    assert any("could not be posted" in message.plain for message in people[0].dms())


async def test_days_are_counted_from_when_it_came_to_stand_in_the_channel(world: World) -> None:
    await peopled(world)
    world.sandbox.faults.add(Fault(Kind.RATE_LIMITED, "chat.postMessage", channel=HOME, seconds=2))
    await world.moves_to(OPENING)
    [post] = openings(world)

    pulse = await newest_pulse(world)

    assert pulse.opened_at is None or pulse.opened_at >= OPENING
    assert pulse.closes_at == CLOSE
    assert post.plain.count(day(CLOSE)) == 1


async def test_a_checkin_leaves_the_day_to_the_pulse(world: World) -> None:
    people = await peopled(world)
    july = datetime(2026, 7, 7, 9, 0, tzinfo=UTC)  # the first Tuesday, in a week with a check-in
    await people[0].types("/partnership timetable check-ins tue 10:00")
    await world.moves_to(july - timedelta(days=1))
    before = len(world.room)

    await world.moves_to(july)
    assert _said(world, before) == ["Pulse: how are we doing?"]
    await world.moves_to(july + timedelta(hours=23, minutes=59))
    assert len(_said(world, before)) == 1
    await world.moves_to(july + timedelta(days=1))

    assert [message[:9] for message in _said(world, before)] == ["Pulse: ho", "Check-in:"]


def _said(world: World, before: int) -> list[str]:
    """The first lines of what Pencil has said in the channel since, threads aside."""
    return [message.plain.splitlines()[0] for message in world.room[before:] if not message.thread_ts]


async def test_one_moved_while_it_is_due_opens_once_for_its_month(world: World) -> None:
    people = await peopled(world)
    world.sandbox.clock.move_to(OPENING + timedelta(minutes=5))
    await people[0].types("/partnership timetable pulse thu 14:00")

    for when in (OPENING + timedelta(minutes=6), OPENING + timedelta(days=2, hours=5), CLOSE, RESULTS):
        await world.moves_to(when)

    assert [pulse.occasion for pulse in await world.bot.database.read(every_pulse)] == [f"{OPENING:%Y-%m}"]


async def test_what_breaks_in_the_pulse_holds_up_nothing_else(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    people = await peopled(world)
    await people[0].types("/win We opened the hub")
    monkeypatch.setattr("bot.pulse.lifecycle.settle", breaks)
    world.sandbox.clock.move_to(OPENING + timedelta(days=3, hours=6))

    with pytest.raises(OSError, match="disk"):
        await tick(world.bot)
    await world.settle()

    assert len(world.celebrations) == 1


async def test_an_opening_that_arrives_on_a_later_day_opens_nothing(world: World) -> None:
    await peopled(world)
    world.sandbox.clock.move_to(OPENING)
    await tick(world.bot)
    world.sandbox.clock.move_to(OPENING + timedelta(days=2))
    await world.settle()  # before the first turn

    await world.moves_to(OPENING + timedelta(days=2, minutes=1))

    assert (await newest_pulse(world)).outcome == "withdrawn"
    assert openings(world) == []


async def test_whoever_came_after_the_opening_is_invited_next_time(world: World) -> None:
    people = await peopled(world, 20)
    await world.moves_to(OPENING)
    [post] = openings(world)
    late, stranger = everybody(world)[25], everybody(world)[30]
    await late.types("@Pencil join Somewhere Else, private")

    for person in (late, stranger):
        await person.presses(post, "pulse.take")
        assert person.form is None
        assert f"people I knew here when it opened, on {day(OPENING)}" in person.private()[-1].plain
        assert moment(OPENING + MONTH) in person.private()[-1].plain
    assert people


async def test_somebody_who_has_left_the_channel_is_still_one_of_those_invited(world: World) -> None:
    people, post = await opened(world)
    leaver = people[5]
    await reviews(leaver, post)
    world.slack.channels[HOME].members.discard(leaver.user_id)

    assert await leaver.submits() is None

    assert leaver.form is not None
    assert "Your answers will be counted" in leaver.form.plain


async def test_whoever_was_only_ever_named_is_not_among_the_ten(world: World) -> None:
    people = await peopled(world, 9)
    named = everybody(world)[20]
    row = Member(
        partnership_id=1, team_id=named.about.team_id, user_id=named.user_id, joined_at=world.bot.clock(), host=False
    )
    await world.bot.database.run(lambda session: session.add(row))

    await world.moves_to(OPENING)

    assert openings(world) == []
    assert "I know 9 people" in _unopened(people[0])[0]
