"""Every way in which a few people can answer, and all that anybody could work out from what is told of it.

A reading follows from the number of answers, their sum and the sum of their squares; that is tried first. After that
one set of answers stands for all that share the three, so that every set up to 24 answers, and of 30, can be tried.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise

import pytest

from bot.pulse import disclosure_control
from bot.pulse.disclosure_control import CENTRE, FLOOR, SPREAD
from bot.pulse.releases import POINTS, Edge, Reading, Spread

pytestmark = pytest.mark.slow

Vector = tuple[int, ...]  # how many chose each of the five

INVITED = (10, 11, 12, 13, 14, 17, 20, 24, 40)
RAISED = ((12, 6), (14, 7), (20, 8), (22, 9), (22, 10), (24, 12))  # invited, and a floor
ASKED = [*((invited, FLOOR) for invited in INVITED), *RAISED]
TRIED = (*range(1, 25), 30)  # numbers of answers
NARROWEST = 3  # numbers in a band
ALIKE, KNOWING = 35, 5  # sets of answers behind a figure, and behind one for whoever gave one of them


@dataclass
class Alike:
    """All sets of answers with the same number, sum and sum of squares."""

    example: Vector
    number: int
    having: list[int]  # of them, with somebody at 1, at 2 …


@cache
def _vectors(number: int) -> list[Vector]:
    last = number + POINTS - 1
    cuts = combinations(range(last), POINTS - 1)
    return [tuple(after - before - 1 for before, after in pairwise((-1, *bars, last))) for bars in cuts]


def _mean(vector: Vector) -> float:
    return sum(point * count for point, count in enumerate(vector, 1)) / sum(vector)


def _sums(vector: Vector) -> tuple[int, int]:
    one, two, three, four, five = vector
    return one + 2 * two + 3 * three + 4 * four + 5 * five, one + 4 * two + 9 * three + 16 * four + 25 * five


@cache
def _alike(number: int) -> list[Alike]:
    by_sums: dict[tuple[int, int], Alike] = {}
    for vector in _vectors(number):
        alike = by_sums.setdefault(_sums(vector), Alike(vector, 0, [0] * POINTS))
        alike.number += 1
        alike.having = [had + (count > 0) for had, count in zip(alike.having, vector, strict=True)]
    return list(by_sums.values())


@cache
def _told(invited: int, least: int) -> dict[Reading, list[Alike]]:
    """What stands behind each reading."""
    told = defaultdict(list)
    for number in TRIED:
        for alike in _alike(number) if number <= invited else ():
            reading = disclosure_control.reading(alike.example, invited, least)
            if reading is not None:
                told[reading].append(alike)
    return told


def test_a_figure_follows_from_number_sum_and_squares_alone() -> None:
    for number in range(FLOOR, 17):
        told: dict[tuple[int, int], set[Reading | None]] = defaultdict(set)
        for vector in _vectors(number):
            told[_sums(vector)].add(disclosure_control.reading(vector, 24))
        assert all(len(readings) == 1 for readings in told.values())


@pytest.mark.parametrize(("invited", "least"), ASKED)
def test_each_figure_stands_for_many_sets_of_answers(invited: int, least: int) -> None:
    assert min(sum(sets.number for sets in alike) for alike in _told(invited, least).values()) >= ALIKE


@pytest.mark.parametrize(("invited", "least"), ASKED)
def test_whoever_knows_their_own_answer_does_not_learn_all_the_others(invited: int, least: int) -> None:
    for reading, alike in _told(invited, least).items():
        for own in range(POINTS):
            fitting = sum(sets.having[own] for sets in alike)
            assert fitting == 0 or fitting >= KNOWING, (reading, own + 1)


@pytest.mark.parametrize(("invited", "least"), ASKED)
def test_each_figure_may_come_from_people_who_differ(invited: int, least: int) -> None:
    for alike in _told(invited, least).values():
        assert any(max(sets.example) < sum(sets.example) - 1 for sets in alike)


@pytest.mark.parametrize("invited", [0, 1, 5, 8, 9])
def test_nothing_is_told_where_fewer_than_ten_were_invited(invited: int) -> None:
    assert _told(invited, FLOOR) == {}


@pytest.mark.parametrize("invited", [*INVITED, 200])
def test_nothing_is_told_of_fewer_answers_than_five(invited: int) -> None:
    for number in range(1, 10):
        for vector in _vectors(number):
            assert (disclosure_control.reading(vector, invited) is None) == (number < FLOOR)


@pytest.mark.parametrize("invited", INVITED)
def test_means_are_as_fine_as_the_band_allows_and_never_at_the_very_end(invited: int) -> None:
    for reading in _told(invited, FLOOR):
        low = reading.band.low
        grid, end = (0.5, 0.5) if low < 15 else (0.2, 0.4) if low < 30 else (0.1, 0.2)
        assert reading.grid == grid
        steps = (reading.mean - CENTRE) / grid
        assert abs(steps - round(steps)) < 1e-9
        assert 1 + end <= reading.mean <= POINTS - end
        assert (reading.edge is Edge.LESS) == (reading.mean == 1 + end)
        assert (reading.edge is Edge.MORE) == (reading.mean == POINTS - end)


@pytest.mark.parametrize("invited", INVITED)
def test_what_is_told_is_true(invited: int) -> None:
    for reading, alike in _told(invited, FLOOR).items():
        for sets in alike:
            mean = _mean(sets.example)
            assert reading.band.low <= sum(sets.example) <= (reading.band.high or invited)
            assert mean - reading.mean <= reading.grid / 2 + 1e-9 or reading.edge is Edge.MORE
            assert reading.mean - mean <= reading.grid / 2 + 1e-9 or reading.edge is Edge.LESS


@pytest.mark.parametrize("invited", INVITED)
def test_a_spread_is_told_from_thirty_answers_and_away_from_the_ends(invited: int) -> None:
    for reading, alike in _told(invited, FLOOR).items():
        off = round(abs(reading.mean - CENTRE), 6)
        assert (reading.spread is not None) == (reading.band.low >= SPREAD and off <= 1.2)
        if off >= 1:
            assert reading.spread in {None, Spread.CLOSE, Spread.SCATTERED}
        if reading.spread is not None:
            assert all(sum(sets.example) >= SPREAD for sets in alike)


@pytest.mark.parametrize("invited", INVITED)
def test_how_likely_a_figure_is_follows_from_what_is_told_anyway(invited: int) -> None:
    gives = defaultdict(set)
    for reading in _told(invited, FLOOR):
        gives[reading.band, reading.mean, reading.spread].add(reading.give)
        assert reading.give >= reading.grid
    assert all(len(given) == 1 for given in gives.values())


@pytest.mark.parametrize("least", range(FLOOR, 51))
def test_how_many_answered_cannot_be_read_off(least: int) -> None:
    for invited in range(2 * disclosure_control.settled(least), 130):
        bands = [disclosure_control.band(number, invited, least) for number in range(invited + 1)]
        assert [number for number, band in enumerate(bands) if band is None] == list(
            range(disclosure_control.settled(least))
        )
        for band, numbers in Counter(band for band in bands if band is not None).items():
            assert numbers >= NARROWEST
            assert numbers == (band.high or invited) - band.low + 1
