"""How often each two of several did something together, laid out like the table of distances in a road atlas."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Self

from pydantic import Field

from bot.drawing.process import Drawing

MOST = 60  # names; more are too many for one picture

_Place = Annotated[int, Field(ge=0, lt=MOST)]
_Number = Annotated[int, Field(ge=1, le=10_000_000)]


@dataclass(frozen=True)
class Pairs(Drawing):
    """Names, and of those pairs that have any their number: the place of one name, of a later one, and how often."""

    drawn_in: ClassVar[str] = "bot.drawing.draw_pairs"
    title: str
    note: str  # what a number counts
    names: Annotated[tuple[str, ...], Field(min_length=2, max_length=MOST)]
    numbers: tuple[tuple[_Place, _Place, _Number], ...]

    def __post_init__(self) -> None:
        if any(not first < second < len(self.names) for first, second, _ in self.numbers):
            raise ValueError("each pair is of two names, the earlier one first")

    @classmethod
    def of(cls, title: str, note: str, numbers: Mapping[tuple[str, str], int]) -> Self | None:
        """By the names of each pair its number; none where there are no pairs, or more names than a picture holds."""
        names = sorted({name for pair in numbers for name in pair}, key=lambda name: (name.casefold(), name))
        if not names or len(names) > MOST:
            return None
        places = {name: place for place, name in enumerate(names)}
        pairs = sorted((*sorted((places[one], places[other])), number) for (one, other), number in numbers.items())
        return cls(title, note, tuple(names), tuple((first, second, number) for first, second, number in pairs))

    def in_words(self) -> str:
        """What the picture says, for those who cannot see it."""
        pairs = [f"{self.names[first]} and {self.names[second]}: {number}" for first, second, number in self.numbers]
        return f"{self.title}. {self.note} {'; '.join(pairs)}."
