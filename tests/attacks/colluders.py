"""People who agree to put their answers together, and how often they then guess what somebody else answered.

They know who answers, what they answered themselves and how everybody tends to answer, and read every figure there is
of a statement. Nothing is drawn at random: every set of answers is gone through, with how likely it is.

- Honest ones answer as they feel, and compare notes afterwards.
- Plotters settle beforehand on the answers that make the figures tell most, which spoils the figures for everybody.

`python -m tests.attacks.colluders` prints the tables of `docs/decisions/pulse/attacks-measured.md`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, reduce
from itertools import product

from bot.pulse import disclosure_control
from bot.pulse.releases import POINTS

TENDENCY = (0.06, 0.13, 0.25, 0.37, 0.19)  # how many choose each option; the commonest guess is right in 37 %
BEFORE, NEVER = 10, 10**6  # answers from which a spread was told, and from which none is

Sums = tuple[int, int]  # of points, and of their squares: with the number of answers, all that a figure follows from
Cells = tuple[int, ...]  # for each answer of the last one, the figure it leads to: those with one number look alike
Told = tuple[object, ...]


def commonest() -> float:
    """What is guessed without any figure."""
    return max(TENDENCY)


@cache
def answers(number: int) -> Mapping[Sums, tuple[tuple[int, ...], float]]:
    """What so many people's answers may come to: one set of answers for each, and how likely it is."""
    if number == 0:
        return {(0, 0): ((0,) * POINTS, 1.0)}
    sets: dict[Sums, tuple[int, ...]] = {}
    chances: dict[Sums, float] = defaultdict(float)
    for (points, squares), (counts, chance) in answers(number - 1).items():
        for place, likely in enumerate(TENDENCY):
            sums = points + place + 1, squares + (place + 1) ** 2
            sets.setdefault(sums, _with(counts, place))
            chances[sums] += chance * likely
    return {sums: (sets[sums], chance) for sums, chance in chances.items()}


def _with(counts: tuple[int, ...], place: int) -> tuple[int, ...]:
    return (*counts[:place], counts[place] + 1, *counts[place + 1 :])


@dataclass(frozen=True)
class Pulse:
    """How many answer, of how many invited, and from how many answers a spread is told."""

    answered: int
    invited: int
    spread: int

    def told(self, counts: tuple[int, ...]) -> Told:
        return _told(counts, self.invited, self.spread)

    def cells(self, known: tuple[int, ...]) -> Cells:
        """What the figure says of the last one's answer to those who gave all the others."""
        figures: dict[Told, int] = {}
        return tuple(figures.setdefault(self.told(_with(known, place)), len(figures)) for place in range(POINTS))


@cache
def _told(counts: tuple[int, ...], invited: int, spread: int) -> Told:
    figure = disclosure_control.reading(counts, invited)
    assert figure is not None
    word = None
    if figure.band.low >= spread and not figure.edge:
        word = disclosure_control._spread(counts, Fraction(str(figure.mean)))
    return figure.band, figure.mean, figure.edge, word


# Everybody but one


@cache
def split(pulse: Pulse) -> Mapping[Cells, float]:
    """All ways in which a month's figure can split the answers of the last one, and how likely each is."""
    chances: dict[Cells, float] = defaultdict(float)
    for counts, chance in answers(pulse.answered - 1).values():
        chances[pulse.cells(counts)] += chance
    return chances


def guessed(cells: Cells) -> float:
    """How often the likeliest answer that fits is the right one."""
    best: dict[int, float] = defaultdict(float)
    for figure, likely in zip(cells, TENDENCY, strict=True):
        best[figure] = max(best[figure], likely)
    return sum(best.values())


def _together(cells: Cells, other: Cells) -> Cells:
    """What two months tell of somebody who answers alike in both."""
    figures: dict[tuple[int, int], int] = {}
    return tuple(figures.setdefault(pair, len(figures)) for pair in zip(cells, other, strict=True))


def honest(pulses: Sequence[Pulse]) -> float:
    """Those who answered as they felt, over as many months, against somebody who always answers alike."""
    likely: Mapping[Cells, float] = {(0,) * POINTS: 1.0}
    for pulse in pulses:
        after: dict[Cells, float] = defaultdict(float)
        for (known, chance), (cells, more) in product(likely.items(), split(pulse).items()):
            after[_together(known, cells)] += chance * more
        likely = after
    return sum(chance * guessed(cells) for cells, chance in likely.items())


def plotted(pulses: Sequence[Pulse]) -> float:
    """The same for those who settle on what they answer each month so that it tells most."""
    return max(guessed(cells) for cells in reduce(_all_together, ([*split(pulse)] for pulse in pulses)))


def _all_together(ones: Iterable[Cells], others: Iterable[Cells]) -> list[Cells]:
    return [*{_together(cells, other) for cells, other in product(ones, others)}]


# Some of them


def some(pulse: Pulse, agreed: int, known: tuple[int, ...]) -> float:
    """A guess of anybody outside by so many who agree, knowing their own answers; the rest answer as people tend to."""
    likely: dict[Told, list[float]] = defaultdict(lambda: [0.0] * POINTS)
    for counts, chance in answers(pulse.answered - agreed - 1).values():
        both = tuple(map(sum, zip(counts, known, strict=True)))
        for place, tends in enumerate(TENDENCY):
            likely[pulse.told(_with(both, place))][place] += chance * tends
    return sum(map(max, likely.values()))


def some_honest(pulse: Pulse, agreed: int) -> float:
    return sum(chance * some(pulse, agreed, counts) for counts, chance in answers(agreed).values())


def some_plotted(pulse: Pulse, agreed: int) -> float:
    return max(some(pulse, agreed, counts) for counts, _ in answers(agreed).values())


# As a table

SIZES = ((5, 10), (10, 12), (15, 18), (20, 24), (30, 36))
RULES = (("from ten", BEFORE), ("from thirty", disclosure_control.SPREAD), ("never", NEVER))
SOME = ((10, 12, 7), (10, 12, 5), (15, 18, 12), (20, 24, 10), (30, 36, 27))


def rows() -> Iterator[tuple[str, ...]]:
    """Everybody but one: by size and rule, honest and plotting, in one month and in two."""
    for answered, invited in SIZES:
        for name, spread in RULES:
            pulse = Pulse(answered, invited, spread)
            shares = [attack([pulse] * months) for attack in (honest, plotted) for months in (1, 2)]
            yield f"{answered} of {invited}", name, *(f"{share:.0%}" for share in shares)


def later() -> Iterator[tuple[str, ...]]:
    """The same where the spread is told with each third month only."""
    now, without = Pulse(10, 12, BEFORE), Pulse(10, 12, NEVER)
    for months, pulses in enumerate(([without], [without] * 2, [without, without, now]), 1):
        shares = [attack(each) for each in (pulses, [without] * months) for attack in (honest, plotted)]
        yield f"{months}", *(f"{share:.0%}" for share in shares)


def rows_of_some() -> Iterator[tuple[str, ...]]:
    """Fewer who agree."""
    for answered, invited, agreed in SOME:
        for name, spread in RULES:
            pulse = Pulse(answered, invited, spread)
            shares = some_honest(pulse, agreed), some_plotted(pulse, agreed)
            yield f"{agreed} of {answered}", name, *(f"{share:.0%}" for share in shares)


if __name__ == "__main__":
    for table in (rows, later, rows_of_some):
        for row in table():
            print("| " + " | ".join(row) + " |", flush=True)
        print()
