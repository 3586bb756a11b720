"""Draws the picture of a pulse. `python -m bot.drawing.draw_lines`: a picture's JSON comes in, a PNG goes out.

On a phone Slack shows a picture at a third of its width, and in dark mode on black: so letters are big, the paper is
opaque, and nothing is told by colour alone.
"""

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.drawing import child, views
from bot.drawing.canvas import EDGE, INK, LIGHT, SOFT, WIDTH, Sheet
from bot.drawing.lines import HIGHEST, LOWEST, Picture, Point, Series

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MIDDLE = 3
_FEW = 8  # months in which each figure is written
_WORDED = 7  # in which a month without one has room for words
_TITLE, _FIGURE = 36, 34  # sizes of letters
_MARGIN, _GAP = 44, 14
_TITLE_LINE, _LINE = 46, 40
_TALL, _RISE = 26, 28  # of a figure, and of a line of text above its foot
_TITLE_LINES, _END_LINES = 5, 3  # the most that a title and the words at an end of the scale take
_END = 215  # the width of the words at an end of the scale
_HEAD, _POINT = 62, 66  # above 5, and from point to point
_FOOT, _SMALL_FOOT = 54, 32  # below 1, in many months and in a few
_APART = 40  # between panels
_DOT, _SMALL = 26, 19  # marks in a few months, and in many
_INSET = 28  # left of the first of many months, and right of the last, for the figures there
_CLEAR = 9  # between a figure and a mark
_MARKERS = {"": "o", "more": "^", "less": "v"}


def draw(picture: Picture) -> bytes:
    """The picture as a PNG; equal pictures are equal to the byte."""
    return child.png(composed, picture)


def composed(picture: Picture) -> "Figure":
    """Panel below panel, all between the same edges, and at the foot what the marks mean."""
    sheet = Sheet()
    frame = _frame(sheet, picture)
    y: float = _MARGIN
    for series in picture.series:
        y = _Panel(sheet, series, frame).draw(y) + _APART
    return sheet.cut(_key(sheet, picture, y) + _MARGIN)


_Box = tuple[float, float, float, float]  # left, top, right, bottom


def _apart(box: _Box, other: _Box) -> bool:
    return box[2] <= other[0] or other[2] <= box[0] or box[3] <= other[1] or other[3] <= box[1]


def _ends(sheet: Sheet, series: Series) -> tuple[str, str]:
    """The words at 1 and at 5."""
    room = _END - sheet.width(f" {HIGHEST}")
    low, high = (sheet.wrapped(words, room, _END_LINES) for words in series.ends)
    return f"{low} {LOWEST}", f"{high} {HIGHEST}"


def _has_usual(series: Series) -> bool:
    return series.usual is not None


def _frame(sheet: Sheet, picture: Picture) -> tuple[float, float]:
    """Where the lines of all panels begin and end: words stand left of them, and right of them "usual range"."""
    words = max(sheet.width(end) for series in picture.series for end in _ends(sheet, series))
    usual = any(_has_usual(series) for series in picture.series)
    return _MARGIN + words + _GAP, WIDTH - _MARGIN - (sheet.width(views.USUAL) + _GAP if usual else 0)


