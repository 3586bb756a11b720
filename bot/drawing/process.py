"""Pictures are drawn in a process of their own, so that matplotlib is never loaded where people wait."""

import asyncio
import contextlib
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import ClassVar, Self

from pydantic import TypeAdapter

SECONDS = 20


class PictureError(Exception):
    """The picture could not be drawn; says why without saying what is on it."""


@dataclass(frozen=True)
class Drawing:
    """What is on a picture; `drawn_in` is the module whose process draws it, which gets it as JSON."""

    drawn_in: ClassVar[str]

    def as_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def of_json(cls, text: str | bytes) -> Self:
        """`PictureError` if this is none."""
        try:
            return TypeAdapter(cls).validate_json(text, strict=True)
        except ValueError:
            raise PictureError("what was given is no picture") from None  # the reason would quote it

    async def drawn(self) -> bytes:
        """The picture as a PNG; `PictureError` if that fails or takes over twenty seconds."""
        return await drawn_by(self.drawn_in, self.as_json())


async def drawn_by(module: str, text: str) -> bytes:
    """The PNG that `python -m module` makes of the text; `PictureError` if that fails or takes over twenty seconds."""
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
