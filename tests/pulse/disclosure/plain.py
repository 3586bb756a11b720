"""The audit and the rounding by definition, gone through number by number: slow, and what the program has to equal."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from functools import cache
from math import floor

from bot.pulse.disclosure_audit import FEWEST_NUMBERS, FEWEST_SETS, FEWEST_SETS_KNOWING_ONE
from bot.pulse.disclosure_control import CENTRE, band
from bot.pulse.releases import POINTS, Edge, Group, Reading

Sums = frozenset[tuple[int, int]]  # how many answers, and what their points add up to
Figure = tuple[float, Edge]


def as_runs(sums: AbstractSet[tuple[int, int]]) -> dict[int, list[tuple[int, int]]]:
    """The same sums as the audit takes them: in runs, which may overlap."""
    runs: dict[int, list[tuple[int, int]]] = {}
    for number, points in sums:
        runs.setdefault(number, []).append((points, points + ((number, points + 1) in sums)))
    return runs


def pinned(told: Mapping[str, Reading], apart: Sequence[Group], whole: Reading, invited: int, least: int) -> bool:
    """Whether the groups and the whole together would tell too much of a group."""
    sums = [_sums(told[group.name], group.invited, least) for group in apart]
    of_all = _sums(whole, invited, least)
    return tells_too_much(sums, lambda number, points: (number, points) in of_all)


def _sums(figure: Reading, invited: int, least: int) -> Sums:
    return fitting(figure.band.low, figure.band.high, figure.mean, figure.edge, invited, least)


@cache
def fitting(low: int, high: int | None, mean: float, edge: Edge, invited: int, least: int) -> Sums:
    """All sums that a figure fits."""
    numbers = [number for number in range(1, invited + 1) if _is(low, high, number, invited, least)]
    return frozenset(
        (number, points)
        for number in numbers
        for points in range(number, POINTS * number + 1)
        if rounded(points, number, low) == (mean, edge)
    )


def _is(low: int, high: int | None, number: int, invited: int, least: int) -> bool:
    about = band(number, invited, least)
    return about is not None and (about.low, about.high) == (low, high)


def _precision(number: int) -> tuple[Fraction, Fraction]:
    """How finely means are told, and how far from the ends of the scale they stop, in points."""
    if number < 15:
        return Fraction(1, 2), Fraction(1, 2)
    if number < 30:
        return Fraction(1, 5), Fraction(2, 5)
    return Fraction(1, 10), Fraction(1, 5)


@cache
def rounded(points: int, number: int, low: int) -> Figure:
    """The mean as told in the band from `low`: to the nearest step, halves away from the middle, open at the ends."""
    grid, end = _precision(low)
    off = Fraction(points, number) - CENTRE
    nearest = CENTRE + (1 if off > 0 else -1) * floor(abs(off) / grid + Fraction(1, 2)) * grid
    told = min(max(nearest, 1 + end), POINTS - end)
    if told not in {1 + end, POINTS - end}:
        return float(told), Edge.NONE
    return float(told), Edge.MORE if told > CENTRE else Edge.LESS


def tells_too_much(groups: Sequence[Sums], whole: Callable[[int, int], bool]) -> bool:
    """Whether, beside the others and the whole, what is told of any group fits too few sets of answers."""
    fits = cache(whole)
    for place, sums in enumerate(groups):
        others = {(0, 0)}
        for other in (*groups[:place], *groups[place + 1 :]):
            others = {(n + m, s + t) for n, s in others for m, t in other}
        left = {(n, s) for n, s in sums if any(fits(n + m, s + t) for m, t in others)}
        if _too_few(left):
            return True
    return False


def _too_few(sums: set[tuple[int, int]]) -> bool:
    if len({number for number, _ in sums}) < FEWEST_NUMBERS or sum(sets(*pair) for pair in sums) < FEWEST_SETS:
        return True
    knowing = (sum(sets(n - 1, s - own) for n, s in sums) for own in range(1, POINTS + 1))
    return any(0 < number < FEWEST_SETS_KNOWING_ONE for number in knowing)


@cache
def sets(number: int, points: int, most: int = POINTS) -> int:
    """In how many ways so many answers of 1 to `most` can add up to so many points, whoever gave which."""
    if number < 0 or points < number or points > most * number:
        return 0
    if number == 0 or most == 1:
        return 1
    return sets(number, points, most - 1) + sets(number - 1, points - most, most)
