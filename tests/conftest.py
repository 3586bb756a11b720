"""Databases, a Slack and a Pencil for every test; all of them real, all on this machine."""

import gc
import importlib
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from playwright.async_api import Browser, async_playwright
from sqlalchemy.orm import Session

from bot.db.transactions import Database
from tests import coverage, databases, selection
from tests.costs import Costs
from tests.drawing import drawn_here
from tests.outbox.rows import WALL, Rows
from tests.outbox.typed import faults
from tests.world import World

_POSTGRES = "PENCIL_TEST_POSTGRES"
_TEMPLATE = "PENCIL_TEST_TEMPLATE"  # a SQLite file with the current schema, where one has been made before
_OURS = ("SLACK_", "DATABASE_", "SQLITE_", "COMMAND_", "HOLIDAYS", "LEASE_", "CLOCK_", "PENCIL_KEY", "METRICS", "LOG_")
ROOT = Path(__file__).parent.parent
BROWSER_REQUIRED = os.environ.get("PENCIL_BROWSER_REQUIRED") == "1"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]

hypothesis.settings.register_profile("pencil", deadline=None)  # how fast a busy machine is is nothing a test is about
hypothesis.settings.load_profile("pencil")
UNSHRUNK = (hypothesis.Phase.explicit, hypothesis.Phase.generate)  # whether it fails, the same each time
hypothesis.settings.register_profile("unshrunk", deadline=None, derandomize=True, database=None, phases=UNSHRUNK)
MANIFEST = json.loads((ROOT / "bot" / "manifest.json").read_text())


@pytest.fixture(autouse=True)
def _nothing_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(_OURS):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if made := os.environ.get(_TEMPLATE):
        return Path(made)
    path = tmp_path_factory.mktemp("template") / "pencil.db"
    databases.migrate(f"sqlite:///{path}")
    return path


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--take-pictures", action="store_true", help="take the pictures of docs/pictures anew")
    parser.addoption("--costs", type=Path, metavar="FILE", help="write what each test cost, and tell of the dearest")
    parser.addoption("--quick", action="store_true", help="nothing slow, and each story on one of the databases")
    parser.addoption("--sqlite", action="store_true", help="nothing slow, and each story on SQLite; no PostgreSQL")


def pytest_xdist_auto_num_workers() -> int:
    """Two more than there are processors: one waits most of the time, and each of the others now and then."""
    return (os.cpu_count() or 1) + 2


def pytest_sessionstart(session: pytest.Session) -> None:
    """Each worker reads a share of the tests before it reads all: so what has to be compiled is, by one of them."""
    given = getattr(session.config, "workerinput", None)
    if given and session.config.args == session.config.getini("testpaths"):
        worker = int(given["workerid"].removeprefix("gw"))
        for file in sorted(Path(__file__).parent.rglob("test_*.py"))[worker :: given["workercount"]]:
            importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))


def pytest_collection_finish() -> None:
    """What was read to begin with stays, and is not gone through each time garbage is looked for."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The slow come first."""
    if config.option.quick or config.option.sqlite:
        wanted = selection.is_on_sqlite if config.option.sqlite else selection.is_quick
        config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
        items[:] = [item for item in items if wanted(item)]
    items[:] = selection.in_order(items, getattr(config, "workerinput", {}).get("workercount", 1))


def pytest_configure(config: pytest.Config) -> None:
    """One PostgreSQL and one folder for the whole run, whichever process asks; the workers are told where they are."""
    if config.option.costs:
        config.pluginmanager.register(Costs(config.option.costs))
    coverage.register(config)
    if hasattr(config, "workerinput"):
        return
    stack = ExitStack()
    if not config.option.basetemp:
        config.option.basetemp = f"{stack.enter_context(databases.folder('pencil-tests-'))}/tests"
    if not config.option.sqlite:
        os.environ[_POSTGRES] = stack.enter_context(databases.server())
    config.add_cleanup(stack.close)


@pytest.fixture(scope="session")
def _lent(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, databases.Lent]]:
    files = databases.Files(tmp_path_factory.mktemp("databases"), sqlite_template)
    served = databases.Served(os.environ.get(_POSTGRES, ""))
    yield {"sqlite": files, "postgresql": served}
    served.close()


