"""A consultation as hosts open, change and end it, and as the channel hears of it: one question a week."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.consultations import acts
from bot.consultations.entries import AlreadyOpenError
from bot.consultations.facts import ConsultationEntry
from bot.models import Consultation, ConsultationAnswer
from bot.partnership.members import Who
from bot.slack.views import fewer_posts
from sandbox.slack.people import HOME
from tests.consultations.asking import (
    FIRST,
    MISS,
    OVER,
    WEEK,
    WORK,
    answers,
    asked,
    cards,
    digests,
    filled_in,
    opens,
)
from tests.vision.visions import pencilled
from tests.world import MONDAY, World, as_it_was

DAY = timedelta(days=1)


async def _kept(world: World) -> Any:
    return await world.bot.database.read(
        lambda session: session.scalars(select(Consultation).order_by(Consultation.id.desc())).first()
    )


async def test_a_host_opens_one_and_each_week_brings_a_question(world: World) -> None:
    amina, marek = await world.begins(), world.person("Marek Nowak")
    await marek.types("/partnership consultation open")
    assert "Only a host" in marek.private()[-1].plain
    await marek.types("/partnership consultation")
    assert "Nobody has asked people here yet" in marek.private()[-1].plain

    heard = await opens(world, amina, MISS, WORK, audience="everybody who volunteers here")
    assert "The consultation is open until Tuesday 31 March" in heard.plain
    assert "The first question comes on Thursday 5 March." in heard.plain
    assert "I post the answers in the week after Tuesday 31 March" in heard.plain
    assert cards(world) == []
    preview = await amina.types("/partnership preview")
    assert preview is not None
    assert f"Consultation on the vision, asking “{MISS}”" in preview.plain

    await world.moves_to(FIRST)
    [card] = cards(world)
    assert MISS in card.plain
    assert "For: everybody who volunteers here. Answer until Tuesday 31 March, with your name or without." in card.plain
    assert [label for label, _, _ in card.buttons] == ["Answer", "Fewer of these"]
    await world.moves_to(FIRST + DAY)
    assert len(cards(world)) == 1
    await world.moves_to(FIRST + WEEK)
    assert [WORK in card.plain for card in cards(world)] == [False, True]
    for week in (2, 3):  # nothing more is asked, and nothing else waits for it
        await world.moves_to(FIRST + WEEK * week)
    assert len(cards(world)) == 2


async def test_its_end_posts_what_people_said_with_the_way_to_a_proposal(world: World) -> None:
    amina = await pencilled(world)
    await opens(world, amina)
    await world.moves_to(max(FIRST, world.sandbox.clock.now() + WEEK))
    await answers(world, world.person("Ben Carter"), "The bread on Fridays")
    for number in range(5):
        await answers(world, world.person("Ruth Lacey"), f"Reason {number}", name="nameless")
    await world.moves_to(OVER)

    [post] = digests(world)
    assert "6 answers, in no particular order" in post.plain
    assert "and 3 more" in post.plain
    assert [label for label, _, _ in post.buttons] == ["Propose a change", "All answers", "Fewer of these"]
    [card] = [message for message in world.room if MISS in message.plain and message is not post]
    assert "This is closed" in card.plain

    priya = world.person("Dr Priya Raman")  # whoever may propose, from the workspace without Pencil too
    await priya.presses(post, "consultation.propose")
    assert priya.form is not None
    assert "The bread on Fridays" in priya.form.plain
    assert "What are we here for?" in priya.form.plain
    assert await priya.submits({"text": "Nobody eats alone on Fridays"}) is None
    await world.settle()
    assert "Your proposal goes to the channel now" in priya.private()[-1].plain

    await priya.presses(post, "consultation.answers")
    listed = priya.private()[-1]
    assert all(f"Reason {number}" in listed.plain for number in range(5))
    await world.moves_to(OVER + WEEK)
    assert len(digests(world)) == 1


async def test_where_nobody_has_answered_nothing_is_posted(world: World) -> None:
    amina = await world.begins()
    await asked(world, amina)
    await world.moves_to(OVER)

    assert digests(world) == []
    await amina.types("@Pencil consultation")
    status = amina.private()[-1]
    assert "ended on 2 April 2026, with no answers" in status.plain
    assert [label for label, _, _ in status.buttons] == ["Ask people about the vision"]


async def test_a_question_takes_the_place_of_a_check_in_or_of_skills(world: World) -> None:
    amina = await world.begins()
    await amina.types("/partnership timetable consultations mon 10:00")
    await opens(world, amina, MISS, WORK)
    for week in (1, 2):
        await world.moves_to(MONDAY + WEEK * week)

    here = [message for message in world.room if "Check-in" in message.plain or message in cards(world)]
    assert here == cards(world)  # on the Monday of the first check-in, the question has its place
    assert len(cards(world)) == 2


@pytest.mark.parametrize(
    ("filled", "beside"),
    [
        (filled_in("   "), {"prompt.1": "Write at least one question."}),
        (filled_in("x" * 151), {"prompt.1": "That’s too long: at most 150 characters, please."}),
        (filled_in(MISS, audience="y" * 101), {"audience": "That’s too long: at most 100 characters, please."}),
        (
            filled_in(MISS, WORK, until="2026-03-18"),
            {"until": "Each question stands for a week, so it can end on Thursday 19 March or later."},
        ),
        (
            filled_in(MISS, until="2020-01-01"),
            {"until": "Each question stands for a week, so it can end on Thursday 12 March or later."},
        ),
    ],
)
async def test_what_cannot_be_is_said_beside_its_field(
    world: World, filled: dict[str, str], beside: dict[str, str]
) -> None:
    amina = await world.begins()
    await amina.types("/partnership consultation open")
    assert await amina.submits(filled) == beside
    assert await _kept(world) is None
    timetable = await amina.types("/partnership timetable")
    assert timetable is not None
    assert "Consultation" not in timetable.plain


async def test_two_hosts_who_open_one_at_once_open_one(world: World) -> None:
    amina = await world.begins()
    await amina.types("/partnership host @Ben Carter")
    hosts = [Who(person.about.team_id, person.user_id) for person in (amina, world.person("Ben Carter"))]
    entry = ConsultationEntry((MISS,), "", None)

    opened = await asyncio.gather(
        *(world.bot.database.run(acts.open_, HOME, who, entry, MONDAY) for who in hosts), return_exceptions=True
    )

    assert sum(isinstance(outcome, AlreadyOpenError) for outcome in opened) == 1
    await amina.types("/partnership consultation open")  # shows the one that is open
    assert amina.form is None
    assert "End it now …" in [label for label, _, _ in amina.private()[-1].buttons]


async def test_hosts_move_its_day_and_end_it_rather_than_switch_it_off(world: World) -> None:
    amina = await world.begins()
    for word in ("on", "off"):
        refused = await amina.types(f"/partnership timetable consultations {word}")
        assert refused is not None
        assert "To open, end or take one back, type @Pencil consultation." in refused.plain
    await asked(world, amina, MISS, WORK)
    refused = await amina.types("/partnership timetable consultations off")
    assert refused is not None
    assert "nothing changed" in refused.plain
    await amina.types("/partnership timetable consultations wed 09:00")
    await world.moves_to(FIRST + WEEK - DAY)
    assert WORK in cards(world)[-1].plain
    advised = fewer_posts.for_hosts("consultations", 2, HOME, "/partnership")
    assert "To end it or take it back, type /partnership consultation there." in advised.text


async def test_what_has_been_asked_stays_and_the_rest_can_be_changed(world: World) -> None:
    amina = await world.begins()
    await asked(world, amina, MISS, WORK)
    await amina.types("/partnership consultation")
    status = amina.private()[-1]
    await amina.presses(status, "consultation.edit")
    assert amina.form is not None
    assert MISS in amina.form.plain
    again = {"prompt.2": WORK, "audience": "", "until": "2026-03-31"}
    assert await amina.submits(again) is None
    log = await amina.types("/partnership log")
    assert log is not None
    assert "changed the consultation" not in log.plain  # the same is no change

    await amina.presses(status, "consultation.edit")
    assert await amina.submits({**again, "prompt.2": "Who is missing?", "until": "2026-04-30"}) is None
    await world.settle()
    assert "Answer until Thursday 30 April" in cards(world)[0].plain
    await world.moves_to(FIRST + WEEK)
    assert "Who is missing?" in cards(world)[-1].plain


async def test_a_host_ends_it_early_after_a_look(world: World) -> None:
    amina, marek = await world.begins(), world.person("Marek Nowak")
    card = await asked(world, amina, MISS, WORK)
    await answers(world, marek, "The bread")
    await marek.types("/partnership consultation end")
    assert "Only a host" in marek.private()[-1].plain

    await amina.types("@Pencil consultation end")
    look = amina.private()[-1]
    assert "It can’t be opened again" in look.plain
    assert digests(world) == []
    await amina.presses(as_it_was(look), "consultation.end_now")
    await amina.presses(as_it_was(look), "consultation.end_now")
    await world.settle()
    assert len(digests(world)) == 1
    assert "This is closed" in next(message for message in world.room if message.ts == card.ts).plain
    await world.moves_to(FIRST + WEEK)
    assert cards(world) == []  # what was still to be asked is not


async def test_it_is_taken_back_and_asks_anew_when_it_is_put_back(world: World) -> None:
    amina = await world.begins()
    card = await asked(world, amina)
    await answers(world, world.person("Ben Carter"), "The bread")
    await amina.types("/partnership consultation")
    await amina.presses(amina.private()[-1], "consultation.undo")
    await world.settle()
    assert cards(world) == []
    taken_back = amina.private()[-1]
    ben = world.person("Ben Carter")
    await ben.presses(card, "consultation.answer")
    assert "That consultation ended" in ben.private()[-1].plain
    await world.moves_to(FIRST + WEEK)
    assert cards(world) == []

    await amina.presses(taken_back, "consultation.restore")
    assert "Its questions are asked anew" in amina.private()[-1].plain
    await world.moves_to(FIRST + WEEK * 2)
    assert len(cards(world)) == 1
    kept = await world.bot.database.read(lambda session: session.scalars(select(ConsultationAnswer)).all())
    assert [row.text for row in kept] == ["The bread"]


async def test_a_pause_brings_no_question_and_no_end_and_leaves_a_week(world: World) -> None:
    amina = await world.begins()
    await asked(world, amina, MISS, WORK, until="2026-03-20")
    await amina.types("/partnership pause")
    await world.moves_to(FIRST + WEEK)
    assert len(cards(world)) == 1
    await answers(world, world.person("Ben Carter"), "The bread")  # answers are taken meanwhile
    ended = datetime(2026, 4, 14, 9, 0, tzinfo=UTC)
    await world.moves_to(ended)
    assert digests(world) == []
    kept = await _kept(world)
    assert kept.until >= ended.date() + WEEK
    assert f"{kept.until.day} April" in cards(world)[0].plain

    await amina.types("/partnership resume")
    await world.moves_to(datetime(2026, 4, 16, 10, 0, tzinfo=UTC))
    assert WORK in cards(world)[-1].plain
    await world.moves_to(datetime(2026, 4, 23, 10, 0, tzinfo=UTC))
    assert digests(world) == []
    await world.moves_to(datetime(2026, 4, 30, 10, 0, tzinfo=UTC))
    assert len(digests(world)) == 1


async def test_a_pause_leaves_a_week_by_the_partnerships_own_clock(world: World) -> None:
    amina = await world.begins()
    await amina.types("/partnership settings zone Pacific/Kiritimati")
    await opens(world, amina)
    await amina.types("/partnership pause")
    await world.moves_to(datetime(2026, 3, 24, 12, 0, tzinfo=UTC))  # the 25th, where they are
    assert (await _kept(world)).until == date(2026, 4, 8)


async def test_my_pencil_and_home_show_what_is_asked(world: World) -> None:
    amina, priya = await world.begins(), world.person("Dr Priya Raman")
    await asked(world, amina)
    await priya.presses(world.room[0], "mine.open")
    assert priya.form is not None
    await priya.presses(priya.form, "mine.part", "1.ours")
    assert MISS in priya.form.plain
    await priya.presses(priya.form, "consultation.answer")
    assert await priya.submits({"text": "The bread", "name": "named"}) is None
    await priya.presses(world.room[0], "mine.open")
    await priya.presses(priya.form, "mine.part", "1.ours")
    await priya.presses(priya.form, "consultation.show")
    assert "The bread" in priya.private()[-1].plain
