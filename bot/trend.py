"""What may be said of change, worked out from figures as they were released, so that it tells nothing more.

With fewer than twelve months a figure is compared with the one before, and a change is called one only if it is more
than chance and rounding can make. From twelve on a process chart (XmR) says what is usual: Wheeler's limits at 2.66
mean moving ranges, and its rules "outside the limits" and "seven on one side", both widened by what rounding makes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import ceil, hypot

from bot.gate import POINTS, Reading, chance

FULL = 12  # months
_LIMITS = 2.66
_RUN = 7


class Change(StrEnum):
    """What has changed, if anything has clearly."""

    FIRST = "first"
    NONE = "none"
    HIGHER = "higher"  # than the figure before
    LOWER = "lower"
    ABOVE = "above"  # what is usual
    BELOW = "below"
    LONG_ABOVE = "long above"
    LONG_BELOW = "long below"


@dataclass(frozen=True)
class Trend:
    """What is said of the latest figure; `noticed` is the smallest change, in points, that would have been noticed.

    `usual` has the lower limit, the centre and the upper limit; nothing before twelve months.
    """

    change: Change
    noticed: float | None
    usual: tuple[float, float, float] | None


def trend(readings: Sequence[Reading]) -> Trend:
    """Figures of one statement, oldest first; the last is the one that is spoken of."""
    if len(readings) < 2:  # noqa: PLR2004
        return Trend(Change.FIRST, None, None)
    if len(readings) < FULL:
        before, now = readings[-2], readings[-1]
        noticed = _noticed(before, now)
        step = round(now.mean - before.mean, 6)
        change = Change.NONE if abs(step) < noticed else Change.HIGHER if step > 0 else Change.LOWER
        return Trend(change, noticed, None)
    grid = max(one.grid for one in readings)
    usual = _usual([one.mean for one in readings[:FULL]], grid)
    change = _against(usual, [one.mean for one in readings], grid)
    return Trend(change, round(_reach([one.mean for one in readings[:FULL]], grid), 1), usual)


def _noticed(before: Reading, now: Reading) -> float:
    """What chance makes of both, and half a step of rounding at either end; in whole steps."""
    step = max(before.grid, now.grid)
    least = hypot(chance(before), chance(now)) + (before.grid + now.grid) / 2
    return round(ceil(least / step - 1e-9) * step, 1)


def _usual(means: Sequence[float], grid: float) -> tuple[float, float, float]:
    centre, reach = sum(means) / len(means), _reach(means, grid)
    return max(1.0, centre - reach), centre, min(float(POINTS), centre + reach)


def _reach(means: Sequence[float], grid: float) -> float:
    """How far the limits are from the centre: never so near that rounding alone could pass them."""
    ranges = [abs(after - before) for before, after in pairwise(means)]
    return max(_LIMITS * sum(ranges) / len(ranges), grid) + grid / 2


def _against(usual: tuple[float, float, float], means: Sequence[float], grid: float) -> Change:
    low, centre, high = usual
    lately = means[-_RUN:]
    if means[-1] > high:
        return Change.ABOVE
    if means[-1] < low:
        return Change.BELOW
    if all(mean > centre + grid / 2 for mean in lately):
        return Change.LONG_ABOVE
    if all(mean < centre - grid / 2 for mean in lately):
        return Change.LONG_BELOW
    return Change.NONE
