"""Closing: once, in time, and counted whole."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.models import PulseKey
from bot.partnership.members import Who
from bot.pulse import acts, ballots
from bot.pulse import lifecycle as pulse
from bot.pulse.views.pulse import PulseView
from bot.schedule.batches import Batch
from jobs.tick import tick
from tests import polling
from tests.polling import (
    CLOSE,
    EXTENDED,
    FIRST_ITEMS,
    MONTH,
    OPENING,
    RESULTS,
    answers,
    moment,
    newest_pulse,
    opened,
    openings,
    peopled,
    reviews,
    rows_held,
)
from tests.world import World, as_it_was


async def test_close_and_results_come_once_however_late(world: World) -> None:
    people, post = await opened(world)
    for person in people[:6]:
        await answers(person, post)

    await world.moves_to(RESULTS + timedelta(days=2))
    await world.moves_to(RESULTS + timedelta(days=2, minutes=1))

    assert len(polling.results(world)) == 1
    assert "Closed. The results are in this channel" in openings(world)[0].plain
    assert "Take the pulse" not in [label for label, _, _ in world.room[0].buttons]


async def test_under_the_floor_it_stays_open_once_more_and_then_closes_without_figures(world: World) -> None:
    people, post = await opened(world)
    for person in people[:4]:
        await answers(person, post)

    await world.moves_to(CLOSE)
    assert f"stays open until {moment(EXTENDED)}" in openings(world)[0].plain
    await world.moves_to(RESULTS)
    assert polling.results(world) == []
    await world.moves_to(EXTENDED)
    await world.moves_to(EXTENDED + timedelta(days=10))

    [closed] = openings(world)
    assert "fewer than five answered" in closed.plain
    assert polling.results(world) == []
    assert [message.plain for message in world.room if message.thread_ts == post.ts][-1].startswith(
        "Closed without results"
    )
    assert await world.bot.database.read(rows_held) == 0
    assert (await newest_pulse(world)).release is None


async def test_five_answers_by_the_second_close_are_enough(world: World) -> None:
    people, post = await opened(world)
    for person in people[:4]:
        await answers(person, post)
    await world.moves_to(CLOSE)
    await answers(people[4], openings(world)[0])

    await world.moves_to(EXTENDED)
    await world.moves_to(EXTENDED + timedelta(days=7))

    assert len(polling.results(world)) == 1


async def test_after_a_long_silence_people_still_get_their_three_days(world: World) -> None:
    people, post = await opened(world)
    for person in people[:4]:
        await answers(person, post)

    await world.moves_to(EXTENDED + timedelta(days=1))

    until = EXTENDED + timedelta(days=7)  # a Tuesday: Monday is a bank holiday
    assert f"stays open until {moment(until)}" in openings(world)[0].plain


async def test_when_its_time_is_up_nothing_more_is_counted_though_no_turn_has_come(world: World) -> None:
    people, post = await opened(world)
    await reviews(people[3], post)
    world.sandbox.clock.move_to(CLOSE + timedelta(minutes=1))

    assert await people[3].submits() is None

    assert people[3].form is not None
    assert "Its time is up" in people[3].form.plain
    assert await world.bot.database.read(rows_held) == 47 + 1


async def test_a_key_kept_back_is_no_reason_to_open_another(world: World) -> None:
    people, post = await opened(world)
    for person in people[:6]:
        await answers(person, post)
    await world.bot.database.run(_forgets_key)

    await world.moves_to(CLOSE)
    await world.moves_to(OPENING + MONTH)

    assert len(openings(world)) == 1
    assert any("the last one there is still open" in message.plain for message in people[0].dms())


def _forgets_key(session: Session) -> None:
    session.execute(delete(PulseKey))


async def test_send_after_the_close_is_told_so(world: World) -> None:
    people, post = await opened(world)
    shown = as_it_was(post)
    for person in people[:6]:
        await answers(person, post)
    late = people[7]
    await reviews(late, post)
    await world.moves_to(CLOSE)

    assert await late.submits() is None

    assert late.form is not None
    assert "This pulse is closed, so nothing was counted" in late.form.plain
    await late.closes()
    await late.presses(shown, "pulse.take")
    assert "This pulse is closed" in late.private()[-1].plain


@pytest.fixture
def tallies(monkeypatch: pytest.MonkeyPatch) -> list[ballots.Tally]:
    """What was counted, which is written nowhere."""
    counted: list[ballots.Tally] = []
    count = ballots.count

    def watched(*args: Any) -> ballots.Tally:
        counted.append(count(*args))
        return counted[-1]

    monkeypatch.setattr(ballots, "count", watched)
    return counted


async def test_a_key_that_is_missing_or_another_refuses_and_loses_nothing(
    world: World, tallies: list[ballots.Tally]
) -> None:
    people = await peopled(world)
    settings = world.bot.settings
    object.__setattr__(settings, "pencil_key", SecretStr("k" * 40))
    await world.moves_to(OPENING)
    [post] = openings(world)
    for person in people[:6]:
        await answers(person, post)
    await reviews(people[7], post, 2)

    for other in (None, SecretStr("x" * 40)):
        object.__setattr__(settings, "pencil_key", other)
        assert await people[7].submits() is None
        assert people[7].form is not None
        assert "your answers are still here" in people[7].form.plain
        assert people[7].form.plain.count("I cannot seal your answers") == 1
    await world.moves_to(CLOSE)
    assert (await newest_pulse(world)).closed_at is None
    soon = CLOSE + timedelta(seconds=5)
    assert await world.bot.database.run(pulse.close, settings, soon, Batch(50)) == 0  # it is not tried all the time
    await world.moves_to(CLOSE + timedelta(minutes=10))
    assert len([message for message in people[0].dms() if "PENCIL_KEY is missing" in message.plain]) == 1

    object.__setattr__(settings, "pencil_key", SecretStr("k" * 40))
    await world.moves_to(CLOSE + timedelta(minutes=20))
    newest = await newest_pulse(world)
    assert newest.outcome == "counted"
    assert [tally.number for tally in tallies] == [6]
    assert await world.bot.database.read(rows_held) == 0


async def test_a_close_amid_many_sends_counts_each_whole_or_not_at_all(
    world: World, tallies: list[ballots.Tally]
) -> None:
    people, post = await opened(world)
    token = next(value for _, action, value in post.buttons if action == "pulse.take")
    assert token is not None
    for person in people[:6]:
        await answers(person, post)
    world.sandbox.clock.move_to(CLOSE)
    sends = [
        world.bot.database.run(
            acts.send,
            token,
            Who(person.about.team_id, person.user_id),
            dict.fromkeys(FIRST_ITEMS, 4),
            None,
            CLOSE - timedelta(minutes=1),
        )
        for person in people[6:40]
    ]

    outcomes = await asyncio.gather(*sends[:17], tick(world.bot), tick(world.bot), *sends[17:], return_exceptions=True)
    await tick(world.bot)  # whichever turn met somebody sending has left the pulse to the next
    refused = [outcome for outcome in outcomes if isinstance(outcome, acts.ClosedError)]
    counted = [outcome for outcome in outcomes if isinstance(outcome, PulseView)]

    assert len(refused) + len(counted) == 34
    [tally] = tallies
    assert tally.number == 6 + len(counted)
    for item in FIRST_ITEMS:
        assert sum(sum(by_item[item]) for by_item in tally.by_group.values()) == tally.number
    assert await world.bot.database.read(rows_held) == 0


async def test_two_turns_closing_at_once_close_once(world: World, tallies: list[ballots.Tally]) -> None:
    people, post = await opened(world)
    for person in people[:6]:
        await answers(person, post)
    world.sandbox.clock.move_to(CLOSE)

    await asyncio.gather(*(tick(world.bot) for _ in range(5)))
    await world.settle()

    assert len([message for message in world.room if message.thread_ts == post.ts and "Closed" in message.plain]) == 1
    assert [tally.number for tally in tallies] == [6]


async def test_its_days_go_by_the_partnerships_own(world: World) -> None:
    people = await peopled(world)
    for days in ("7 to 8 May", "19 May"):
        await people[0].types(f"/partnership settings closed {days}")

    await world.moves_to(OPENING)
    assert (await newest_pulse(world)).closes_at == CLOSE + timedelta(days=4)
    await world.moves_to(OPENING + timedelta(seconds=1))
    assert (await newest_pulse(world)).closes_at == CLOSE + timedelta(days=4)

    await world.moves_to(CLOSE + timedelta(days=4))  # nobody has answered, so it stays open for three working days
    assert (await newest_pulse(world)).closes_at == CLOSE + timedelta(days=8)
