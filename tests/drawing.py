"""Pictures drawn in the process of the tests, which loads matplotlib once for all of them."""

import asyncio
import importlib
from functools import cache
from threading import Lock

from bot.drawing.process import Drawing

_ONE_AT_A_TIME = Lock()


async def drawn_here(module: str, text: str) -> bytes:
    """What `bot.drawing.process.drawn_by` gives, without a process that takes a second and a half to begin."""
    return await asyncio.to_thread(_draw, module, text)


@cache
def _draw(module: str, text: str) -> bytes:
    draw = importlib.import_module(module).draw
    kind = next(kind for kind in Drawing.__subclasses__() if kind.drawn_in == module)
    with _ONE_AT_A_TIME:
        png: bytes = draw(kind.of_json(text))
    return png
