"""Copies of the database while a pulse is open: one by itself, or one on either side of a *Send*.

They tell who has answered: that is kept till the close, so that no reminder reaches them. They do not tell what, unless
the pulse's key is in the copy too, as it is without PENCIL_KEY. Which ballot came with which mark can be told by where
they lie: on PostgreSQL by the number of the transaction, on SQLite by their places in the pages and by the log.
"""

import base64
import random
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Member, Post, Pulse
from bot.pulse import ballots
from bot.pulse.ballots import OPTIONS
from sandbox.actors.person import Person
from tests import polling
from tests.attacks.copies import Copy, Pages, Row, copy, file_of, kind, on_sqlite, states
from tests.attacks.lives import electorate, sends, told
from tests.attacks.swept import swept
from tests.conftest import MANIFEST
from tests.polling import CLOSE, OPENING, RESULTS
from tests.world import World

pytestmark = [pytest.mark.database, pytest.mark.slow]

NUMBER = 60
MASTER = "a master key of no less than 32 characters"


async def _opened(world: World, master: str | None, number: int = NUMBER) -> list[Person]:
    people = await polling.peopled(world, number)
    # The spotlight writes on a member, and where PostgreSQL puts a changed row depends on when it last tidied the page.
    await people[0].types("/partnership timetable celebrations off")
    if master:
        object.__setattr__(world.bot.settings, "pencil_key", SecretStr(master))
    await world.moves_to(OPENING)
    return people


