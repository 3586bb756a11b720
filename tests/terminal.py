"""A command in a terminal of its own, as somebody sits before it: reads what it shows, types, presses Ctrl+C."""

import asyncio
import contextlib
import os
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path

from tests.processes import Process

_SECONDS, _INSTALLING, _UNHEARD = 60, 300, 5
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
CTRL_C = "\x03"


class Terminal:
    """What is on the screen, and a keyboard."""

    def __init__(self, seconds: int = _SECONDS) -> None:
        self._patience = seconds
        self._ours, self._theirs = os.openpty()
        os.set_blocking(self._ours, False)
        self._shown, self._read = b"", 0
        self._more = asyncio.Event()
        self.process: Process

    def begin(self, folder: Path, command: Sequence[str], env: Mapping[str, str]) -> None:
        place = Path(os.ttyname(self._theirs))
        self.process = Process(command, folder, env, place, terminal=True)
        asyncio.get_running_loop().add_reader(self._ours, self._arrives)

    def _arrives(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._shown += os.read(self._ours, 65_536)
        self._more.set()

    @property
    def shown(self) -> str:
        """All that has been shown since it began."""
        return _CONTROL.sub("", self._shown.decode("utf-8", "replace")).replace("\r\n", "\n")

    async def says(self, words: str) -> None:
        """Waits till these words are shown, after those that were waited for before."""
        async with self._waiting(words):
            await self._until(words)

    async def stops(self, words: str) -> None:
        """Presses Ctrl+C till these words are shown: one that comes just before a key is waited for may go unheard."""
        async with self._waiting(words):
            while True:
                self.types(CTRL_C, enter=False)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_UNHEARD):
                        return await self._until(words)

    async def _until(self, words: str) -> None:
        while (at := self.shown.find(words, self._read)) < 0:
            await self._grows()
        self._read = at + len(words)

    async def _grows(self) -> None:
        self._more.clear()
        await self._more.wait()

    async def matches(self, pattern: re.Pattern[str]) -> str:
        """Waits till something like this is shown, after what was waited for before, and gives it."""
        async with self._waiting(pattern.pattern):
            while not (shown := pattern.search(self.shown, self._read)):
                await self._grows()
        return shown[0]

    def types(self, words: str, *, enter: bool = True) -> None:
        os.write(self._ours, f"{words}{chr(13) if enter else ''}".encode())

    async def ends(self) -> int:
        """What the command ends with."""
        async with self._waiting("its end"):
            code = await self.process.wait()
        self._arrives()
        return code

    @contextlib.asynccontextmanager
    async def _waiting(self, what: str) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self._patience):
                yield
        except TimeoutError:
            raise AssertionError(f"{what!r} did not come. It shows:\n{self.shown[self._read :]}") from None

    async def close(self) -> None:
        asyncio.get_running_loop().remove_reader(self._ours)
        await self.process.kill()
        os.close(self._ours)
        os.close(self._theirs)


def _from_afar() -> dict[str, str]:
    """As if whoever sits here had come by ssh: no window is opened on whatever machine this is."""
    return {name: value for name, value in os.environ.items() if name != "BROWSER"} | {"SSH_CONNECTION": "here"}


@contextlib.asynccontextmanager
async def terminal(folder: Path, *words: str, **env: str) -> AsyncIterator[Terminal]:
    """`python -m bot` and words, begun in this folder."""
    async with _begun(folder, ("bot", *words), {**_from_afar(), **env}) as made:
        yield made


@contextlib.asynccontextmanager
async def making(folder: Path, *words: str, **env: str) -> AsyncIterator[Terminal]:
    """`make` and words, begun in this folder, from outside of any make around us."""
    outside = {name: value for name, value in _from_afar().items() if not name.startswith("MAKE")}
    async with _begun(folder, ("make", *words), {**outside, **env}) as made:
        yield made


@contextlib.asynccontextmanager
async def _begun(folder: Path, command: Sequence[str], env: Mapping[str, str]) -> AsyncIterator[Terminal]:
    made = Terminal(_INSTALLING if command[0] == "make" else _SECONDS)
    made.begin(folder, command, env)
    try:
        yield made
    finally:
        await made.close()
