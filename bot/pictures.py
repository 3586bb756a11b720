"""The picture of a pulse: its core statements over the months, as an image.

`drawn` draws in a process of its own: the event loop is never held, and matplotlib never loaded where people wait.
`python -m bot.pictures` is that process: a picture's JSON comes in, a PNG goes out.
"""

import asyncio
import contextlib
import io
import json
import os
import sys
import tempfile
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SECONDS = 60
WIDTH, PANEL, FOOT = 1080, 560, 60  # pixels
UNREADABLE = 2  # the exit code for JSON that is no picture

_INK, _SOFT, _MARK, _PAPER, _RULE = "#1d2330", "#4a5263", "#1f5fa8", "#fbfaf7", "#c9ccd3"
_BIG, _TEXT = 15.5, 13.5  # points, at 150 to the inch: 32 and 28 pixels
_DPI = 150
_LINE = 54  # characters in a line of a title
_EVERY = 8  # points, up to which each has its number
_MARKERS = {"": "o", "more": "^", "less": "v"}


class PictureError(Exception):
    """The picture could not be drawn."""


@dataclass(frozen=True)
class Point:
    """A month (`2026-03`) and its figure, from 1 to 5, in its band; without a value there is no figure.

    `edge` is `more` or `less` where the value is the least, or the most, that it may be.
    """

    month: str
    value: float | None
    low: float | None
    high: float | None
    edge: str = ""


@dataclass(frozen=True)
class Series:
    """A statement, the labels of 1 and of 5, and its months, oldest first; `usual`: low limit, centre, high limit."""

    title: str
    ends: tuple[str, str]
    points: tuple[Point, ...]
    usual: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Picture:
    """One panel a series."""

    series: tuple[Series, ...]

    def kept(self) -> dict[str, Any]:
        """The picture as JSON."""
        made: dict[str, Any] = _PICTURE.dump_python(self, mode="json")
        return made

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Picture":
        return _PICTURE.validate_python(kept)


_PICTURE = TypeAdapter(Picture)


async def drawn(picture: Picture) -> bytes:
    """The picture as a PNG, from a process of its own; `PictureError` if that fails or takes over a minute."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.pictures",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(SECONDS):
            png, _ = await process.communicate(json.dumps(picture.kept()).encode())
    except TimeoutError:
        raise PictureError("it took too long") from None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode:
        raise PictureError(f"exit code {process.returncode}")
    return png


def draw(picture: Picture) -> bytes:
    """The picture as a PNG; equal pictures are equal to the byte."""
    os.environ.setdefault("MPLCONFIGDIR", tempfile.gettempdir())
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    height = PANEL * len(picture.series) + FOOT
    figure = Figure(figsize=(WIDTH / _DPI, height / _DPI), dpi=_DPI, facecolor=_PAPER)
    canvas = FigureCanvasAgg(figure)
    for place, series in enumerate(picture.series):
        title = textwrap.fill(series.title, _LINE)
        top = 1 - (place * PANEL + 40) / height
        figure.text(0.045, top, title, fontsize=_BIG, color=_INK, weight="bold", va="top", linespacing=1.25)
        lines = title.count("\n") + 1
        bottom = 1 - ((place + 1) * PANEL - 50) / height
        axes = figure.add_axes((0.045, bottom, 0.91, top - bottom - (44 * lines + 50) / height))
        _panel(axes, series)
    out = io.BytesIO()
    canvas.print_png(out, metadata={"Software": None})  # type: ignore[no-untyped-call]
    return out.getvalue()


def _panel(axes: "Axes", series: Series) -> None:
    number = max(len(series.points), 3)
    left = -0.5 - 0.19 * number  # room for the words at the ends of the scale, and on the right for a figure
    axes.set_facecolor(_PAPER)
    axes.set_xlim(left, number - 0.6 + 0.13 * number)
    axes.set_ylim(0.7, 5.5)
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)
    for level in range(1, 6):
        axes.axhline(level, color=_RULE, linewidth=0.8 if level != 3 else 1.3, zorder=0)  # noqa: PLR2004
    for level, words in ((5, series.ends[1]), (1, series.ends[0])):
        axes.text(left, level + 0.07, f"{level} {words}", fontsize=_TEXT, color=_SOFT, va="bottom")
    _months(axes, series.points)
    if series.usual is not None:
        _usual(axes, series.usual)
    for place, point in enumerate(series.points):
        if point.value is None or point.low is None or point.high is None:
            axes.plot([place], [1.35], marker="x", color=_SOFT, markersize=8, markeredgewidth=2)
            continue
        axes.errorbar(
            [place],
            [point.value],
            yerr=[[max(0.0, point.value - point.low)], [max(0.0, point.high - point.value)]],
            fmt="none",
            ecolor=_MARK,
            elinewidth=3,
            capsize=7,
            capthick=3,
        )
        axes.plot([place], [point.value], marker=_MARKERS[point.edge], color=_MARK, markersize=13, zorder=3)
        if place in _numbered(series.points):
            axes.annotate(
                f"{point.value:.1f}{'+' if point.edge == 'more' else '–' if point.edge == 'less' else ''}",
                (place, point.value),
                xytext=(11, 0),
                textcoords="offset points",
                fontsize=_TEXT,
                color=_INK,
                weight="bold",
                va="center",
                bbox={"facecolor": _PAPER, "edgecolor": "none", "pad": 1.0},
                zorder=4,
            )
    if any(point.value is None for point in series.points):
        axes.text(1.0, 1.06, "✕  no figure", transform=axes.transAxes, fontsize=_TEXT, color=_SOFT, ha="right")


def _numbered(points: Sequence[Point]) -> set[int]:
    """Which points have their number beside them: all of a few, else the latest."""
    told = [place for place, point in enumerate(points) if point.value is not None]
    return set(told) if len(points) <= _EVERY else set(told[-1:])


def _months(axes: "Axes", points: Sequence[Point]) -> None:
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    step = 1 if len(points) <= _EVERY else 3
    last = len(points) - 1
    shown = [place for place in range(len(points)) if (last - place) % step == 0]
    labels = []
    for turn, place in enumerate(shown):
        year, month = points[place].month.split("-")
        before = points[shown[turn - 1]].month[:4] if turn else None
        labels.append(names[int(month) - 1] + (f"\n{year}" if year != before else ""))
    axes.set_xticks(shown, labels, fontsize=_TEXT, color=_INK)
    axes.tick_params(axis="x", length=0, pad=4)


def _usual(axes: "Axes", usual: tuple[float, float, float]) -> None:
    low, centre, high = usual
    axes.axhline(centre, color=_INK, linewidth=1.6, linestyle="--", zorder=1)
    for limit in (low, high):
        axes.axhline(limit, color=_INK, linewidth=1.4, linestyle=":", zorder=1)
    axes.text(0.0, 1.06, "– –  usual    · · ·  its limits", transform=axes.transAxes, fontsize=_TEXT, color=_SOFT)


def main() -> int:
    try:
        picture = _PICTURE.validate_json(sys.stdin.buffer.read())
    except ValidationError:
        return UNREADABLE
    sys.stdout.buffer.write(draw(picture))
    return 0


if __name__ == "__main__":
    sys.exit(main())
