"""The picture of a pulse: what is on it, that all of it can be read, and that it is drawn elsewhere."""

import asyncio
import io
import json
import os
import sys
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.drawing import canvas as paper
from bot.drawing import child, draw_columns, process
from bot.drawing.columns import Chart, Part
from bot.drawing.draw_lines import composed, draw
from bot.drawing.lines import Picture, Point, Series
from bot.drawing.process import PictureError
from tests.conftest import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.drawn]

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEPT = "In the last month, the other organisations here did what they had said they would do."
HEARD = "In the last month, my organisation was listened to before things were decided."
LONG = "When something goes wrong between two of our organisations, we say so early, and it is put right with no blame."
USUAL = (2.6, 3.5, 4.4)
VALUES: list[float | None] = [3.5, 2.0, None, 4.5, 1.5, 3.0, 5.0, 1.0] * 3
MEANS = st.sampled_from([1.0, 1.5, 2.2, 3.0, 3.75, 4.5, 5.0])


def month(place: int) -> str:
    return f"{2024 + (place + 10) // 12}-{(place + 10) % 12 + 1:02d}"  # from November


def point(place: int, value: float | None, give: float = 0.6) -> Point:
    if value is None:
        return Point(month(place), None, None, None)
    edge = "more" if value == 4.5 else "less" if value == 1.5 else ""
    return Point(month(place), value, max(1.0, value - give), min(5.0, value + give), edge)


def series(values: list[float | None], title: str = KEPT, give: float = 0.6) -> Series:
    points = tuple(point(place, value, give) for place, value in enumerate(values))
    return Series(title, ("Never", "Always"), points, USUAL if len(values) >= 12 else None)


def picture(*values: float | None) -> Picture:
    return Picture((series(list(values)), series(list(values), HEARD)))


GROWN = picture(*([3.5, 2.2, 4.5, 3.0, None, 1.5] * 4))
WORDS = st.text(max_size=130)


@st.composite
def some_series(draw: st.DrawFn) -> Series:
    values = draw(st.lists(st.none() | MEANS, min_size=1, max_size=24))
    made = series(values, draw(WORDS | st.just(LONG)), draw(st.sampled_from([0.0, 0.5, 1.5, 4.0])))
    return replace(made, ends=draw(st.tuples(WORDS, WORDS) | st.just(("Not at all", "Completely"))))


PICTURES = st.lists(some_series(), min_size=1, max_size=3).map(lambda made: Picture(tuple(made)))


def texts(figure: "Figure") -> list[tuple[str, Any]]:
    """What is written, and the box around it."""
    canvas: Any = figure.canvas
    renderer = canvas.get_renderer()
    return [(text.get_text(), text.get_window_extent(renderer)) for text in figure.texts if text.get_text().strip()]


def written(of: Picture) -> list[str]:
    return [text for text, _ in texts(composed(of))]


def size(png: bytes) -> tuple[int, int]:
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


@given(PICTURES)
@settings(max_examples=50)
def test_what_is_kept_is_the_picture_again(of: Picture) -> None:
    kept = of.kept()
    assert json.loads(json.dumps(kept)) == kept
    assert Picture.read(kept) == of


@pytest.mark.parametrize("number", range(1, 25))
def test_every_number_of_months_can_be_drawn(number: int) -> None:
    png = draw(picture(*VALUES[:number]))
    assert png.startswith(SIGNATURE)
    width, height = size(png)
    assert width == 1080
    assert 1000 < height < 1500


def test_equal_pictures_are_equal_to_the_byte() -> None:
    assert draw(GROWN) == draw(Picture.read(GROWN.kept()))
    assert draw(GROWN) != draw(picture(3.5))


def test_the_paper_is_opaque() -> None:
    image = pytest.importorskip("PIL.Image").open(io.BytesIO(draw(GROWN)))
    assert image.convert("RGBA").getextrema()[3] == (255, 255)


@given(PICTURES)
@settings(max_examples=30)
@example(GROWN)
@example(picture(*[4.5] * 8))
@example(picture(*[1.5] * 8))
@example(picture(*[1.5] * 24))
@example(picture(*[None] * 24))
@example(
    Picture((replace(series([None] * 8), ends=("Not at all", "Completely")), replace(series([None] * 12), title="")))
)
@example(Picture((replace(series([4.5, None, 1.5]), title="W" * 400, ends=("W" * 60, "no " * 60)),)))
def test_nothing_is_cut_off_and_no_words_overlap(of: Picture) -> None:
    figure = composed(of)
    boxes = texts(figure)
    for text, box in boxes:
        assert box.x0 >= 0, text
        assert box.x1 <= 1080, text
        assert box.y0 >= 0, text
        assert box.y1 <= figure.bbox.height, text
    for (text, box), (other, its) in combinations(boxes, 2):
        across = min(box.x1, its.x1) - max(box.x0, its.x0)
        down = min(box.y1, its.y1) - max(box.y0, its.y0)
        assert across <= 0 or down <= 12, (text, other)  # a line of DejaVu has as much above and below its letters


def test_letters_are_big_enough_for_a_phone() -> None:
    for of in (GROWN, picture(3.5)):
        assert all(float(text.get_fontsize()) >= 28 for text in composed(of).texts)


def test_ink_stands_out_from_the_paper() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else pow((part + 0.055) / 1.055, 2.4) for part in parts)
        return float(0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)

    for colour, least in (
        (paper.INK, 4.5),
        (paper.SOFT, 4.5),
        (paper.MARK, 3),
        (paper.BAR, 3),
        (paper.EDGE, 3),
    ):
        assert light(paper.PAPER) / light(colour) >= least


