"""Which day each post has in the channel: the rule alone, in weeks that are made up."""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.schedule import room
from bot.schedule.calendars import Calendar, Closure, working_day
from bot.schedule.recurrence import Fire, Rhythm, fires
from bot.schedule.timetable import KINDS

LONDON = ZoneInfo("Europe/London")
ENGLAND = Calendar("GB-ENG")
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
MONDAY = date(2026, 3, 9)  # of a week for which nothing is taken, neither before nor after
EASTER_MONDAY = date(2026, 4, 6)


def _fires(kind: str, first: date, calendar: Calendar) -> Iterator[Fire]:
    """Its usual times, in every week from the first, or every second, or once."""
    usual = KINDS[kind]
    rhythm = Rhythm(usual.day, usual.time, LONDON.key, usual.every, first, monthly=usual.monthly)
    every = fires(rhythm, calendar, datetime.combine(first, time(), LONDON).astimezone(UTC))
    return islice(every, 1) if usual.once else every


def _week(
    kinds: Collection[str], monday: date, *, taken: Collection[date] = (), weeks: int = 1, calendar: Calendar = ENGLAND
) -> list[tuple[str, str]]:
    """What is posted in these weeks if all these kinds fall due in the first, and on which day."""
    until = datetime.combine(monday + weeks * WEEK, time(), LONDON)
    placed = room.placed(
        {kind: _fires(kind, monday - monday.weekday() * DAY, calendar) for kind in kinds},
        {kind: time.fromisoformat(KINDS[kind].time) for kind in kinds},
        taken,
        until,
        LONDON,
        calendar,
    )
    return [(f"{at.astimezone(LONDON):%a %-d %b}", kind) for kind, at in placed]


def test_in_a_usual_week_each_comes_on_its_day() -> None:
    assert _week(["celebrations", "checkins"], MONDAY) == [("Mon 9 Mar", "checkins"), ("Fri 13 Mar", "celebrations")]
    assert _week(["celebrations", "skills"], MONDAY) == [("Wed 11 Mar", "skills"), ("Fri 13 Mar", "celebrations")]
    first_of_april = _week(["celebrations", "pulse", "checkins"], date(2026, 3, 30), weeks=1)
    assert first_of_april == [("Mon 30 Mar", "checkins")]  # Good Friday


def test_after_easter_the_celebration_keeps_its_day_the_pulse_waits_and_the_check_in_is_left_out() -> None:
    """On Tuesday 7 April 2026 three posts meet: two put off by holidays, and the pulse of the month."""
    good_friday = _fires("celebrations", EASTER_MONDAY - WEEK, ENGLAND)
    upcoming = {kind: _fires(kind, EASTER_MONDAY, ENGLAND) for kind in ("pulse", "checkins")}
    placed = room.placed(
        {"celebrations": good_friday, **upcoming},
        {kind: time(10) for kind in KINDS},
        [],
        datetime.combine(EASTER_MONDAY + 2 * WEEK, time(), LONDON),
        LONDON,
        ENGLAND,
    )

    assert [(f"{at.astimezone(LONDON):%a %-d %b %H:%M}", kind) for kind, at in placed] == [
        ("Tue 7 Apr 15:00", "celebrations"),
        ("Wed 8 Apr 10:00", "pulse"),
        ("Fri 10 Apr 15:00", "celebrations"),
        ("Fri 17 Apr 15:00", "celebrations"),
    ]


def test_a_celebration_shares_its_day_with_results_rather_than_move() -> None:
    friday = MONDAY + 4 * DAY
    everything = [MONDAY, MONDAY + DAY, friday]
    assert _week(["celebrations"], MONDAY, taken=everything) == [("Fri 13 Mar", "celebrations")]


def test_a_check_in_waits_within_its_week_and_is_then_left_out() -> None:
    tuesday, friday = MONDAY + DAY, MONDAY + 4 * DAY
    assert ("Tue 10 Mar", "checkins") in _week(["celebrations", "checkins"], MONDAY, taken=[MONDAY])
    assert _week(["checkins"], MONDAY, taken=[MONDAY, tuesday]) == [("Wed 11 Mar", "checkins")]
    full = [tuesday, tuesday + DAY, friday]
    assert _week(["checkins"], MONDAY, taken=full, weeks=2) == []


def test_a_check_in_on_the_day_of_celebrations_waits_over_the_weekend() -> None:
    friday = MONDAY + 4 * DAY
    monday, thursday, week_later = friday + 3 * DAY, friday + 6 * DAY, friday + WEEK
    assert room.gives_way_to("checkins", friday, friday, ENGLAND) == monday
    assert room.gives_way_to("checkins", friday, thursday - DAY, ENGLAND) == thursday
    assert room.gives_way_to("checkins", friday, thursday, ENGLAND) is None
    assert room.gives_way_to("skills", friday, thursday, ENGLAND) == week_later


