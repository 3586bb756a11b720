"""Pencil's ticks, run from here: one lasting `python -m bot tick --lines`, spoken to line by line."""

import asyncio
import contextlib
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from pathlib import Path


class Ticker:
    """Started with the first tick; if it ends before it has answered, the next tick starts another."""

    def __init__(self, environment: Mapping[str, str], root: Path) -> None:
        self._environment, self._root = environment, root
        self._process: Process | None = None
        self._free = asyncio.Lock()

    async def tick(self, options: str = "") -> list[str]:
        """A line for each post, or with `--dry-run` for what would be posted; what came, if the ticker broke off."""
        async with self._free:
            process = await self._started()
            assert process.stdin is not None
            assert process.stdout is not None
            with contextlib.suppress(ConnectionError):
                process.stdin.write(f"{options}\n".encode())
                await process.stdin.drain()
            lines = []
            while (line := (await process.stdout.readline()).decode()).strip():
                lines.append(line.rstrip("\n"))
            if not line:  # it has ended, where an empty line was to come
                await process.wait()
            return lines

    async def _started(self) -> Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "tick", "--lines",
                env=self._environment, cwd=self._root,
                stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True,
            )  # fmt: skip
        return self._process

    async def stop(self) -> None:
        """Ends it, at once if it is at work."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
            await self._process.wait()
