"""What people take on: theirs at a press, asked about once in a fortnight, and free again when they cannot."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.models import Commitment, Partnership
from bot.schedule import asking_days
from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.checkins.test_checkin import FIRST, _checkins
from tests.world import World

CLOSE = FIRST + timedelta(days=2)  # Wednesday 18 March
ASKED = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)  # Thursday, a fortnight after; the clocks have gone forward
WEEK = timedelta(days=7)


async def _summary(world: World) -> Message:
    await world.begins()
    await world.moves_to(FIRST)
    [post] = _checkins(world)
    await world.moves_to(CLOSE)
    return next(message for message in world.room if message.thread_ts == post.ts)


def _asks(person: Person) -> list[Message]:
    return [message for message in person.dms() if "Did it happen?" in message.plain or "Did they" in message.plain]


async def _rows(world: World) -> list[tuple[str | None, datetime | None]]:
    def read(session: Session) -> list[tuple[str | None, datetime | None]]:
        rows = session.execute(select(Commitment.outcome, Commitment.ask_at).order_by(Commitment.id))
        return [(outcome, ask_at) for outcome, ask_at in rows]  # a row is no pair to mypy

    return await world.bot.database.read(read)


async def test_taken_on_by_one_press_and_asked_about_on_the_day_that_was_said(world: World) -> None:
    summary = await _summary(world)
    priya = world.person("Dr Priya Raman")
    await priya.presses(summary, "step.take")
    assert "I’ll ask you on Thursday 2 April whether it happened." in priya.private()[-1].plain
    assert "Your name is with it in the check-in’s thread." in priya.private()[-1].plain
    await priya.presses(summary, "step.take")
    assert "You have that already" in priya.private()[-1].plain

    await world.moves_to(ASKED - timedelta(minutes=1))
    assert _asks(priya) == []
    await world.moves_to(ASKED)
    await world.moves_to(ASKED + timedelta(minutes=1))

    [ask] = _asks(priya)
    assert [label for label, _, _ in ask.buttons] == ["It happened", "Not yet", "Dropped it"]
    await priya.presses(ask, "commitment.happened")
    await world.settle()
    assert "It happened." in _asks(priya)[0].plain
    assert await _rows(world) == [("happened", None)]
    await world.moves_to(ASKED + 3 * WEEK)
    assert len(_asks(priya)) == 1


async def test_not_yet_is_asked_again_in_a_fortnight_and_three_times_at_most(world: World) -> None:
    priya = world.person("Dr Priya Raman")
    await priya.presses(await _summary(world), "step.take")
    for times, answer in enumerate(("again on Thursday 16 April", "again on Thursday 30 April", "stays in My Pencil")):
        await world.moves_to(ASKED + 2 * times * WEEK)
        assert len(_asks(priya)) == times + 1
        await priya.presses(_asks(priya)[-1], "commitment.not_yet")
        await world.settle()
        assert answer in _asks(priya)[-1].plain

    await world.moves_to(ASKED + 8 * WEEK)

    assert len(_asks(priya)) == 3
    await priya.types("@Pencil mine")
    await priya.presses(priya.private()[-1], "mine.open")
    assert priya.form is not None
    assert "You took this on. Did it happen?" in priya.form.plain


async def test_all_that_somebody_took_on_comes_in_one_message_beside_what_they_allow(world: World) -> None:
    summary = await _summary(world)
    amina = world.person("Amina Okafor")
    await amina.types("/partnership asks 0")
    await amina.presses(summary, "step.take")
    await world.bot.database.run(_another_like_it)

    await world.moves_to(ASKED)

    [ask] = _asks(amina)
    assert "You took these on. Did they happen?" in ask.plain
    values = [value for _, action, value in ask.buttons if action == "commitment.not_yet"]
    assert len(values) == 2
    await amina.presses(ask, "commitment.dropped", values[1])
    await world.settle()
    assert _asks(amina)[0].plain.count("Dropped.") == 1


def _another_like_it(session: Session) -> None:
    row = session.scalars(select(Commitment)).one()
    more = {name: getattr(row, name) for name in ("partnership_id", "member_id", "checkin_id", "taken_at", "ask_at")}
    session.add(Commitment(**more, answer="other", text="Ring Marek."))


async def test_what_comes_due_in_a_week_that_had_its_message_waits_for_the_next(world: World) -> None:
    summary = await _summary(world)
    priya = world.person("Dr Priya Raman")
    await priya.presses(summary, "step.take")
    await world.moves_to(ASKED)
    await world.bot.database.run(_another_like_it)
    await world.bot.database.run(
        lambda session: session.execute(
            update(Commitment).where(Commitment.answer == "other").values(ask_at=ASKED + timedelta(hours=1))
        )
    )

    await world.moves_to(ASKED + timedelta(hours=2))
    assert len(_asks(priya)) == 1
    await world.moves_to(ASKED + WEEK)

    assert "Ring Marek." in _asks(priya)[1].plain


async def test_quiet_hours_a_snooze_and_a_pause_hold_it_back(world: World) -> None:
    summary = await _summary(world)
    amina, marek, noor = (world.person(name) for name in ("Amina Okafor", "Marek Nowak", "Noor Iqbal"))
    for person in (amina, marek, noor):
        await person.presses(summary, "step.take")
    await marek.types("/partnership quiet 09:00-12:00")
    await noor.types("/partnership snooze until 8 April")

    await world.moves_to(ASKED)
    assert [len(_asks(person)) for person in (amina, marek, noor)] == [1, 0, 0]
    await world.moves_to(ASKED + timedelta(hours=2))
    assert len(_asks(marek)) == 1
    await world.moves_to(ASKED + WEEK)
    assert len(_asks(noor)) == 1
    await noor.presses(_asks(noor)[0], "commitment.not_yet")
    await amina.types("/partnership pause until 4 May")
    await world.moves_to(ASKED + 3 * WEEK)
    assert len(_asks(noor)) == 1
    await world.moves_to(datetime(2026, 5, 7, 9, 0, tzinfo=UTC))
    assert len(_asks(noor)) == 2


async def test_somebody_who_snoozes_already_hears_of_the_day_after_it(world: World) -> None:
    summary = await _summary(world)
    marek = world.person("Marek Nowak")
    await marek.types("/partnership snooze until 20 April")

    await marek.presses(summary, "step.take")

    assert "on Thursday 23 April" in marek.private()[-1].plain


async def test_whoever_leaves_has_it_no_more_and_is_not_asked(world: World) -> None:
    summary = await _summary(world)
    priya = world.person("Dr Priya Raman")
    await priya.presses(summary, "step.take")
    await world.settle()
    shown = next(message for message in world.room if message.ts == summary.ts)
    assert "Taken on by" in shown.plain

    await priya.leaves()
    await world.settle()

    shown = next(message for message in world.room if message.ts == summary.ts)
    assert "Taken on by" not in shown.plain
    assert await _rows(world) == []
    await world.moves_to(ASKED)
    assert _asks(priya) == []


async def test_whoever_is_forgotten_has_it_no_more_and_what_happened_counts(world: World) -> None:
    summary = await _summary(world)
    priya = world.person("Dr Priya Raman")
    await priya.presses(summary, "step.take")
    await priya.types("@Pencil step happened")
    await world.bot.database.run(_another_like_it)

    await priya.types("@Pencil forget-me")
    await priya.presses(priya.private()[-1], "forget.open")
    await priya.submits()
    await world.settle()

    assert await _rows(world) == [("happened", None)]
    shown = next(message for message in world.room if message.ts == summary.ts)
    assert "Taken on by somebody who was here." in shown.plain


async def test_by_text_on_both_sides(world: World) -> None:
    amina = await world.begins()
    priya = world.person("Dr Priya Raman")
    await amina.types("/partnership step take")
    assert "There’s no step yet" in amina.private()[-1].plain
    await amina.types("/partnership step")
    assert "There’s no step yet" in amina.private()[-1].plain
    await world.moves_to(FIRST)
    await world.moves_to(CLOSE)

    await priya.types("@Pencil step")
    assert "suggested:" in priya.private()[-1].plain
    await priya.types("@Pencil step not yet")
    assert "suggested:" in priya.private()[-1].plain  # nothing of theirs is meant by it
    await priya.presses(priya.private()[-1], "step.take")
    assert "It’s yours" in priya.private()[-1].plain
    await priya.types("@Pencil step not yet")
    assert "Not yet. I’ll ask again on Thursday 2 April." in priya.private()[-1].plain
    await priya.types("@Pencil step dropped")
    assert "Dropped." in priya.private()[-1].plain
    await priya.types("@Pencil step take")
    assert "It’s yours" in priya.private()[-1].plain
    await priya.types("@Pencil step done")
    assert "It happened." in priya.private()[-1].plain


async def test_it_waits_in_my_pencil_and_is_answered_there(world: World) -> None:
    summary = await _summary(world)
    amina = world.person("Amina Okafor")
    await amina.opens_home()
    await amina.presses(summary, "step.take")
    await world.settle()
    assert amina.home is not None
    assert "You took this on. Did it happen?" in amina.home.plain

    await amina.presses(amina.home, "commitment.happened")
    await world.settle()

    assert amina.home is not None
    assert "You took this on" not in amina.home.plain
    assert amina.form is not None
    assert "It happened." in amina.form.plain


async def test_two_presses_at_once_are_one_and_several_people_may_have_it(world: World) -> None:
    summary = await _summary(world)
    priya, marek = world.person("Dr Priya Raman"), world.person("Marek Nowak")

    await asyncio.gather(*(person.presses(summary, "step.take") for person in (priya, priya, marek)))

    assert len(await _rows(world)) == 2


async def test_nobody_answers_for_somebody_else(world: World) -> None:
    summary = await _summary(world)
    priya, marek = world.person("Dr Priya Raman"), world.person("Marek Nowak")
    await priya.presses(summary, "step.take")
    receipt = priya.private()[-1]

    await marek.presses(receipt, "commitment.happened" if not receipt.buttons else "commitment.dropped")

    assert [outcome for outcome, _ in await _rows(world)] == [None]


@pytest.mark.parametrize(
    ("taken", "closed", "asked"),
    [
        ("2026-04-30T12:00", [], "2026-05-14T10:00"),  # a Thursday, to the day
        ("2026-05-01T12:00", [], "2026-05-21T10:00"),
        ("2026-05-04T12:00", [["2026-05-21", "2026-05-21", ""]], "2026-05-22T10:00"),  # a closed Thursday
        ("2026-05-04T12:00", [["2026-05-21", "2026-05-25", ""]], "2026-05-28T10:00"),  # nothing left of that week
        ("2026-03-12T12:00", [], "2026-03-26T10:00"),
    ],
)
def test_the_day_is_a_thursday_or_the_friday_after_it(taken: str, closed: list[list[str]], asked: str) -> None:
    place = Partnership(zone="Europe/London", holidays="GB-ENG", closures=closed)
    at = asking_days.in_a_fortnight(place, datetime.fromisoformat(taken).replace(tzinfo=UTC))
    assert at.isoformat(timespec="minutes").startswith(asked)


async def test_what_belongs_to_an_old_check_in_goes_with_it(world: World) -> None:
    summary = await _summary(world)
    await world.person("Dr Priya Raman").presses(summary, "step.take")
    await world.moves_to(ASKED)

    def old(session: Session) -> None:
        session.execute(update(Partnership).values(keep_months=1, warned_at=ASKED, clear_at=ASKED))

    await world.bot.database.run(old)
    await world.moves_to(ASKED + 9 * WEEK)

    assert await _rows(world) == []
