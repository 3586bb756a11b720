"""The tables are what the migrations make, and say of whom they are."""

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Table

from bot.db import migrations
from bot.db.columns import Moment
from bot.db.engine import engine
from bot.models import Base
from bot.pulse.ballots import HELD
from bot.transfer.format import SHARED
from tests.conftest import ROOT


def test_migrations_make_what_the_models_say(database_url: str) -> None:
    on = engine(database_url)
    with on.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    on.dispose()
    assert differences == []


def test_revisions_follow_one_another_as_the_files_are_named() -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "bot" / "migrations"))
    scripts = list(ScriptDirectory.from_config(config).walk_revisions())
    assert [script.revision for script in reversed(scripts)] == sorted(migrations.revisions())
    assert migrations.latest() == scripts[0].revision


def test_what_an_open_pulse_holds_has_no_order_and_points_at_nobody() -> None:
    assert HELD
    for table in HELD:
        made = table.__table__
        assert isinstance(made, Table)
        assert made.dialect_options["sqlite"]["with_rowid"] is False
        assert not made.foreign_keys
        assert not [column.name for column in made.columns if isinstance(column.type, Moment)]


def test_every_row_but_those_of_no_partnership_belongs_to_one() -> None:
    assert len(Base.metadata.sorted_tables) > 10
    for table in Base.metadata.sorted_tables:
        if table.name not in SHARED | {"partnerships"}:
            assert "partnership_id" in table.columns, table.name
