"""Figures over the months, a panel a series: what the picture of a pulse shows."""

import json
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field

from bot.drawing.process import Drawing

SHOWN = 24  # months in a panel
LOWEST, HIGHEST = 1, 5

_Mean = Annotated[float, Field(ge=LOWEST, le=HIGHEST)]
_Limit = Annotated[float, Field(allow_inf_nan=False)]


@dataclass(frozen=True)
class Point:
    """A month (`2026-03`) and its figure, from 1 to 5, in its band; without a value there is no figure.

    `edge` is `more` or `less` where the value is the least, or the most, that it may be.
    """

    month: Annotated[str, Field(pattern="^[0-9]{4}-(0[1-9]|1[0-2])$")]
    value: _Mean | None
    low: _Mean | None
    high: _Mean | None
    edge: Annotated[str, Field(pattern="^(more|less)?$")] = ""


@dataclass(frozen=True)
class Series:
    """A statement, the labels of 1 and of 5, and its months, oldest first; `usual`: low limit, centre, high limit."""

    title: str
    ends: tuple[str, str]
    points: Annotated[tuple[Point, ...], Field(min_length=1, max_length=SHOWN)]
    usual: tuple[_Limit, _Limit, _Limit] | None = None


@dataclass(frozen=True)
class Picture(Drawing):
    """One panel a series."""

    drawn_in: ClassVar[str] = "bot.drawing.draw_lines"
    series: Annotated[tuple[Series, ...], Field(min_length=1, max_length=3)]

    def kept(self) -> dict[str, Any]:
        """The picture as JSON."""
        made: dict[str, Any] = json.loads(self.as_json())
        return made

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Self:
        """The picture that was kept; `PictureError` if this is none."""
        return cls.of_json(json.dumps(kept))
