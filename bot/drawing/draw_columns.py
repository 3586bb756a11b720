"""Draws a chart. `python -m bot.drawing.draw_columns`: a chart's JSON comes in, a PNG goes out.

Parts are told apart by hatching as well as by colour, every column has its figure, and the paper is opaque.
"""

import sys
from typing import TYPE_CHECKING

from bot.drawing import child
from bot.drawing.canvas import BAR, EDGE, LIGHT, MARK, SOFT, WIDTH, Sheet
from bot.drawing.columns import Chart

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MARGIN, _GAP, _LINE = 44, 14, 40
_TITLE = 36
_TALL = 420  # the highest column
_RISE = 28  # of a line of text above its foot
_ROOM = 52  # for the figure above a column
_STYLES = ((MARK, ""), (BAR, "//"), (LIGHT, ".."))
_LINES = (1, 2, 5)


def draw(chart: Chart) -> bytes:
    """The chart as a PNG; equal charts are equal to the byte."""
    return child.png(composed, chart, {"hatch.color": "#fbfaf7", "hatch.linewidth": 3})


def composed(chart: Chart) -> "Figure":
    """Title, key, columns, and what each column is."""
    sheet = Sheet()
    title = sheet.wrapped(chart.title, WIDTH - 2 * _MARGIN, 3, _TITLE, bold=True)
    sheet.write(_MARGIN, _MARGIN, title, _TITLE, bold=True)
    y: float = _MARGIN + 46 * (title.count("\n") + 1) + _GAP
    if len(chart.parts) > 1:
        y = _key(sheet, chart, y)
    return sheet.cut(_columns(sheet, chart, y + _ROOM) + _MARGIN)


def _key(sheet: Sheet, chart: Chart, y: float) -> float:
    x: float = _MARGIN
    for part, (colour, hatch) in zip(chart.parts, _STYLES, strict=False):
        name = sheet.wrapped(part.name, WIDTH - 2 * _MARGIN - 60, 1)
        wide = 60 + sheet.width(name)
        if x > _MARGIN and x + wide > WIDTH - _MARGIN:
            x, y = _MARGIN, y + _LINE + _GAP
        sheet.box((x, x + 44), (y + 4, y + 34), colour, hatch=hatch)
        sheet.write(x + 58, y + 19, name, at=("left", "center_baseline"), colour=SOFT)
        x += wide + 2 * _GAP
    return y + _LINE


def _columns(sheet: Sheet, chart: Chart, top: float) -> float:
    """The columns from `top` downwards; where their labels end."""
    sums = [sum(part.values[place] for part in chart.parts) for place in range(len(chart.labels))]
    step = _step(max(sums))
    ceiling = max(step, -(-max(sums) // step) * step)
    foot = top + _TALL
    scale = _TALL / ceiling
    left = _MARGIN + max(sheet.width(f"{line:,}") for line in (0, ceiling)) + _GAP
    right = WIDTH - _MARGIN
    for line in range(0, ceiling + 1, step):
        height = foot - line * scale
        sheet.rule((left, right), (height, height), LIGHT if line else EDGE, wide=2)
        sheet.write(left - _GAP, height, f"{line:,}", at=("right", "center"), colour=SOFT)
    slot = (right - left) / len(chart.labels)
    wide = min(90.0, slot * 0.7)
    all_fit = max(sheet.width(f"{total:,}", bold=True) for total in sums) + 4 <= slot
    labelled = range(len(sums)) if all_fit else {0, len(sums) - 1, sums.index(max(sums))}
    for place, total in enumerate(sums):
        middle = left + (place + 0.5) * slot
        height = foot
        for part, (colour, hatch) in zip(chart.parts, _STYLES, strict=False):
            rise = part.values[place] * scale
            if rise:
                sheet.box((middle - wide / 2, middle + wide / 2), (height - rise, height), colour, hatch=hatch)
            height -= rise
        if total and place in labelled:
            sheet.write(middle, height - 8, f"{total:,}", at=("center", "bottom"), bold=True, halo=True)
    return _labels(sheet, chart, (left, slot), foot + _GAP)


def _step(most: int) -> int:
    """A round distance of lines, so that there are four of them or a few more."""
    power = 1
    while True:
        for step in _LINES:
            if most <= step * power * 5:
                return step * power
        power *= 10


def _labels(sheet: Sheet, chart: Chart, row: tuple[float, float], y: float) -> float:
    """As many labels as have room, always the first and the last; the year below where it changes."""
    left, slot = row
    pairs = [(first, rest) for first, _, rest in (label.partition(" ") for label in chart.labels)]
    widest = max(sheet.width(word) for pair in pairs for word in pair if word) + _GAP
    number = len(pairs)
    shown: list[int] = []
    for place in (0, number - 1, *range(number)):
        if all(abs(place - other) * slot >= widest for other in shown):
            shown.append(place)
    before = ""
    for place in sorted(shown):
        first, rest = pairs[place]
        middle = left + (place + 0.5) * slot
        sheet.write(middle, y + _RISE, first, at=("center", "baseline"))
        if rest and rest != before:
            sheet.write(middle, y + _RISE + _LINE, rest, at=("center", "baseline"), colour=SOFT)
        before = rest
    return y + 2 * _LINE


if __name__ == "__main__":
    sys.exit(child.main(Chart.of_json, draw))
