"""Acts that are done in sets: what the form leaves, or fails at, each act does by itself, and whoever waits hears."""

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.db import deadline, sets
from bot.db.deadline import TooSlowError, UnsureError
from bot.db.transactions import Database
from bot.lib.refusals import GoneError, Refusal
from bot.models import Partnership
from tests.world import MONDAY

pytestmark = pytest.mark.database

Call = tuple[str]


class Begun:
    """Partnerships begun in sets, in channels that begin with `C`; others are left to the rule."""

    def __init__(self) -> None:
        self.in_sets: list[list[str]] = []
        self.alone: list[str] = []
        self.rule = sets.done_by(self.all_together)(self.by_itself)
        self.fails = False

    def all_together(self, session: Session, calls: Sequence[Call]) -> list[str]:
        channels = [channel for (channel,) in calls if channel.startswith("C")]
        self.in_sets.append(channels)
        session.add_all(_partnership(channel) for channel in channels)
        session.flush()
        if self.fails:
            raise ValueError(channels)
        return [f"together {channel}" if channel in channels else sets.LEFT for (channel,) in calls]

    def by_itself(self, session: Session, channel: str) -> str:
        self.alone.append(channel)
        if channel.startswith("R"):
            raise Refusal
        session.add(_partnership(channel))
        return f"alone {channel}"


def _partnership(channel: str) -> Partnership:
    return Partnership(team_id="T1", channel_id=channel, name="", zone="Europe/London", started_at=MONDAY)


def _channels(session: Session) -> list[str]:
    return list(session.scalars(select(Partnership.channel_id).order_by(Partnership.channel_id)))


@pytest.fixture
def begun() -> Iterator[Begun]:
    made = Begun()
    yield made
    del sets._FORMS[made.by_itself]


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    made = Database(database_url)
    yield made
    made.close()


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """What is said of sets in the log."""
    said: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(str(record.msg))

    handler = Kept()
    logging.getLogger("bot.db.gathering").addHandler(handler)
    try:
        yield said
    finally:
        logging.getLogger("bot.db.gathering").removeHandler(handler)


async def test_what_comes_at_once_is_one_set_and_what_it_leaves_is_done_by_itself(
    database: Database, begun: Begun
) -> None:
    asked = [database.run(begun.rule, channel) for channel in ("C1", "X1", "C2", "R1", "C3")]

    told = await asyncio.gather(*asked, return_exceptions=True)

    assert begun.in_sets == [["C1", "C2", "C3"]]
    assert sorted(begun.alone) == ["R1", "X1"]
    assert [outcome for outcome in told if isinstance(outcome, str)] == [
        "together C1",
        "alone X1",
        "together C2",
        "together C3",
    ]
    assert isinstance(told[3], Refusal)
    assert await database.read(_channels) == ["C1", "C2", "C3", "X1"]


async def test_where_the_form_fails_nothing_of_its_set_is_kept_and_each_is_done_by_itself(
    database: Database, begun: Begun
) -> None:
    begun.fails = True

    told = await asyncio.gather(*(database.run(begun.rule, channel) for channel in ("C1", "C2")))

    assert told == ["alone C1", "alone C2"]
    assert await database.read(_channels) == ["C1", "C2"]


async def test_one_that_cannot_be_kept_takes_none_with_it(database: Database, begun: Begun) -> None:
    await database.run(begun.rule, "C2")

    told = await asyncio.gather(
        *(database.run(begun.rule, each) for each in ("C1", "C2", "C3")), return_exceptions=True
    )

    assert told[0] == "alone C1"
    assert type(told[1]).__name__ == "IntegrityError"
    assert told[2] == "alone C3"
    assert await database.read(_channels) == ["C1", "C2", "C3"]


class Held:
    """An act that is taken up, and goes on when it is told to."""

    def __init__(self) -> None:
        self.begun, self.may_go_on = threading.Event(), threading.Event()

    def waits(self, *_: object) -> list[str]:
        self.begun.set()
        assert self.may_go_on.wait(20)
        return ["went on"]


