"""Groups and the whole, side by side, leave many sets of answers possible in every group, or are not told by group."""

from collections import defaultdict
from dataclasses import replace
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pulse import disclosure_control
from bot.pulse.disclosure_audit import FEWEST_NUMBERS, FEWEST_SETS, FEWEST_SETS_KNOWING_ONE, sets, tells_too_much
from bot.pulse.releases import Band, Group, Reading, Release, Spread, Why
from tests.pulse.disclosure.plain import Sums, as_runs

GROUPS = (Group("a", ("a",), 10), Group("b", ("b",), 10))


def _points(counts: tuple[int, ...]) -> int:
    return sum(point * count for point, count in enumerate(counts, 1))


def test_sums_are_reached_in_as_many_ways_as_there_are() -> None:
    for number in range(7):
        expected: dict[int, int] = defaultdict(int)
        for counts in product(range(number + 1), repeat=5):
            if sum(counts) == number:
                expected[sum(point * count for point, count in enumerate(counts, 1))] += 1
        for points in range(number - 2, 5 * number + 3):
            ways = list(sets(number, points))
            assert len(set(ways)) == len(ways) == expected[points]
            assert all((sum(way), _points(way)) == (number, points) for way in ways)


def test_a_sector_pinned_by_the_whole_is_not_told() -> None:
    release = disclosure_control.release({"a": {"x": (10, 0, 0, 0, 0)}, "b": {"x": (1, 2, 1, 1, 0)}}, 15, 20, GROUPS)
    assert release.groups == {}
    assert release.no_groups == {"x": Why.SECTORS_HELD}


def test_what_nobody_has_read_yet_is_told_by_the_rules_of_now() -> None:
    """A spread may be told from thirty answers; a release of before had one from fewer."""
    few, enough = _reading(Band(20, 29)), _reading(Band(30, 39))
    kept = Release(60, 5, Band(30, 39), {"few": few, "enough": enough, "none": None}, {}, {"few": Why.NO_SECTORS})
    told = disclosure_control.made_stricter(kept)
    assert told.whole["enough"] == enough
    assert told.whole["none"] is None
    assert (now := told.whole["few"]) is not None
    assert (now.spread, now.mean, now.band) == (None, few.mean, few.band)
    assert now.give > few.give  # less is known of the spread, so the mean is less certain
    assert replace(told, whole=kept.whole) == kept


def _reading(band: Band) -> Reading:
    counts = (3, 6, 14, 6, 3) if band.low >= 30 else (0, 6, 8, 6, 0)
    reading = disclosure_control.reading(counts, 60)
    assert reading is not None
    assert reading.band == band
    return replace(reading, spread=Spread.CLOSE, give=0.1)


VECTORS = [counts for counts in product(range(6), repeat=5) if 3 <= sum(counts) <= 5]
SUMS = sorted({(sum(counts), _points(counts)) for counts in VECTORS})
SOME = st.frozensets(st.sampled_from(SUMS), min_size=1, max_size=12)
TOTALS = st.frozensets(st.tuples(st.integers(6, 10), st.integers(6, 50)), max_size=60)


@settings(max_examples=60)
@given(SOME, SOME, TOTALS)
def test_an_audit_finds_what_going_through_all_answers_finds(sums: Sums, other: Sums, totals: Sums) -> None:
    too_much = tells_too_much([as_runs(sums), as_runs(other)], as_runs(totals))

    assert too_much == (_few(sums, other, totals) or _few(other, sums, totals))


def _few(group: Sums, other: Sums, totals: Sums) -> bool:
    """Whether too few sets of answers are left of the group, counted one by one."""
    left = [
        counts
        for counts in VECTORS
        if (sum(counts), _points(counts)) in group
        and any((sum(counts) + n, _points(counts) + s) in totals for n, s in other)
    ]
    knowing = [sum(counts[own] > 0 for counts in left) for own in range(5)]
    return (
        len({sum(counts) for counts in left}) < FEWEST_NUMBERS
        or len(left) < FEWEST_SETS
        or any(0 < number < FEWEST_SETS_KNOWING_ONE for number in knowing)
    )
