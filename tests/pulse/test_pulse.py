"""The monthly pulse: opened, taken, closed, told, and answered for."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.checkins.stages import Stage
from bot.models import Post, Pulse, PulseKey
from bot.partnership import ask_budget, partnerships
from bot.partnership.members import Who
from bot.pulse import acts, acts_on_results, ballots, disclosure_control, releases
from bot.pulse import lifecycle as pulse
from bot.pulse.acts_on_results import NewResponse
from bot.pulse.ballots import HELD
from bot.pulse.questionnaire import ASKED, CANDID, PERIOD, RETIRED, SHARED, STATEMENTS, asked, comes_again
from bot.pulse.releases import Band
from bot.pulse.views.pulse import PulseView
from bot.schedule.batches import Batch
from jobs.pictures import TRIES
from jobs.reminders import send_reminders
from jobs.tick import tick
from sandbox.actors.person import Person
from sandbox.api.faults import Fault, Kind
from sandbox.slack.people import HOME
from sandbox.slack.state import Message
from tests import polling
from tests.conftest import ROOT
from tests.polling import (
    CLOSE,
    DAY_BEFORE,
    EARLIER,
    EXTENDED,
    FIRST_ITEMS,
    MONTH,
    OPENING,
    RESULTS,
    THIRD_DAY,
    answers,
    day,
    everybody,
    moment,
    opened,
    openings,
    peopled,
    reviews,
)
from tests.world import World, as_it_was


def _held(session: Session) -> int:
    """How many rows there are of who was invited, who answered and what."""
    return sum(session.scalars(select(func.count()).select_from(table)).one() for table in HELD)


def _pulses(session: Session) -> Sequence[Pulse]:
    return session.scalars(select(Pulse).order_by(Pulse.id)).all()


async def _pulse(world: World) -> Pulse:
    return (await world.bot.database.read(_pulses))[-1]


async def _closed(world: World, number: int = 12, answer: int = 4) -> list[Person]:
    people, post = await opened(world)
    for person in people[:number]:
        await answers(person, post, answer)
    await world.moves_to(CLOSE)
    return people


async def _told(world: World, number: int = 12, answer: int = 4) -> tuple[list[Person], Message]:
    people = await _closed(world, number, answer)
    await world.moves_to(RESULTS)
    return people, polling.results(world)[-1]


# Rhythm


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
    assert await world.bot.database.read(_held) == 0

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
    assert (await _pulse(world)).outcome == "withdrawn"
    assert await world.bot.database.read(_held) == 0
    assert any("could not be posted" in message.plain for message in people[0].dms())


async def test_days_are_counted_from_when_it_came_to_stand_in_the_channel(world: World) -> None:
    await peopled(world)
    world.sandbox.faults.add(Fault(Kind.RATE_LIMITED, "chat.postMessage", channel=HOME, seconds=2))
    await world.moves_to(OPENING)
    [post] = openings(world)

    found = await _pulse(world)

    assert found.opened_at is None or found.opened_at >= OPENING
    assert found.closes_at == CLOSE
    assert post.plain.count(day(CLOSE)) == 1


async def test_close_and_results_come_once_however_late(world: World) -> None:
    people, post = await opened(world)
    for person in people[:6]:
        await answers(person, post)

    await world.moves_to(RESULTS + timedelta(days=2))
    await world.moves_to(RESULTS + timedelta(days=2, minutes=1))

    assert len(polling.results(world)) == 1
    assert "Closed. The results have been posted" in openings(world)[0].plain
    assert "Take the pulse" not in [label for label, _, _ in world.room[0].buttons]


async def test_under_the_floor_it_stays_open_once_more_and_then_closes_without_figures(world: World) -> None:
    people, post = await opened(world)
    for person in people[:4]:
        await answers(person, post)

    await world.moves_to(CLOSE)
    assert f"stays open once more, until {moment(EXTENDED)}" in openings(world)[0].plain
    await world.moves_to(RESULTS)
    assert polling.results(world) == []
    await world.moves_to(EXTENDED)
    await world.moves_to(EXTENDED + timedelta(days=10))

    [closed] = openings(world)
    assert "fewer than five answered" in closed.plain
    assert polling.results(world) == []
    assert [message.plain for message in world.room if message.thread_ts == post.ts][-1].startswith(
        "Closed without figures"
    )
    assert await world.bot.database.read(_held) == 0
    assert (await _pulse(world)).release is None


async def test_five_answers_by_the_second_close_are_enough(world: World) -> None:
    people, post = await opened(world)
    for person in people[:4]:
        await answers(person, post)
    await world.moves_to(CLOSE)
    await answers(people[4], openings(world)[0])

    await world.moves_to(EXTENDED)
    await world.moves_to(EXTENDED + timedelta(days=7))

    assert len(polling.results(world)) == 1


async def test_hosts_skip_a_month_and_take_that_back(world: World) -> None:
    people = await peopled(world)
    amina, marek = people[0], world.person("Marek Nowak")
    await marek.types("/partnership pulse skip")
    assert "Only a host" in marek.private()[-1].plain
    await amina.types("/partnership pulse skip")
    assert f"{day(EARLIER)} is left out" in amina.private()[-1].plain
    assert day(OPENING) in amina.private()[-1].plain
    await amina.presses(amina.private()[-1], "pulse.unskip")
    assert moment(EARLIER) in amina.private()[-1].plain
    await amina.types("/partnership pulse skip")

    await world.moves_to(EARLIER)

    assert openings(world) == []
    await world.moves_to(OPENING)
    assert len(openings(world)) == 1


async def test_hosts_move_it_and_switch_it_off_and_on(world: World) -> None:
    people = await peopled(world)
    amina = people[0]
    await amina.types("/partnership timetable pulse thu 14:00")
    assert "the first Thursday of a month at 14:00" in amina.private()[-1].plain
    await amina.types("/partnership timetable pulse off")
    await world.moves_to(OPENING)
    await amina.types("/partnership timetable pulse tue 10:00")
    await amina.types("/partnership timetable pulse on")

    await world.moves_to(OPENING + MONTH)

    assert len(openings(world)) == 1


async def test_a_pulse_moved_within_its_month_does_not_come_twice(world: World) -> None:
    people, _ = await opened(world)
    await people[0].types("/partnership pulse stop")
    await people[0].types("/partnership timetable pulse thu 10:00")

    await world.moves_to(OPENING + timedelta(days=2, hours=1))

    assert len(openings(world)) == 1


async def test_hosts_stop_one_and_its_answers_are_deleted(world: World) -> None:
    people, post = await opened(world)
    await answers(people[3], post)

    await people[1].types("/partnership pulse stop")
    assert "Only a host" in people[1].private()[-1].plain
    await people[0].types("/partnership pulse stop")
    await world.settle()

    assert "A host has stopped this pulse" in openings(world)[0].plain
    assert await world.bot.database.read(_held) == 0
    await people[0].types("/partnership pulse stop")
    assert "nothing to stop" in people[0].private()[-1].plain


async def test_the_floor_is_raised_from_the_next_pulse_on_and_never_lowered(world: World) -> None:
    people, _ = await opened(world, 14)
    amina = people[0]
    await amina.types("/partnership pulse floor 8")  # just under a band of answers, so it is raised to that
    assert "from 10 answers up" in amina.private()[-1].plain
    for bad in ("4", "many", "51", ""):
        await amina.types(f"/partnership pulse floor {bad}")
        assert "stays as it is" in amina.private()[-1].plain
    await amina.types("/partnership pulse floor 6")  # what no pulse has opened with can be taken back
    await amina.types("/partnership pulse floor 8")
    assert (await _pulse(world)).floor == 5

    await amina.types("/partnership pulse stop")
    await world.moves_to(OPENING + MONTH)

    assert len(openings(world)) == 1
    assert any("fewer than 20" in message.plain for message in amina.dms())


async def test_a_paused_partnership_hears_its_results_when_it_goes_on(world: World) -> None:
    people, post = await opened(world)
    for person in people[:6]:
        await answers(person, post)
    await people[0].types("/partnership pause")

    await world.moves_to(RESULTS + timedelta(days=1))
    assert polling.results(world) == []
    assert await world.bot.database.read(_held) == 0
    await people[0].types("/partnership resume")
    await world.moves_to(RESULTS + timedelta(days=2))

    assert len(polling.results(world)) == 1


async def test_a_checkin_leaves_the_day_to_the_pulse(world: World) -> None:
    people = await peopled(world)
    july = datetime(2026, 7, 7, 9, 0, tzinfo=UTC)  # the first Tuesday, in a week with a check-in
    await people[0].types("/partnership timetable check-ins tue 10:00")
    await world.moves_to(july - timedelta(days=1))
    before = len(world.room)

    await world.moves_to(july)
    assert _said(world, before) == ["Pulse: how is the culture doing?"]
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

    assert [one.occasion for one in await world.bot.database.read(_pulses)] == [f"{OPENING:%Y-%m}"]


async def test_what_breaks_in_the_pulse_holds_up_nothing_else(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    people = await peopled(world)
    await people[0].types("/win We opened the hub")
    monkeypatch.setattr("bot.pulse.lifecycle.settle", _breaks)
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

    assert (await _pulse(world)).outcome == "withdrawn"
    assert openings(world) == []


async def test_after_a_long_silence_people_still_get_their_three_days(world: World) -> None:
    people, post = await opened(world)
    for person in people[:4]:
        await answers(person, post)

    await world.moves_to(EXTENDED + timedelta(days=1))

    until = EXTENDED + timedelta(days=7)  # a Tuesday: Monday is a bank holiday
    assert f"stays open once more, until {moment(until)}" in openings(world)[0].plain


async def test_skipping_while_it_is_due_leaves_out_that_one(world: World) -> None:
    people = await peopled(world)
    world.sandbox.clock.move_to(OPENING + timedelta(minutes=5))

    await people[0].types("/partnership pulse skip")
    await world.moves_to(OPENING + timedelta(minutes=6))

    assert f"{day(OPENING)} is left out" in people[0].private()[-1].plain
    assert openings(world) == []
    await world.moves_to(OPENING + MONTH)
    assert len(openings(world)) == 1


async def test_two_skips_of_which_one_is_taken_back(world: World) -> None:
    people = await peopled(world)
    amina = people[0]
    first = await amina.types("/partnership pulse skip")
    await amina.types("/partnership pulse skip")
    assert first is not None
    await amina.presses(first, "pulse.unskip")
    for days in (0, 1):  # Good Friday's celebration has the first of them
        await world.moves_to(EARLIER + timedelta(days=days))
    assert len(openings(world)) == 1

    await amina.types("/partnership pulse")
    assert f"The next pulse opens on {day(OPENING + MONTH)}" in amina.private()[-1].plain
    await amina.types("/partnership pulse skip")
    assert f"{day(OPENING + MONTH)} is left out" in amina.private()[-1].plain


async def test_a_skip_is_taken_back_in_time_or_not_at_all(world: World) -> None:
    people = await peopled(world)
    skipped = await people[0].types("/partnership pulse skip")
    assert skipped is not None
    await world.moves_to(EARLIER + timedelta(days=3))

    await people[0].presses(skipped, "pulse.unskip")

    assert "too late for that one" in people[0].private()[-1].plain


async def test_when_its_time_is_up_nothing_more_is_counted_though_no_turn_has_come(world: World) -> None:
    people, post = await opened(world)
    await reviews(people[3], post)
    world.sandbox.clock.move_to(CLOSE + timedelta(minutes=1))

    assert await people[3].submits() is None

    assert people[3].form is not None
    assert "Its time is up" in people[3].form.plain
    assert await world.bot.database.read(_held) == 47 + 1


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


# Answering


async def test_the_form_says_how_answers_are_kept_before_the_first_question(world: World) -> None:
    people, post = await opened(world)

    await people[3].presses(post, "pulse.take")

    form = people[3].form
    assert form is not None
    first = form.payload["blocks"][0]
    assert first["type"] == "rich_text"
    assert len(first["elements"][0]["elements"]) == 3
    assert "not to be changed once sent" in form.plain
    assert "If everybody else compared their answers, they could often guess yours." in form.plain
    assert "could open them and work out whose they are, since their key is kept there too" in form.plain
    assert polling.items(people[3]) == list(FIRST_ITEMS)
    for block in form.payload["blocks"][1:]:
        assert [option["text"]["text"] for option in block["element"]["options"]][-1] == "Not my part"
        assert len(block["element"]["options"]) == 6


async def test_from_the_channel_to_send_takes_eight_presses(world: World) -> None:
    people, post = await opened(world)
    person, presses = people[3], 1
    await person.presses(post, "pulse.take")
    presses += len(polling.items(person))
    assert await person.submits(dict.fromkeys(polling.items(person), "4")) is None
    presses += 1
    assert await person.submits() is None
    presses += 1

    assert presses <= 9
    assert await _ballots(world) == 1


async def test_the_page_before_sending_shows_exactly_what_is_counted(world: World) -> None:
    people, post = await opened(world)
    chosen = {"kept": 1, "heard": 2, "now": 3, "door": 0, "celebrated": 5}
    await reviews(people[3], post, chosen)

    form = people[3].form
    assert form is not None
    assert [
        line.removeprefix(STATEMENTS[key].text).strip()
        for key, line in zip(chosen, form.plain.splitlines()[2:7], strict=True)
    ] == [
        "Never",
        "Seldom",
        "Sometimes",
        "Not my part",
        "Always",
    ]
    assert "Counted among everybody, and by sector: private and public." in form.plain
    assert await _ballots(world) == 0
    assert await people[3].submits() is None
    found = await _pulse(world)
    tally = await world.bot.database.read(_opened, found.id)
    [counts] = tally.by_group.values()
    assert {key: list(counts[key]).index(1) for key in chosen} == chosen


def _opened(session: Session, pulse_id: int) -> ballots.Tally:
    found = session.get_one(Pulse, pulse_id)
    token = session.get_one(Post, found.post_id).token
    key = ballots.key(session, found, token, None)
    return ballots.count(found, token, key, ballots.sealed(session, [pulse_id])[pulse_id])


async def _ballots(world: World) -> int:
    found = await _pulse(world)
    return (await world.bot.database.read(ballots.numbers, [found.id])).get(found.id, 0)


async def test_one_can_go_back_and_change_an_answer_before_sending(world: World) -> None:
    people, post = await opened(world)
    person = people[3]
    await reviews(person, post, 2)
    await person.closes()
    assert polling.items(person) == list(FIRST_ITEMS)

    assert await person.submits(dict.fromkeys(FIRST_ITEMS, "5")) is None

    assert person.form is not None
    assert "Always" in person.form.plain
    assert "Seldom" not in person.form.plain


async def test_both_workspaces_answer_by_channel_standing_post_and_my_pencil(world: World) -> None:
    people, post = await opened(world)
    priya, marek = world.person("Dr Priya Raman"), world.person("Marek Nowak")
    await answers(priya, post)
    await answers(marek, world.room[0])
    await people[0].presses(world.room[0], "mine.open")
    assert people[0].form is not None
    await people[0].presses(people[0].form, "pulse.take")
    assert await people[0].submits(dict.fromkeys(FIRST_ITEMS, "3")) is None
    assert await people[0].submits() is None

    assert await _ballots(world) == 3


def test_three_months_meet_all_eight_stages_and_the_core_comes_every_month() -> None:
    for first in range(12):
        three = [asked(first + month) for month in range(3)]
        assert {one.stage for month in three for one in month} == set(Stage)
        assert all(len(month) == len({one.key for one in month}) == 5 for month in three)
        assert all([one.key for one in month[:2]] == ["kept", "heard"] for month in three)
    assert {statement for rounds in range(12) for statement in asked(rounds)} == set(ASKED)


def test_of_fifteen_places_a_quarter_one_is_for_safety_and_one_is_shared_by_four() -> None:
    quarters = [[statement for month in range(3) for statement in asked(3 * quarter + month)] for quarter in range(4)]
    assert all(CANDID in quarter for quarter in quarters)
    assert [[statement for statement in quarter if statement in SHARED] for quarter in quarters] == [
        [statement] for statement in SHARED
    ]


def test_what_is_asked_no_more_can_still_be_read_and_does_not_come_again() -> None:
    for statement in RETIRED:
        assert STATEMENTS[statement.key] == statement
        assert comes_again(statement.key, 4) is None
    assert not {statement.key for statement in RETIRED} & {statement.key for statement in ASKED}
    assert all(comes_again(statement.key, 4) for statement in ASKED)


def test_the_guide_has_every_statement_that_is_asked() -> None:
    guide = (ROOT / "docs/statements.md").read_text()
    assert all(f"| {statement.short} |" in guide for statement in ASKED)
    assert guide.count("\n| ") == len(ASKED) + 1


def test_statements_say_one_thing_about_the_last_month() -> None:
    for one in STATEMENTS.values():
        assert one.text.startswith(PERIOD)
        assert one.text.endswith(".")
        assert len(one.scale) == len(set(one.scale)) == 5
        assert " and " not in one.text


# What cannot be


async def test_nobody_answers_twice(world: World) -> None:
    people, post = await opened(world)
    person = people[3]
    await answers(person, post, 5)

    await person.presses(post, "pulse.take")

    assert person.form is None
    assert "You have answered this pulse" in person.private()[-1].plain
    assert await _ballots(world) == 1


async def test_two_open_forms_of_one_person_make_one_ballot(world: World) -> None:
    people, post = await opened(world)
    person = people[3]
    who = Who(person.about.team_id, person.user_id)
    token = next(value for _, action, value in post.buttons if action == "pulse.take")
    assert token is not None

    said = await asyncio.gather(
        *(
            world.bot.database.run(acts.send, token, who, dict.fromkeys(FIRST_ITEMS, answer), None, OPENING)
            for answer in (1, 2, 3, 4, 5)
        ),
        return_exceptions=True,
    )

    assert sum(isinstance(one, ballots.AnsweredError) for one in said) == 4
    assert await _ballots(world) == 1


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


async def test_whoever_came_after_the_opening_is_invited_next_time(world: World) -> None:
    people = await peopled(world, 20)
    await world.moves_to(OPENING)
    [post] = openings(world)
    late, stranger = everybody(world)[25], everybody(world)[30]
    await late.types("@Pencil join Somewhere Else, private")

    for person in (late, stranger):
        await person.presses(post, "pulse.take")
        assert person.form is None
        assert f"whom I knew here when it opened, on {day(OPENING)}" in person.private()[-1].plain
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


@pytest.mark.parametrize(
    "said",
    [
        "",
        "kept:4",
        "kept:4,heard:4,now:4,door:4,nearer:6",
        "kept:4,heard:4,now:4,door:4,nearer:-1",
        "kept:4,heard:4,now:4,door:4,usual:4",
        "kept:4,kept:4,heard:4,now:4,door:4,nearer:4",
        "kept:4,heard:4,now:4,door:4,nearer:4,candid:4",
        "kept:٤,heard:4,now:4,door:4,nearer:4",
    ],
)
async def test_forged_answers_are_turned_away_whole(world: World, said: str) -> None:
    people, post = await opened(world)
    person = people[3]
    await reviews(person, post)
    assert person.form is not None
    channel, token, _ = person.form.payload["private_metadata"].split(" ", 2)
    person.form.payload["private_metadata"] = f"{channel} {token} {said}".strip()

    assert await person.submits() is None

    assert person.form is not None
    assert "was not what I gave it" in person.form.plain
    assert await _ballots(world) == 0


async def test_a_forged_pulse_is_not_there(world: World) -> None:
    people, post = await opened(world)
    await reviews(people[3], post)
    assert people[3].form is not None
    people[3].form.payload["private_metadata"] = f"{HOME} elsewhere kept:4"

    assert await people[3].submits() is None

    assert people[3].form is not None
    assert "not there any more" in people[3].form.plain


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
        assert "your answers still stand here" in people[7].form.plain
        assert people[7].form.plain.count("I cannot seal your answers") == 1
    await world.moves_to(CLOSE)
    assert (await _pulse(world)).closed_at is None
    soon = CLOSE + timedelta(seconds=5)
    assert await world.bot.database.run(pulse.close, settings, soon, Batch(50)) == 0  # it is not tried all the time
    await world.moves_to(CLOSE + timedelta(minutes=10))
    assert len([message for message in people[0].dms() if "PENCIL_KEY is missing" in message.plain]) == 1

    object.__setattr__(settings, "pencil_key", SecretStr("k" * 40))
    await world.moves_to(CLOSE + timedelta(minutes=20))
    found = await _pulse(world)
    assert found.outcome == "counted"
    assert [tally.number for tally in tallies] == [6]
    assert await world.bot.database.read(_held) == 0


async def test_with_the_key_back_what_stands_in_the_form_can_be_sent(world: World) -> None:
    people = await peopled(world)
    settings = world.bot.settings
    object.__setattr__(settings, "pencil_key", SecretStr("k" * 40))
    await world.moves_to(OPENING)
    await reviews(people[7], openings(world)[0], 2)
    object.__setattr__(settings, "pencil_key", None)
    assert await people[7].submits() is None

    object.__setattr__(settings, "pencil_key", SecretStr("k" * 40))
    assert await people[7].submits() is None

    assert people[7].form is not None
    assert "Your answers will be counted" in people[7].form.plain


async def test_a_database_that_fails_leaves_the_answers_in_the_form(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, post = await opened(world)
    await reviews(people[3], post, 2)
    with monkeypatch.context() as broken:
        broken.setattr(ballots, "cast", _breaks)
        assert await people[3].submits() is None
    assert people[3].form is not None
    assert "Nothing is lost" in people[3].form.plain

    assert await people[3].submits() is None

    assert "Your answers will be counted" in people[3].form.plain


def _breaks(*_: Any, **__: Any) -> None:
    raise OSError("the disk is full")


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

    said = await asyncio.gather(*sends[:17], tick(world.bot), tick(world.bot), *sends[17:], return_exceptions=True)
    await tick(world.bot)  # whichever turn met somebody sending has left the pulse to the next
    refused = [one for one in said if isinstance(one, acts.ClosedError)]
    counted = [one for one in said if isinstance(one, PulseView)]

    assert len(refused) + len(counted) == 34
    [tally] = tallies
    assert tally.number == 6 + len(counted)
    for item in FIRST_ITEMS:
        assert sum(sum(by_item[item]) for by_item in tally.by_group.values()) == tally.number
    assert await world.bot.database.read(_held) == 0


async def test_two_turns_closing_at_once_close_once(world: World, tallies: list[ballots.Tally]) -> None:
    people, post = await opened(world)
    for person in people[:6]:
        await answers(person, post)
    world.sandbox.clock.move_to(CLOSE)

    await asyncio.gather(*(tick(world.bot) for _ in range(5)))
    await world.settle()

    assert len([message for message in world.room if message.thread_ts == post.ts and "Closed" in message.plain]) == 1
    assert [tally.number for tally in tallies] == [6]


# Nudges


async def test_reminders_go_on_two_days_to_those_who_have_not_answered(world: World) -> None:
    people, post = await opened(world, 12)
    for person in people[:6]:
        await answers(person, post)

    await world.moves_to(THIRD_DAY)
    await world.moves_to(THIRD_DAY + timedelta(hours=1))
    assert [_nudges(person) for person in people] == [0] * 6 + [1] * 6
    await answers(people[6], people[6].dms()[-1])
    await world.moves_to(DAY_BEFORE)

    assert [_nudges(person) for person in people] == [0] * 6 + [1] + [2] * 5


def _nudges(person: Person) -> int:
    return len([message for message in person.dms() if "have not answered" in message.plain])


async def test_a_reminder_comes_on_its_day_or_never_and_is_marked_before_it_is_sent(world: World) -> None:
    people, _ = await opened(world, 12)
    await world.moves_to(THIRD_DAY + timedelta(days=1))
    assert [_nudges(person) for person in people] == [0] * 12

    world.sandbox.faults.add(Fault(Kind.DROP_BEFORE, "chat.postMessage", times=-1))
    world.sandbox.clock.move_to(DAY_BEFORE)
    await send_reminders(world.bot)
    world.sandbox.faults.clear()
    await send_reminders(world.bot)

    assert [_nudges(person) for person in people] == [0] * 12


async def test_reminders_count_against_everybodys_private_messages_alike(world: World) -> None:
    people, post = await opened(world)
    for person in people[:22]:
        await answers(person, post)
    await world.moves_to(THIRD_DAY)
    before = await _room(world, THIRD_DAY)
    assert len(before) == len(people)  # of two a week one is left

    await world.moves_to(THIRD_DAY + timedelta(hours=6))  # somebody is offered the spotlight
    assert len(before - await _room(world, THIRD_DAY + timedelta(days=1))) == 1


async def _room(world: World, when: datetime) -> set[str]:
    def look(session: Session) -> set[str]:
        partnership = partnerships.find(session, HOME)
        return ask_budget.may_be_asked(session, [partnership], when)[partnership.id]

    return await world.bot.database.read(look)


# Results


async def test_results_are_a_post_and_a_picture_for_all_at_once(world: World) -> None:
    people, post = await _told(world)

    assert "10 to 14 of the 47 people invited answered." in post.plain
    assert "About 4.0 of 5, near “Often”." in post.plain
    assert "The answers were" not in post.plain  # how far apart they were would tell all but one too much
    assert "is said only from 30 answers" in post.plain
    assert "The first figure" in post.plain
    picture = next(block for block in post.blocks if block["type"] == "image")
    assert picture["alt_text"].count(f"{OPENING:%b} 2026 4.0 (") == 2
    assert world.slack.file_faults(post.blocks) == []
    assert [label for label, _, _ in post.buttons] == ["Say what we do", "Fewer of these"]
    assert people


async def test_what_is_held_back_says_why_and_when_it_may_show(world: World) -> None:
    people, post = await opened(world)
    for person in people[:7]:
        await answers(person, post, {"door": 0})
    await world.moves_to(CLOSE)
    await world.moves_to(RESULTS)

    told = polling.results(world)[0].plain

    assert "No figure: fewer than five people had a part in this. It is asked again in three pulses from now" in told
    assert "Not told by sector: in one sector too few answered" in told


async def test_sectors_are_told_where_all_of_them_can_be(world: World) -> None:
    people, post = await opened(world)
    for person in people:
        await answers(person, post, 3 if person.about.sector == "public" else 4)
    await world.moves_to(CLOSE)
    await world.moves_to(RESULTS)

    told = polling.results(world)[0].plain

    assert "By sector:" in told
    assert "voluntary 4.0; private and public 3.2" in told


async def test_a_month_later_no_clear_change_is_said_with_what_would_have_been_noticed(world: World) -> None:
    people, _ = await _told(world)
    await world.moves_to(OPENING + MONTH)
    for number, person in enumerate(people[:12]):
        await answers(person, openings(world)[-1], 5 if number % 2 else 4)
    await world.moves_to(RESULTS + MONTH)
    assert len(polling.results(world)) == 2

    told = polling.results(world)[-1]

    assert "No clear change; one of less than about" in told.plain
    picture = next(block for block in told.blocks if block["type"] == "image")
    assert f"{OPENING:%b} 2026 4.0" in picture["alt_text"]
    assert f"; {OPENING + MONTH:%b} 4.5 or more (" in picture["alt_text"]


async def test_a_picture_slack_is_slow_to_know_comes(world: World) -> None:
    world.slack.slow_files = 2
    _, post = await _told(world)
    assert any(block["type"] == "image" for block in post.blocks)


REFUSED = ("invalid_blocks", "slack_connect_file_link_sharing_blocked", "some_word_of_next_year")


def _posted(world: World, method: str = "chat.postMessage") -> list[bool]:
    """What came of each try to post the results, or to change them: whether it had a picture."""
    calls = [
        call
        for call in world.slack.calls
        if call.method == method and f"Pulse of {OPENING:%B}" in str(call.args["blocks"])
    ]
    return ["slack_file" in str(call.args["blocks"]) for call in calls]


@pytest.mark.parametrize("word", REFUSED)
async def test_a_picture_that_slack_refuses_in_any_words_is_left_out_once(world: World, word: str) -> None:
    world.slack.channels[HOME].no_files = word

    _, post = await _told(world)

    assert all(block["type"] != "image" for block in post.blocks)
    assert "About 4.0 of 5" in post.plain
    assert _posted(world) == [True, False]
    await world.tells_of_trouble()
    assert not [message for message in world.person("Amina Okafor").dms() if "refused by Slack" in message.plain]


async def test_a_picture_that_is_forbidden_later_does_not_stop_the_results_from_changing(world: World) -> None:
    people, post = await _told(world)
    assert any(block["type"] == "image" for block in post.blocks)
    world.slack.channels[HOME].no_files = "slack_connect_file_link_sharing_blocked"
    await people[0].presses(post, "pulse.respond")
    assert await people[0].submits({"because": "we wait a month"}) is None
    await world.settle()
    assert "because we wait a month" in polling.results(world)[0].plain
    assert _posted(world, "chat.update") == [True, False]


async def test_what_is_refused_for_another_reason_keeps_its_picture(world: World) -> None:
    await _closed(world)
    world.sandbox.faults.add(Fault(Kind.ERROR, "chat.postMessage", channel=HOME, error="not_in_channel"))
    await world.moves_to(RESULTS)
    assert polling.results(world) == []
    await world.tells_of_trouble()
    amina = world.person("Amina Okafor")
    await amina.presses(amina.dms()[-1], "post.again")
    await world.settle()
    assert any(block["type"] == "image" for block in polling.results(world)[0].blocks)


async def test_what_slack_cannot_say_why_for_long_is_tried_without_its_picture(world: World) -> None:
    await _closed(world)
    world.sandbox.faults.add(Fault(Kind.ERROR, "chat.postMessage", channel=HOME, times=TRIES, error="internal_error"))
    await world.moves_to(RESULTS)
    [post] = polling.results(world)
    assert all(block["type"] != "image" for block in post.blocks)


async def test_whatever_fails_while_a_picture_is_drawn_the_results_come(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bytes:
        raise ZeroDivisionError

    await _closed(world)
    monkeypatch.setattr("bot.drawing.lines.drawn_by", broken)
    await world.moves_to(RESULTS)
    [post] = polling.results(world)
    assert all(block["type"] != "image" for block in post.blocks)


async def test_without_leave_for_files_the_results_come_in_words(world: World) -> None:
    world.sandbox.app.scopes.discard("files:write")

    people, post = await _told(world)
    assert all(block["type"] != "image" for block in post.blocks)
    assert "About 4.0 of 5" in post.plain

    await people[0].presses(post, "pulse.respond")
    assert await people[0].submits({"because": "we wait a month"}) is None
    await world.settle()

    assert "because we wait a month" in polling.results(world)[0].plain


async def test_my_pencil_and_the_command_show_the_same_to_everybody(world: World) -> None:
    people, _ = await _told(world)
    for person in (people[0], people[5], world.person("Marek Nowak")):
        await person.types("/partnership pulse")
        assert f"Pulse of {OPENING:%B}" in person.private()[-1].plain
        assert "about 4.0 of 5" in person.private()[-1].plain
    await people[5].presses(world.room[0], "mine.open")
    assert people[5].form is not None
    await people[5].presses(people[5].form, "mine.part", "1.ours")
    assert f"Pulse of {OPENING:%B}" in people[5].form.plain


# You said, we did


async def test_hosts_say_what_they_do_and_the_next_pulse_opens_with_what_became_of_it(world: World) -> None:
    people, post = await _told(world)
    amina, marek = people[0], world.person("Marek Nowak")
    await people[4].presses(post, "pulse.respond")
    assert "Only a host" in people[4].private()[-1].plain
    await amina.presses(post, "pulse.respond")
    assert await amina.submits({"action": "x", "because": "y"}) == {
        "action": "Fill in one thing we do, or why there is none this time: one of the two."
    }
    assert "owner" in (await amina.submits({"because": "", "owner": None}) or {})
    assert "due" in (await amina.submits({"owner": amina.user_id}) or {})
    assert "due" in (await amina.submits({"due": f"{OPENING:%Y-%m-%d}"}) or {})
    due = RESULTS + timedelta(days=13)
    said = {"action": "We publish decisions a week ahead", "owner": marek.user_id, "due": f"{due:%Y-%m-%d}"}
    assert await amina.submits(said) is None
    await world.settle()

    shown = polling.results(world)[0]
    assert "You said, we did: We publish decisions a week ahead" in shown.plain
    assert f"<@{marek.user_id}>, by {due.day} {due:%B}" in shown.plain
    assert len([message for message in world.room if message.thread_ts == post.ts]) == 1

    await amina.presses(amina.private()[-1], "pulse.became")
    assert await amina.submits({"outcome": "Done since the 20th"}) is None
    await world.moves_to(OPENING + MONTH)
    assert f"After the pulse of {OPENING:%B}: We publish decisions a week ahead" in openings(world)[-1].plain
    assert "Done since the 20th" in openings(world)[-1].plain


async def test_until_then_the_hosts_are_reminded_twice_a_week_apart_and_the_room_is_not(world: World) -> None:
    people, post = await _told(world)
    before = len(world.room)
    for weeks, times in ((1, 1), (2, 2), (3, 2)):
        await world.moves_to(RESULTS + timedelta(weeks=weeks, minutes=1))
        await world.moves_to(RESULTS + timedelta(weeks=weeks, minutes=2))
        reminders = [message for message in people[0].dms() if "have not heard yet what comes of it" in message.plain]
        assert ["won’t remind you again" in message.plain for message in reminders] == [False, True][:times]
    assert not any("have not heard" in message.plain for message in world.room[before:])
    await people[0].presses(world.room[0], "mine.open")
    assert people[0].form is not None
    assert "The results of a pulse wait for what the hosts do" in people[0].form.plain
    await people[0].closes()

    reminder = next(message for message in people[0].dms() if "have not heard yet" in message.plain)
    await people[0].presses(reminder, "pulse.respond")
    assert await people[0].submits({"because": "we want one more month to see"}) is None
    await world.moves_to(RESULTS + timedelta(weeks=4, minutes=1))

    assert "no action this time, because we want one more month" in polling.results(world)[0].plain
    assert len([message for message in people[0].dms() if "have not heard yet" in message.plain]) == 2
    assert [label for label, _, _ in polling.results(world)[0].buttons] == ["Change what we do", "Fewer of these"]
    assert post


async def test_what_became_of_it_is_asked_once_and_can_be_told_from_the_results(world: World) -> None:
    due = RESULTS + timedelta(days=3)
    people, post = await _told(world)
    amina = people[0]
    await amina.presses(post, "pulse.respond")
    assert await amina.submits({"action": "We try shorter meetings", "due": f"{due:%Y-%m-%d}"}) is None
    for days in (1, 2, 3):
        await world.moves_to(due + timedelta(days=days, hours=3))
    asked_for = [message for message in amina.dms() if "That day has come" in message.plain]
    assert len(asked_for) == 1

    shown = polling.results(world)[0]
    await people[4].presses(shown, "pulse.became")
    assert "Only a host" in people[4].private()[-1].plain
    await amina.presses(shown, "pulse.became")
    assert await amina.submits({"outcome": "Half an hour now"}) is None
    await amina.presses(polling.results(world)[0], "pulse.respond")
    assert await amina.submits({"action": "We try shorter meetings, all of them"}) is None  # though its day has gone by
    await world.settle()
    assert "all of them" in polling.results(world)[0].plain
    assert "Half an hour now" in polling.results(world)[0].plain

    await amina.presses(polling.results(world)[0], "pulse.respond")
    assert await amina.submits({"action": "", "because": "it was no good"}) is None
    await world.settle()
    assert "Half an hour now" not in polling.results(world)[0].plain


async def test_two_hosts_answering_at_once_are_both_heard(world: World) -> None:
    people, _ = await _told(world)
    found = await _pulse(world)
    who = Who(people[0].about.team_id, people[0].user_id)

    said = await asyncio.gather(
        *(
            world.bot.database.run(acts_on_results.respond, found.id, who, NewResponse(None, None, None, why), RESULTS)
            for why in ("one", "two", "three", "four")
        )
    )
    await world.settle()

    assert {one.because for one in said} == {"one", "two", "three", "four"}
    assert len([message for message in world.room if "You said, we did" in message.plain and message.thread_ts]) == 1


def test_a_release_is_read_as_it_was_kept() -> None:
    made = disclosure_control.release({"all": {"kept": (0, 0, 0, 6, 6)}}, 12, 20)
    assert releases.from_json(releases.as_json(made)) == made
    assert made.answered == Band(10, 14)
