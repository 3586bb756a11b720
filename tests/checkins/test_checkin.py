"""Check-ins, and how seldom Pencil speaks unasked."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.checkins import acts, lifecycle
from bot.checkins.stages import Word
from bot.db.sets import LEFT
from bot.models import Checkin, Member, Post
from bot.partnership.members import Who
from bot.schedule.calendars import Calendar, working_days_after
from bot.schedule.recurrence import Rhythm, fires
from sandbox.actors.person import Person
from sandbox.slack.people import HOME
from sandbox.slack.state import Message
from tests.world import MONDAY, World, as_it_was

FIRST = datetime(2026, 3, 16, 10, 0, tzinfo=UTC)  # the second Monday, a whole fortnight from the start


def _checkins(world: World) -> list[Message]:
    return [message for message in world.room if "Check-in:" in message.plain]


def _thread(world: World, post: Message) -> list[str]:
    return [message.plain for message in world.room if message.thread_ts == post.ts]


def _who(person: Person) -> Who:
    return Who(person.about.team_id, person.user_id, HOME)


def _members(session: Session) -> list[str]:
    return list(session.scalars(select(Member.user_id)))


async def _asked(world: World) -> tuple[Person, Message]:
    amina = await world.begins()
    await world.moves_to(FIRST)
    return amina, _checkins(world)[-1]


async def test_every_second_monday_one_question_about_one_stage(world: World) -> None:
    await world.begins()
    for days in (1, 7):
        await world.moves_to(MONDAY + timedelta(days=days, hours=1))
        assert _checkins(world) == []

    await world.moves_to(FIRST)

    [post] = _checkins(world)
    assert post.plain.count("?") == 1
    assert "three months" not in post.plain  # there is nothing yet to compare with
    assert [label for label, _, _ in post.buttons] == ["Moving", "Steady", "Stuck", "Fewer of these"]
    await world.moves_to(FIRST + timedelta(days=7))
    assert len(_checkins(world)) == 1


async def test_one_answer_a_person_which_can_be_changed(world: World) -> None:
    amina, post = await _asked(world)
    priya = world.person("Dr Priya Raman")

    await amina.presses(post, "checkin.moving")
    await priya.presses(post, "checkin.moving")
    await priya.presses(post, "checkin.steady")
    await world.settle()

    assert "2 answers: 1 moving and 1 steady." in _checkins(world)[0].plain
    assert "You said: Steady" in priya.private()[-1].plain
    assert priya.user_id not in _checkins(world)[0].plain


async def test_whoever_is_stuck_is_offered_the_form(world: World) -> None:
    _, post = await _asked(world)
    priya = world.person("Dr Priya Raman")

    await priya.presses(post, "checkin.stuck")
    await priya.presses(priya.private()[-1], "blocker.raise")
    assert await priya.submits({"text": "Nobody rings us back"}) is None

    assert "Nobody rings us back" in priya.private()[-1].plain


async def test_it_closes_two_working_days_after_its_posting_and_sums_up_in_its_thread(world: World) -> None:
    amina, post = await _asked(world)
    before = as_it_was(post)
    for name in ("Marek Nowak", "Dr Priya Raman", "Noor Iqbal"):
        await world.person(name).presses(post, "checkin.moving")
    await world.moves_to(FIRST + timedelta(days=2, minutes=-1))
    assert "Closed" not in _checkins(world)[0].plain

    await world.moves_to(FIRST + timedelta(days=2))

    [closed, *_] = _checkins(world)
    assert "Closed." in closed.plain
    assert "3 answers: 3 moving." in closed.plain
    assert [label for label, _, _ in closed.buttons] == ["Fewer of these"]
    [summary] = _thread(world, closed)
    assert "3 answers: 3 moving." in summary
    assert "A step for this week: " in summary
    await amina.presses(before, "checkin.stuck")
    assert "closed" in amina.private()[-1].plain
    await world.moves_to(FIRST + timedelta(days=3))
    assert len(_thread(world, closed)) == 1


async def test_a_weekend_does_not_count(world: World) -> None:
    amina = await world.begins()
    await amina.types("/partnership timetable check-ins thu 15:00")
    await world.moves_to(FIRST + timedelta(days=3, hours=5))
    [post] = _checkins(world)
    await world.moves_to(FIRST + timedelta(days=6))
    assert "Closed" not in post.plain

    await world.moves_to(FIRST + timedelta(days=7, hours=5))

    assert "Closed" in _checkins(world)[0].plain


async def test_late_until_five_and_otherwise_skipped(world: World) -> None:
    await world.begins()
    await world.moves_to(FIRST + timedelta(hours=7, minutes=1))
    assert _checkins(world) == []

    await world.moves_to(FIRST + timedelta(days=14, hours=5, minutes=59))  # 16:59, the clocks have gone forward

    assert len(_checkins(world)) == 1


async def test_a_host_chooses_the_stage_of_the_next_one(world: World) -> None:
    amina = await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("/partnership stage barriers")
    assert "Only a host" in marek.private()[-1].plain
    await amina.types("/partnership stage nowhere")
    assert "I don’t know that stage" in amina.private()[-1].plain
    await amina.types("/partnership stage the open door")
    assert "The open door" in amina.private()[-1].plain
    await amina.types("/partnership stage")
    assert "The open door: a host chose it" in amina.private()[-1].plain

    await world.moves_to(FIRST)
    assert "Check-in: The open door" in _checkins(world)[-1].plain
    await world.moves_to(FIRST + timedelta(days=14))

    assert "Check-in: The open door" not in _checkins(world)[-1].plain


async def test_the_stage_is_the_one_with_the_least_fresh_evidence_and_questions_rotate(world: World) -> None:
    amina = await world.begins()
    titles, questions = [], []
    for fortnight in range(16):
        await amina.types(f"/win Week {fortnight}")
        for days in (0, 1):  # a bank holiday moves it by a day
            await world.moves_to(FIRST + timedelta(days=14 * fortnight + days, hours=2))
        title, question = _checkins(world)[-1].plain.splitlines()[:2]
        titles.append(title)
        questions.append(question)

    assert len(set(titles)) >= 6
    assert "Check-in: Wins" not in titles[:6]
    assert len(set(questions)) == len(questions)


async def test_old_blockers_come_up(world: World) -> None:
    amina = await world.begins()
    world.sandbox.clock.move_to(MONDAY - timedelta(hours=2))
    await amina.types("/blocker The hall is full until May")
    await amina.presses(amina.private()[-1], "blocker.post")

    await world.moves_to(FIRST)

    assert "Stuck for over two weeks" in _checkins(world)[0].plain
    assert "The hall is full until May" in _checkins(world)[0].plain


async def test_fewer_of_these_tells_the_hosts_how_many_and_not_who(world: World) -> None:
    amina, post = await _asked(world)
    marek, priya = world.person("Marek Nowak"), world.person("Dr Priya Raman")

    await priya.presses(post, "post.fewer")
    await marek.presses(post, "post.fewer")
    await marek.presses(post, "post.fewer")
    await world.moves_to(FIRST + timedelta(days=7))

    [told] = [message for message in amina.dms() if "would like fewer of these" in message.plain]
    assert "2 people would like fewer of these: Check-ins." in told.plain
    assert marek.user_id not in told.plain
    await amina.presses(told, "post.wishes")
    advised = amina.dms()[-1].plain
    assert "2 people would like fewer of these in " in advised
    assert "type /partnership timetable checkins off there" in advised
    assert marek.user_id not in advised
    assert "already heard that" in marek.private()[-1].plain


async def test_twenty_people_at_once_are_all_counted(world: World) -> None:
    _, post = await _asked(world)
    people = [world.person(user_id) for user_id in list(world.slack.people)[:20]]

    await asyncio.gather(*(person.presses(post, "checkin.steady") for person in people))
    await world.settle()

    assert "20 answers: 20 steady." in _checkins(world)[0].plain


async def test_those_who_belong_are_counted_together_and_the_post_drawn_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, post = await _asked(world)
    people = [world.person(user_id) for user_id in list(world.slack.people)[:6]]
    for person in people[:5]:
        await person.presses(post, "checkin.moving")
    drawn: list[int] = []
    redraw = lifecycle.redraw

    def noted(session: Session, held: Any) -> Any:
        drawn.append(len(held))
        return redraw(session, held)

    monkeypatch.setattr(lifecycle, "redraw", noted)
    pressing = [(person, "checkin.steady") for person in people] + [(people[0], "checkin.stuck")]

    await asyncio.gather(*(person.presses(post, word) for person, word in pressing))
    await world.settle()

    shown = _checkins(world)[0].plain
    assert "6 answers: " in shown
    assert "6 steady" in shown or "5 steady and 1 stuck" in shown  # by which of the two presses came last
    assert len(drawn) < len(pressing)


async def test_a_newcomer_who_presses_what_is_closed_beside_others_is_no_member_by_it(world: World) -> None:
    amina, _ = await _asked(world)
    newcomer = world.person("Dr Priya Raman")
    await world.moves_to(FIRST + timedelta(days=2))
    token = await world.bot.database.read(lambda session: session.scalars(select(Post.token).join(Checkin)).one())
    calls = [(token, _who(newcomer)), (token, _who(amina))]

    def together(session: Session) -> list[Any]:
        return acts.answer_all(session, [(token, who, Word.STEADY, world.bot.clock()) for token, who in calls])

    assert await world.bot.database.run(together) == [LEFT, LEFT]

    assert newcomer.user_id not in await world.bot.database.read(_members)


async def test_a_corrected_clock_leaves_no_checkin_open_for_ever(world: World) -> None:
    amina = await world.begins()
    await world.moves_to(FIRST + timedelta(days=14 * 26))
    assert len(_checkins(world)) == 1

    await world.moves_to(FIRST - timedelta(days=1))
    await world.moves_to(FIRST + timedelta(days=3))

    assert "Closed" in _checkins(world)[0].plain
    assert amina.user_id


async def test_a_check_in_leaves_the_day_to_the_celebration(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    await amina.types("/partnership timetable celebrations mon 09:00")

    await world.moves_to(FIRST - timedelta(days=7, hours=1))
    assert len(world.celebrations) == 1
    await amina.types("/win And a kitchen")
    await world.moves_to(FIRST - timedelta(hours=1))
    assert len(world.celebrations) == 2
    await world.moves_to(FIRST)
    assert len(_checkins(world)) == 0
    await world.moves_to(FIRST + timedelta(days=1))

    assert len(_checkins(world)) == 1


async def test_one_post_a_day(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    await amina.types("/skill sailing")
    await amina.types("/partnership timetable celebrations wed 10:00")
    wednesday = MONDAY + timedelta(days=9)

    await world.moves_to(wednesday - timedelta(days=7) + timedelta(minutes=1))
    assert len(world.celebrations) == 1
    await amina.types("/win And a kitchen")
    await world.moves_to(wednesday)
    await world.moves_to(wednesday + timedelta(hours=2))
    assert len(world.celebrations) == 2
    assert "Skills discovered" not in str([message.plain for message in world.room])
    await world.moves_to(wednesday + timedelta(days=1, hours=1))

    assert len([message for message in world.room if "Skills discovered" in message.plain]) == 1


def test_whole_weeks_are_counted_over_the_turn_of_a_year() -> None:
    rhythm = Rhythm("mon", "10:00", "Europe/London", 2, datetime(2026, 3, 2, tzinfo=UTC).date())
    times = fires(rhythm, Calendar("GB-ENG"), datetime(2026, 12, 1, tzinfo=UTC))
    days = [next(times).on for _ in range(60)]

    assert {(after - before).days for before, after in pairwise(days)} == {14}


@pytest.mark.parametrize(
    ("when", "closes"),
    [
        ("2026-03-16T10:00", "2026-03-18T10:00"),
        ("2026-03-19T15:00", "2026-03-23T15:00"),
        ("2026-04-02T10:00", "2026-04-08T10:00"),  # Good Friday, a weekend, Easter Monday
        ("2026-03-27T10:00", "2026-03-31T10:00"),  # the clocks go forward
    ],
)
def test_working_days_are_counted_on_the_partnerships_clocks(when: str, closes: str) -> None:
    zone = "Europe/London"
    local = ZoneInfo(zone)
    at = datetime.fromisoformat(when).replace(tzinfo=local)
    assert working_days_after(at, 2, zone, Calendar("GB-ENG")) == datetime.fromisoformat(closes).replace(tzinfo=local)
