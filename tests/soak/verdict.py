"""Whether it is all flat at the end: how each figure of each long-lived process goes on over the second half.

A figure grows by the Theil-Sen slope, the median of the slopes between all pairs, which a fault now and then does not
move. It is not flat if the lower end of the slope's 95 % interval is above the limit: growth that is certain.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.soak.staff import STEADY, WEB
from tests.soak.watch import Sample, Vitals

MEMORY, DESCRIPTORS, THREADS, ANSWER = "memory, MB", "descriptors", "threads", "answer, ms"
CONNECTIONS, OLDEST, PENDING, TABLES = "connections", "oldest pending, s", "pending posts", "tables, MB"
HOUR = 3600.0
_FEWEST = 8  # samples that a slope is taken from
_LONG = 0.75  # of the second half that a process has lived through, if it is to be judged
_SURE = 0.95

# What may be added in an hour; any other figure may do as it likes. Two hours at four acts a second are some 29,000
# acts, and a year of the clock that celebrations go by.
LIMITS = {
    # 300 bytes an act: one forgotten task, response or message an act is a kilobyte or more, 14 MB an hour. What the
    # allocator has not given back yet moves by one or two.
    MEMORY: 4.0,
    # There are 60 faults an hour, of each kind three or four: one forgotten at each fault of a single kind is more.
    DESCRIPTORS: 2.0,
    THREADS: 2.0,
    CONNECTIONS: 2.0,
    # One post that is never sent grows older by 3,600 seconds an hour.
    OLDEST: 300.0,
}


@dataclass(frozen=True)
class Curve:
    """A figure over time, of one process from its start to its end, or of the database."""

    name: str
    figure: str
    points: list[tuple[float, float]]  # seconds, and the figure

    def between(self, begins: float, ends: float) -> "Curve":
        return Curve(self.name, self.figure, [point for point in self.points if begins <= point[0] <= ends])


@dataclass(frozen=True)
class Slope:
    """A curve's growth an hour over the second half, with the ends of its interval, and where it was."""

    curve: Curve
    start: float
    middle: float
    end: float
    an_hour: float
    low: float
    high: float

    @property
    def limit(self) -> float | None:
        return LIMITS.get(self.curve.figure)

    @property
    def flat(self) -> bool:
        """Whether it is, or need not be."""
        return self.limit is None or self.low <= self.limit


def curves(samples: Sequence[Sample]) -> list[Curve]:
    """Every figure over time; of a process that was started again there is a new one."""
    points: dict[tuple[str, int, str], list[tuple[float, float]]] = defaultdict(list)
    for sample in samples:
        for vitals in sample.processes:
            for figure, value in _of_process(vitals).items():
                if value is not None:
                    points[vitals.name, vitals.pid, figure].append((sample.at, value))
        for figure, value in _of_database(sample).items():
            if value is not None:
                points["database", 0, figure].append((sample.at, value))
    return [Curve(name, figure, seen) for (name, _, figure), seen in points.items()]


def _of_process(vitals: Vitals) -> dict[str, float | None]:
    return {MEMORY: vitals.memory, DESCRIPTORS: vitals.descriptors, THREADS: vitals.threads, ANSWER: vitals.answered}


def _of_database(sample: Sample) -> dict[str, float | None]:
    return {
        CONNECTIONS: sample.connections,
        OLDEST: sample.oldest,
        PENDING: sample.pending,
        TABLES: sample.size or None,
    }


def slopes(samples: Sequence[Sample]) -> list[Slope]:
    """Of each curve that is long enough to have one."""
    if not samples:
        return []
    first, last = samples[0].at, samples[-1].at
    half = (first + last) / 2
    return [
        _slope(curve, second)
        for curve in curves(samples)
        if len((second := curve.between(half, last)).points) >= _FEWEST
        and second.points[-1][0] - second.points[0][0] >= _LONG * (last - half)
    ]


def _slope(curve: Curve, second: Curve) -> Slope:
    from scipy import stats

    times, values = zip(*second.points, strict=True)
    slope, _, low, high = stats.theilslopes(values, times, _SURE)
    third = len(curve.points) // 10 or 1
    middle = len(curve.points) // 2
    return Slope(
        curve,
        _mean(curve.points[:third]),
        _mean(curve.points[middle - third // 2 : middle + third // 2 + 1]),
        _mean(curve.points[-third:]),
        slope * HOUR,
        low * HOUR,
        high * HOUR,
    )


def _mean(points: Sequence[tuple[float, float]]) -> float:
    return sum(value for _, value in points) / len(points)


def wrong(grown: Iterable[Slope]) -> list[str]:
    """What is not flat, and what could not be judged."""
    grown = list(grown)
    judged = {(slope.curve.name, slope.curve.figure) for slope in grown}
    wanted = [(name, figure) for name in (WEB, STEADY) for figure in (MEMORY, DESCRIPTORS, THREADS)]
    wanted += [("database", CONNECTIONS), ("database", OLDEST)]
    return [
        f"{slope.curve.name}: {slope.curve.figure} grows by {slope.an_hour:.1f} an hour ({slope.low:.1f} to"
        f" {slope.high:.1f}), from {slope.middle:.1f} to {slope.end:.1f}; at most {slope.limit:g} is flat"
        for slope in grown
        if not slope.flat
    ] + [f"{name}: {figure} was not seen for long enough" for name, figure in wanted if (name, figure) not in judged]
