"""On PostgreSQL a migration waits its turn: people go on, and what was done is kept if it has to give up."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from bot.db import migrations
from bot.db.engine import engine
from bot.db.transactions import Database
from bot.settings import SettingsError
from tests import databases
from tests.conftest import ROOT
from tests.transfer.folders import fill

NEXT = """
import sqlalchemy as sa
from alembic import op
from bot.db import online

revision, down_revision, branch_labels, depends_on = '9999', '{latest}', None, None


def upgrade() -> None:
    op.add_column('wins', sa.Column('place', sa.String(), nullable=True))
    online.create_index('ix_wins_place', 'wins', ['place'])
"""
WAITS = """
SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
WHERE NOT granted AND datname = current_database()
"""


@pytest.fixture
def on(on_postgresql: str) -> Iterator[Engine]:
    fill(on_postgresql, ["some words"])
    made = engine(on_postgresql)
    yield made
    made.dispose()


@pytest.fixture
def _another_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One more than there are: a column and an index for a table that everybody uses."""
    scripts = shutil.copytree(ROOT / "bot" / "migrations", tmp_path / "migrations")
    (scripts / "versions" / "9999_a_place.py").write_text(NEXT.format(latest=migrations.latest()))
    caches = (migrations.latest, migrations.revisions)
    monkeypatch.setattr(migrations, "_SCRIPTS", scripts)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


async def _until_it_waits(on: Engine) -> None:
    async with asyncio.timeout(60):
        while not await asyncio.to_thread(_asked, on, WAITS):
            pass


def _asked(on: Engine, query: str) -> object:
    with on.connect() as connection:
        return connection.execute(text(query)).scalar_one_or_none()


INDEXED = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('ix_wins_place')"


@pytest.mark.usefixtures("_another_migration")
async def test_people_go_on_while_a_migration_waits_for_somebody_who_takes_long(on: Engine) -> None:
    database = Database(on.url.render_as_string(hide_password=False))
    with on.connect() as other:
        other.execute(text("SELECT count(*) FROM wins"))  # a backup, say, or somebody's long query
        migrating = asyncio.create_task(asyncio.to_thread(migrations.migrate, on))
        await _until_it_waits(on)
        async with asyncio.timeout(30):
            await database.run(lambda session: session.execute(text("UPDATE wins SET text = 'new words'")) and None)
        assert not migrating.done()

    assert await migrating
    assert _asked(on, INDEXED) is True
    assert _asked(on, "SELECT count(*) FROM wins WHERE text = 'new words' AND place IS NULL") == 3
    database.close()


@pytest.mark.usefixtures("_another_migration")
async def test_one_that_never_has_its_turn_says_so_and_begins_again(
    on: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "_ATTEMPTS", 1)
    before = migrations.revisions()
    with on.connect() as other:
        other.execute(text("SELECT count(*) FROM wins"))
        with pytest.raises(SettingsError, match="something holds a table that has to change"):
            await asyncio.to_thread(migrations.migrate, on)
    assert _asked(on, "SELECT version_num FROM alembic_version") == max(before - {"9999"})

    assert migrations.migrate(on)
    assert not migrations.migrate(on)


def _make_index(on: Engine) -> None:
    """One that cannot be, as several wins are of one partnership."""
    with on.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE UNIQUE INDEX CONCURRENTLY ix_wins_place ON wins (partnership_id)"))


@pytest.mark.usefixtures("_another_migration")
def test_an_index_that_was_left_half_made_is_made_anew(on: Engine) -> None:
    with pytest.raises(IntegrityError, match="ix_wins_place"):
        _make_index(on)
    assert _asked(on, INDEXED) is False

    migrations.migrate(on)

    assert _asked(on, INDEXED) is True


async def test_two_at_once_do_it_once(on_postgresql: str) -> None:
    on = [engine(url) for url in [databases.with_nothing(on_postgresql)] * 2]
    done = await asyncio.gather(*(asyncio.to_thread(migrations.migrate, process) for process in on))
    assert sorted(done) == [False, True]
    for made in on:
        made.dispose()
