"""What may be said of change, worked out from figures as they were released, so that it tells nothing more.

With fewer than twelve months a figure is compared with the one before, and a change is called one only if it is more
than chance and rounding can make. From twelve on a process chart (XmR) says what is usual: Wheeler's limits at 2.66
mean moving ranges, at least one step of rounding wide, and its rules "outside the limits" and "seven on one side",
where each of the seven has to be more than half a step from the centre.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import ceil, hypot

from bot.pulse.disclosure_control import reach, swing
from bot.pulse.releases import POINTS, Reading

FULL = 12  # months
_LIMITS = 2.66
_RUN = 7
_TINY = 1e-9  # points: less than this is arithmetic


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

    There is none with the first figure, nor where no two figures are so far apart. `usual` has the lower limit, the
    centre and the upper limit; nothing before twelve months.
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
        return Trend(change, noticed if noticed <= reach(before) + reach(now) + _TINY else None, None)
    step = max(reading.grid for reading in readings)
    usual = _usual([reading.mean for reading in readings[:FULL]], step)
    return Trend(
        _against(usual, [reading.mean for reading in readings], step),
        round(max(usual[2] - usual[1], usual[1] - usual[0]), 1),
        usual,
    )


def _noticed(before: Reading, now: Reading) -> float:
    """What chance makes of either figure, together, and half a step of rounding at either end; in whole steps."""
    step = max(before.grid, now.grid)
    least = hypot(swing(before), swing(now)) + (before.grid + now.grid) / 2
    return round(ceil(least / step - 1e-9) * step, 1)


def _usual(means: Sequence[float], step: float) -> tuple[float, float, float]:
    """Never narrower than a step of rounding on either side: rounded figures may stand still by themselves."""
    centre = sum(means) / len(means)
    ranges = [abs(after - before) for before, after in pairwise(means)]
    reach = max(_LIMITS * sum(ranges) / len(ranges), step)
    return max(1.0, centre - reach), centre, min(float(POINTS), centre + reach)


def _against(usual: tuple[float, float, float], means: Sequence[float], step: float) -> Change:
    """Against the limits, or seven on one side; a figure within half a step of the centre may be on either."""
    low, centre, high = usual
    lately = [mean - centre for mean in means[-_RUN:]]
    aside = step / 2 + _TINY
    if means[-1] > high + _TINY:
        return Change.ABOVE
    if means[-1] < low - _TINY:
        return Change.BELOW
    if min(lately) > aside:
        return Change.LONG_ABOVE
    if max(lately) < -aside:
        return Change.LONG_BELOW
    return Change.NONE
