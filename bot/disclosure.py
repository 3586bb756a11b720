"""What could be worked out from the figures of groups and of all of them together.

Each figure by itself fits many sets of answers. Told side by side they fit fewer: in the extreme one, and then it is
known what everybody in a group chose. Here all sums that fit are gone through, as an attacker would.
"""

from collections.abc import Callable, Sequence
from functools import cache

POINTS = 5
FEWEST_SETS = 20  # of counts that a group's figure has to fit beside the others
FEWEST_SETS_KNOWING_ONE = 5  # the same for somebody who takes their own answer away
FEWEST_NUMBERS = 3  # of answers

Sums = frozenset[tuple[int, int]]  # how many answers, and what their points add up to


def tells_too_much(groups: Sequence[Sums], whole: Callable[[int, int], bool]) -> bool:
    """Whether, beside the others and the whole, what is told of any group fits too few sets of answers.

    `groups` are the sums that each group's figure fits by itself; `whole` says whether a sum fits the figure of all.
    """
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
    if len({number for number, _ in sums}) < FEWEST_NUMBERS or sum(sets(*one) for one in sums) < FEWEST_SETS:
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
