"""Days and times: what people write, and what the clocks of the world do to it."""

from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

import pytest

from bot.lib import days, periods
from bot.schedule.calendars import Calendar
from bot.schedule.recurrence import Rhythm, fires
from handlers import times
from tests.world import FRIDAY, MONDAY, World

ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Africa/Cairo",
    "America/Havana",
    "America/Santiago",
    "Asia/Beirut",
    "Antarctica/Troll",
    "Pacific/Apia",
    "Asia/Kathmandu",
)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", ["00:00", "00:30", "01:30", "02:30", "23:59"])
def test_every_week_has_its_time_once_whatever_the_clocks_do(zone: str, hour: str) -> None:
    for day in ("fri", "sun"):
        fired = list(islice(fires(Rhythm(day, hour, zone), Calendar("GB-ENG"), datetime(2026, 1, 1, tzinfo=UTC)), 60))
        assert len({fire.on for fire in fired}) == 60
        assert {(after.on - before.on).days for before, after in pairwise(fired)} == {7}
        assert all(before.at < after.at for before, after in pairwise(fired))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("celebrations thu 14:00", ("celebrations", "thu", "14:00", None)),
        ("Celebrations Thursdays at 2.30pm", ("celebrations", "thu", "14:30", None)),
        ("check-ins off", ("checkins", None, None, False)),
        ("skills on", ("skills", None, None, True)),
        ("cel friday", ("celebrations", "fri", None, None)),
        ("celebrations 9am", ("celebrations", None, "09:00", None)),
        ("celebrations 12am", ("celebrations", None, "00:00", None)),
    ],
)
def test_what_is_understood(typed: str, meant: tuple[str, str | None, str | None, bool | None]) -> None:
    assert times.change(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "celebrations",
        "celebrations 15",
        "celebrations thu 14",
        "celebrations thu 1500",
        "celebrations thu mon",
        "celebrations thu -5",
        "celebrations thu january",
        "celebrations monkey 10:00",
        "celebrations thu 25:00",
        "celebrations thu 13pm",
        "sss off",
        "ce off",
        "nothing thu 14:00",
    ],
)
def test_what_could_mean_two_things_is_not_understood(typed: str) -> None:
    with pytest.raises(days.UnclearError):
        times.change(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("5 January", "2027-01-05"), ("12/3", "2026-03-12"), ("2027-01-05", "2027-01-05"), ("friday", "2026-03-06")],
)
def test_a_day_is_the_next_of_its_name(typed: str, meant: str) -> None:
    assert days.day(typed, MONDAY, "Europe/London").isoformat() == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2 weeks", "2026-03-16"),
        ("for a fortnight", "2026-03-16"),
        ("for the next 10 days", "2026-03-12"),
        ("one month", "2026-04-02"),
        ("in 2 weeks", "2026-03-16"),
        ("2 wks", "2026-03-16"),
        ("10d", "2026-03-12"),
        ("a couple of weeks", "2026-03-16"),
        ("week", "2026-03-09"),
        ("seven days", "2026-03-09"),
        ("tomorrow morning", "2026-03-03"),
        ("Friday next week", "2026-03-13"),
        ("a week on Friday", "2026-03-13"),
        ("Friday week", "2026-03-13"),
        ("the 20th", "2026-03-20"),
        ("1", "2026-04-01"),
        ("31st", "2026-03-31"),
        ("the 5th of January", "2027-01-05"),
        ("Boxing Day", "2026-12-26"),
        ("New Year’s Day", "2027-01-01"),
        ("Easter Monday", "2026-04-06"),
        ("2027", None),
        ("32", None),
        ("48 hours", None),
        ("tonight", None),
        ("tomorrow", "2026-03-03"),
        ("this Friday", "2026-03-06"),
        ("next Friday", "2026-03-13"),
        ("monday", "2026-03-09"),
        ("next week", "2026-03-09"),
        ("the end of the week", "2026-03-09"),
        ("next month", "2026-04-01"),
        ("the end of March", None),
        ("the end of the year", "2027-01-01"),
        ("after Christmas", "2027-01-02"),
        ("new year", "2027-01-02"),
        ("Easter", "2026-04-07"),
        ("0 parsecs", None),
        ("next soon", None),
    ],
)
def test_a_day_may_be_counted_or_called_by_its_name(typed: str, meant: str | None) -> None:
    if meant is None:
        with pytest.raises(days.UnclearError):
            days.day(typed, MONDAY, "Europe/London")
    else:
        assert days.day(typed, MONDAY, "Europe/London").isoformat() == meant


