"""Story time: the real clock, moved by as much as somebody at the page likes."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path


class SandboxClock:
    """The time the story is at. The offset is kept in a file as plain seconds, for Pencil to read."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._offset = timedelta()
        self._keep()

    @property
    def offset(self) -> timedelta:
        return self._offset

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def move_to(self, when: datetime) -> None:
        self._offset = when - datetime.now(UTC)
        self._keep()

    def move_by(self, time: timedelta) -> None:
        self._offset += time
        self._keep()

    def _keep(self) -> None:
        if self._path is None:
            return
        fresh = self._path.with_suffix(".new")
        fresh.write_text(f"{self._offset.total_seconds():.3f}")
        os.replace(fresh, self._path)  # noqa: PTH105  # at once or not at all
