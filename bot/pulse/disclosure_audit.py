"""What could be worked out from the figures of groups and of all of them together.

Each figure by itself fits many sets of answers. Told side by side they fit fewer: in the extreme one, and then it is
known what everybody in a group chose. Here all sums that fit are gone through, as an attacker would: by runs of points,
and no further than until it is certain that enough of them are left.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import ge, lt

from bot.pulse.releases import POINTS

FEWEST_SETS = 20  # of counts that a group's figure has to fit beside the others
FEWEST_SETS_KNOWING_ONE = 5  # the same for somebody who takes their own answer away
FEWEST_NUMBERS = 3  # of answers

Run = tuple[int, int]  # all points from the one to the other
Sums = Mapping[int, Sequence[Run]]  # what points may add up to, by how many answers

_FEWEST = (FEWEST_SETS, *[FEWEST_SETS_KNOWING_ONE] * POINTS)  # by the answer that is known, 0 if none


def tells_too_much(groups: Sequence[Sums], whole: Sums) -> bool:
    """Whether, beside the others and the whole, what is told of any group fits too few sets of answers.

    `groups` are the sums that each group's figure fits by itself, `whole` those that the figure of all fits.
    """
    for place, group in enumerate(groups):
        others: Sums = {0: [(0, 0)]}
        for other in (*groups[:place], *groups[place + 1 :]):
            others = _added(others, other)
        if _too_few(_left(group, others, whole)):
            return True
    return False


def _added(first: Sums, second: Sums) -> Sums:
    """What the sums of two groups come to together."""
    sums: dict[int, list[Run]] = defaultdict(list)
    for n, runs in first.items():
        for m, theirs in second.items():
            sums[n + m] += [(low + least, high + most) for low, high in runs for least, most in theirs]
    return {number: _joined(runs) for number, runs in sums.items()}


def _left(group: Sums, others: Sums, whole: Sums) -> Iterator[tuple[int, int]]:
    """The sums of a group that, with some sum of the others, come to one of the whole: each once."""
    for number, runs in group.items():
        fit = _joined(
            (low - most, high - least)
            for others_number, theirs in others.items()
            for low, high in whole.get(number + others_number, ())
            for least, most in theirs
        )
        for low, high in _joined(runs):
            for least, most in fit:
                for points in range(max(low, least), min(high, most) + 1):
                    yield number, points


def _joined(runs: Iterable[Run]) -> list[Run]:
    """The same points in runs that are apart."""
    joined: list[Run] = []
    for low, high in sorted(runs):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(joined[-1][1], high)
        else:
            joined.append((low, high))
    return joined


def _too_few(sums: Iterable[tuple[int, int]]) -> bool:
    """Whether too few sets of answers have these sums; they are counted as far as it matters."""
    numbers: set[int] = set()
    counts = [0] * len(_FEWEST)
    for number, points in sums:
        numbers.add(number)
        for own, fewest in enumerate(_FEWEST):
            if counts[own] < fewest:
                counts[own] += sum(1 for _ in islice(sets(number - (own > 0), points - own), fewest))
        if len(numbers) >= FEWEST_NUMBERS and all(map(ge, counts, _FEWEST)):
            return False
    few = list(map(lt, counts, _FEWEST))
    return len(numbers) < FEWEST_NUMBERS or few[0] or any(counts[own] and few[own] for own in range(1, POINTS + 1))


def sets(number: int, points: int, most: int = POINTS) -> Iterator[tuple[int, ...]]:
    """All ways in which so many answers of 1 to `most` add up to so many points, whoever gave which: counts."""
    if most == 1:
        if number == points:
            yield (number,)
        return
    others = most - 1
    for top in range(max(0, points - others * number), min(number, (points - number) // others) + 1):
        for rest in sets(number - top, points - top * most, others):
            yield *rest, top
