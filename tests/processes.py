"""Processes of their own that begin at once: forked from one that has imported everything Pencil needs.

Starting Python and importing takes more than a second each time; what comes after it is the same.
"""

import asyncio
import contextlib
import importlib
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from multiprocessing import get_context
from pathlib import Path

_FORKED = get_context("forkserver")
_FORKED.set_forkserver_preload(
    [
        "alembic.command",
        "bot.__main__",
        "handlers.transport",
        "jobs.reminders",
        "jobs.scheduler",
        "psycopg",
        "sqlalchemy.dialects.postgresql.psycopg",
        "sqlalchemy.dialects.sqlite.pysqlite",
    ]
)
_MAINS = {"bot": "bot.__main__"}


class Process:
    """`python -m` some words, such as `bot worker`; or a module of the tests that does the same and dies on the way."""

    def __init__(
        self, words: Sequence[str], folder: Path, env: Mapping[str, str], output: Path, *, terminal: bool = False
    ) -> None:
        self.name = " ".join(words)
        args = tuple(words), folder, dict(env), output, terminal
        self._process = _FORKED.Process(target=_main, args=args, daemon=True)
        self._process.start()
        self._over = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._process.sentinel, self._ends)

    def _ends(self) -> None:
        self._loop.remove_reader(self._process.sentinel)
        self._over.set()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def ended(self) -> int | None:
        """What it ended with; nothing while it runs."""
        return self._process.exitcode

    def signal(self, number: signal.Signals) -> None:
        if self.ended is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    async def wait(self) -> int:
        await self._over.wait()
        self._process.join()
        assert self.ended is not None
        return self.ended

    async def stop(self) -> int:
        """Asks it to go, and waits; whoever is stopped or stuck is woken first."""
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        return await self.wait()

    async def kill(self) -> None:
        self.signal(signal.SIGKILL)
        await self.wait()


def _main(words: Sequence[str], folder: Path, env: Mapping[str, str], output: Path, terminal: bool) -> None:  # noqa: FBT001
    """In the new process: as if it had been typed in this folder, with nothing but this in its environment."""
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    if terminal:
        os.setsid()  # what is opened next is its own terminal
    out = os.open(output, os.O_RDWR | os.O_CREAT | os.O_APPEND)
    for stream in (0, 1, 2) if terminal else (1, 2):
        os.dup2(out, stream)
    os.close(out)
    if terminal:
        sys.stdin = open(0, closefd=False)  # noqa: SIM115
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever began the tests may ignore Ctrl+C
    if words[0] == "make":
        os.execvpe("make", list(words), dict(env))  # it takes this process's place
    sys.argv = list(words)
    importlib.import_module(_MAINS.get(words[0], words[0])).main()