def test_of_a_few_months_every_figure_is_written() -> None:
    words = written(Picture((series([3.5, None, 4.5]),)))
    assert {"3.5", "no\nfigure", "4.5 or more"} <= set(words)
    assert "Nov 2024 Dec Jan 2025" in " ".join(words)
    words = written(Picture((series([3.5, 4.5, 1.5, 2.2, 3.0, 3.0, 3.0, 3.0]),)))
    assert "3.5 4.5+ ≤1.5 2.2 3.0 3.0 3.0 3.0" in " ".join(words)


def test_of_many_months_the_last_the_first_and_the_extremes_are_written() -> None:
    words = written(Picture((series([3.0, 3.5, 3.5, 3.5, 2.0, 3.5, 3.5, 3.5, 4.0, 3.5, 3.5, 3.5, 3.2]),)))
    assert {"3.0", "2.0", "4.0", "3.2"} <= set(words)
    assert "3.5" not in words


def test_the_usual_range_is_told_from_twelve_months_on() -> None:
    assert "usual\nrange" in written(picture(*[3.0] * 12))
    assert "usual\nrange" not in written(picture(*[3.0] * 11))


def test_marks_are_explained_that_are_there() -> None:
    assert "no figure" not in written(picture(*[3.0] * 12))
    assert {"no figure", "that or more", "that or less"} <= set(written(GROWN))
    assert "mean of the answers" not in written(picture(None))


def test_letters_that_are_missing_do_not_stop_it() -> None:
    words = written(Picture((replace(series([3.0]), title="$x$ \x00🎉 日 \\frac ½"),)))
    assert words[0] == "$x$ □ \\frac ½"


async def test_a_process_of_its_own_draws_the_same() -> None:
    assert await GROWN.drawn() == draw(GROWN)
    chart = Chart("Wins by month", ("Jan 2026", "Feb 2026"), (Part("one", (1, 2)), Part("other", (3, 4))))
    assert await chart.drawn() == draw_columns.draw(chart)


async def test_no_matplotlib_where_people_wait(tmp_path: Path) -> None:
    code = """
import asyncio, sys
from bot.drawing.lines import Picture, Point, Series
made = asyncio.run(Picture((Series("Kept", ("Never", "Always"), (Point("2026-03", 3.5, 3.0, 4.0),)),)).drawn())
print(made[1:4].decode(), any(name.startswith(("matplotlib", "numpy")) for name in sys.modules))
"""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, cwd=tmp_path, env=env, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    assert out.decode().split() == ["PNG", "False"]


async def _child(text: bytes, **env: str) -> tuple[int | None, bytes, bytes]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.drawing.draw_lines",
        cwd=ROOT,
        env={**os.environ, **env},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate(text)
    return process.returncode, out, err


POINT = {"month": "2026-03", "value": 3.5, "low": 3.0, "high": 4.0, "edge": ""}


def kept(**changed: Any) -> dict[str, Any]:
    return {"series": [{"title": "Secret", "ends": ["Never", "Always"], "points": [{**POINT, **changed}]}]}


BROKEN = [
    {},
    {"series": []},
    {"series": [{"title": "Secret"}]},
    kept(value=6),
    kept(value="3.5"),
    kept(value=float("nan")),
    kept(month="2026-13"),
    kept(month="March"),
    kept(edge="sideways"),
    kept(low=0.5),
    kept(title=None) | {"series": "Secret"},
]


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_no_picture_is_refused_without_quoting_it(broken: dict[str, Any]) -> None:
    with pytest.raises(PictureError) as caught:
        Picture.read(broken)
    assert "Secret" not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("text", [b"", b"{", b"\xff", b"[" * 100_000, json.dumps(kept(value=9)).encode()])
async def test_the_process_says_shortly_that_it_was_given_no_picture(text: bytes) -> None:
    assert await _child(text) == (child.UNREADABLE, b"", b"")


async def test_a_home_that_cannot_be_written_is_no_matter() -> None:
    code, out, err = await _child(
        json.dumps(GROWN.kept()).encode(), HOME="/dev/null", XDG_CONFIG_HOME="/dev/null", XDG_CACHE_HOME="/dev/null"
    )
    assert (code, err) == (0, b"")
    assert out.startswith(SIGNATURE)


async def test_what_fails_in_the_process_has_a_reason_without_words() -> None:
    with pytest.raises(PictureError, match=r"^exit code 2$"):
        await Picture(()).drawn()


async def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "SECONDS", 0.01)
    begun = _watched(monkeypatch)
    with pytest.raises(PictureError, match="too long"):
        await GROWN.drawn()
    assert begun.get_nowait().returncode == -9


async def test_whoever_waits_no_longer_leaves_no_process_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = _watched(monkeypatch)
    task = asyncio.create_task(GROWN.drawn())
    process = await begun.get()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert process.returncode == -9


def _watched(monkeypatch: pytest.MonkeyPatch) -> asyncio.Queue[asyncio.subprocess.Process]:
    begun: asyncio.Queue[asyncio.subprocess.Process] = asyncio.Queue()
    original = asyncio.create_subprocess_exec

    async def begin(*args: Any, **kwargs: Any) -> asyncio.subprocess.Process:
        process = await original(*args, **kwargs)
        begun.put_nowait(process)
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", begin)
    return begun


async def test_where_no_process_can_be_begun_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(PictureError, match="no process"):
        await GROWN.drawn()
