"""A figure: what is measured, beside what, and how good it is to be."""

import statistics
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple


class Worked(NamedTuple):
    """A round of two servers, and the processor time of a request: ours for each second of the floor's."""

    ours: float
    floor: float
    work: float


Rounds = Sequence[tuple[float, float] | Worked]  # ours and the floor's, as they were measured one after the other
Measure = Callable[[int], Coroutine[Any, Any, Rounds]]


@dataclass(frozen=True)
class Goal:
    """Where the ratio of ours to the floor's is to lie; without bounds it is reported and no more."""

    least: float | None = None
    most: float | None = None

    def met(self, ratio: float) -> bool:
        return (self.least is None or ratio >= self.least) and (self.most is None or ratio <= self.most)

    def __str__(self) -> str:
        if self.least is not None:
            return f"at least {self.least:.3g}"
        return f"at most {self.most:.3g}" if self.most is not None else "reported"


@dataclass(frozen=True)
class Figure:
    """Something measured in `unit`, and what it is measured beside."""

    name: str
    what: str
    floor: str
    unit: str
    goal: Goal
    measure: Measure  # so many rounds, ours and the floor's in turn


@dataclass(frozen=True)
class Found:
    """What came of a figure: medians, and between which ratios all rounds lay."""

    ours: float
    floor: float
    ratio: float
    lowest: float
    highest: float
    rounds: int
    work: float | None = None  # of servers, ours for each second of the floor's processor time


def found(rounds: Rounds) -> Found:
    """The medians; the ratio is the median of the rounds' own ratios, since the machine's pace changes between them."""
    ratios = [ours / floor if floor else float(ours > 0) for ours, floor, *_ in rounds]
    work = [measured.work for measured in rounds if isinstance(measured, Worked)]
    return Found(
        ours=statistics.median(measured[0] for measured in rounds),
        floor=statistics.median(measured[1] for measured in rounds),
        ratio=statistics.median(ratios),
        lowest=min(ratios),
        highest=max(ratios),
        rounds=len(rounds),
        work=statistics.median(work) if work else None,
    )


def missed(figures: Sequence[Figure], results: dict[str, Any]) -> list[str]:
    """A line for each figure that is not as good as it is to be, or was not measured."""
    lines = []
    for figure in figures:
        if figure.name not in results:
            lines.append(f"{figure.name}: not measured")
        elif not figure.goal.met(ratio := results[figure.name]["ratio"]):
            lines.append(f"{figure.name}: {ratio:.2f}, to be {figure.goal}")
    return lines


def table(figures: Sequence[Figure], results: dict[str, Any]) -> str:
    """The results for people to read, in Markdown."""
    lines = [
        "| figure | beside | ours | floor | unit | ratio | rounds from, to | processor time | goal | |",
        "|---|---|--:|--:|---|--:|---|--:|---|---|",
    ]
    for figure in figures:
        if (result := results.get(figure.name)) is not None:
            verdict = "" if str(figure.goal) == "reported" else "met" if figure.goal.met(result["ratio"]) else "missed"
            work = f"{result['work']:.2f}" if result.get("work") else ""
            lines.append(
                f"| {figure.what} | {figure.floor} | {_shown(result['ours'])} | {_shown(result['floor'])} "
                f"| {figure.unit} | {result['ratio']:.2f} | {result['lowest']:.2f}, {result['highest']:.2f} | {work} "
                f"| {figure.goal} | {verdict} |"
            )
    return "\n".join(lines) + "\n"


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004