@pytest.fixture(params=selection.DATABASES)
def new_database(request: pytest.FixtureRequest, tmp_path: Path, _lent: dict[str, databases.Lent]) -> Callable[[], str]:
    """Makes empty databases with the current schema: for one run of a test SQLite ones, for another PostgreSQL ones."""
    if "database" in request.keywords:
        return partial(_on_sqlite, request, tmp_path) if request.param == "sqlite" else _on_postgres
    lent = _lent[request.param]
    lent.begin()
    return lent


@pytest.fixture(autouse=True)
def _known_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test has compiled the next need not."""
    monkeypatch.setattr(sys.modules[Database.__module__], "engine", databases.ENGINES)


@pytest.fixture
def database_url(new_database: Callable[[], str]) -> str:
    """One such database."""
    return new_database()


@pytest.fixture
def new_on_postgresql() -> Callable[[], str]:
    """Makes empty databases on PostgreSQL."""
    return _on_postgres


@pytest.fixture
def on_postgresql() -> str:
    """An empty database on PostgreSQL, for what takes several processes."""
    return _on_postgres()


def _on_sqlite(request: pytest.FixtureRequest, folder: Path) -> str:
    return databases.in_file(folder, request.getfixturevalue("sqlite_template"))


def _on_postgres() -> str:
    return databases.on_server(os.environ[_POSTGRES])


@pytest.fixture
def manifest() -> Any:
    """What the Pencil of the world has asked Slack for."""
    return MANIFEST


@pytest.fixture
async def world(manifest: Any, database_url: str) -> AsyncIterator[World]:
    """A channel shared by two workspaces, with Pencil in it, and nothing begun. Nobody may complain."""
    async with World(manifest, database_url) as made:
        yield made
        with Session(made.bot.database.engine) as session:
            assert faults(session, made.typed) == []
    assert made.slack.complaints == []


@pytest.fixture
def rows(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rows]:
    """Two partnerships and their posts in a database, with a clock that stands still; no Slack."""
    monkeypatch.setattr("bot.lib.clock.wall", lambda: WALL)
    on = databases.ENGINES(database_url)
    with Session(on) as session, session.begin():
        yield Rows(session)
    on.dispose()


@pytest.fixture
def open_to_all() -> Iterator[None]:
    """A machine on which everybody may read what is made, unless its maker says otherwise."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture(autouse=True)
def _no_waiting(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Channels take as many messages as come, and what failed is tried again at once; `paced` tests keep the times."""
    if "paced" not in request.keywords:
        monkeypatch.setattr("bot.outbox.claims.PACE", timedelta(0))
        monkeypatch.setattr("bot.outbox.claims.HOME_PACE", timedelta(0))
        monkeypatch.setattr("jobs.delivery._SETTLE", 0.0)
        for job in ("delivery", "files"):
            monkeypatch.setattr(f"jobs.{job}._LONGEST_WAIT", 0.0)


@pytest.fixture(autouse=True)
def _drawn_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are drawn in this process; `drawn` tests have them drawn in one of their own, as in life."""
    if "drawn" not in request.keywords:
        monkeypatch.setattr("bot.drawing.process.drawn_by", drawn_here)


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is no fault; that nobody waits long is tried with processes of their own."""
    monkeypatch.setattr("bot.db.deadline.SECONDS", 20.0)
    for limit in ("presence.SECONDS", "people._SECONDS", "people._BESIDE"):
        monkeypatch.setattr(f"handlers.{limit}", 20.0)
    asking = ("channel_people._SECONDS", "channel_people.REPLY_SECONDS", "links.LOOK_SECONDS")
    for limit in (*asking, "client.LOOK_SECONDS", "client.REPLY_SECONDS"):
        monkeypatch.setattr(f"bot.slack.{limit}", 20.0)
    monkeypatch.setattr("sandbox.app.transport.SECONDS", 20.0)
    monkeypatch.setattr("sandbox.api.views.TRIGGER_SECONDS", 20.0)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A real one, where there is one."""
    async with async_playwright() as playwright:
        path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        if path is None and not Path(playwright.chromium.executable_path).exists():
            if BROWSER_REQUIRED:
                pytest.fail("no browser, and PENCIL_BROWSER_REQUIRED=1 says there has to be one")
            pytest.skip("no Chromium here: playwright install chromium, or the system's own")
        browser = await playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        await browser.close()