def _answers(chance: random.Random) -> list[list[int]]:
    """Answers for everybody, no two alike, so that a ballot that is opened tells whose it is."""
    drawn = chance.sample(range(OPTIONS**5), NUMBER)
    return [[number // OPTIONS**place % OPTIONS for place in range(5)] for number in drawn]


def _open_pulse(session: Session) -> tuple[Pulse, str]:
    row = session.execute(select(Pulse, Post.token).join(Post, Post.id == Pulse.post_id)).one()
    return row[0], row[1]


def _members(session: Session) -> dict[str, int]:
    return {member.user_id: member.id for member in session.scalars(select(Member))}


def _marks(rows: Mapping[str, list[Row]]) -> set[int]:
    return {row["member_id"] for row in rows["pulse_participations"]}


def _sealed(rows: Mapping[str, list[Row]]) -> dict[bytes, bytes]:
    return {row["number"]: row["sealed"] for row in rows["ballots"]}


# Either side of a Send


@pytest.mark.parametrize("master", [MASTER, None], ids=["with a key", "without"])
async def test_copies_on_either_side_of_a_send_tell_who_and_not_what(
    new_database: Callable[[], str], tmp_path: Path, master: str | None
) -> None:
    url, chance = new_database(), random.Random(5)
    answers = _answers(chance)
    taken: list[bytes] = []
    async with World(MANIFEST, url, people=electorate(NUMBER)) as world:
        people = await _opened(world, master)
        ids = await world.bot.database.read(_members)
        pulse, token = await world.bot.database.read(_open_pulse)
        before = copy(url, tmp_path)
        for person, given in zip(people, answers, strict=True):
            await sends(world, person, given)
            after = copy(url, tmp_path)
            assert _marks(after.rows) - _marks(before.rows) == {ids[person.user_id]}
            [fresh] = _sealed(after.rows).keys() - _sealed(before.rows).keys()
            taken.append(_sealed(after.rows)[fresh])
            _nothing_else_has_changed(before.rows, after.rows)
            before = after
        assert {len(ballot) for ballot in taken} == {44}
        assert len(set(taken)) == NUMBER

    right, guessed = _read_off(taken, answers), _read_off([chance.randbytes(44) for _ in taken], answers)
    told = _opened_with(before.rows, taken, token)
    print(
        f"\n{kind(url)}: answers read off sealed ballots: {right:.0%} right, off random bytes {guessed:.0%}, "
        f"by guessing {1 / OPTIONS:.0%} ({5 * NUMBER} answers)"
    )
    print(
        f"opened with what is in the copy: {sum(map(list.__eq__, told, answers)) / NUMBER:.0%}"
        if told
        else "no key in it"
    )
    assert right < max(guessed, 1 / OPTIONS) + 0.12  # five times what guessing strays
    if master is None:
        assert told == answers
    else:
        assert told is None
        with_key = ballots._drawn(master.encode(), token, b"seal", 32)
        assert ballots.unseal(with_key, token, taken[0], 5)[1] == answers[0]
        assert not [spelling for spelling in _spellings(master.encode(), with_key) if spelling in after.raw]
        assert pulse.key_check not in {None, with_key[:16]}


def _nothing_else_has_changed(before: Mapping[str, list[Row]], after: Mapping[str, list[Row]]) -> None:
    """On PostgreSQL not even the numbers of transactions; but for the pulse itself, which is held open for a Send."""
    for name in after.keys() - {"pulse_participations", "ballots"}:
        hidden = {"xmax"} if name == "pulses" else set()
        assert [{key: row[key] for key in row.keys() - hidden} for row in before[name]] == [
            {key: row[key] for key in row.keys() - hidden} for row in after[name]
        ], name


def _opened_with(rows: Mapping[str, list[Row]], taken: Sequence[bytes], token: str) -> list[list[int]] | None:
    """The answers, if the copy has the key to them."""
    for row in rows["pulse_keys"]:
        return [ballots.unseal(row["key"], token, ballot, 5)[1] for ballot in taken]
    return None


def _spellings(*keys: bytes) -> list[bytes]:
    ways: list[Callable[[bytes], bytes]] = [
        bytes,
        lambda key: key.hex().encode(),
        base64.b64encode,
        base64.urlsafe_b64encode,
    ]
    return [way(key) for key in keys for way in ways]


def _read_off(taken: Sequence[bytes], answers: Sequence[Sequence[int]]) -> float:
    """Each half of the ballots is read by what its bytes have in common with those of the other, whose answers are
    known: how likely each answer is, given the upper bits of every byte."""
    data = np.frombuffer(b"".join(taken), dtype=np.uint8).reshape(len(taken), -1) >> 5
    given = np.array(answers)
    right = 0
    for known, asked in ((slice(0, None, 2), slice(1, None, 2)), (slice(1, None, 2), slice(0, None, 2))):
        for item in range(given.shape[1]):
            score = np.zeros((len(data[asked]), OPTIONS))
            for option in range(OPTIONS):
                those = data[known][given[known][:, item] == option]
                seen = np.stack([(those == value).sum(axis=0) for value in range(8)]) + 1.0
                share = np.log(seen / seen.sum(axis=0))
                score[:, option] = share[data[asked], np.arange(data.shape[1])].sum(axis=1)
            right += int((score.argmax(axis=1) == given[asked][:, item]).sum())
    return right / given.size


# Pairing a mark with its ballot


async def test_a_copy_pairs_marks_with_ballots_only_by_where_they_lie(
    new_database: Callable[[], str], tmp_path: Path
) -> None:
    url, chance = new_database(), random.Random(6)
    answers = _answers(chance)
    number = 40  # as many ballots as a page of SQLite holds
    async with World(MANIFEST, url, people=electorate(NUMBER)) as world:
        people = await _opened(world, None)
        ids = await world.bot.database.read(_members)
        order = chance.sample(range(NUMBER), number)
        for place in order:
            await sends(world, people[place], answers[place])
        whole = copy(url, tmp_path / "copy")
        history = [*states(file_of(url), tmp_path / "states")] if on_sqlite(url) else []
        _, token = await world.bot.database.read(_open_pulse)
    key = whole.rows["pulse_keys"][0]["key"]
    theirs = {ids[people[place].user_id]: answers[place] for place in order}

    def right(pairs: Sequence[tuple[Any, bytes]]) -> float:
        hits = [ballots.unseal(key, token, sealed, 5)[1] == theirs[member] for member, sealed in pairs]
        return sum(hits) / number

    by_key = right(
        [*zip(sorted(_marks(whole.rows)), [sealed for _, sealed in sorted(_sealed(whole.rows).items())], strict=True)]
    )
    print(
        f"\n{kind(url)}: marks paired with ballots by the order of their keys: {by_key:.0%} right, "
        f"by guessing {1 / number:.0%} ({number} people)"
    )
    assert by_key <= 5 / number
    if on_sqlite(url):
        by_place, by_log = right(_by_place(file_of(url))), right(_by_log(history))
        print(f"by their places in the pages {by_place:.0%}, by the log {by_log:.0%}")
        assert (by_place, by_log) == (1, 1)  # said in the form: whoever can read the database
    else:
        by_transaction = right(_by_transaction(whole))
        print(f"by the number of the transaction {by_transaction:.0%}")
        assert by_transaction == 1


def _by_place(path: Path) -> list[tuple[Any, bytes]]:
    """SQLite fills a page from its end, so what lies further back was written earlier."""
    pages = Pages(path)
    marks = sorted(pages.cells("pulse_participations"), key=lambda cell: -cell.offset)
    sealed = sorted(pages.cells("ballots"), key=lambda cell: -cell.offset)
    return [(mark.values[1], ballot.values[3]) for mark, ballot in zip(marks, sealed, strict=True)]


def _by_log(history: Sequence[Mapping[str, list[Row]]]) -> list[tuple[Any, bytes]]:
    """What is new in each state and was not in the one before."""
    pairs: list[tuple[Any, bytes]] = []
    for before, after in zip([{"pulse_participations": [], "ballots": []}, *history], history, strict=False):
        fresh = _sealed(after).keys() - _sealed(before).keys()
        pairs += zip(_marks(after) - _marks(before), [_sealed(after)[key] for key in fresh], strict=True)
    return pairs


def _by_transaction(whole: Copy) -> list[tuple[Any, bytes]]:
    sealed = {row["xmin"]: row["sealed"] for row in whole.rows["ballots"]}
    return [(row["member_id"], sealed[row["xmin"]]) for row in whole.rows["pulse_participations"]]


# After the close


async def test_after_the_close_no_row_keeps_the_number_of_a_sends_transaction(
    new_database: Callable[[], str], tmp_path: Path
) -> None:
    """Two worlds alike but for who answered: their rows and, on PostgreSQL, places and transactions are the same."""
    left: list[Copy] = []
    for first in (1, 31):
        url = new_database()
        async with World(MANIFEST, url, people=electorate(NUMBER)) as world:
            people = await _opened(world, MASTER)
            sent: set[int] = set()
            for person in people[first : first + 12]:
                before = copy(url, tmp_path / str(first))
                await sends(world, person, [4] * 5)
                sent |= _transactions(copy(url, tmp_path / str(first))) - _transactions(before)
            await world.moves_to(CLOSE)
            await swept(world)
            await world.moves_to(RESULTS)
            closed = copy(url, tmp_path / str(first))
            assert not on_sqlite(url) or not sent
            assert not sent & _transactions(closed)
            left.append(closed)
    whole, other = left
    assert _in_order(whole) == _in_order(other)
    names = {"posts", "pulses", "members"}
    assert names <= whole.rows.keys()
    for name in sorted(whole.rows):
        assert _timeless(whole.rows[name]) == _timeless(other.rows[name]), name


async def test_answers_that_are_told_alike_leave_the_same_rows(new_database: Callable[[], str], tmp_path: Path) -> None:
    """Nothing that is kept, in no table, says more of the answers than the figures do."""
    left = []
    for first in (4, 3):
        url = new_database()
        async with World(MANIFEST, url, people=electorate(14)) as world:
            people = await _opened(world, MASTER, 14)
            for person in people[:10]:
                await sends(world, person, [first if person is people[0] else 4] * 5)
            await world.moves_to(CLOSE)
            await swept(world)
            closed = copy(url, tmp_path / f"closed {first}")
            await world.moves_to(RESULTS)
            left.append((closed, copy(url, tmp_path / f"told {first}")))
    for whole, other in zip(*left, strict=True):
        assert [row["outcome"] for row in whole.rows["pulses"]] == ["counted"]
        for name in sorted(whole.rows.keys() - {"posts"}):  # where a picture may be late; what they say are the figures
            assert _timeless(whole.rows[name]) == _timeless(other.rows[name]), name


def _transactions(whole: Copy) -> set[int]:
    return {row[name] for rows in whole.rows.values() for row in rows for name in ("xmin", "xmax") if row.get(name)}


def _in_order(whole: Copy) -> dict[str, list[tuple[Any, ...]]]:
    """Where each row lies, and the transactions that wrote and held it, numbered as they came.

    But for what several deliveries write at once; and of members only the transactions, since they change before the
    pulse too, and where PostgreSQL puts a changed row depends on when it last tidied the page.
    """
    rows = {name: table_rows for name, table_rows in whole.rows.items() if name not in {"posts", "pace"}}
    known = {number: place for place, number in enumerate(sorted(_transactions(Copy(rows, b""))))}
    return {
        name: sorted(
            (
                row["id"] if name == "members" else row.get("ctid"),
                known.get(row.get("xmin", 0)),
                known.get(row.get("xmax", 0)),
            )
            for row in table_rows
        )
        for name, table_rows in rows.items()
    }


def _timeless(rows: Sequence[Row]) -> list[str]:
    """Rows without places, and without what is drawn at random or read off the real clock."""
    hidden = {
        "ctid",
        "xmin",
        "xmax",
        "token",
        "ts",
        "key_check",
        "file_id",
        "owed_at",
        "lease_until",
        "tried_at",
        "free_at",
    }
    lines = sorted(told({key: value for key, value in row.items() if key not in hidden}) for row in rows)
    return [re.sub(r"(\d\d:\d\d):\d\d(\.\d+)?", r"\1", line) for line in lines]
