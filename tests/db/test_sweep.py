"""What is swept is gone from the database's files; what could still be seen by somebody is not called swept."""

import pytest
from sqlalchemy import Connection, event, text

from bot.db.transactions import Database
from bot.models import Ballot

pytestmark = pytest.mark.database

TABLES = ["ballots", "pulse_keys"]


@pytest.fixture
def database(database_url: str) -> Database:
    return Database(database_url)


async def _filled_and_emptied(database: Database) -> None:
    await database.run(
        lambda session: session.add_all(
            Ballot(pulse_id=1, number=bytes([number]) * 16, partnership_id=1, sealed=b"s" * 44) for number in range(20)
        )
    )
    await database.run(lambda session: session.execute(text("DELETE FROM ballots WHERE pulse_id = 1")))


async def test_what_nobody_can_see_any_more_is_swept(database: Database) -> None:
    await _filled_and_emptied(database)

    assert await database.sweep(TABLES)

    database.close()


async def test_while_somebody_still_looks_back_nothing_counts_as_swept(database: Database) -> None:
    await database.run(lambda session: session.execute(text("SELECT 1")))
    with database.engine.connect() as other:
        _look(other)
        await _filled_and_emptied(database)
        assert not await database.sweep(TABLES)
    assert await database.sweep(TABLES)
    database.close()


async def test_what_was_kept_for_somebody_who_goes_meanwhile_does_not_count_as_swept(database: Database) -> None:
    with database.engine.connect() as other:
        _look(other)
        await _filled_and_emptied(database)

        @event.listens_for(database.engine, "after_cursor_execute")
        def _go_after_the_last_table(_by: object, _cursor: object, statement: str, *_about: object) -> None:
            if statement == f"VACUUM FULL {TABLES[-1]}":
                other.rollback()

        assert not await database.sweep(TABLES)
        other.rollback()
        assert await database.sweep(TABLES)
    database.close()


async def test_while_somebody_is_at_work_who_began_before_nothing_counts_as_swept(on_postgresql: str) -> None:
    database = Database(on_postgresql)
    with database.engine.connect() as other:  # between two statements, when they look at nothing
        other.execution_options(isolation_level="READ COMMITTED")
        other.exec_driver_sql("SELECT txid_current()")
        await _filled_and_emptied(database)
        assert not await database.sweep(TABLES)
    assert await database.sweep(TABLES)
    database.close()


def _look(other: Connection) -> None:
    """Sees the database from now on as it is at this moment."""
    if other.dialect.name == "postgresql":
        other.execution_options(isolation_level="REPEATABLE READ")
    else:
        other.exec_driver_sql("COMMIT")  # a reader, not the writer that our engine begins
        other.exec_driver_sql("BEGIN")
    other.exec_driver_sql("SELECT count(*) FROM partnerships")  # another table, which they hold