class _Panel:
    """A statement and its figures over the months."""

    def __init__(self, sheet: Sheet, series: Series, frame: tuple[float, float]) -> None:
        self._sheet, self._series, self._points = sheet, series, series.points
        self._left, self._right = frame
        self._few, self._worded = len(self._points) <= _FEW, len(self._points) <= _WORDED
        self._inset = 0 if self._few else _INSET
        self._slot = (self._right - self._left - 2 * self._inset) / len(self._points)
        self._size = _DOT if self._few else _SMALL
        self._foot = _SMALL_FOOT if self._few else _FOOT
        self._top = 0.0

    def draw(self, top: float) -> float:
        """Draws it from `top` downwards; where it ends."""
        title = self._sheet.wrapped(self._series.title, WIDTH - 2 * _MARGIN, _TITLE_LINES, _TITLE, bold=True)
        self._sheet.write(_MARGIN, top, title, _TITLE, bold=True)
        self._top = top + _TITLE_LINE * (title.count("\n") + 1) + _HEAD
        self._scale()
        if self._series.usual is not None and _has_usual(self._series):
            self._usual(*self._series.usual)
        for place, point in enumerate(self._points):
            self._point(self._x(place), point)
        self._figures()
        bottom = self._y(LOWEST) + self._foot
        self._months(bottom)
        return bottom + 2 * _LINE

    def _x(self, place: int) -> float:
        return self._left + self._inset + (place + 0.5) * self._slot

    def _y(self, value: float) -> float:
        return self._top + (HIGHEST - min(max(value, LOWEST), HIGHEST)) * _POINT

    def _across(self, value: float, colour: str, *, wide: float, dashes: tuple[float, float] | None = None) -> None:
        self._sheet.rule((self._left, self._right), (self._y(value),) * 2, colour, wide=wide, dashes=dashes)

    def _scale(self) -> None:
        low, high = _ends(self._sheet, self._series)
        for value, words, colour in ((LOWEST, low, EDGE), (_MIDDLE, str(_MIDDLE), LIGHT), (HIGHEST, high, EDGE)):
            self._across(value, colour, wide=2)
            self._sheet.write(self._left - _GAP, self._y(value), words, at=("right", "center"), colour=SOFT)

    def _usual(self, low: float, centre: float, high: float) -> None:
        self._across(centre, INK, wide=3, dashes=(5, 3))
        for limit in (low, high):
            self._across(limit, INK, wide=3, dashes=(1, 2))
        middle = (self._y(low) + self._y(high)) / 2
        self._sheet.write(self._right + _GAP, middle, views.USUAL, at=("left", "center"), colour=SOFT)

    def _room(self, place: int) -> _Box:
        """What the mark and the band of a month take."""
        point, x, half = self._points[place], self._x(place), self._size * 0.65
        if point.value is None:
            y = self._y(LOWEST) + self._foot / 2
            return x - half, y - half, x + half, y + half
        ends = [self._y(end) for end in (point.low, point.high) if end is not None]
        y = self._y(point.value)
        return x - half, min(y - half, *ends), x + half, max(y + half, *ends)

    def _point(self, x: float, point: Point) -> None:
        if point.value is None:
            if self._worded:
                self._sheet.write(x, self._y(_MIDDLE), views.NO_FIGURE, at=("center", "center"), colour=SOFT, halo=True)
            else:
                self._sheet.mark(x, self._y(LOWEST) + self._foot / 2, "o", self._size, hollow=True)
            return
        if point.low is not None and point.high is not None:
            self._sheet.bar(x, self._y(point.high), self._y(point.low), self._size * 0.55)
        self._sheet.mark(x, self._y(point.value), _MARKERS[point.edge], self._size)

    def _figures(self) -> None:
        """Each figure of a few months; of many the last, the first, the highest and the lowest, where there is room."""
        values = {place: point.value for place, point in enumerate(self._points) if point.value is not None}
        if not values:
            return
        marks = [self._room(place) for place in range(len(self._points)) if place in values or not self._worded]
        taken: list[_Box] = []
        ends = [max(values), min(values)]
        highest, lowest = max(values, key=lambda place: values[place]), min(values, key=lambda place: values[place])
        for place in dict.fromkeys(values if self._few else [*ends, highest, lowest]):
            text = self._label(self._points[place])
            places = self._places(place, self._sheet.width(text, _FIGURE, bold=True), marks, far=place in ends)
            if place == lowest and place not in ends and not self._few:
                places.reverse()
            box = next(
                (candidate for candidate in places if all(_apart(candidate, other) for other in (*marks, *taken))), None
            )
            if box is not None:
                taken.append(box)
                at = "center", "baseline"
                self._sheet.write(self._x(place), box[3], text, _FIGURE, at=at, bold=True, halo=True)

    def _label(self, point: Point) -> str:
        number = f"{point.value:.1f}"
        if not point.edge:
            return number
        words = views.open_ended(number, point.edge)
        if self._sheet.width(words, _FIGURE, bold=True) + _GAP <= self._slot:
            return words
        return f"{number}+" if point.edge == "more" else f"≤{number}"

    def _places(self, place: int, width: float, marks: Sequence[_Box], *, far: bool) -> list[_Box]:
        """Where a figure this wide could stand: above or below its own mark; if `far`, also beyond its neighbours'."""
        left, right = self._x(place) - width / 2 - _CLEAR / 3, self._x(place) + width / 2 + _CLEAR / 3
        own = self._room(place)
        feet = [own[1] - _CLEAR, own[3] + _CLEAR + _TALL]
        if far:
            near = [mark for mark in marks if mark[0] < right and left < mark[2]]
            feet += [min(mark[1] for mark in near) - _CLEAR, max(mark[3] for mark in near) + _CLEAR + _TALL]
        return [(left, foot - _TALL, right, foot) for foot in feet if foot <= self._y(LOWEST) + self._foot]

    def _months(self, y: float) -> None:
        """The first and the last month and as many between as have room; the year below where it is another."""
        number = len(self._points)
        names = [views.MONTHS[int(point.month[5:]) - 1] for point in self._points]
        years = [point.month[:4] for point in self._points]
        widest = max(self._sheet.width(name) for name in views.MONTHS) + _GAP
        every = next((step for step in (1, 2, 3, 4, 6) if step * self._slot >= widest), 12)
        steady = [place for place in range(number) if every == 1 or int(self._points[place].month[5:]) % every == 1]
        shown: list[int] = []
        for place in (0, number - 1, *steady):
            if all(abs(place - other) * self._slot >= widest for other in shown):
                shown.append(place)
        before = ""
        for place in sorted(shown):
            self._sheet.write(self._x(place), y + _RISE, names[place], at=("center", "baseline"))
            if years[place] != before:
                year = y + _RISE + _LINE
                self._sheet.write(self._x(place), year, years[place], at=("center", "baseline"), colour=SOFT)
            before = years[place]


