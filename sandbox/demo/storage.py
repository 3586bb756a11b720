"""What a sandbox keeps in its folder: its Slack, beside Pencil's database, and who is at work there."""

import contextlib
import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sandbox.server import Sandbox
from sandbox.slack import saved

MADE_BY, FORMAT = "Pencil's sandbox", 1
_LEAVE_SECONDS = 12


class InUseError(Exception):
    """Another sandbox is at work in this folder."""


class UnreadableError(Exception):
    """What was kept is damaged, or of another version, or not a sandbox's at all."""


class Storage:
    """The files of one folder. Where one of the two halves is missing or cannot be read, the sandbox begins anew."""

    def __init__(self, folder: Path) -> None:
        self.database, self.slack = folder / "sandbox.db", folder / "sandbox.json"
        self.clock, self.log = folder / "sandbox.clock", folder / "sandbox.log"
        self._holder = folder / "sandbox.lock"
        self._held: list[int] = []

    # One sandbox a folder

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else works in this folder meanwhile. A Pencil that outlived its sandbox is ended first."""
        for there in self._holder.parent.glob("sandbox.*"):  # of a version that left them open to others
            there.chmod(0o600)
        file = os.open(self._holder, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if not _locks(file):
                self._end_orphan()
                if not _locks(file, _LEAVE_SECONDS):
                    raise InUseError
            self._held = [file]
            self._write_holder(0)
            yield
        finally:
            self._held = []
            os.close(file)

    def lock(self) -> tuple[int, ...]:
        """What Pencil is given along, so that the folder is taken as long as it runs."""
        return tuple(self._held)

    def name_holder(self, pid: int) -> None:
        """Says which process is Pencil."""
        self._write_holder(pid)

    def _write_holder(self, pencil: int) -> None:
        self._holder.write_text(f"{os.getpid()} {pencil}\n")

    def _end_orphan(self) -> None:
        """Ends the Pencil that holds the folder, if the sandbox that started it is gone."""
        with contextlib.suppress(ValueError, OSError):
            sandbox, pencil = map(int, self._holder.read_text().split())
            with contextlib.suppress(ProcessLookupError):
                os.kill(sandbox, 0)
                raise InUseError
            if pencil:
                os.kill(pencil, signal.SIGTERM)

    # What is kept

    def restore(self, sandbox: Sandbox) -> bool:
        """Whether the sandbox is as it was left, at the story time it was left at; if not, nothing was kept.

        After an `UnreadableError` the sandbox is of no use any more.
        """
        if not (self.slack.exists() and self.database.exists()):
            return False
        try:
            kept = json.loads(self.slack.read_text(encoding="utf-8"))
            if (kept["made_by"], kept["format"]) != (MADE_BY, FORMAT):
                raise UnreadableError
            saved.restore(sandbox.slack, kept["slack"])
            sandbox.clock.move_to(datetime.fromisoformat(kept["story_time"]))
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            raise UnreadableError from None
        return True

    def write(self, sandbox: Sandbox) -> None:
        """All of it or nothing: a stop in the middle leaves what was there before."""
        kept = {
            "made_by": MADE_BY,
            "format": FORMAT,
            "story_time": sandbox.clock.now().isoformat(),
            "slack": saved.saved(sandbox.slack),
        }
        fresh = self.slack.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(kept, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.slack)

    def clear(self, *, aside: bool = False) -> None:
        """Nothing is kept, or the Slack `aside`. It goes first: without it the database is the half of nothing."""
        if aside:
            self.slack.replace(self.slack.with_suffix(".json.old"))
        ends = ("", "-wal", "-shm")
        for path in (self.slack, *(self.database.with_name(self.database.name + end) for end in ends)):
            path.unlink(missing_ok=True)


def _locks(file: int, seconds: float = 0) -> bool:
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.05)
        else:
            return True
