"""The days of a report, as people write them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lib import periods
from bot.lib.periods import BackwardsError, Period, UnclearPeriodError

START = datetime(2025, 3, 1, tzinfo=UTC)

NOW = datetime(2026, 6, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", "1 March 2025 to 10 June 2026"),
        ("2026-01..2026-06", "1 January 2026 to 10 June 2026"),
        ("2026-01-15..2026-03-31", "15 January 2026 to 31 March 2026"),
        ("2025", "1 January 2025 to 31 December 2025"),
        ("2026-02", "1 February 2026 to 28 February 2026"),
        ("March 2026", "1 March 2026 to 31 March 2026"),
        ("since March 2026", "1 March 2026 to 10 June 2026"),
        ("1 Jan 2026 to 31 March 2026", "1 January 2026 to 31 March 2026"),
        ("01/02/2026 – 03/02/2026", "1 February 2026 to 3 February 2026"),
        ("..2026-02", "1 March 2025 to 28 February 2026"),
        ("2026-05..", "1 May 2026 to 10 June 2026"),
    ],
)
def test_days_are_read_as_people_write_them(typed: str, meant: str) -> None:
    assert str(periods.read(typed, START, "Europe/London", NOW)) == meant


@pytest.mark.parametrize(
    "typed", ["last year", "March", "2026-13", "30 February 2026", "1..2..3", "0001", "9999-12", "2026 10:00", "²⁰²⁶"]
)
def test_unclear_days_are_not_guessed(typed: str) -> None:
    with pytest.raises(UnclearPeriodError):
        periods.read(typed, START, "Europe/London", NOW)


def test_an_end_before_the_beginning_is_said() -> None:
    with pytest.raises(BackwardsError):
        periods.read("2026-06..2026-01", START, "Europe/London", NOW)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_period_or_a_refusal(typed: str) -> None:
    try:
        period = periods.read(typed, START, "Europe/London", NOW)
    except (UnclearPeriodError, BackwardsError):
        return
    assert period.first <= period.last


def test_a_day_is_a_day_where_the_partnership_lives() -> None:
    summer = Period(date(2026, 6, 1), date(2026, 6, 1), "Europe/London")
    assert summer.begins == datetime(2026, 5, 31, 23, tzinfo=UTC)
    assert summer.ends == datetime(2026, 6, 1, 23, tzinfo=UTC)