def _key(sheet: Sheet, picture: Picture, y: float) -> float:
    """What the marks mean that are there, in as many lines as that takes; where it ends."""
    x: float = _MARGIN
    for mark, words in _meanings([(series, point) for series in picture.series for point in series.points]):
        width = 2 * _DOT + sheet.width(words)
        if x > _MARGIN and x + width > WIDTH - _MARGIN:
            x, y = _MARGIN, y + _LINE + _GAP
        middle = y + _LINE / 2
        if mark == "bar":
            sheet.bar(x + _DOT / 2, middle - 18, middle + 18, _DOT * 0.55)
        else:
            sheet.mark(x + _DOT / 2, middle, mark or "o", _DOT, hollow=not mark)
        sheet.write(x + _DOT + _GAP, middle, words, at=("left", "center_baseline"), colour=SOFT)
        x += width + 2 * _GAP
    return y + _LINE


def _meanings(points: Sequence[tuple[Series, Point]]) -> Iterator[tuple[str, str]]:
    """Marks that need words, and the words; a hollow one is an empty string."""
    measured = [point for _, point in points if point.value is not None]
    if measured:
        yield "o", views.MEAN
    for edge in ("more", "less"):
        if any(point.edge == edge for point in measured):
            yield _MARKERS[edge], views.open_ended("that", edge)
    if any(point.value is None and len(series.points) > _WORDED for series, point in points):
        yield "", views.NO_FIGURE.replace("\n", " ")
    if any(point.low is not None and point.high is not None for point in measured):
        yield "bar", views.BAND


if __name__ == "__main__":
    sys.exit(child.main(Picture.of_json, draw))
