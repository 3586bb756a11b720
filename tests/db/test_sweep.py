"""What is swept is gone from the database's files; what could still be seen by somebody is not called swept."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import Connection, NullPool, create_engine, event, text

from bot.db.transactions import Database
from bot.models import Ballot
from tests import databases
from tests.attacks import copies

pytestmark = pytest.mark.database

TABLES = ["ballots", "pulse_keys"]


@pytest.fixture
def database(database_url: str) -> Database:
    return Database(database_url)


async def _filled_and_emptied(database: Database, sealed: bytes = b"s" * 44) -> None:
    await database.run(
        lambda session: session.add_all(
            Ballot(pulse_id=1, number=bytes([number]) * 16, partnership_id=1, sealed=sealed) for number in range(20)
        )
    )
    await database.run(lambda session: session.execute(text("DELETE FROM ballots WHERE pulse_id = 1")))


async def test_what_nobody_can_see_any_more_is_swept(database: Database) -> None:
    await _filled_and_emptied(database)

    await _until_swept(database)

    database.close()


async def test_while_somebody_still_looks_back_nothing_counts_as_swept(database: Database) -> None:
    await database.run(lambda session: session.execute(text("SELECT 1")))
    with database.engine.connect() as other:
        _look(other)
        await _filled_and_emptied(database)
        assert not await database.sweep(TABLES)
    await _until_swept(database)
    database.close()


async def test_what_was_kept_for_somebody_who_goes_meanwhile_does_not_count_as_swept(database: Database) -> None:
    with database.engine.connect() as other:
        _look(other)
        await _filled_and_emptied(database)

        @event.listens_for(database.engine, "after_cursor_execute")
        def _go_after_the_last_table(_by: object, _cursor: object, statement: str, *_about: object) -> None:
            if statement == f"VACUUM (FULL, VERBOSE) {TABLES[-1]}":
                other.rollback()

        assert not await database.sweep(TABLES)
        other.rollback()
        await _until_swept(database)
    database.close()


async def test_while_somebody_is_at_work_who_began_before_nothing_counts_as_swept(on_postgresql: str) -> None:
    database = Database(on_postgresql)
    with database.engine.connect() as other:  # between two statements, when they look at nothing
        other.execution_options(isolation_level="READ COMMITTED")
        other.exec_driver_sql("SELECT txid_current()")
        await _filled_and_emptied(database)
        assert not await database.sweep(TABLES)
    await _until_swept(database)
    database.close()


async def test_what_a_connection_that_is_being_made_holds_back_does_not_count_as_swept(
    on_postgresql: str,
) -> None:
    """Such a connection is shown nowhere; it holds back what was deleted since the oldest transaction on the server."""
    database, elsewhere = Database(on_postgresql), create_engine(databases.on_server(on_postgresql))
    connected, enough = Event(), Event()

    def connect() -> None:
        while not enough.is_set():
            with create_engine(on_postgresql, poolclass=NullPool).connect():
                connected.set()

    with ThreadPoolExecutor(1) as others, elsewhere.connect() as at_work:
        at_work.execute(text("SELECT txid_current()"))
        others.submit(connect)
        try:
            await asyncio.to_thread(connected.wait)
            for number in range(5):
                await _filled_and_emptied(database, secret := b"zanzibar%d" % number)
                assert not (await database.sweep(TABLES) and _on_the_disk(on_postgresql, secret))
        finally:
            enough.set()
    await _until_swept(database)
    assert not _on_the_disk(on_postgresql, secret)
    database.close()
    elsewhere.dispose()


async def _until_swept(database: Database) -> None:
    """Somebody on the same server may hold it up for a moment."""
    async with asyncio.timeout(60):
        while not await database.sweep(TABLES):
            pass


def _on_the_disk(url: str, secret: bytes) -> bool:
    copies.execute(url, "CHECKPOINT")
    return bool(copies.present([secret], copies.files_of(url)))


def _look(other: Connection) -> None:
    """Sees the database from now on as it is at this moment."""
    if other.dialect.name == "postgresql":
        other.execution_options(isolation_level="REPEATABLE READ")
    else:
        other.exec_driver_sql("COMMIT")  # a reader, not the writer that our engine begins
        other.exec_driver_sql("BEGIN")
    other.exec_driver_sql("SELECT count(*) FROM partnerships")  # another table, which they hold
