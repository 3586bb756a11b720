"""Charts of a report: columns over time, drawn in a process of its own."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Annotated, Self

from pydantic import Field, TypeAdapter

from bot.drawing.process import PictureError, drawn_by

MOST = 24  # columns; longer stretches are told by quarters, then by years

_Number = Annotated[int, Field(ge=0, le=10_000_000)]


@dataclass(frozen=True)
class Part:
    """One share of every column, and what it is called."""

    name: str
    values: tuple[_Number, ...]


@dataclass(frozen=True)
class Chart:
    """Columns with a label each, made of one part or of several, the first at the foot."""

    title: str
    labels: Annotated[tuple[str, ...], Field(min_length=1, max_length=MOST)]
    parts: Annotated[tuple[Part, ...], Field(min_length=1, max_length=3)]

    def __post_init__(self) -> None:
        if any(len(part.values) != len(self.labels) for part in self.parts):
            raise ValueError("a part has as many values as there are columns")

    @classmethod
    def of_json(cls, text: str | bytes) -> Self:
        try:
            return TypeAdapter(cls).validate_json(text, strict=True)
        except ValueError:
            raise PictureError("what was given is no chart") from None  # the reason would quote it

    async def drawn(self) -> bytes:
        """The chart as a PNG; `PictureError` if that fails or takes over twenty seconds."""
        return await drawn_by("bot.drawing.draw_columns", json.dumps(asdict(self)))

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
