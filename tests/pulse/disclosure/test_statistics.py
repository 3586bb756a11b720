"""How often the bands and the chart are right, in a simulation with a known truth: a skewed five-point statement.

`python -m pytest tests/pulse/disclosure/test_statistics.py -s` prints the figures. All draws are seeded.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.pulse import disclosure_control
from bot.pulse.releases import POINTS, Edge, Reading
from bot.pulse.trend import FULL, Change, trend

SCALE = np.arange(1, POINTS + 1)
USUAL = np.array([0.02, 0.05, 0.20, 0.42, 0.31])  # mean 3.95, standard deviation 0.94
DRAWS = 1000
MEMBERS = (12, 20, 34, 60, 100)
RATES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
YEARS = 300
RISES = (0.3, 0.6, 1.0)
CORE = 2  # statements that are charted

Row = NDArray[np.float64]

_reading = cache(disclosure_control.reading)


def _lower(fall: float) -> Row:
    """Answers with a mean so much lower than usual: some choose a point less, or two where that is not enough."""
    lower = USUAL
    while fall > 0:
        share = min(fall, 0.9) / (1 - lower[0])
        share = min(share, 1.0)
        moved = lower[1:] * share
        fall -= float(moved.sum())
        lower = np.append(lower[:1], lower[1:] - moved) + np.append(moved, 0)
    return lower


def test_the_simulated_answers_are_the_ones_the_method_was_measured_on() -> None:
    mean = float(USUAL @ SCALE)
    assert abs(mean - 3.95) < 0.005
    assert abs(float(USUAL @ (SCALE - mean) ** 2) ** 0.5 - 0.94) < 0.005
    for fall in RISES:
        assert abs(float(_lower(fall) @ SCALE) - mean + fall) < 1e-9


def _covers(reading: Reading, truth: float) -> bool:
    low = 1 if reading.edge is Edge.LESS else reading.mean - reading.give
    high = POINTS if reading.edge is Edge.MORE else reading.mean + reading.give
    return low - 1e-9 <= truth <= high + 1e-9


def _coverage(members: int, rate: float) -> float | None:
    """How often the mean of all members lies in the band, with answers from some of them at random."""
    chance = np.random.default_rng([members, round(rate * 100)])
    answering = round(members * rate)
    held = within = 0
    for everybody in chance.multinomial(members, USUAL, DRAWS):
        answers = chance.multivariate_hypergeometric(everybody, answering)
        reading = _reading(tuple(answers.tolist()), members)
        if reading is None:
            held += 1
        else:
            within += _covers(reading, float(everybody @ SCALE) / members)
    return within / (DRAWS - held) if held < DRAWS else None


@pytest.mark.parametrize(("members", "rate"), [*product(MEMBERS, RATES)])
def test_the_mean_of_all_members_lies_within_the_band_as_often_as_is_said(members: int, rate: float) -> None:
    covered = _coverage(members, rate)
    print(f"{members} members, {rate:.0%} answering: covered {covered:.1%}")  # noqa: T201
    assert covered is not None
    assert covered >= 0.95


def _months(chance: np.random.Generator, answering: int, shares: list[Row]) -> Iterator[Reading]:
    """A reading for each month; people answer anew, which shows more noise than the same people would."""
    invited = round(answering / 0.75)
    for share in shares:
        reading = _reading(tuple(chance.multinomial(answering, share).tolist()), invited)
        assert reading is not None
        yield reading


def _called(answering: int, rise: float, *, items: int, charted: bool) -> tuple[float, float]:
    """The share of years with a change called in any statement; and of years with one in the right direction."""
    chance = np.random.default_rng([answering, round(rise * 10), items, charted])
    before = FULL if charted else 1
    year = 12 if charted else FULL - 1
    up = {Change.HIGHER, Change.ABOVE, Change.LONG_ABOVE}
    any_, right = 0, 0
    for _ in range(YEARS):
        changes: set[Change] = set()
        for _ in range(items):
            readings = [*_months(chance, answering, [_lower(rise)] * before + [USUAL] * year)]
            changes |= {trend(readings[:last]).change for last in range(before + 1, before + year + 1)}
        changes -= {Change.NONE}
        any_ += bool(changes)
        right += bool(changes & up)
    return any_ / YEARS, right / YEARS


@pytest.mark.parametrize("answering", [12, 30, 60])
def test_a_quiet_first_year_hardly_ever_has_a_change(answering: int) -> None:
    false, _ = _called(answering, 0, items=CORE, charted=False)
    print(f"{answering} answers, first year: a change where there was none in {false:.0%} of years")  # noqa: T201
    assert false <= 0.15


@pytest.mark.parametrize("answering", [12, 30, 60])
def test_a_quiet_year_on_the_chart_seldom_has_a_change(answering: int) -> None:
    false, _ = _called(answering, 0, items=CORE, charted=True)
    single, _ = _called(answering, 0, items=1, charted=True)
    print(f"{answering} answers, on the chart: {false:.0%} of years, {single:.0%} with one statement")  # noqa: T201
    assert single <= 0.25
    assert false <= 0.40


@pytest.mark.parametrize(("answering", "rise"), [*product([12, 30, 60], RISES)])
def test_a_rise_is_seen_on_the_chart_more_often_than_not(answering: int, rise: float) -> None:
    _, first = _called(answering, rise, items=1, charted=False)
    _, chart = _called(answering, rise, items=1, charted=True)
    print(f"{answering} answers, a rise of {rise:.1f}: seen at once {first:.0%}, on the chart {chart:.0%}")  # noqa: T201
    assert first <= chart
    assert chart >= 0.5
