"""Student's t for whole degrees of freedom, by its finite sums (Abramowitz and Stegun, 26.7.3 and 26.7.4)."""

from functools import lru_cache
from math import atan, cos, pi, sin, sqrt, tan


def within(t: float, degrees: int) -> float:
    """How likely Student's t lies between -t and t."""
    angle = atan(t / sqrt(degrees))
    square, total = cos(angle) ** 2, 0.0
    term, step = (cos(angle), 2) if degrees % 2 else (1.0, 1)  # all terms are positive, so that nothing cancels
    for factor in range(step, degrees, 2):
        total += term
        term *= square * factor / (factor + 1)
    return 2 / pi * (angle + sin(angle) * total) if degrees % 2 else sin(angle) * total


@lru_cache(maxsize=1024)
def quantile(likely: float, degrees: int) -> float:
    """The t that `within` says this of, to nine digits or more; `likely` is between 0 and 1."""
    low, high = 0.0, pi / 2
    while low < (middle := (low + high) / 2) < high:
        if within(sqrt(degrees) * tan(middle), degrees) < likely:
            low = middle
        else:
            high = middle
    return sqrt(degrees) * tan(high)
