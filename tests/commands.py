"""`python -m bot …` as somebody types it: in this process, or in one of its own."""

import asyncio
import contextlib
import io
import logging
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from unittest.mock import patch

from bot.__main__ import main
from tests.processes import Process

Typed = Callable[..., Awaitable[tuple[int, str]]]


async def pencil(folder: Path, *words: str, **env: str) -> tuple[int, str]:
    """What the command ends with, and says, typed in this folder; what it asks of a sandbox is answered meanwhile."""
    return await asyncio.to_thread(_here, folder, words, env)


async def in_a_process(folder: Path, *words: str, **env: str) -> tuple[int, str]:
    """The same in a process of its own, as what lasts or has a world to itself is."""
    with tempfile.TemporaryDirectory() as place:
        output = Path(place, "said")
        process = Process(("bot", *words), folder, {**os.environ, **env}, output)
        try:
            return await process.wait(), output.read_text()
        finally:
            await process.kill()


def _here(folder: Path, words: tuple[str, ...], env: dict[str, str]) -> tuple[int, str]:
    out = io.StringIO()
    with (
        contextlib.chdir(folder),
        patch.dict(os.environ, env),
        patch.object(sys, "argv", ["bot", *words]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(out),
        _own_logging(),
        _own_umask(),
    ):
        try:
            main()
        except SystemExit as end:
            return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


@contextlib.contextmanager
def _own_umask() -> Iterator[None]:
    """What a command says of new files is forgotten with it."""
    before = os.umask(0o777)
    os.umask(before)
    try:
        yield
    finally:
        os.umask(before)


@contextlib.contextmanager
def _own_logging() -> Iterator[None]:
    """What a command says of logging is forgotten with it."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    root.handlers = []
    try:
        yield
    finally:
        root.handlers = handlers
        root.setLevel(level)
