"""What is said of a pulse's answers, once and for all: the figures, as disclosure control released them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import TypeAdapter

POINTS = 5  # of the scale


class Edge(StrEnum):
    """Which way a figure is open."""

    NONE = ""
    MORE = "more"
    LESS = "less"


class Why(StrEnum):
    """Why something is held back."""

    FEW_ANSWERS = "few answers"
    NO_SECTORS = "no sectors"  # as fixed at the opening
    SECTORS_HELD = "sectors held"  # in one of them too few answered, or it could be worked out what they did


@dataclass(frozen=True)
class Band:
    """How many, from `low` to `high`; without `high`: or more."""

    low: int
    high: int | None


class Spread(StrEnum):
    """How far apart the answers were, as coarsely as it may be told."""

    CLOSE = "close"
    MIXED = "mixed"
    APART = "apart"
    SCATTERED = "scattered"  # mixed or apart; which of them would say too much near the ends of the scale


@dataclass(frozen=True)
class Reading:
    """What is said of one statement for one group of people; means are on the scale from 1 to 5."""

    band: Band
    mean: float
    edge: Edge
    grid: float  # points: how finely the mean is told
    spread: Spread | None  # none: too few answers, or a mean too near an end
    give: float  # points: the mean of all who were invited is likely (95 %) within this of it


@dataclass(frozen=True)
class Group:
    """People whose figures may be told by themselves: sectors, or all others. Fixed at the opening."""

    name: str
    sectors: tuple[str | None, ...]
    invited: int


@dataclass(frozen=True)
class Release:
    """All that is ever said of a pulse's answers."""

    invited: int
    floor: int
    answered: Band | None  # none: fewer than the floor
    whole: dict[str, Reading | None]  # by item
    groups: dict[str, dict[str, Reading]]  # by item, then by group; an item without a cut is not there
    no_groups: dict[str, Why]  # why an item has no cut


_RELEASE = TypeAdapter(Release)


def as_json(release: Release) -> dict[str, object]:
    """The release as JSON."""
    made: dict[str, object] = _RELEASE.dump_python(release, mode="json")
    return made


def from_json(data: Mapping[str, object]) -> Release:
    return _RELEASE.validate_python(data)


def groups_from_json(data: Iterable[tuple[str, Sequence[str | None], int]]) -> tuple[Group, ...]:
    """Groups as they were kept: name, sectors, invited."""
    return tuple(Group(name, tuple(sectors), invited) for name, sectors, invited in data)
