"""Acts that meet another's on PostgreSQL are begun again: each is done once, or says no for its own reasons."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

import pytest
from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.db.statements import limit_lock_wait, refresh
from bot.db.transactions import Database
from bot.lib.refusals import GoneError
from bot.models import Partnership
from tests.world import MONDAY

pytestmark = pytest.mark.database

CHANNELS = ("C0", "C1")
ATTEMPTS = 5


class Meeting:
    """Where two acts wait for each other at their first attempt; nobody waits there a second time."""

    def __init__(self) -> None:
        self._both = threading.Barrier(2, timeout=20)
        self.came: list[str] = []

    def wait(self, who: str) -> None:
        self.came.append(who)
        with suppress(threading.BrokenBarrierError):
            self._both.wait()
            self._both.abort()


@pytest.fixture
def database(on_postgresql: str) -> Iterator[Database]:
    """One with a partnership in each channel."""
    made = Database(on_postgresql)
    with Session(made.engine) as session, session.begin():
        session.add_all(_partnership(channel) for channel in CHANNELS)
    yield made
    made.close()


def _partnership(channel: str) -> Partnership:
    return Partnership(team_id="T1", channel_id=channel, name="", zone="Europe/London", started_at=MONDAY)


def _isolated(session: Session, level: str) -> None:
    session.connection(execution_options={"isolation_level": level})


def _in(channel: str) -> ColumnElement[bool]:
    return Partnership.channel_id == channel


def _names(session: Session) -> list[str]:
    return list(session.scalars(select(Partnership.name).order_by(Partnership.channel_id)))


def _meanwhile(database: Database, act: Callable[[Session], object]) -> None:
    """Somebody else does this, and commits."""
    with Session(database.engine) as other, other.begin():
        act(other)


async def test_two_who_wait_for_each_other_are_both_done_once(database: Database) -> None:
    meeting = Meeting()

    def signs(session: Session, who: str, channels: Sequence[str]) -> str:
        first, second = (
            update(Partnership).where(_in(channel)).values(name=Partnership.name + who) for channel in channels
        )
        session.execute(first)
        meeting.wait(who)
        session.execute(second)
        return who

    told = await asyncio.gather(database.run(signs, "a", CHANNELS), database.run(signs, "b", CHANNELS[::-1]))

    assert [*told] == ["a", "b"]
    assert len(meeting.came) == 3, "one of them was begun again"
    assert await database.read(_names) in (["ab", "ab"], ["ba", "ba"])


@pytest.mark.parametrize(
    ("level", "after", "channels"),
    [("REPEATABLE READ", "look", ("C0", "C0")), ("SERIALIZABLE", "write", ("C0", "C1"))],
    ids=["the same row", "what the other has looked at"],
)
async def test_two_who_cannot_both_have_been_first_are_done_one_after_the_other(
    database: Database, level: str, after: str, channels: Sequence[str]
) -> None:
    meeting = Meeting()

    def signs(session: Session, who: str, channel: str) -> int:
        _isolated(session, level)
        everything = session.scalars(select(Partnership)).all()
        seen = sum(len(partnership.name) for partnership in everything)
        if after == "look":
            meeting.wait(who)
        next(partnership for partnership in everything if partnership.channel_id == channel).name += who
        session.flush()
        if after == "write":
            meeting.wait(who)
        return seen

    told = await asyncio.gather(database.run(signs, "a", channels[0]), database.run(signs, "b", channels[1]))

    assert sorted(told) == [0, 1], "the second has seen what the first has done"
    assert len(meeting.came) == 3
    assert sorted("".join(await database.read(_names))) == ["a", "b"]


async def test_whoever_changes_what_was_deleted_since_they_looked_is_told_that_it_is_gone(database: Database) -> None:
    looked: list[Partnership | None] = []

    def renames(session: Session) -> None:
        looked.append(partnership := session.scalar(select(Partnership).where(_in("C0"))))
        if partnership is None:
            raise GoneError
        _meanwhile(database, lambda other: other.execute(delete(Partnership).where(_in("C0"))))
        partnership.name = "Renamed"

    with pytest.raises(GoneError):
        await database.run(renames)

    assert len(looked) == 2
    assert await database.read(_names) == [""]


async def test_whoever_looks_again_at_what_was_deleted_is_told_that_it_is_gone(database: Database) -> None:
    def looks_twice(session: Session) -> None:
        partnership = session.scalars(select(Partnership).where(_in("C0"))).one()
        _meanwhile(database, lambda other: other.execute(delete(Partnership).where(_in("C0"))))
        refresh(session, partnership, hold=True)

    with pytest.raises(GoneError):
        await database.run(looks_twice)


async def test_whoever_asks_for_a_row_that_is_not_there_is_told_that_it_is_gone(database: Database) -> None:
    for do in (database.run, database.read):
        with pytest.raises(GoneError):
            await do(lambda session: session.get_one(Partnership, 999))


async def test_whoever_gives_way_lets_go_of_what_others_wait_for_and_is_done_after_them(database: Database) -> None:
    signs = [update(Partnership).where(_in(channel)).values(name=Partnership.name + "a") for channel in CHANNELS]
    begun, begun_again = threading.Event(), threading.Event()

    def ends(session: Session) -> None:
        (begun_again if begun.is_set() else begun).set()
        limit_lock_wait(session)
        session.execute(signs[0])
        session.execute(signs[1])

    with Session(database.engine) as other, other.begin():
        other.execute(select(Partnership).where(_in("C1")).with_for_update())
        ending = asyncio.create_task(database.run(ends))
        assert await asyncio.to_thread(begun_again.wait, 20)
        other.execute(update(Partnership).where(_in("C0")).values(name=Partnership.name + "o"))
    await ending

    assert await database.read(_names) == ["oa", "a"]


async def test_whoever_never_comes_first_is_told_and_nothing_is_written(database: Database) -> None:
    others = update(Partnership).where(_in("C0")).values(name=Partnership.name + "o")

    def renames(session: Session) -> None:
        _isolated(session, "REPEATABLE READ")
        session.add(_partnership("C2"))
        partnership = session.scalars(select(Partnership).where(_in("C0"))).one()
        _meanwhile(database, lambda other: other.execute(others))
        partnership.name = "Renamed"

    with pytest.raises(OperationalError):
        await database.run(renames)

    assert await database.read(_names) == ["o" * ATTEMPTS, ""]