async def test_whoever_stops_waiting_is_not_in_the_set_and_nothing_of_theirs_is_written(
    database: Database, begun: Begun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadline, "SECONDS", 0.2)
    held = Held()
    slow = sets.done_by(held.waits)(Begun().by_itself)

    try:
        first = asyncio.create_task(database.run(slow, "X1"))
        await asyncio.to_thread(held.begun.wait)
        with pytest.raises(TooSlowError), deadline.enforced():
            await database.run(begun.rule, "C1")
        held.may_go_on.set()
        assert await database.run(begun.rule, "C2") == "together C2"
        assert await first == "went on"
    finally:
        del sets._FORMS[slow]

    assert begun.in_sets == [["C2"]]
    assert await database.read(_channels) == ["C2"]


async def test_somebody_who_stops_waiting_while_the_set_is_done_takes_nobody_with_them(
    database: Database, begun: Begun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadline, "SECONDS", 0.2)
    held, honest = Held(), begun.all_together

    def slowly(session: Session, calls: Sequence[Call]) -> list[str]:
        held.waits()
        return honest(session, calls)

    sets.done_by(slowly)(begun.by_itself)

    async def waits(channel: str) -> str:
        with deadline.enforced():
            return await database.run(begun.rule, channel)

    impatient, patient = asyncio.create_task(waits("C1")), asyncio.create_task(database.run(begun.rule, "C2"))
    with pytest.raises(TooSlowError):
        await impatient
    held.may_go_on.set()

    assert await patient == "alone C2"
    assert await database.read(_channels) == ["C2"]


async def test_where_the_server_goes_away_with_the_order_to_commit_nobody_is_told_that_it_was(
    on_postgresql: str, begun: Begun
) -> None:
    database = Database(on_postgresql)
    honest = begun.all_together

    def stuck(session: Session, calls: Sequence[Call]) -> list[str]:
        session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 200"))
        answers = honest(session, calls)
        time.sleep(0.5)
        return answers

    sets.done_by(stuck)(begun.by_itself)

    told = await asyncio.gather(*(database.run(begun.rule, each) for each in ("C1", "C2")), return_exceptions=True)

    assert [type(outcome) for outcome in told] == [UnsureError, UnsureError]
    assert begun.alone == []
    assert await database.read(_channels) == []
    database.close()


class Asked:
    """A question that is asked in sets, for words with one letter; others are asked by themselves."""

    def __init__(self) -> None:
        self.in_sets: list[int] = []
        self.question = sets.done_by(self.all_together)(self.by_itself)

    def all_together(self, session: Session, calls: Sequence[tuple[str]]) -> list[str]:
        self.in_sets.append(len(calls))
        if any(word == "fails" for (word,) in calls):
            raise LookupError
        session.execute(text("SELECT 1"))
        return [word.upper() if len(word) == 1 else sets.LEFT for (word,) in calls]

    def by_itself(self, session: Session, word: str) -> str:
        if word == "gone":
            session.execute(select(Partnership)).scalars().one()
        return f"{word} alone"


async def test_questions_are_asked_in_sets_too(database: Database) -> None:
    asked = Asked()
    try:
        words = ("a", "bb", "c", "gone")
        told = await asyncio.gather(*(database.read(asked.question, word) for word in words), return_exceptions=True)
        broken = await asyncio.gather(*(database.read(asked.question, word) for word in ("a", "fails")))
    finally:
        del sets._FORMS[asked.by_itself]

    assert told[:3] == ["A", "bb alone", "C"]
    assert isinstance(told[3], GoneError)
    assert broken == ["a alone", "fails alone"]
    assert asked.in_sets == [4, 2]


async def test_a_set_that_failed_is_told_to_the_log_without_anybodys_words(database: Database, begun: Begun) -> None:
    begun.fails = True

    with _complaints() as said:
        await database.run(begun.rule, "C1")

    assert len(said) == 1
    assert "a set of acts failed" in said[0]
    assert "C1" not in said[0]


async def test_what_is_handed_over_as_the_database_closes_is_refused(database_url: str, begun: Begun) -> None:
    database = Database(database_url)
    asking = asyncio.create_task(database.run(begun.rule, "C1"))
    asyncio.get_running_loop().call_soon(database.close)  # it has asked by then, and nothing is taken up yet

    with pytest.raises(RuntimeError, match="closed"):
        await asking
