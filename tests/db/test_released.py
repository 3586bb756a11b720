"""A database of every release there has been comes to this Pencil with everything that was in it."""

from pathlib import Path

import pytest

from bot.db import migrations
from tests import databases
from tests.attacks.copies import execute, on_sqlite
from tests.db.released import VERSIONS, Release, everything, listed, load, lost
from tests.transfer.folders import goes_out

pytestmark = pytest.mark.database


@pytest.fixture
def nothing(database_url: str, tmp_path: Path) -> str:
    """The address of a database in which there is nothing yet."""
    return f"sqlite:///{tmp_path / 'nothing.db'}" if on_sqlite(database_url) else databases.with_nothing(database_url)


@pytest.mark.parametrize("release", listed(), ids=VERSIONS)
def test_what_a_release_left_is_all_there_after_the_migrations(nothing: str, release: Release, tmp_path: Path) -> None:
    load(release.version, nothing)
    before = everything(nothing)
    assert before["alembic_version"] == [{"version_num": release.schema}]
    assert [table for table, rows in before.items() if len(rows) >= 3] != []

    databases.migrate(nothing)

    after = everything(nothing)
    assert after["alembic_version"] == [{"version_num": migrations.latest()}]
    assert lost(before, after) == []
    assert goes_out(nothing, tmp_path / "export"), "it can be exported as one of today"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE wins SET text = 'no words' WHERE id = 2",
        "DELETE FROM cheers WHERE post_id = 1",
        "ALTER TABLE wins DROP COLUMN turn",
        "DROP TABLE introduced",
    ],
)
def test_a_migration_that_loses_something_would_be_found(nothing: str, change: str) -> None:
    load(VERSIONS[0], nothing)
    before = everything(nothing)
    assert lost(before, everything(nothing)) == []

    execute(nothing, change)

    assert lost(before, everything(nothing)) != []
