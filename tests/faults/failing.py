"""Databases that fail: a SQLite file that another program holds, a PostgreSQL that is stopped or says nothing."""

import asyncio
import contextlib
import shlex
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import psutil
from sqlalchemy.engine import make_url

Failure = Callable[[], AbstractAsyncContextManager[None]]


def failures(url: str) -> dict[str, Failure]:
    """Every way in which this database can fail, by what it then is; it is well again when the block ends."""
    if url.startswith("sqlite"):
        return {"locked": partial(_locked, url)}
    server = _Server(url)
    return {
        "stopped at once": partial(server.stopped, "immediate"),
        "stopped": partial(server.stopped, "fast"),
        "frozen": server.frozen,
    }


@contextlib.asynccontextmanager
async def _locked(url: str) -> AsyncIterator[None]:
    """Another program holds the SQLite file."""
    file = make_url(url).database or ""
    with contextlib.closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


class _Server:
    """The PostgreSQL at this address, which nobody else may need."""

    def __init__(self, url: str) -> None:
        self._folder = Path(str(make_url(url).query["host"]))
        self._command = shlex.split((self._folder / "postmaster.opts").read_text())[1:]
        running = self._postmaster()
        self._owner, self._pg_ctl_at = running.uids().real, Path(running.exe()).with_name("pg_ctl")

    def _postmaster(self) -> psutil.Process:
        return psutil.Process(int((self._folder / "postmaster.pid").read_text().split()[0]))

    @contextlib.asynccontextmanager
    async def stopped(self, how: str) -> AsyncIterator[None]:
        """It is gone, and whoever knocks is turned away."""
        await asyncio.to_thread(self._pg_ctl, "stop", "-m", how)
        try:
            yield
        finally:
            await asyncio.to_thread(self._pg_ctl, "start", "-o", shlex.join(self._command), "-l", "/dev/null")

    @contextlib.asynccontextmanager
    async def frozen(self) -> AsyncIterator[None]:
        """All of it says nothing any more; whoever knocks is let in by the machine and not answered."""
        postmaster = self._postmaster()
        postmaster.suspend()  # first, so that nobody is born any more
        processes = [postmaster, *postmaster.children(recursive=True)]
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.suspend()
        try:
            yield
        finally:
            for process in processes:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.resume()

    def _pg_ctl(self, *words: str) -> None:
        command = [str(self._pg_ctl_at), "-D", str(self._folder), "-w", *words]
        subprocess.run(command, check=True, user=self._owner, stdout=subprocess.DEVNULL)
