"""Near an end of the scale a sector is soon worked out: it is told, or held, as the plain definition says."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pulse import disclosure_control
from bot.pulse.disclosure_control import FLOOR
from bot.pulse.releases import Group, Spread
from tests.pulse.disclosure import plain

Counts = tuple[int, ...]


def _told(tallies: Sequence[Counts], invited: Sequence[int]) -> tuple[bool, bool]:
    """Whether sectors with these answers are told, by the program and as plainly defined."""
    apart = tuple(Group(str(place), (str(place),), number) for place, number in enumerate(invited))
    by_name = {group.name: {"x": tally} for group, tally in zip(apart, tallies, strict=True)}
    release = disclosure_control.release(by_name, sum(map(sum, tallies)), sum(invited), apart)
    figures = {group.name: disclosure_control.reading(by_name[group.name]["x"], group.invited) for group in apart}
    full = {name: figure for name, figure in figures.items() if figure is not None}
    whole = release.whole["x"]
    assert whole is not None
    assert len(full) == len(apart)
    return "x" in release.groups, not plain.pinned(full, apart, whole, sum(invited), FLOOR)


@pytest.mark.parametrize(
    ("tallies", "invited", "told"),
    [
        ([(9, 0, 1, 0, 0), (0, 1, 0, 0, 4)], [21, 15], False),
        ([(11, 2, 1, 0, 0), (4, 0, 0, 0, 1), (14, 0, 0, 0, 0)], [21, 14, 15], False),
        ([(0, 0, 1, 0, 9), (12, 0, 0, 2, 1), (0, 0, 1, 1, 11)], [12, 21, 16], False),
        ([(1, 2, 1, 0, 12), (0, 0, 0, 0, 9), (0, 0, 0, 0, 18)], [22, 10, 19], False),
        ([(8, 0, 1, 0, 0), (11, 1, 0, 0, 1), (8, 0, 0, 0, 0)], [13, 13, 13], False),
        ([(3, 0, 0, 1, 1), (0, 0, 0, 0, 9)], [10, 10], False),
        ([(8, 0, 1, 0, 0), (4, 0, 0, 2, 1)], [15, 12], False),
        ([(10, 0, 0, 0, 0), (6, 0, 0, 0, 0)], [11, 13], True),
        ([(0, 1, 0, 0, 6), (0, 0, 0, 0, 6)], [12, 13], True),
        ([(1, 0, 0, 0, 4), (0, 0, 1, 1, 6), (0, 0, 1, 0, 5)], [13, 22, 14], True),
        ([(4, 1, 0, 0, 0), (0, 0, 0, 0, 14), (0, 0, 1, 0, 5)], [18, 16, 21], True),
    ],
)
def test_just_so_much_is_told(tallies: list[Counts], invited: list[int], *, told: bool) -> None:
    assert _told(tallies, invited) == (told, told)


@st.composite
def sectors(draw: st.DrawFn) -> list[tuple[Counts, int]]:
    made = []
    for _ in range(draw(st.integers(2, 3))):
        most, others = draw(st.integers(FLOOR, 14)), draw(st.lists(st.integers(0, 4), max_size=3))
        end = draw(st.sampled_from([0, 4]))
        chosen = [end] * most + others
        made.append((tuple(chosen.count(place) for place in range(5)), max(10, len(chosen) + draw(st.integers(0, 4)))))
    return made


@settings(max_examples=40)
@given(sectors())
def test_as_plainly_defined(drawn: list[tuple[Counts, int]]) -> None:
    by_program, by_definition = _told([counts for counts, _ in drawn], [invited for _, invited in drawn])
    assert by_program == by_definition


@pytest.mark.parametrize(("number", "furthest"), [(10, 1.5), (20, 1.6), (33, 1.8)])
def test_no_mean_is_told_nearer_to_an_end(number: int, furthest: float) -> None:
    figure = disclosure_control.reading((0, 0, 0, 0, number), number + 2)
    assert figure is not None
    assert disclosure_control.reach(figure) == furthest
    assert figure.mean - disclosure_control.CENTRE == pytest.approx(furthest)


@pytest.mark.parametrize(
    ("counts", "spread"),
    [
        ((0, 14, 2, 14, 0), Spread.CLOSE),
        ((0, 15, 0, 15, 0), Spread.MIXED),
        ((6, 2, 17, 2, 6), Spread.MIXED),
        ((7, 0, 19, 0, 7), Spread.APART),
        ((0, 0, 0, 24, 6), Spread.CLOSE),
        ((0, 0, 0, 21, 9), None),
    ],
)
def test_how_far_apart_answers_were_is_told_from_these_numbers_on(counts: Counts, spread: Spread | None) -> None:
    figure = disclosure_control.reading(counts, 40)
    assert figure is not None
    assert figure.spread is spread


def test_a_raised_floor_holds_a_sector_of_fewer_answers() -> None:
    apart = (Group("a", ("a",), 24), Group("b", ("b",), 24))
    tallies = {"a": {"x": (1, 2, 2, 2, 1)}, "b": {"x": (2, 4, 8, 4, 2)}}
    assert "x" in disclosure_control.release(tallies, 28, 48, apart).groups
    assert "x" not in disclosure_control.release(tallies, 28, 48, apart, 10).groups
