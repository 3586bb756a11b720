"""What came of several runs, in figures."""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.simulation.run import FoundError, simulate


@dataclass
class Figures:
    """Years and what happened in them."""

    days: int = 0
    seconds: float = 0.0  # of one processor
    acts: Counter[str] = field(default_factory=Counter)
    mishaps: Counter[str] = field(default_factory=Counter)
    typed: int = 0
    acknowledged: int = 0
    findings: list[str] = field(default_factory=list)

    def add(self, other: "Figures") -> None:
        self.days += other.days
        self.seconds += other.seconds
        self.acts += other.acts
        self.mishaps += other.mishaps
        self.typed += other.typed
        self.acknowledged += other.acknowledged
        self.findings += other.findings

    def lines(self) -> Iterator[str]:
        years = self.days / 365
        yield f"simulated years: {years:.1f}, {years / max(self.seconds, 1) * 60:.2f} a minute of one processor"
        yield f"acts: {self.acts.total():,}, of which {_parts(self.acts)}"
        yield f"texts typed: {self.typed:,}, acknowledged with an Undo: {self.acknowledged:,}"
        yield f"mishaps: {self.mishaps.total():,}, of which {_parts(self.mishaps)}"
        yield f"findings: {len(self.findings)}"
        yield from self.findings


def run(seed: int, years: float, organisations: int | None = None) -> tuple[Figures, str]:
    """The figures of one run, and its digest; what it found is among them."""
    began = time.process_time()
    try:
        over = simulate(seed, years, organisations)
    except FoundError as found:
        return Figures(found.days, time.process_time() - began, findings=[str(found)]), ""
    people, ledger = over.people, over.ledger
    figures = Figures(
        over.days, time.process_time() - began, people.acted, over.mishaps.counted, len(ledger.typed),
        len(ledger.acknowledged),
    )  # fmt: skip
    return figures, over.digest()


def _parts(counted: Counter[str]) -> str:
    return ", ".join(f"{what} {number:,}" for what, number in counted.most_common())
