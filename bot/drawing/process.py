"""Pictures are drawn in a process of their own, so that matplotlib is never loaded where people wait."""

import asyncio
import contextlib
import sys
from pathlib import Path

SECONDS = 20


class PictureError(Exception):
    """The picture could not be drawn; says why without saying what is on it."""


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
