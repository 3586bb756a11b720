"""Acts that are committed together stand and fall each by itself."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.db.deadline import UnsureError
from bot.db.engine import engine
from bot.db.transactions import Database
from bot.models import Pace, Partnership

pytestmark = pytest.mark.database

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    made = Database(database_url)
    yield made
    made.close()


def _begun(session: Session, channel: str, *, at_once: bool = False) -> str:
    session.add(Partnership(team_id="T1", channel_id=channel, name=channel, zone="Europe/London", started_at=NOW))
    if at_once:
        session.flush()
    return channel


def _channels(session: Session) -> list[str]:
    return list(session.scalars(select(Partnership.channel_id).order_by(Partnership.channel_id)))


def test_no_statement_asks_who_listens(database_url: str) -> None:
    """With a listener to anything its connections do, an engine asks before and after each statement who listens."""
    made = engine(database_url)
    with made.begin() as connection:
        assert connection.scalar(select(func.count()).select_from(Pace)) == 0
    assert not made._has_events
    made.dispose()


@pytest.mark.parametrize("at_once", [False, True])
async def test_an_act_that_breaks_takes_none_with_it(database: Database, *, at_once: bool) -> None:
    await database.run(_begun, "C0")
    acts = [database.run(_begun, channel, at_once=at_once) for channel in ("C1", "C0", "C2", "C0", "C3")]

    done = await asyncio.gather(*acts, return_exceptions=True)

    assert [outcome for outcome in done if isinstance(outcome, str)] == ["C1", "C2", "C3"]
    assert [type(outcome) for outcome in done if not isinstance(outcome, str)] == [type(done[1])] * 2
    assert isinstance(done[1], SQLAlchemyError)
    assert await database.read(_channels) == ["C0", "C1", "C2", "C3"]


async def test_what_an_act_left_behind_is_not_seen_by_the_next(database: Database) -> None:
    def undecided(session: Session) -> None:
        _begun(session, "C1", at_once=True)
        raise LookupError

    def counted(session: Session) -> int:
        return len(session.identity_map) + len(session.new) + len(_channels(session))

    told = await asyncio.gather(database.run(undecided), database.run(counted), return_exceptions=True)

    assert isinstance(told[0], LookupError)
    assert told[1] == 0


@pytest.mark.parametrize("rows", [1, 2, 50])
async def test_what_a_stuck_process_wrote_last_is_let_go_however_many_rows_it_was(
    on_postgresql: str, rows: int
) -> None:
    database = Database(on_postgresql)

    def writes(session: Session) -> None:
        session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 200"))
        session.execute(insert(Pace), [{"key": str(number), "free_at": NOW} for number in range(rows)])
        time.sleep(0.5)

    with pytest.raises(UnsureError):
        await database.run(writes)
    assert await database.read(lambda session: session.scalar(select(func.count()).select_from(Pace))) == 0
    database.close()
