"""Draws pairs. `python -m bot.drawing.draw_pairs`: their JSON comes in, a PNG goes out.

Each name stands once, at the end of its row and the head of its column, and each pair has one cell. Every cell has
its figure, so that nothing hangs on how dark it is. The more names there are, the wider the paper.
"""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.drawing import child
from bot.drawing.canvas import EDGE, INK, LIGHT, MARK, PAPER, SOFT, TEXT, WIDTH, Sheet
from bot.drawing.pairs import MOST, Pairs

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MARGIN, _GAP = 44, 14
_TITLE, _TITLE_LINE, _LINE = 36, 46, 40
_NAME = 520  # the most room for a name
_CELLS = ((12, 66, TEXT), (26, 52, 26), (MOST, 44, 23))  # up to so many names: how large a cell is, and its letters
_EVERY = 5  # lines that are darker, so that an eye finds its way back to the edge
SHADES = ((5, MARK, PAPER), (2, "#a9c1de", INK), (1, LIGHT, INK))  # from how often on: the paper, and the ink
_SHOWN = 99  # a larger figure has no room


def draw(pairs: Pairs) -> bytes:
    """The pairs as a PNG; equal ones are equal to the byte."""
    return child.png(composed, pairs)


def composed(pairs: Pairs) -> "Figure":
    """Title, what the figures count, and the triangle."""
    cell, size = next((cell, size) for most, cell, size in _CELLS if len(pairs.names) <= most)
    ruler, left = Sheet(), _MARGIN + cell
    names = [ruler.wrapped(f"{place} {name}", _NAME, 1, size) for place, name in enumerate(pairs.names, 1)]
    right = max(left + place * cell + _GAP + ruler.width(name, size) for place, name in enumerate(names))
    width = max(WIDTH, right + _MARGIN)
    sheet = Sheet(width)
    y: float = _MARGIN
    for words, most, letters, line, bold in (
        (pairs.title, 3, _TITLE, _TITLE_LINE, True),
        (pairs.note, 2, TEXT, _LINE, False),
    ):
        shown = sheet.wrapped(words, width - 2 * _MARGIN, most, letters, bold=bold)
        sheet.write(_MARGIN, y, shown, letters, bold=bold, colour=INK if bold else SOFT)
        y += line * (shown.count("\n") + 1) + _GAP
    _names(sheet, names, (left, y), cell, size)
    for first, second, number in pairs.numbers:
        _cell(sheet, number, (left + first * cell, y + second * cell), cell, size)
    return sheet.cut(y + (len(names) + 1) * cell + _MARGIN)


def _names(sheet: Sheet, names: Sequence[str], corner: tuple[float, float], cell: int, size: int) -> None:
    """The steps with their names, and the number of each again at both far ends."""
    left, top = corner
    foot = top + len(names) * cell
    for place, name in enumerate(names):
        x, y = left + place * cell, top + place * cell
        middle, colour = y + cell / 2, LIGHT if place % _EVERY else EDGE
        sheet.rule((left, x), (y, y), colour, wide=2)
        sheet.rule((x, x), (y, foot), colour, wide=2)
        sheet.write(x + _GAP, middle, name, size, at=("left", "center_baseline"))
        far = f"{place + 1}"
        if place > 0:
            sheet.write(left - _GAP, middle, far, size, at=("right", "center_baseline"), colour=SOFT)
        if place < len(names) - 1:
            sheet.write(x + cell / 2, foot + cell / 2, far, size, at=("center", "center_baseline"), colour=SOFT)


def _cell(sheet: Sheet, number: int, corner: tuple[float, float], cell: int, size: int) -> None:
    (x, y), figure = corner, f"{number}" if number <= _SHOWN else f"{_SHOWN}+"
    paper, ink = next((paper, ink) for least, paper, ink in SHADES if number >= least)
    sheet.box((x, x + cell), (y, y + cell), paper)
    middle = x + cell / 2, y + cell / 2
    sheet.write(*middle, figure, size, at=("center", "center_baseline"), colour=ink, bold=number <= _SHOWN, over=4)


if __name__ == "__main__":
    sys.exit(child.main(Pairs.of_json, draw))
