"""The picture of pairs: every cell has its figure, all of it can be drawn, and what is none is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.drawing.canvas import INK, MARK, PAPER
from bot.drawing.draw_pairs import SHADES, composed, draw
from bot.drawing.pairs import MOST, Pairs
from bot.drawing.process import PictureError

pytestmark = pytest.mark.slow


def pairs(number: int) -> Pairs:
    names = tuple(f"Organisation {place:02}" for place in range(number))
    return Pairs("Who has worked with whom", "Wins.", names, ((0, number - 1, 3), (0, 1, 120)) if number > 2 else ())


def test_each_name_stands_once_and_each_pair_has_its_figure() -> None:
    written = [text.get_text() for text in composed(pairs(5)).texts]

    for place in range(5):
        assert written.count(f"{place + 1} Organisation {place:02}") == 1
    assert written.count("99+") == 1
    assert "3" in written


@pytest.mark.parametrize("number", [2, 12, 13, 26, 27, MOST])
def test_no_two_words_lie_on_each_other_and_none_off_the_paper(number: int) -> None:
    figure = composed(pairs(number))
    boxes = [text.get_window_extent() for text in figure.texts]
    width, height = figure.get_size_inches() * figure.dpi

    assert all(box.x0 >= 0 and box.x1 <= width and box.y0 >= 0 and box.y1 <= height for box in boxes)
    assert not any(
        box.overlaps(other) for place, box in enumerate(boxes) for other in boxes[place + 1 : place + 2 * number]
    )


def test_a_figure_can_be_read_on_each_shade() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for _, paper, ink in SHADES:
        bright, dark = sorted((light(paper), light(ink)), reverse=True)
        assert (bright + 0.05) / (dark + 0.05) >= 4.5
    assert {ink for _, _, ink in SHADES} == {INK, PAPER}
    assert SHADES[0][1] == MARK


@settings(max_examples=10, deadline=None)
@given(st.lists(st.text(max_size=90), min_size=2, max_size=6, unique=True), st.text(max_size=90))
def test_every_name_can_be_drawn(names: list[str], title: str) -> None:
    drawn = Pairs.of(title, title, {(names[0], name): 1 for name in names[1:]})
    assert drawn is not None
    assert draw(drawn).startswith(b"\x89PNG")


def test_what_is_no_picture_is_refused_and_too_many_names_make_none() -> None:
    with pytest.raises(PictureError):
        Pairs.of_json(b'{"title": "a", "note": "", "names": ["a", "b"], "numbers": [[1, 0, 3]]}')
    assert Pairs.of("a", "", {}) is None
    assert Pairs.of("a", "", {("a", f"b{place}"): 1 for place in range(MOST)}) is None
