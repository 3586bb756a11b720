"""What the picture of a pulse shows: its core statements over the months.

It is drawn in a process of its own: the event loop is never held, and matplotlib never loaded where people wait.
"""

import asyncio
import contextlib
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, TypeAdapter

SECONDS = 20
SHOWN = 24  # months in a panel
LOWEST, HIGHEST = 1, 5

_Mean = Annotated[float, Field(ge=LOWEST, le=HIGHEST)]
_Limit = Annotated[float, Field(allow_inf_nan=False)]


class PictureError(Exception):
    """The picture could not be drawn; says why without saying what is on it."""


@dataclass(frozen=True)
class Point:
    """A month (`2026-03`) and its figure, from 1 to 5, in its band; without a value there is no figure.

    `edge` is `more` or `less` where the value is the least, or the most, that it may be.
    """

    month: Annotated[str, Field(pattern="^[0-9]{4}-(0[1-9]|1[0-2])$")]
    value: _Mean | None
    low: _Mean | None
    high: _Mean | None
    edge: Annotated[str, Field(pattern="^(more|less)?$")] = ""


@dataclass(frozen=True)
class Series:
    """A statement, the labels of 1 and of 5, and its months, oldest first; `usual`: low limit, centre, high limit."""

    title: str
    ends: tuple[str, str]
    points: Annotated[tuple[Point, ...], Field(min_length=1, max_length=SHOWN)]
    usual: tuple[_Limit, _Limit, _Limit] | None = None


@dataclass(frozen=True)
class Picture:
    """One panel a series."""

    series: Annotated[tuple[Series, ...], Field(min_length=1, max_length=3)]

    def kept(self) -> dict[str, Any]:
        """The picture as JSON."""
        made: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return made

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Self:
        """The picture that was kept; `PictureError` if this is none."""
        return cls.of_json(json.dumps(kept))

    @classmethod
    def of_json(cls, text: str | bytes) -> Self:
        try:
            return TypeAdapter(cls).validate_json(text, strict=True)
        except ValueError:
            raise PictureError("what was kept is no picture") from None  # the reason would quote it


async def drawn(picture: Picture) -> bytes:
    """The picture as a PNG, from a process of its own; `PictureError` if that fails or takes over twenty seconds."""
    return await from_process("bot.drawing.draw_lines", json.dumps(picture.kept()))


async def from_process(module: str, text: str) -> bytes:
    """What `python -m module` makes of the text, under the same conditions."""
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            cwd=Path(__file__).parents[2],
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError:
        raise PictureError("no process could be begun") from None
    try:
        async with asyncio.timeout(SECONDS):
            png, _ = await process.communicate(text.encode())
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
