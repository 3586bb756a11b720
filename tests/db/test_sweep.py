"""What is swept is gone from the database's files; what could still be seen by somebody is not called swept."""

import pytest
from sqlalchemy import text

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
        if other.dialect.name == "postgresql":
            other.execution_options(isolation_level="REPEATABLE READ")
        else:
            other.exec_driver_sql("COMMIT")  # a reader, not the writer that our engine begins
            other.exec_driver_sql("BEGIN")
        other.exec_driver_sql("SELECT count(*) FROM ballots")
        await _filled_and_emptied(database)
        assert not await database.sweep(TABLES)
    assert await database.sweep(TABLES)
    database.close()
