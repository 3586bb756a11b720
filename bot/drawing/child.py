"""What the processes that draw share: JSON comes in, a PNG goes out."""

import io
import logging
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from bot.drawing.process import PictureError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

T = TypeVar("T")

UNREADABLE = 2  # the exit code for JSON that is nothing to draw


def png(compose: Callable[[T], "Figure"], drawing: T, style: Any = ()) -> bytes:
    """The drawing as a PNG, under matplotlib's own defaults and this style; the same to the byte each time."""
    import matplotlib as mpl

    out = io.BytesIO()
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(style)
        figure = compose(drawing)
        figure.savefig(out, format="png", dpi=figure.dpi, metadata={"Software": None})
    return out.getvalue()


def main(read: Callable[[bytes], T], draw: Callable[[T], bytes]) -> int:
    """Draws what standard input asks for; the exit code."""
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it tells of every cache that it makes
    try:
        drawing = read(sys.stdin.buffer.read())
    except PictureError:
        return UNREADABLE
    sys.stdout.buffer.write(draw(drawing))
    return 0
