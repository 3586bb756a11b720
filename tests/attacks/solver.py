"""An attacker with a solver, and how much better it guesses than anybody who reads the results.

The solver is an integer program (scipy.optimize.milp, which is HiGHS): it looks for counts of answers, by group and
option, that fit everything released. The attacker knows who was invited, who is of which sector and all the
rules of disclosure control, and sees what it released and nothing else.

- Bands, rounded means and open edges are constraints as they are. A spread is a constraint on the squares around the
  mean as told, which is off by a quarter of a squared step of rounding at most.
- Counts: for each group the least and the most that may have chosen each option; everybody in the group is taken to
  have chosen the one with the highest midpoint.
- Joiners: everybody else is taken to have answered as in the month before; the joiner's answer is the one with which
  the two months differ least.

Either is scored beside the nearest label to the released mean of all, on the same answers.

`python -m tests.attacks.solver` prints a longer run than the tests make.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.pulse import disclosure_control
from bot.pulse.releases import POINTS, Edge, Reading, Release, Spread

MONTHS, ORGANISATIONS = 24, 26
ITEMS = ("kept", "heard")
SECTORS = ("public", "private", "voluntary")
SIZES = np.arange(1, 9)
SMALLER_IS_COMMONER = np.arange(8, 0, -1) / 36
CUTS = (-2.05, -1.48, -0.61, 0.50)  # between the options; normal quantiles of a skewed statement with mean 3.95
AS_BEFORE = 0.75  # how likely somebody answers as in the month before
NOT_MINE = 0.05
ALL = "all"
SCALE = np.arange(1.0, POINTS + 1)
RESAMPLES = 2000
VARIANCES = {  # from and to, in points squared
    Spread.CLOSE: (0.0, 1.0),
    Spread.MIXED: (1.0, 1.75),
    Spread.APART: (1.75, 4.5),
    Spread.SCATTERED: (1.0, 4.5),
}

Name = int  # of a person
Row = NDArray[np.float64]


# Two years of a partnership


@dataclass(frozen=True)
class Member:
    organisation: int
    sector: str
    leaning: Mapping[str, float]


@dataclass(frozen=True)
class Month:
    """What was released and who was invited; and the answers, which only the simulation knows."""

    cluster: tuple[int, int]  # seed and number
    release: Release
    invited: Mapping[str, int]  # by group
    group_of: Mapping[Name, str]
    answers: Mapping[str, Mapping[Name, int]]
    joined: Name | None


class Partnership:
    """Sectors and organisations lean one way or another, people within them too, and most answer as they did before."""

    def __init__(self, seed: int, organisations: int = ORGANISATIONS, *, steady: bool = False) -> None:
        self._seed = seed
        self._steady = steady  # everybody answers, and as before
        self._chance = np.random.default_rng(seed)
        self._names = iter(range(100_000))
        self._members: dict[Name, Member] = {}
        self._last: dict[tuple[Name, str], int] = {}
        self._organisations = organisations
        self._sectors = [SECTORS[number % len(SECTORS)] for number in range(organisations)]
        by_sector = {sector: self._leaning(0.3) for sector in SECTORS}
        self._leanings = [self._leaning(0.5, by_sector[sector]) for sector in self._sectors]
        for organisation, size in enumerate(self._chance.choice(SIZES, organisations, p=SMALLER_IS_COMMONER)):
            for _ in range(size):
                self._joins(organisation)

    def months(self) -> Iterator[Month]:
        """People come and go one at a time; a sector that must not be told apart is not among the groups."""
        joined = None
        for number in range(MONTHS):
            yield self._month(number, joined)
            sizes = Counter(member.organisation for member in self._members.values())
            change = self._chance.choice(["joins", "leaves", "none"], p=[0.5, 0.35, 0.15])
            joined = None
            if change == "joins":
                room = [number for number in range(self._organisations) if sizes[number] < SIZES[-1]]
                joined = self._joins(self._any(room))
            elif change == "leaves":
                del self._members[
                    self._any([name for name, member in self._members.items() if sizes[member.organisation] > 1])
                ]

    def _any(self, names: Sequence[int]) -> int:
        return int(self._chance.choice(names))

    def _leaning(self, width: float, around: Mapping[str, float] | None = None) -> dict[str, float]:
        return {item: (around[item] if around else 0) + self._chance.normal(0, width) for item in ITEMS}

    def _joins(self, organisation: int) -> Name:
        name = next(self._names)
        leaning = self._leaning(0.5, self._leanings[organisation])
        self._members[name] = Member(organisation, self._sectors[organisation], leaning)
        return name

    def _month(self, number: int, joined: Name | None) -> Month:
        groups = disclosure_control.groups((member.organisation, member.sector) for member in self._members.values())
        by_sector = {sector: group.name for group in groups for sector in group.sectors}
        group_of = {name: by_sector.get(member.sector, ALL) for name, member in self._members.items()}
        rate = 1.0 if self._steady else self._chance.uniform(0.6, 0.9)
        answering = [name for name in self._members if self._chance.random() < rate]
        answers = {item: dict(self._answers(item, answering)) for item in ITEMS}
        tallies: dict[str, dict[str, tuple[int, ...]]] = defaultdict(dict)
        for group in [group.name for group in groups] or [ALL]:
            for item, given in answers.items():
                tallies[group][item] = _counts(answer for name, answer in given.items() if group_of[name] == group)
        release = disclosure_control.release(tallies, len(answering), len(self._members), groups)
        return Month((self._seed, number), release, Counter(group_of.values()), group_of, answers, joined)

    def _answers(self, item: str, answering: Sequence[Name]) -> Iterator[tuple[Name, int]]:
        for name in answering:
            answer = self._last.get((name, item))
            if answer is None or self._chance.random() > (1.0 if self._steady else AS_BEFORE):
                felt = self._members[name].leaning[item] + self._chance.normal(0, 0.65)
                answer = self._last[name, item] = int(np.searchsorted(CUTS, felt)) + 1
            if self._steady or self._chance.random() > NOT_MINE:
                yield name, answer


def _counts(answers: Iterable[int]) -> tuple[int, ...]:
    counts = Counter(answers)
    return tuple(counts[point] for point in range(1, POINTS + 1))


# What the attacker works out


@dataclass
class Program:
    """An integer program: rows of weights, each with its bounds, over variables from nought up."""

    most: Row  # of each variable
    rows: list[tuple[Row, float, float]] = field(default_factory=list)

    def holds(self, row: Row, low: float, high: float) -> None:
        self.rows.append((row, low, high))

    def least(self, goal: Row) -> float:
        from scipy.optimize import Bounds, LinearConstraint, milp

        rows, lows, highs = zip(*self.rows, strict=True)
        solution = milp(
            goal,
            integrality=np.ones(len(goal)),
            bounds=Bounds(0, self.most),
            constraints=LinearConstraint(np.array(rows), lows, highs),
        )
        assert solution.fun is not None, "the truth fits, so something does"
        return float(round(solution.fun))


def _fits(program: Program, at: Row, reading: Reading, invited: int) -> None:
    """What a reading says of five counts; `at` finds them among the variables."""
    half = reading.grid / 2
    program.holds(np.ones(POINTS) @ at, reading.band.low, min(reading.band.high or invited, invited))
    if reading.edge is not Edge.LESS:
        program.holds((SCALE - reading.mean + half) @ at, 0, np.inf)
    if reading.edge is not Edge.MORE:
        program.holds((SCALE - reading.mean - half) @ at, -np.inf, 0)
    if reading.spread is not None:
        least, most = VARIANCES[reading.spread]
        squares = (SCALE - reading.mean) ** 2
        program.holds((squares - least) @ at, -least, np.inf)
        program.holds((squares - most - half**2) @ at, -np.inf, -most)


@dataclass(frozen=True)
class Seen:
    """What is known of a statement in a month from outside."""

    whole: Reading
    invited: Mapping[str, int]  # by group
    apart: Mapping[str, Reading]

    @property
    def everybody(self) -> int:
        return sum(self.invited.values())


def seen_of(month: Month, item: str, *, cut: bool = True) -> Seen | None:
    whole = month.release.whole[item]
    if whole is None:
        return None
    if cut and item in month.release.groups:
        return Seen(whole, month.invited, month.release.groups[item])
    return Seen(whole, {ALL: month.release.invited}, {})


def _blocks(groups: Iterable[str], first: int, width: int) -> dict[str, Row]:
    """Where the five counts of each group are among so many variables."""
    return {group: np.eye(POINTS, width, first + place * POINTS) for place, group in enumerate(groups)}


def _add(program: Program, seen: Seen, blocks: Mapping[str, Row]) -> None:
    _fits(program, _sum(blocks), seen.whole, seen.everybody)
    for group, at in blocks.items():
        program.holds(np.ones(POINTS) @ at, 0, seen.invited[group])
        if group in seen.apart:
            _fits(program, at, seen.apart[group], seen.invited[group])


def _sum(*blocks: Mapping[str, Row]) -> Row:
    every: Row = np.array([at for block in blocks for at in block.values()]).sum(axis=0)
    return every


def bounds(seen: Seen) -> dict[str, list[tuple[float, float]]]:
    """By group, the least and the most that may have chosen each option."""
    blocks = _blocks(seen.invited, 0, len(seen.invited) * POINTS)
    program = Program(np.repeat([float(number) for number in seen.invited.values()], POINTS))
    _add(program, seen, blocks)
    return {group: [(program.least(row), -program.least(-row)) for row in at] for group, at in blocks.items()}


def joins(before: Seen, now: Seen, group: str) -> int:
    """The answer with which somebody who joined a group changes the rest of two months least."""
    part = len(now.invited) * POINTS
    was, is_, come, gone = (_blocks(now.invited, place * part, 4 * part) for place in range(4))
    costs = []
    for option in range(POINTS):
        program = Program(np.full(4 * part, float(max(before.everybody, now.everybody))))
        _add(program, before, was)
        _add(program, now, is_)
        for name in now.invited:
            rows = is_[name] - was[name] - come[name] + gone[name]
            for place, row in enumerate(rows):
                extra = float(name == group and place == option)
                program.holds(row, extra, extra)
        costs.append(program.least(_sum(come, gone).sum(axis=0)))
    fitting = [option + 1 for option, cost in enumerate(costs) if cost == min(costs)]
    return min(fitting, key=lambda point: (abs(point - now.whole.mean), -point))


def nearest(whole: Reading) -> int:
    """What anybody would guess of anybody: the label nearest to the released mean, and of two the higher one."""
    return min(range(1, POINTS + 1), key=lambda point: (round(abs(point - whole.mean), 6), -point))


# How often it is right


@dataclass(frozen=True)
class Score:
    """Shares guessed rightly, and their difference with its 95 % interval from resampling months."""

    number: int
    solver: float
    plain: float
    low: float
    high: float

    @property
    def gain(self) -> float:
        return self.solver - self.plain


Guess = tuple[tuple[int, int], bool, bool]  # month; whether the solver was right, and the plain guess


def score(guesses: Sequence[Guess]) -> Score:
    months: dict[tuple[int, int], list[tuple[bool, bool]]] = defaultdict(list)
    for month, solver, plain in guesses:
        months[month].append((solver, plain))
    sums = np.array([(len(month), *np.sum(month, axis=0)) for month in months.values()], dtype=float)
    chance = np.random.default_rng(0)
    drawn = sums[chance.integers(0, len(sums), (RESAMPLES, len(sums)))].sum(axis=1)
    low, high = np.quantile((drawn[:, 1] - drawn[:, 2]) / drawn[:, 0], [0.025, 0.975])
    number, solver, plain = sums.sum(axis=0)
    return Score(int(number), float(solver / number), float(plain / number), float(low), float(high))


def of_counts(months: Iterable[Month]) -> Iterator[Guess]:
    """Guesses of every answer there was."""
    for month in months:
        for item in ITEMS:
            seen = seen_of(month, item)
            if seen is None:
                continue
            by_group = bounds(seen)
            guesses = {group: _likeliest(ends, nearest(seen.whole)) for group, ends in by_group.items()}
            for name, answer in month.answers[item].items():
                group = month.group_of[name] if seen.apart else ALL
                yield month.cluster, guesses[group] == answer, nearest(seen.whole) == answer


def of_sectors(months: Iterable[Month]) -> Iterator[Guess]:
    """Guesses without a solver, from the label nearest to the sector's mean as told: what a sector's figure is for."""
    for month in months:
        for item in ITEMS:
            seen = seen_of(month, item)
            for name, answer in month.answers[item].items() if seen else ():
                assert seen is not None
                told = seen.apart.get(month.group_of[name], seen.whole)
                yield month.cluster, nearest(told) == answer, nearest(seen.whole) == answer


def _likeliest(ends: Sequence[tuple[float, float]], plain: int) -> int:
    middles = [round(low + high) for low, high in ends]
    best = [place + 1 for place, middle in enumerate(middles) if middle == max(middles)]
    return min(best, key=lambda point: abs(point - plain))


def of_joiners(months: Iterable[Month]) -> Iterator[Guess]:
    """Guesses of the first answers of people who joined."""
    for before, month in pairwise(months):
        for item in ITEMS if month.joined is not None else ():
            assert month.joined is not None
            cut = item in before.release.groups and item in month.release.groups
            cut = cut and before.invited.keys() == month.invited.keys()
            then, now = seen_of(before, item, cut=cut), seen_of(month, item, cut=cut)
            answer = month.answers[item].get(month.joined)
            if then is not None and now is not None and answer is not None:
                guess = joins(then, now, month.group_of[month.joined] if cut else ALL)
                yield month.cluster, guess == answer, nearest(now.whole) == answer


def line(name: str, result: Score) -> str:
    return (
        f"{name:<34}{result.number:>7} answers   solver {result.solver:.1%}   plain {result.plain:.1%}   "
        f"gain {100 * result.gain:+.1f} ({100 * result.low:+.1f} to {100 * result.high:+.1f}) points"
    )


if __name__ == "__main__":
    for organisations in (ORGANISATIONS, 14, 10):
        for steady in (False, True):
            kind = f"{organisations} organisations, {'steady' if steady else 'usual'}"
            years = [[*Partnership(seed, organisations, steady=steady).months()] for seed in range(10)]
            for attack, seeds in ((of_counts, years[:3]), (of_sectors, years[:3]), (of_joiners, years)):
                result = score([guess for months in seeds for guess in attack(months)])
                print(line(f"{kind}, {attack.__name__[3:]}", result), flush=True)
