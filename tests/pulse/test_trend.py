"""What is said of change: seldom something, and never for a step of rounding."""

from dataclasses import replace

import pytest

from bot.pulse.disclosure_control import SPREAD
from bot.pulse.releases import Band, Edge, Reading, Spread
from bot.pulse.trend import FULL, Change, trend


def reading(mean: float, *, low: int = 10, grid: float = 0.5) -> Reading:
    return Reading(Band(low, low + 4), mean, Edge.NONE, grid, Spread.MIXED if low >= SPREAD else None, grid)


def test_the_first_figure_is_compared_with_nothing() -> None:
    assert trend([reading(3.5)]).change is Change.FIRST


@pytest.mark.parametrize(("after", "change"), [(4.5, Change.NONE), (2.5, Change.NONE), (3.5, Change.NONE)])
def test_with_a_dozen_answers_a_whole_point_is_no_clear_change(after: float, change: Change) -> None:
    result = trend([reading(3.5), reading(after)])
    assert result.change is change
    assert result.noticed is not None
    assert result.noticed > 1


def test_with_five_answers_the_widest_change_is_none_and_so_much_is_said() -> None:
    result = trend([reading(1.5, low=5), reading(4.5, low=5)])
    assert result.change is Change.NONE
    assert result.noticed is None


@pytest.mark.parametrize(("spread", "wider"), [(Spread.CLOSE, 0), (None, 0.3)])
def test_what_would_be_noticed_is_more_where_no_spread_is_told(spread: Spread | None, wider: float) -> None:
    months = [replace(reading(3.4, low=60, grid=0.1), spread=spread)] * 2
    close = trend([replace(month, spread=Spread.CLOSE) for month in months]).noticed
    noticed = trend(months).noticed
    assert close is not None
    assert noticed is not None
    assert noticed - close >= wider - 1e-9


@pytest.mark.parametrize(("after", "change"), [(4.4, Change.HIGHER), (2.4, Change.LOWER), (3.5, Change.NONE)])
def test_with_sixty_answers_a_point_is_a_change(after: float, change: Change) -> None:
    assert trend([reading(3.4, low=60, grid=0.1), reading(after, low=60, grid=0.1)]).change is change


def test_a_change_is_one_from_what_would_have_been_noticed_on() -> None:
    noticed = trend([reading(3.0, low=60, grid=0.1), reading(3.0, low=60, grid=0.1)]).noticed
    assert noticed is not None
    for step, change in ((noticed, Change.HIGHER), (noticed - 0.1, Change.NONE)):
        assert trend([reading(3.0, low=60, grid=0.1), reading(3.0 + step, low=60, grid=0.1)]).change is change


def test_one_step_of_rounding_is_nothing_unusual() -> None:
    for after in (3.5, 4.5):
        result = trend([reading(4.0)] * FULL + [reading(after)])
        assert result.change is Change.NONE
        assert result.noticed is not None
        assert result.noticed >= 0.5


def test_after_twelve_months_what_is_outside_the_usual_is_said() -> None:
    assert trend([reading(4.0)] * FULL + [reading(2.5)]).change is Change.BELOW
    assert trend([reading(3.0)] * FULL + [reading(4.0)]).change is Change.ABOVE
    assert trend([reading(3.0)] * FULL).usual == (2.5, 3.0, 3.5)
    assert trend([reading(3.0)] * (FULL - 1)).usual is None


def test_seven_on_one_side_are_a_change_and_six_are_not() -> None:
    before = [reading(mean) for mean in (3.0, 3.5) * 6]
    assert trend([*before, *[reading(4.0)] * 6]).change is Change.NONE
    assert trend([*before, *[reading(4.0)] * 7]).change is Change.LONG_ABOVE
    assert trend([*before, *[reading(2.5)] * 7]).change is Change.LONG_BELOW


def test_what_is_usual_stays_what_the_first_twelve_showed() -> None:
    first = trend([reading(3.0)] * FULL).usual
    assert trend([*[reading(3.0)] * FULL, *[reading(3.5)] * 40]).usual == first
