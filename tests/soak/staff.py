"""The processes of the soak, by name: each is killed, stopped and started again under its own."""

from typing import TYPE_CHECKING

from tests.faults.town import Town

if TYPE_CHECKING:
    from tests.processes import Process

WEB, STEADY, OTHER = "web", "worker 1", "worker 2"
_WORDS = {WEB: ("bot", "web"), STEADY: ("bot", "worker"), OTHER: ("bot", "worker")}


class Staff:
    """One `web` and two workers; `wrong` says which of them ended by themselves."""

    def __init__(self, town: Town, words: dict[str, tuple[str, ...]] | None = None) -> None:
        self._town, self._words = town, _WORDS | (words or {})
        self.working: dict[str, Process] = {}
        self.wrong: list[str] = []

    async def begin(self) -> None:
        for name in _WORDS:
            await self.start(name)

    async def start(self, name: str, **environment: str) -> None:
        begin = self._town.opens if name == WEB else self._town.start
        given = {"METRICS": "1", "LOG_FORMAT": "json"} | environment
        self.working[name] = await begin(*self._words[name], **given)

    async def kill(self, name: str) -> None:
        """With -9."""
        await self.working.pop(name).kill()

    async def stop(self, name: str) -> None:
        """As whoever runs Pencil stops it."""
        process = self.working.pop(name)
        if ended := await process.stop():
            self.wrong.append(f"{name} was stopped, and ended with {ended}")

    async def look(self) -> None:
        """Whoever has ended by themselves is told of, and started again."""
        for name, process in [*self.working.items()]:
            if process.ended is not None:
                self.wrong.append(f"{name} ended by itself with {process.ended}")
                await self.start(name)

    async def go(self) -> None:
        """All of them stop."""
        for name in [*self.working]:
            await self.stop(name)
