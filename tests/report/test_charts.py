"""Charts of a report: their stretches, and what can be drawn."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.drawing.columns import Chart, Part, stretches
from bot.drawing.draw_columns import draw
from bot.drawing.process import PictureError


def test_long_stretches_are_told_by_quarters_and_years() -> None:
    months = [date(2020 + place // 12, place % 12 + 1, 1) for place in range(60)]
    assert [label for label, _ in stretches(months[:2])] == ["Jan 2020", "Feb 2020"]
    assert [label for label, _ in stretches(months)][:2] == ["Q1 2020", "Q2 2020"]
    many = [date(1990 + place // 12, place % 12 + 1, 1) for place in range(12 * 40)]
    assert [label for label, _ in stretches(many)][-1] == "2029"


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 10_000_000), st.integers(0, 500)), min_size=1, max_size=24), st.text(max_size=90)
)
def test_every_chart_can_be_drawn(values: list[tuple[int, int]], title: str) -> None:
    labels = tuple(f"Jan {2000 + place}" for place in range(len(values)))
    parts = (Part("one", tuple(a for a, _ in values)), Part("other", tuple(b for _, b in values)))
    assert draw(Chart(title, labels, parts)).startswith(b"\x89PNG")


def test_what_is_no_chart_is_refused_without_quoting_it() -> None:
    with pytest.raises(PictureError) as caught:
        Chart.of_json(b'{"title": "Secret"}')
    assert "Secret" not in str(caught.value)
