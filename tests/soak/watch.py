"""How the processes and the database are, again and again: a line of JSON each time."""

import asyncio
import contextlib
import json
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import aiohttp
import psutil
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from tests.faults.town import Town
from tests.soak.staff import Staff

_MB = 1e6
_SECONDS = 5
_POSTS = "SELECT count(*), coalesce(extract(epoch FROM now() - min(owed_at)), 0) FROM posts WHERE method IS NOT NULL"
_CONNECTIONS = (
    "SELECT count(*), count(*) FILTER (WHERE state LIKE 'idle in%%' AND now() - state_change > interval '1 second')"
    " FROM pg_stat_activity WHERE datname = current_database() AND pid != pg_backend_pid()"
)
_TABLES = (
    "SELECT relname, pg_total_relation_size(oid) FROM pg_class"
    " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
)


@dataclass(frozen=True)
class Vitals:
    """A process: memory in megabytes, files and threads it has open, and how long it took to answer, if it does."""

    name: str
    pid: int
    memory: float
    descriptors: int
    threads: int
    answered: float | None  # milliseconds


@dataclass(frozen=True)
class Sample:
    """All of it at one moment, in seconds since the run began; of the database nothing while it is away."""

    at: float
    processes: list[Vitals]
    connections: int | None = None
    stuck: int | None = None  # connections that hold a transaction and do nothing
    pending: int | None = None
    oldest: float | None = None  # seconds for which the first of them has been pending
    tables: dict[str, float] = field(default_factory=dict)  # megabytes, with indexes
    here: float = 0  # milliseconds by which the soak itself is late: the stand-in Slack, and everybody in it

    @property
    def size(self) -> float:
        return sum(self.tables.values())


class Watch:
    """`samples` is what has been seen, and stands in `file`."""

    def __init__(self, town: Town, staff: Staff, file: Path) -> None:
        self._town, self._staff, self._file = town, staff, file
        self.samples: list[Sample] = []
        self._seen = 0  # calls of Slack that have been looked at
        self._ports: dict[int, int] = {}  # where each process listens
        file.write_text("")

    async def look(self, began: float) -> Sample:
        at, late = time.monotonic() - began, time.monotonic()
        await asyncio.sleep(0.01)
        here = (time.monotonic() - late - 0.01) * 1000
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_SECONDS)) as session:
            processes = [
                vitals
                for name, process in [*self._staff.working.items()]
                if (vitals := await self._vitals(session, name, process.pid)) is not None
            ]
        sample = Sample(at, processes, here=here)
        with contextlib.suppress(SQLAlchemyError):
            sample = await asyncio.to_thread(self._ask, sample)
        self.samples.append(sample)
        with self._file.open("a") as file:
            file.write(json.dumps(asdict(sample)) + "\n")
        self._forget()
        return sample

    async def _vitals(self, session: aiohttp.ClientSession, name: str, pid: int) -> Vitals | None:
        try:
            process = psutil.Process(pid)
            with process.oneshot():
                memory, descriptors, threads = process.memory_info().rss / _MB, process.num_fds(), process.num_threads()
            if not self._ports.get(pid):
                self._ports[pid] = _port(process)
        except psutil.Error:
            return None
        answered = await _answered(session, port) if (port := self._ports[pid]) else None
        return Vitals(name, pid, memory, descriptors, threads, answered)

    def _ask(self, sample: Sample) -> Sample:
        on = create_engine(self._town.database_url, poolclass=NullPool, connect_args={"connect_timeout": 2})
        with on.connect() as connection:
            connections, stuck = connection.execute(text(_CONNECTIONS)).one()
            pending, oldest = connection.execute(text(_POSTS)).one()
            tables = {name: size / _MB for name, size in connection.execute(text(_TABLES))}
        on.dispose()
        return Sample(sample.at, sample.processes, connections, stuck, pending, float(oldest), tables, sample.here)

    def _forget(self) -> None:
        """What was said in calls long past: the stand-in Slack would remember it all, and the count needs places."""
        calls = self._town.slack.calls
        while self._seen < len(calls) and calls[self._seen].outcome != "under way":
            call = calls[self._seen]
            call.args = {"channel": call.args.get("channel")}
            self._seen += 1


def _port(process: psutil.Process) -> int:
    """Where it listens; 0 if it does not yet."""
    return next(
        (
            connection.laddr.port
            for connection in process.net_connections("tcp")
            if connection.status == psutil.CONN_LISTEN
        ),
        0,
    )


async def _answered(session: aiohttp.ClientSession, port: int) -> float | None:
    began = time.monotonic()
    with contextlib.suppress(aiohttp.ClientError, TimeoutError):
        async with session.get(f"http://127.0.0.1:{port}/livez") as answer:
            await answer.read()
            return (time.monotonic() - began) * 1000
    return None
