"""Charts of a report: columns over time, drawn in a process of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from bot.drawing.process import Drawing

MOST = 24  # columns; longer stretches are told by quarters, then by years

_Number = Annotated[int, Field(ge=0, le=10_000_000)]


@dataclass(frozen=True)
class Part:
    """One share of every column, and what it is called."""

    name: str
    values: tuple[_Number, ...]


@dataclass(frozen=True)
class Chart(Drawing):
    """Columns with a label each, made of one part or of several, the first at the foot."""

    drawn_in: ClassVar[str] = "bot.drawing.draw_columns"
    title: str
    labels: Annotated[tuple[str, ...], Field(min_length=1, max_length=MOST)]
    parts: Annotated[tuple[Part, ...], Field(min_length=1, max_length=3)]

    def __post_init__(self) -> None:
        if any(len(part.values) != len(self.labels) for part in self.parts):
            raise ValueError("a part has as many values as there are columns")

    def in_words(self) -> str:
        """What the chart says, for those who cannot see it."""
        columns = []
        for place, label in enumerate(self.labels):
            numbers = [part.values[place] for part in self.parts]
            each = ", ".join(f"{part.name} {number}" for part, number in zip(self.parts, numbers, strict=True))
            columns.append(f"{label}: {each}" if len(self.parts) > 1 else f"{label}: {numbers[0]}")
        return f"{self.title}. {'; '.join(columns)}."


def stretches(months: Sequence[date]) -> list[tuple[str, list[date]]]:
    """The months by themselves, or by quarters or years where there would be too many columns; each with its label."""
    for named in (_month, _quarter, _year):
        grouped: dict[str, list[date]] = {}
        for month in months:
            grouped.setdefault(named(month), []).append(month)
        if len(grouped) <= MOST:
            return list(grouped.items())
    return list(grouped.items())[-MOST:]


def _month(month: date) -> str:
    return f"{month:%b %Y}"


def _quarter(month: date) -> str:
    return f"Q{(month.month + 2) // 3} {month.year}"


def _year(month: date) -> str:
    return f"{month.year}"
