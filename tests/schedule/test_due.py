"""What a tick claims: which occasions come round, each once, and when they come next; on rows, with no Slack."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.models import Occasion, Partnership, Pulse, Schedule
from bot.schedule import due, timetable
from bot.schedule.batches import Batch
from bot.schedule.recurrence import Fire
from bot.schedule.timetable import Due
from tests.outbox.rows import Rows
from tests.world import FRIDAY, MONDAY

ALL = Batch(100)
LONDON = "Europe/London"
SECOND, HOUR, DAY, WEEK = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
CHECK_IN = datetime(2026, 3, 16, 10, tzinfo=UTC)  # a Monday
PULSE = datetime(2026, 3, 3, 10, tzinfo=UTC)  # the first Tuesday of its month


def _scheduled(rows: Rows, kind: str, at: datetime, partnership: int = 1, **other: Any) -> Schedule:
    usual = timetable.KINDS[kind]
    known: dict[str, Any] = {"day": usual.day, "time": usual.time, "every": usual.every, "anchor": MONDAY.date()}
    known |= {"next_at": at, "turned_at": MONDAY, "partnership_id": partnership, "kind": kind, **other}
    schedule = Schedule(**known)
    rows.session.add(schedule)
    rows.session.flush()
    return schedule


def _claimed(rows: Rows, kind: str, now: datetime, batch: Batch = ALL) -> tuple[list[Due], int]:
    made = due.claim(rows.session, kind, now, batch)
    rows.session.expire_all()
    return made


def _taken(rows: Rows, *at: datetime, **other: Any) -> None:
    """Somebody was asked something in the channel then, which nobody had asked for."""
    for when in at:
        rows.post(f"{when} {other}", **{"kind": "skills", "written_at": when, **other})


def test_what_is_due_is_claimed_once_and_comes_again(rows: Rows) -> None:
    schedule = _scheduled(rows, "celebrations", FRIDAY)
    assert _claimed(rows, "celebrations", FRIDAY - SECOND) == ([], 0)
    assert _claimed(rows, "checkins", FRIDAY) == ([], 0)
    friday = Due(1, "C1", LONDON, Fire(FRIDAY.date(), FRIDAY))
    assert _claimed(rows, "celebrations", FRIDAY) == ([friday], 1)
    assert (schedule.next_at, schedule.ahead_at) == (FRIDAY + WEEK, FRIDAY + WEEK - DAY)
    assert (schedule.turned_at, schedule.held, schedule.on) == (FRIDAY, None, True)
    [came] = rows.session.scalars(select(Occasion))
    assert (came.partnership_id, came.kind, came.occasion, came.came_at) == (1, "celebrations", "2026-03-06", FRIDAY)
    assert _claimed(rows, "celebrations", FRIDAY) == ([], 0)


def test_an_occasion_that_has_come_round_does_not_come_again(rows: Rows) -> None:
    schedule, _ = _scheduled(rows, "celebrations", FRIDAY), _scheduled(rows, "celebrations", FRIDAY, 2)
    for partnership, kind, day in ((1, "celebrations", "2026-03-06"), (2, "checkins", "2026-03-06")):
        rows.session.add(Occasion(partnership_id=partnership, kind=kind, occasion=day, came_at=MONDAY))
    rows.session.flush()
    found, number = _claimed(rows, "celebrations", FRIDAY)
    assert ([one.partnership_id for one in found], number) == ([2], 2)
    assert schedule.next_at == FRIDAY + WEEK


def test_of_many_the_longest_due_come_first_and_no_more_than_the_batch_takes(rows: Rows) -> None:
    _scheduled(rows, "celebrations", FRIDAY), _scheduled(rows, "celebrations", FRIDAY - HOUR, 2, time="14:00")
    [first], number = _claimed(rows, "celebrations", FRIDAY, Batch(1))
    assert (first.partnership_id, first.channel_id, number) == (2, "C2", 1)
    assert _claimed(rows, "celebrations", FRIDAY, Batch(9, (2, 5))) == ([], 0)
    [second], number = _claimed(rows, "celebrations", FRIDAY, Batch(9, (1, 1)))
    assert (second.partnership_id, number) == (1, 1)


def test_several_that_are_due_at_one_moment_are_moved_each_to_its_own_next(rows: Rows) -> None:
    one = _scheduled(rows, "celebrations", FRIDAY)
    other = _scheduled(rows, "celebrations", FRIDAY, 2, every=2)
    kept = _scheduled(rows, "skills", FRIDAY + DAY)
    found, number = _claimed(rows, "celebrations", FRIDAY)
    assert ({one.partnership_id for one in found}, number) == ({1, 2}, 2)
    assert (one.next_at, other.next_at, kept.next_at) == (FRIDAY + WEEK, FRIDAY + 2 * WEEK, FRIDAY + DAY)


def test_where_pencil_was_removed_nothing_is_due(rows: Rows) -> None:
    rows.session.execute(update(Partnership).where(Partnership.id == 1).values(uninstalled_at=MONDAY))
    _scheduled(rows, "celebrations", FRIDAY)
    assert _claimed(rows, "celebrations", FRIDAY) == ([], 0)


def test_after_a_long_night_the_last_time_comes_and_those_before_it_do_not(rows: Rows) -> None:
    schedule, night = _scheduled(rows, "celebrations", FRIDAY), 3 * WEEK + DAY
    [last], number = _claimed(rows, "celebrations", FRIDAY + night)
    assert (last.fire.on, number) == (FRIDAY.date() + 3 * WEEK, 1)
    assert schedule.next_at == datetime(2026, 4, 7, 14, tzinfo=UTC), "after Good Friday and Easter Monday"


@pytest.mark.parametrize(("started", "comes"), [(FRIDAY, True), (FRIDAY + SECOND, False)])
def test_nothing_comes_from_before_the_start(rows: Rows, started: datetime, *, comes: bool) -> None:
    rows.session.execute(update(Partnership).values(started_at=started))
    schedule = _scheduled(rows, "celebrations", FRIDAY)
    found, number = _claimed(rows, "celebrations", FRIDAY + HOUR)
    assert (len(found), number, schedule.next_at) == (int(comes), 1, FRIDAY + WEEK)
    assert len(rows.session.scalars(select(Occasion)).all()) == len(found)


def _logged(caplog: pytest.LogCaptureFixture) -> list[Any]:
    return [record.msg for record in caplog.records if record.name == "bot.schedule.due"]


def test_a_check_in_is_worth_its_day_alone_and_a_celebration_comes_late(
    rows: Rows, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    schedule = _scheduled(rows, "checkins", CHECK_IN)
    assert _claimed(rows, "checkins", CHECK_IN + 7 * HOUR + SECOND) == ([], 1)
    assert schedule.next_at == datetime(2026, 3, 30, 9, tzinfo=UTC)
    day_over = {"event": "skipped, its day had gone by", "partnership": 1, "kind": "checkins", "occasion": "2026-03-16"}
    assert _logged(caplog) == [day_over]
    _scheduled(rows, "checkins", CHECK_IN, 2)
    assert [one.partnership_id for one in _claimed(rows, "checkins", CHECK_IN + 7 * HOUR)[0]] == [2]
    _scheduled(rows, "celebrations", FRIDAY)
    assert len(_claimed(rows, "celebrations", FRIDAY + DAY)[0]) == 1


def test_what_finds_no_room_waits_for_the_next_working_day_under_its_own_name(rows: Rows) -> None:
    _taken(rows, CHECK_IN - HOUR)
    held, free = _scheduled(rows, "checkins", CHECK_IN), _scheduled(rows, "checkins", CHECK_IN, 2)
    found, number = _claimed(rows, "checkins", CHECK_IN)
    assert ([one.partnership_id for one in found], number) == ([2], 2)
    assert (held.next_at, held.held, held.turned_at) == (CHECK_IN + DAY, CHECK_IN.date(), CHECK_IN)
    assert (free.next_at, free.held) == (datetime(2026, 3, 30, 9, tzinfo=UTC), None)
    [late], _ = _claimed(rows, "checkins", CHECK_IN + DAY)
    assert late.fire == Fire(CHECK_IN.date(), CHECK_IN + DAY)
    assert (held.next_at, held.held) == (datetime(2026, 3, 30, 9, tzinfo=UTC), None)


@pytest.mark.parametrize(("hour", "utc"), [("10:00", CHECK_IN + 4 * HOUR), ("23:00", CHECK_IN + 17 * HOUR)])
def test_it_waits_till_its_hour_and_goes_by_the_days_of_the_partnership(rows: Rows, hour: str, utc: datetime) -> None:
    rows.session.execute(update(Partnership).values(zone="America/New_York", holidays="US"))
    _taken(rows, utc - HOUR)
    held = _scheduled(rows, "checkins", utc, time=hour)
    assert _claimed(rows, "checkins", utc) == ([], 1)
    assert (held.next_at, held.held) == (utc + DAY, CHECK_IN.date())


def test_after_a_week_without_room_a_check_in_is_left_out(rows: Rows, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    _taken(rows, *(CHECK_IN + number * DAY for number in (0, 1, 2)))
    friday = CHECK_IN + 4 * DAY
    schedule = _scheduled(rows, "checkins", friday, held=CHECK_IN.date())
    assert _claimed(rows, "checkins", friday) == ([], 1)
    assert (schedule.next_at, schedule.held) == (datetime(2026, 3, 30, 9, tzinfo=UTC), None)
    no_room = {"event": "skipped, its week had no room", "partnership": 1, "kind": "checkins"}
    assert _logged(caplog) == [{**no_room, "occasion": "2026-03-16"}]
    assert rows.session.scalars(select(Occasion)).all() == []


@pytest.mark.parametrize(
    ("other", "comes"),
    [
        ({}, False),
        ({"text": None}, True),
        ({"kind": "help", "channel": "U1"}, True),
        ({"channel": "C9"}, True),
        ({"partnership": 2, "channel": "C2"}, True),
        ({"partnership": 2, "channel": "C1"}, True),
    ],
)
def test_room_is_taken_by_what_stands_unasked_in_the_channel(
    rows: Rows,
    other: dict[str, Any],
    *,
    comes: bool,
) -> None:
    _taken(rows, CHECK_IN - HOUR, **other)
    _scheduled(rows, "checkins", CHECK_IN)
    assert len(_claimed(rows, "checkins", CHECK_IN)[0]) == int(comes)


def test_room_is_counted_in_weeks_and_only_what_was_posted_by_now_counts(rows: Rows) -> None:
    thursday = CHECK_IN + 3 * DAY
    _taken(rows, CHECK_IN, CHECK_IN + DAY, thursday - WEEK + SECOND, thursday - WEEK, thursday + SECOND)
    _scheduled(rows, "skills", thursday, day="thu", time="10:00")
    assert len(_claimed(rows, "skills", thursday)[0]) == 1
    _taken(rows, CHECK_IN + 2 * DAY, kind="checkins")
    rows.session.execute(update(Schedule).values(next_at=thursday))
    rows.session.execute(Occasion.__table__.delete())  # type: ignore[attr-defined]
    assert _claimed(rows, "skills", thursday) == ([], 1)


@pytest.mark.parametrize(
    ("kind", "at", "comes"),
    [
        ("celebrations", CHECK_IN + 5 * HOUR, False),
        ("pulse", CHECK_IN + HOUR, False),
        ("skills", CHECK_IN + HOUR, True),
        ("celebrations", CHECK_IN + DAY, True),
        ("celebrations", CHECK_IN + WEEK, True),
        ("celebrations", CHECK_IN - HOUR, True),
    ],
)
def test_what_is_still_to_come_has_the_right_of_way_if_it_stands_before(
    rows: Rows,
    kind: str,
    at: datetime,
    *,
    comes: bool,
) -> None:
    _scheduled(rows, "checkins", CHECK_IN), _scheduled(rows, kind, at)
    assert len(_claimed(rows, "checkins", CHECK_IN)[0]) == int(comes)


@pytest.mark.parametrize(
    ("at", "shown", "comes"),
    [
        (CHECK_IN + 6 * HOUR, False, False),
        (CHECK_IN + 6 * HOUR, True, True),
        (CHECK_IN - HOUR, False, True),
        (CHECK_IN + DAY, False, True),
        (None, False, True),
    ],
)
def test_so_have_the_results_of_a_pulse_until_they_are_shown(
    rows: Rows,
    at: datetime | None,
    *,
    shown: bool,
    comes: bool,
) -> None:
    opening = rows.post("pulse", "pulse", written_at=MONDAY - 2 * WEEK)
    known: dict[str, Any] = {"post_id": opening.id, "occasion": "2026-03", "round": 1, "items": [], "groups": []}
    known |= {"floor": 5, "invited": 9, "written_at": MONDAY, "closes_at": MONDAY, "nudges": []}
    rows.session.add(Pulse(partnership_id=1, results_at=at, results_id=opening.id if shown else None, **known))
    _scheduled(rows, "checkins", CHECK_IN)
    assert len(_claimed(rows, "checkins", CHECK_IN)[0]) == int(comes)


def test_a_monthly_post_comes_once_a_month_on_whichever_day(rows: Rows) -> None:
    schedule = _scheduled(rows, "pulse", PULSE)
    [first], _ = _claimed(rows, "pulse", PULSE)
    assert (first.occasion, first.fire) == ("2026-03", Fire(PULSE.date(), PULSE, monthly=True))
    april = datetime(2026, 4, 7, 9, tzinfo=UTC)
    assert schedule.next_at == april
    rows.session.execute(update(Schedule).values(next_at=PULSE))
    rows.session.add(Occasion(partnership_id=1, kind="pulse", occasion="2026-04", came_at=MONDAY))
    rows.session.flush()
    assert _claimed(rows, "pulse", PULSE) == ([], 1)
    assert schedule.next_at == datetime(2026, 5, 5, 9, tzinfo=UTC), "a month has come round already"


def test_what_comes_once_is_off_when_it_has_come(rows: Rows) -> None:
    schedule, other = _scheduled(rows, "roll-call", PULSE), _scheduled(rows, "roll-call", PULSE, 2)
    rows.session.execute(update(Partnership).where(Partnership.id == 2).values(started_at=PULSE + SECOND))
    found, number = _claimed(rows, "roll-call", PULSE + HOUR)
    assert ([one.partnership_id for one in found], number) == ([1], 2)
    assert (schedule.next_at, schedule.on, schedule.ahead_at) == (None, False, None)
    assert (other.next_at, other.on) == (PULSE + WEEK, True), "it has not come yet"


def test_the_outlook_is_what_comes_within_a_week_each_at_its_hour(rows: Rows) -> None:
    now = CHECK_IN - DAY
    partnership = rows.session.get_one(Partnership, 1)
    _scheduled(rows, "checkins", CHECK_IN), _scheduled(rows, "celebrations", FRIDAY + 2 * WEEK)
    _scheduled(rows, "skills", CHECK_IN + 9 * DAY, day="wed")
    celebrated = ("celebrations", FRIDAY + 2 * WEEK)
    assert due.outlook(rows.session, partnership, now) == [("checkins", CHECK_IN), celebrated]
    _taken(rows, CHECK_IN - SECOND)
    assert due.outlook(rows.session, partnership, CHECK_IN - SECOND) == [("checkins", CHECK_IN + DAY), celebrated]