def test_a_week_off_moves_a_check_in_to_the_next_which_is_then_its_own() -> None:
    closed = Calendar("GB-ENG", (Closure(MONDAY, MONDAY + 4 * DAY),))
    monday_after = MONDAY + WEEK
    came = _week(["checkins"], MONDAY, taken=[monday_after], weeks=2, calendar=closed)
    assert came == [("Tue 17 Mar", "checkins")]


@pytest.mark.parametrize("kind", ["skills", "vision", "pulse"])
def test_what_else_finds_no_room_waits_until_there_is_some(kind: str) -> None:
    first = date(2026, 6, 1)  # in its first week there is a first Tuesday
    full = [first + number * DAY for number in range(3)]
    [(day, came)] = _week([kind], first, taken=full, weeks=2)
    assert (day, came) == ("Mon 8 Jun", kind)


def test_the_question_about_the_vision_gives_way_to_all_the_others() -> None:
    first = date(2026, 6, 1)
    came = _week(["vision", "pulse", "checkins", "celebrations"], first, weeks=2)
    assert came == [
        ("Mon 1 Jun", "checkins"),
        ("Tue 2 Jun", "pulse"),
        ("Fri 5 Jun", "celebrations"),
        ("Mon 8 Jun", "vision"),
        ("Fri 12 Jun", "celebrations"),
    ]


def test_a_roll_call_comes_once_gives_way_to_the_pulse_and_goes_before_a_check_in() -> None:
    first = date(2026, 6, 1)
    came = _week(["checkins", "roll-call", "pulse"], first, weeks=3)
    assert came[:3] == [("Mon 1 Jun", "checkins"), ("Tue 2 Jun", "pulse"), ("Wed 3 Jun", "roll-call")]
    assert [kind for _, kind in came].count("roll-call") == 1
    full = [first, first + DAY]
    assert _week(["checkins", "roll-call"], first, taken=full)[0] == ("Wed 3 Jun", "roll-call")
    assert room.before("roll-call") == ["celebrations", "pulse"]


def test_a_question_of_a_consultation_has_room_before_check_ins_and_skills() -> None:
    first = date(2026, 6, 1)
    came = _week(["skills", "checkins", "consultations", "celebrations"], first)
    assert came == [("Mon 1 Jun", "checkins"), ("Thu 4 Jun", "consultations"), ("Fri 5 Jun", "celebrations")]
    full = _week(["checkins", "consultations", "celebrations"], first, taken=[first - DAY * 7, first + DAY])
    assert [kind for _, kind in full] == ["consultations", "celebrations"]
    assert room.before("consultations") == ["celebrations", "pulse", "roll-call"]


def test_nothing_has_the_right_of_way_over_a_celebration() -> None:
    assert room.before("celebrations") == []
    assert [kind for kind in KINDS if "celebrations" not in room.before(kind)] == ["celebrations"]


@pytest.mark.parametrize("number", range(7))
def test_a_sunday_ends_a_week(number: int) -> None:
    three = [MONDAY, MONDAY + DAY, MONDAY + 2 * DAY]
    day = MONDAY + number * DAY
    assert room.is_full(day, three)
    assert not room.is_full(day + WEEK, three)
    assert room.is_full(day, three[:1]) == (number == 0)


@given(st.integers(0, 400), st.sets(st.integers(0, 40), max_size=3), st.lists(st.integers(0, 40), max_size=2))
def test_whenever_a_partnership_begins_celebrations_keep_their_day_and_the_others_the_limits(
    begun: int, closed: Collection[int], results: Collection[int]
) -> None:
    monday = MONDAY + begun * WEEK
    closures = tuple(Closure(monday + number * DAY, monday + number * DAY) for number in closed)
    calendar = Calendar("GB-ENG", closures)
    taken = [monday + number * DAY for number in results]
    until = datetime.combine(monday + 8 * WEEK, time(), LONDON)
    placed = room.placed(
        {kind: _fires(kind, monday + KINDS[kind].first * WEEK, calendar) for kind in KINDS},
        {kind: time.fromisoformat(KINDS[kind].time) for kind in KINDS},
        taken,
        until,
        LONDON,
        calendar,
    )

    days = [(kind, at.astimezone(LONDON).date()) for kind, at in placed]
    fridays = [working_day(monday + (4 + 7 * number) * DAY, calendar) for number in range(8)]
    assert [day for kind, day in days if kind == "celebrations"] == [day for day in fridays if day < until.date()]
    everything = [*taken, *(day for _, day in days)]
    for kind, day in days:
        assert calendar.is_working(day)
        if kind != "celebrations":
            assert everything.count(day) == 1
            week = [other for other in everything if other.isocalendar()[:2] == day.isocalendar()[:2]]
            assert len(week) <= room.MOST_A_WEEK
        if kind == "checkins":
            own = {working_day(monday + (2 + 2 * number) * WEEK, calendar).isocalendar()[:2] for number in range(4)}
            assert day.isocalendar()[:2] in own
