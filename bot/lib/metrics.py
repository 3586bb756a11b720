"""What is counted and timed, for whoever runs Pencil to see from outside: never what people wrote, nor who they are.

Nothing of a pulse is counted while it is open. What is done for one goes on under `unseen`, where nothing counts:
neither the press and the form, nor the transactions and calls they need, or else whoever can read the figures could
see by the difference that somebody has answered. For the same reason there is nothing here of the process as a whole,
such as its processor time. How long the counting takes at the close is not told either.
"""

import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, generate_latest

from bot import VERSION

UNKNOWN = "unknown"  # a name nobody has given: whoever makes one up makes no new line
_ACKNOWLEDGE = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5)  # Slack waits for three seconds
_DATABASE = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
_JOB_SECONDS = (0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60)

_unseen: ContextVar[bool] = ContextVar("unseen", default=False)


@contextmanager
def unseen() -> Iterator[None]:
    """Nothing that is done here is counted."""
    token = _unseen.set(True)
    try:
        yield
    finally:
        _unseen.reset(token)


class Untimed:
    """What a job of the scheduler gives back if how long it took would tell how many have answered."""


class Metrics:
    """The figures of one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._made(Info, "build", "What runs here").info({"version": VERSION, "python": platform.python_version()})
        self._acts = self._made(
            Counter, "acts", "What people did in Slack, by what it was and what came of it", "kind", "name", "outcome"
        )
        self._acknowledge = self._made(
            Histogram, "acknowledge_seconds", "From an act's arrival to its answer", "kind", buckets=_ACKNOWLEDGE
        )
        self._posts = self._made(
            Counter, "posts", "Calls that were owed to Slack, by what came of them", "kind", "outcome"
        )
        self._slack = self._made(Counter, "slack_errors", "Calls that Slack did not take", "method", "outcome")
        self._database = self._made(
            Histogram, "database_seconds", "Transactions, from asking to answer", "access", buckets=_DATABASE
        )
        self._writer = self._made(
            Histogram, "writer_wait_seconds", "How long acts wait for the thread that writes", buckets=_DATABASE
        )
        self._jobs = self._made(
            Histogram, "beat_seconds", "What the wheel does again and again", "beat", buckets=_JOB_SECONDS
        )
        self._job_faults = self._made(Counter, "beat_faults", "Beats of the wheel that met a fault", "beat")
        self._ticked = self._made(Gauge, "last_turn_timestamp_seconds", "When the clock was last turned to its end")
        self._pending = self._made(Gauge, "owed_posts", "Messages that are not yet in Slack as they should be")
        self._oldest = self._made(Gauge, "oldest_owed_seconds", "For how long the longest of these has been owed")
        self._behind = self._made(Gauge, "schedules_behind", "Timetables whose time has come and which wait for a turn")
        self._late = self._made(Gauge, "schedules_behind_seconds", "How long ago the first of these fell due")
        self._up = self._made(Gauge, "database_up", "Whether the database answered when this was asked")
        self.ticked_at: float | None = None  # on the machine's steady clock

    def _made(self, kind: Any, name: str, about: str, *labels: str, **options: Any) -> Any:
        return kind(f"pencil_{name}", about, labels, registry=self._registry, **options)

    def act(self, kind: str, name: str, outcome: str, seconds: float) -> None:
        """Somebody did something: `kind` and `name` as in the tables, and answered, refused or failed."""
        if not _unseen.get():
            self._acts.labels(kind, name, outcome).inc()
            self._acknowledge.labels(kind).observe(seconds)

    def post(self, kind: str, outcome: str) -> None:
        """A call that was pending was made: sent, put off, refused, unknown or dropped."""
        self._posts.labels(kind, outcome).inc()

    def slack_error(self, method: str, outcome: str) -> None:
        """Slack did not take a call: refused, later or unclear."""
        if not _unseen.get():
            self._slack.labels(method, outcome).inc()

    @contextmanager
    def transaction(self, access: str) -> Iterator[None]:
        """The time of a transaction that reads or writes."""
        began = time.perf_counter()
        try:
            yield
        finally:
            if not _unseen.get():
                self._database.labels(access).observe(time.perf_counter() - began)

    def waited(self, seconds: float) -> None:
        """An act waited so long for the writer."""
        if not _unseen.get():
            self._writer.observe(seconds)

    @contextmanager
    def tick(self) -> Iterator[None]:
        """A tick runs here; to its end, unless there is a fault. Its transactions count as part of it alone."""
        with unseen():
            yield
        self.ticked_at = time.monotonic()
        self._ticked.set_to_current_time()

    def job_finished(self, name: str, seconds: float) -> None:
        """The scheduler did one of the things it does."""
        self._jobs.labels(name).observe(seconds)

    def job_failed(self, name: str) -> None:
        """One of them met a fault."""
        self._job_faults.labels(name).inc()

    def asked(
        self, pending: tuple[int, datetime | None], behind: tuple[int, datetime | None], wall: datetime, now: datetime
    ) -> None:
        """What the database says, as `bot.cli.health` asks it."""
        self._pending.set(pending[0])
        self._oldest.set((wall - pending[1]).total_seconds() if pending[1] else 0)
        self._behind.set(behind[0])
        self._late.set((now - behind[1]).total_seconds() if behind[1] else 0)
        self._up.set(1)

    def unanswered(self) -> None:
        """The database did not answer; what it said last is not so now."""
        for gauge in (self._pending, self._oldest, self._behind, self._late):
            gauge.set(float("nan"))
        self._up.set(0)

    def text(self) -> bytes:
        """All of it as Prometheus reads it."""
        return generate_latest(self._registry)
