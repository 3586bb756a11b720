"""When a rhythm comes round: which weeks and months are its own, past days off, and until when its day is not over."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from bot.schedule.calendars import Calendar, Closure
from bot.schedule.recurrence import Fire, Rhythm, fires, next_fire, over

LONDON = "Europe/London"
ENGLAND = Calendar("GB-ENG")
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
MONDAY = date(2026, 3, 2)
WEEK = timedelta(weeks=1)


def _days(rhythm: Rhythm, number: int = 4, after: datetime = NEW_YEAR, calendar: Calendar = ENGLAND) -> list[str]:
    return [f"{fire.on:%-d %b}" for fire in islice(fires(rhythm, calendar, after), number)]


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        (Rhythm("fri", "15:00", LONDON), ["2 Jan", "9 Jan", "16 Jan", "23 Jan"]),
        (Rhythm("mon", "10:00", LONDON, 2, MONDAY), ["2 Mar", "16 Mar", "30 Mar", "13 Apr"]),
        (Rhythm("wed", "10:00", LONDON, 2, MONDAY, halved=True), ["4 Mar", "1 Apr", "29 Apr", "27 May"]),
        (Rhythm("thu", "10:00", LONDON, 13, MONDAY), ["5 Mar", "4 Jun", "3 Sep", "3 Dec"]),
        (Rhythm("tue", "10:00", LONDON, anchor=MONDAY, monthly=True), ["3 Mar", "7 Apr", "5 May", "2 Jun"]),
        (
            Rhythm("tue", "10:00", LONDON, anchor=MONDAY, monthly=True, halved=True),
            ["3 Mar", "5 May", "7 Jul", "1 Sep"],
        ),
        (Rhythm("sun", "10:00", LONDON, anchor=MONDAY), ["8 Mar", "15 Mar", "22 Mar", "29 Mar"]),
    ],
)
def test_a_rhythm_has_its_own_weeks_or_months_from_its_anchor_on(rhythm: Rhythm, days: list[str]) -> None:
    assert _days(rhythm) == days


def test_weeks_and_months_are_counted_across_years() -> None:
    late = datetime(2027, 12, 1, tzinfo=UTC)
    assert _days(Rhythm("mon", "10:00", LONDON, 2, MONDAY), 3, late) == ["6 Dec", "20 Dec", "3 Jan"]
    assert _days(Rhythm("tue", "10:00", LONDON, anchor=date(2026, 2, 2), monthly=True, halved=True), 3, late) == [
        "7 Dec",
        "1 Feb",
        "4 Apr",
    ]


def test_the_seventh_is_the_last_day_on_which_a_month_begins() -> None:
    rhythm = Rhythm("sat", "10:00", LONDON, anchor=date(2025, 12, 29), monthly=True)
    assert [rhythm.includes(date(2026, 2, day)) for day in (1, 7, 8)] == [True, True, False]
    assert [rhythm.includes(date(2025, 12, day)) for day in (1, 28)] == [False, False]
    assert Rhythm("mon", "10:00", LONDON, anchor=MONDAY).includes(MONDAY)
    assert not Rhythm("sun", "10:00", LONDON, anchor=MONDAY).includes(MONDAY - timedelta(days=1))


def test_an_occasion_is_a_day_or_a_month() -> None:
    at = datetime(2026, 3, 3, 10, tzinfo=UTC)
    [weekly, monthly] = (
        next_fire(Rhythm("tue", "10:00", LONDON, anchor=MONDAY, monthly=monthly), ENGLAND, at - WEEK)
        for monthly in (False, True)
    )
    assert (weekly, weekly.occasion) == (Fire(date(2026, 3, 3), at), "2026-03-03")
    assert (monthly, monthly.occasion) == (Fire(date(2026, 3, 3), at, monthly=True), "2026-03")


def test_what_falls_on_a_day_off_comes_on_the_next_working_day_and_keeps_its_name() -> None:
    rhythm = Rhythm("fri", "15:00", LONDON)
    good_friday = next_fire(rhythm, ENGLAND, datetime(2026, 4, 1, tzinfo=UTC))
    assert good_friday == Fire(date(2026, 4, 3), datetime(2026, 4, 7, 14, tzinfo=UTC))
    later = next_fire(rhythm, ENGLAND, datetime(2026, 4, 7, 13, 59, tzinfo=UTC))
    assert later == good_friday, "it is still to come on the Tuesday"
    assert next_fire(rhythm, ENGLAND, good_friday.at).on == date(2026, 4, 10)


def test_what_a_long_closure_moves_is_not_lost() -> None:
    closed = Calendar("GB-ENG", (Closure(date(2026, 7, 20), date(2026, 8, 30)),))
    after = datetime(2026, 8, 31, 12, tzinfo=UTC)  # a bank holiday
    found = list(islice(fires(Rhythm("mon", "10:00", LONDON), closed, after), 8))
    assert [fire.on for fire in found] == [date(2026, 7, 20) + number * WEEK for number in range(8)]
    assert {fire.at for fire in found[:7]} == {datetime(2026, 9, 1, 9, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("zone", "day", "hour", "utc"),
    [
        (LONDON, date(2026, 7, 3), "15:00", datetime(2026, 7, 3, 14, tzinfo=UTC)),
        ("Pacific/Auckland", date(2026, 7, 3), "08:00", datetime(2026, 7, 2, 20, tzinfo=UTC)),
        ("America/New_York", date(2026, 7, 3), "21:30", datetime(2026, 7, 4, 1, 30, tzinfo=UTC)),
    ],
)
def test_its_time_is_that_of_the_clocks_where_the_partnership_is(
    zone: str, day: date, hour: str, utc: datetime
) -> None:
    everywhere = Calendar("DE")
    before = utc - timedelta(seconds=1)
    assert next_fire(Rhythm("fri", hour, zone), everywhere, before) == Fire(day, utc)
    assert next_fire(Rhythm("fri", hour, zone), everywhere, utc) == Fire(day + WEEK, utc + WEEK)


def test_time_comes_to_an_end_without_a_fault() -> None:
    last = list(fires(Rhythm("fri", "15:00", LONDON), Calendar("DE"), datetime(9998, 11, 1, tzinfo=UTC)))
    assert last[-1].on == date(9998, 12, 25)


@pytest.mark.parametrize(
    ("due", "ends"), [(time(10), time(17)), (time(16), time(17)), (time(16, 30), time(17, 30)), (time(22), time(23))]
)
@pytest.mark.parametrize("zone", [LONDON, "America/New_York"])
def test_what_is_of_a_day_is_begun_until_five_or_an_hour_after_its_own_time(zone: str, due: time, ends: time) -> None:
    day = date(2026, 7, 3)
    at, end = (datetime.combine(day, hour, ZoneInfo(zone)).astimezone(UTC) for hour in (due, ends))
    assert not over(at, zone, end)
    assert over(at, zone, end + timedelta(seconds=1))
