"""A sheet of paper that is written and drawn on in pixels, from its top left corner downwards, over matplotlib."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.backend_bases import RendererBase
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

WIDTH = 1080
TEXT = 30  # the usual size of letters
PAPER, INK, SOFT = "#fbfaf7", "#1d2330", "#4a5263"
MARK, BAR, EDGE, LIGHT = "#174a85", "#5f86b3", "#7d8592", "#d5d8de"


class Sheet:
    """Paper that is written on in pixels, from its top left corner downwards, and cut when it is full."""

    def __init__(self, width: float = WIDTH) -> None:
        import matplotlib as mpl
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
        from matplotlib.font_manager import FontProperties, get_font
        from matplotlib.transforms import Affine2D

        fonts = Path(mpl.get_data_path()) / "fonts" / "ttf"
        self._plain = FontProperties(fname=str(fonts / "DejaVuSans.ttf"))
        self._bold = FontProperties(fname=str(fonts / "DejaVuSans-Bold.ttf"))
        self._letters = get_font(str(fonts / "DejaVuSans-Bold.ttf")).get_charmap().keys()
        self._width = round(width)
        self._figure = Figure(figsize=(self._width / 72, 1), dpi=72, facecolor=PAPER)  # 72: a point is a pixel
        self._ruler: RendererBase = FigureCanvasAgg(self._figure).get_renderer()  # type: ignore[no-untyped-call]
        self._place = Affine2D().scale(1, -1)

    def cut(self, height: float) -> "Figure":
        self._figure.set_size_inches(self._width / 72, round(height) / 72)
        self._place.translate(0, round(height))
        return self._figure

    def _font(self, size: int, *, bold: bool) -> "FontProperties":
        font = (self._bold if bold else self._plain).copy()
        font.set_size(size)
        return font

    def width(self, text: str, size: int = TEXT, *, bold: bool = False) -> float:
        return max(
            self._ruler.get_text_width_height_descent(line, self._font(size, bold=bold), ismath=False)[0]
            for line in text.split("\n")
        )

    def wrapped(self, text: str, room: float, most: int, size: int = TEXT, *, bold: bool = False) -> str:
        """The text in lines no wider than `room`; what does not fit into `most` of them is cut off."""

        def fits(line: str) -> bool:
            return self.width(line, size, bold=bold) <= room

        words = "".join(self._legible(text)).split()
        lines: list[str] = []
        while words and len(lines) < most:
            line = words.pop(0)
            if not fits(line):
                whole = line
                while len(line) > 1 and not fits(line):
                    line = line[:-1]
                words.insert(0, whole[len(line) :])
            else:
                while words and fits(f"{line} {words[0]}"):
                    line += f" {words.pop(0)}"
            lines.append(line)
        if words:
            last = lines[-1]
            while last and not fits(f"{last}…"):
                last = last[:-1]
            lines[-1] = f"{last.rstrip()}…"
        return "\n".join(lines)

    def _legible(self, text: str) -> Iterator[str]:
        """Its characters as far as the letters have them: a box for a letter they lack, nothing for a symbol."""
        for letter in text[:1_000]:
            if letter.isspace():
                yield " "
            elif ord(letter) in self._letters and letter.isprintable():
                yield letter
            elif letter.isalnum():
                yield "□"

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: int = TEXT,
        *,
        at: tuple[str, str] = ("left", "top"),
        colour: str = INK,
        bold: bool = False,
        halo: bool = False,
        over: float = 2,
    ) -> None:
        """`at` says which side and which height of the text `x` and `y` are; with a `halo` it may cross lines."""
        from matplotlib.patheffects import withStroke

        self._figure.text(
            x,
            y,
            text,
            transform=self._place,
            fontproperties=self._font(size, bold=bold),
            color=colour,
            ha=at[0],
            va=at[1],
            multialignment=at[0],
            linespacing=1.1,
            parse_math=False,
            path_effects=[withStroke(linewidth=9, foreground=PAPER)] if halo else None,
            zorder=over,
        )

    def rule(
        self,
        x: tuple[float, float],
        y: tuple[float, float],
        colour: str,
        *,
        wide: float,
        dashes: tuple[float, float] | None = None,
        over: float = 1,
    ) -> None:
        from matplotlib.lines import Line2D

        style: Any = (0, dashes) if dashes else "solid"
        line = Line2D(x, y, color=colour, linewidth=wide, linestyle=style, transform=self._place, zorder=over)
        line.set_dash_capstyle("butt")
        line.set_solid_capstyle("butt")
        self._figure.add_artist(line)

    def bar(self, x: float, top: float, bottom: float, cap: float) -> None:
        self.rule((x, x), (top, bottom), BAR, wide=6, over=3)
        for end in (top, bottom):
            self.rule((x - cap, x + cap), (end, end), BAR, wide=5, over=3)

    def mark(self, x: float, y: float, marker: str, size: float, *, hollow: bool = False) -> None:
        from matplotlib.lines import Line2D

        line = Line2D(
            [x],
            [y],
            marker=marker,
            markersize=size if marker == "o" else size * 1.25,  # a triangle looks smaller
            markerfacecolor=PAPER if hollow else MARK,
            markeredgecolor=SOFT if hollow else PAPER,
            markeredgewidth=4 if hollow else 2,
            linestyle="none",
            transform=self._place,
            zorder=4,
        )
        self._figure.add_artist(line)

    def box(self, x: tuple[float, float], y: tuple[float, float], colour: str, *, hatch: str = "") -> None:
        """A filled rectangle; with a `hatch` it is told from another without colour."""
        from matplotlib.patches import Rectangle

        self._figure.add_artist(
            Rectangle(
                (x[0], y[0]),
                x[1] - x[0],
                y[1] - y[0],
                facecolor=colour,
                edgecolor=PAPER,
                linewidth=2,
                hatch=hatch,
                transform=self._place,
                zorder=3,
            )
        )
