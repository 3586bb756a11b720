"""Disclosure control decides in every case as its plain definition does, which goes through all sums one by one."""

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pulse import disclosure_control
from bot.pulse.disclosure_audit import tells_too_much
from bot.pulse.disclosure_control import FLOOR
from bot.pulse.releases import POINTS, Group, Reading
from tests.pulse.disclosure import plain
from tests.pulse.disclosure.plain import Sums, as_runs

pytestmark = pytest.mark.slow

Sum = tuple[int, int]  # how many answers, and what their points add up to


def _counts(number: int, points: int) -> tuple[int, ...]:
    """Answers with that sum, as close to one another as they can be."""
    least, over = divmod(points, number)
    chosen = {least: number - over, least + 1: over}
    return tuple(chosen.get(point, 0) for point in range(1, POINTS + 1))


def _groups(invited: Sequence[int]) -> tuple[Group, ...]:
    return tuple(Group(str(place), (str(place),), number) for place, number in enumerate(invited))


def _told_apart(sums: Sequence[Sum], invited: Sequence[int], least: int = FLOOR) -> tuple[bool, bool]:
    """Whether groups with these sums are told, by the program and as plainly defined."""
    apart = _groups(invited)
    tallies = {group.name: {"x": _counts(*each)} for group, each in zip(apart, sums, strict=True)}
    release = disclosure_control.release(tallies, sum(number for number, _ in sums), sum(invited), apart, least)
    told = {group.name: disclosure_control.reading(tallies[group.name]["x"], group.invited, least) for group in apart}
    full = {name: reading for name, reading in told.items() if reading is not None}
    whole = release.whole["x"]
    if whole is None or len(full) < len(apart):
        return "x" in release.groups, False
    return "x" in release.groups, not plain.pinned(full, apart, whole, sum(invited), least)


# Means


@pytest.mark.parametrize("invited", [12, 24, 100, 199])
def test_a_mean_is_told_as_rounding_exactly_says(invited: int) -> None:
    for number in (*range(FLOOR, min(invited, 45)), *range(45, invited, 22), invited):
        for points in range(number, POINTS * number + 1):
            told = disclosure_control.reading(_counts(number, points), invited)
            if told is not None:
                assert (told.mean, told.edge) == plain.rounded(points, number, told.band.low)


# Everything that two small groups can come to


def _figures(invited: int) -> dict[Reading, list[Sum]]:
    by_reading: dict[Reading, list[Sum]] = {}
    for number in range(FLOOR, invited + 1):
        for points in range(number, POINTS * number + 1):
            told = disclosure_control.reading(_counts(number, points), invited)
            assert told is not None
            by_reading.setdefault(told, []).append((number, points))
    return by_reading


def _all_outcomes(size: int, other: int) -> Iterator[tuple[Sum, Sum]]:
    """For each way in which the figures of two groups and of both can look side by side, answers that lead to it."""
    for first, second in product(_figures(size).values(), _figures(other).values()):
        seen = set()
        for (n, s), (m, t) in product(first, second):
            whole = disclosure_control.band(n + m, size + other)
            assert whole is not None
            figure = whole, plain.rounded(s + t, n + m, whole.low)
            if figure not in seen:
                seen.add(figure)
                yield (n, s), (m, t)


@pytest.mark.parametrize("invited", [(10, 10), (10, 11), (10, 14), (12, 13)])
def test_whatever_two_small_groups_come_to_they_are_told_or_held_alike(invited: tuple[int, int]) -> None:
    decided = set()
    for sums in _all_outcomes(*invited):
        came, should = _told_apart(sums, invited)
        assert came == should, (sums, invited)
        decided.add(came)
    assert decided == {True, False}


# Larger ones


@st.composite
def outcomes(draw: st.DrawFn, groups: tuple[int, int], most: int) -> tuple[list[Sum], list[int]]:
    """Sums of groups and how many were invited; often all are at one end of the scale, or nearly."""
    invited = draw(st.lists(st.integers(2 * FLOOR, most), min_size=groups[0], max_size=groups[1]))
    numbers = [draw(st.integers(FLOOR, size) | st.just(size)) for size in invited]
    points = [
        draw(st.integers(n, POINTS * n) | st.integers(n, n + 3) | st.integers(POINTS * n - 3, POINTS * n))
        for n in numbers
    ]
    return list(zip(numbers, points, strict=True)), invited


@settings(max_examples=150)
@given(outcomes((2, 2), 40), st.sampled_from([FLOOR, FLOOR, 6, 8, 10]))
def test_two_groups_are_told_or_held_alike(outcome: tuple[list[Sum], list[int]], least: int) -> None:
    came, should = _told_apart(*outcome, least)
    assert came == should


@settings(max_examples=60)
@given(outcomes((3, 4), 16), st.sampled_from([FLOOR, FLOOR, 6]))
def test_three_or_four_groups_are_told_or_held_alike(outcome: tuple[list[Sum], list[int]], least: int) -> None:
    came, should = _told_apart(*outcome, least)
    assert came == should


@settings(max_examples=8)
@given(outcomes((2, 2), 110))
def test_large_groups_are_told_or_held_alike(outcome: tuple[list[Sum], list[int]]) -> None:
    came, should = _told_apart(*outcome)
    assert came == should


# Any sums, with gaps between them


@pytest.mark.parametrize("at_the_top", [False, True])
@pytest.mark.parametrize("off", range(7))
def test_sums_at_an_end_of_the_scale_are_audited_alike(off: int, at_the_top: bool) -> None:  # noqa: FBT001
    sums, decided = set(), set()
    for number, more in product(range(5, 16), range(off + 1)):
        sums.add((number, POINTS * number - more if at_the_top else number + more))
        came = tells_too_much([as_runs(sums)], as_runs(sums))
        assert came == plain.tells_too_much([frozenset(sums)], lambda number, points: (number, points) in sums)
        decided.add((came, sum(plain.sets(*pair) for pair in sums)))
    assert off != 1 or {(True, 19), (False, 20)} <= decided


SOME = st.frozensets(st.integers(5, 9).flatmap(lambda n: st.tuples(st.just(n), st.integers(n, 5 * n))), max_size=40)
TOTALS = st.frozensets(st.tuples(st.integers(10, 27), st.integers(10, 135)), max_size=300)


@settings(max_examples=300)
@given(st.lists(SOME, min_size=1, max_size=3), TOTALS, st.booleans())
def test_any_sums_are_audited_alike(groups: list[Sums], totals: Sums, all_fit: bool) -> None:  # noqa: FBT001
    if all_fit:
        totals = frozenset((number, points) for number in range(28) for points in range(136))
    came = tells_too_much([as_runs(group) for group in groups], as_runs(totals))
    assert came == plain.tells_too_much(groups, lambda number, points: (number, points) in totals)