def test_christmas_is_over_on_the_second_of_january() -> None:
    assert days.day("christmas", datetime(2027, 1, 1, tzinfo=UTC), "Europe/London").isoformat() == "2027-01-02"
    assert days.day("christmas", datetime(2027, 1, 2, tzinfo=UTC), "Europe/London").isoformat() == "2028-01-02"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("20-8", ("20:00", "08:00")),
        ("from 20:30 to 8am", ("20:30", "08:00")),
        ("18 until 7.30am", ("18:00", "07:30")),
        ("23:30-7", ("23:30", "07:00")),
        ("between 20 and 8", ("20:00", "08:00")),
        ("2000-0800", ("20:00", "08:00")),
        ("midnight to 7am", ("00:00", "07:00")),
        ("8pm-8", None),
        ("evenings", None),
        ("10-7", None),
        ("25-8", None),
    ],
)
def test_quiet_hours_are_read_unless_they_could_be_either_half_of_the_day(
    typed: str, meant: tuple[str, str] | None
) -> None:
    if meant is None:
        with pytest.raises(days.UnclearError):
            times.hours(typed)
    else:
        assert times.hours(typed) == meant


@pytest.mark.parametrize("typed", ["32 January", "soon", "99999999999", "31 February"])
def test_a_day_that_is_none_is_not_understood(typed: str) -> None:
    with pytest.raises(days.UnclearError):
        days.day(typed, MONDAY, "Europe/London")


async def test_a_pause_names_what_comes_after_it(world: World) -> None:
    amina = await world.begins()
    await amina.types("/partnership pause Until 4 March")
    assert "Wednesday 4 March 2026" in amina.private()[-1].plain
    receipt = await amina.types("/win We opened the hub")
    assert receipt is not None
    assert "Friday 6 March at 15:00" in receipt.plain
    await amina.types("/partnership preview")
    assert "Friday 6 March at 15:00" in amina.private()[-1].plain

    await world.moves_to(FRIDAY)

    assert len(world.celebrations) == 1


async def test_what_is_due_already_is_not_lost_by_a_change_of_time(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    world.sandbox.clock.move_to(FRIDAY + timedelta(minutes=1))
    await amina.types("/partnership timetable celebrations thu 10:00")

    await world.moves_to(FRIDAY + timedelta(minutes=2))

    assert len(world.celebrations) == 1
    await amina.types("/partnership timetable")
    assert "next on Thursday 12 March at 10:00" in amina.private()[-1].plain


async def test_a_clock_once_wrong_celebrates_nothing_from_before_the_start(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    await world.moves_to(MONDAY - timedelta(days=40))
    await world.moves_to(MONDAY + timedelta(hours=1))
    assert world.celebrations == []
    await world.moves_to(FRIDAY)
    assert len(world.celebrations) == 1


@pytest.mark.parametrize("typed", ["999999999999999999999999999999m12345678-s", "24:00123456" + "9" * 30, "9" * 5_000])
def test_numbers_that_no_clock_knows_are_unclear(typed: str) -> None:
    with pytest.raises(days.UnclearError):
        days.day(typed, datetime(2026, 3, 2, 10, 0, tzinfo=UTC), "Europe/London")
    with pytest.raises(periods.UnclearPeriodError):
        periods.read(typed, datetime(2026, 3, 2, tzinfo=UTC), "Europe/London", datetime(2026, 3, 2, tzinfo=UTC))
