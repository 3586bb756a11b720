"""A past made up from a seed: partnerships, their people, schedules and wins, as many as are wanted, always the same.

`python -m benchmarks.generate DATABASE_URL --wins 1000000 --schedules 1000000` fills an empty database with the current
schema. PostgreSQL takes rows by COPY, SQLite by `executemany`.
"""

import argparse
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Engine, Table, text

from bot.db import migrations
from bot.db.engine import engine
from bot.models import (
    Aim,
    Base,
    Blocker,
    Checkin,
    Credit,
    Member,
    Occasion,
    Partner,
    Partnership,
    Post,
    Pulse,
    Schedule,
    Skill,
    Thanks,
    Vision,
    Win,
)
from bot.schedule import timetable

NOW = datetime(2026, 3, 6, 15, tzinfo=UTC)  # a Friday, when celebrations are due
HOME, TEAM = "T00000001", "T00000002"
MEMBERS, PARTNERS, AIMS = 6, 3, 2  # of a partnership
PER_POST = 3  # wins in a celebration
_WEEK, _HOUR = timedelta(weeks=1), timedelta(hours=1)
_YEAR = timedelta(weeks=52)
_CHUNK = 2_000  # partnerships at a time

_DOING = ("Opened", "Mended", "Lent", "Shared", "Found", "Planted", "Painted", "Began", "Joined", "Finished")
_WHAT = ("a kitchen", "the van", "a hall", "forty beds", "a plan", "the seawall", "a rota", "ten bikes", "a garden")
_WHERE = ("by the harbour", "in Exmouth", "for the school", "with the library", "on the estuary", "at the clinic")
_SKILLS = ("welding", "Portuguese", "bookkeeping", "sign language", "carpentry", "first aid", "mapping", "bread")
_KINDS = tuple(timetable.KINDS.values())


@dataclass(frozen=True)
class Size:
    """How much there is: wins and schedules in all, and how many celebrations are due at `NOW`."""

    wins: int = 1_000
    schedules: int = 1_000
    due: int = 0
    seed: int = 1
    waiting: int = 2  # wins of a partnership that nobody has celebrated yet

    @property
    def partnerships(self) -> int:
        return -(-self.schedules // len(_KINDS))


@dataclass
class _Rows:
    """Rows by table, each as a tuple in the order of `columns`."""

    size: Size
    random: random.Random
    by_table: dict[type[Base], list[tuple[Any, ...]]] = field(default_factory=dict)
    columns: dict[type[Base], tuple[str, ...]] = field(default_factory=dict)
    win_id: int = 0
    post_id: int = 0

    def add(self, table: type[Base], **values: Any) -> None:
        self.columns.setdefault(table, tuple(values))
        self.by_table.setdefault(table, []).append(tuple(values.values()))

    def taken(self) -> dict[type[Base], list[tuple[Any, ...]]]:
        rows, self.by_table = self.by_table, {}
        return rows


# In the order in which rows refer to each other.
_TABLES: tuple[type[Base], ...] = (
    Partnership,
    Partner,
    Member,
    Schedule,
    Occasion,
    Post,
    Vision,
    Aim,
    Win,
    Credit,
    Thanks,
    Skill,
    Blocker,
    Checkin,
    Pulse,
)


def fill(on: Engine, size: Size) -> None:
    """The database holds all of it; statistics are fresh."""
    rows = _Rows(size, random.Random(size.seed))  # noqa: S311  # nothing here is a secret
    chunks = _chunks(range(1, size.partnerships + 1), _CHUNK)
    raw = on.raw_connection()
    try:
        for chunk in chunks:
            for number in chunk:
                _partnership(rows, number)
            taken = rows.taken()
            for table in _TABLES:
                if table in taken:
                    _load(on, raw, table.__table__, rows.columns[table], taken[table])  # type: ignore[arg-type]
            raw.commit()
    finally:
        raw.close()
    _finish(on)


def _chunks(numbers: Iterable[int], size: int) -> Iterator[list[int]]:
    rest = iter(numbers)
    while chunk := list(islice(rest, size)):
        yield chunk


def _load(on: Engine, raw: Any, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    writers = [table.c[name].type.dialect_impl(on.dialect).bind_processor(on.dialect) for name in names]
    plain = [
        tuple(
            value if write is None or value is None else write(value) for write, value in zip(writers, row, strict=True)
        )
        for row in rows
    ]
    columns = ", ".join(f'"{name}"' for name in names)
    cursor = raw.cursor()
    if on.dialect.name == "sqlite":
        if not raw.driver_connection.in_transaction:
            cursor.execute("BEGIN IMMEDIATE")
        marks = ", ".join("?" * len(names))
        cursor.executemany(f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})', plain)  # noqa: S608  # our own names
        return
    with cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
        for row in plain:
            copy.write_row(row)


def _finish(on: Engine) -> None:
    with on.connect() as connection, connection.begin():
        if on.dialect.name == "postgresql":
            for table in _TABLES:
                if "id" in table.__table__.c:
                    name = table.__tablename__
                    following = f"(SELECT max(id) FROM {name})"  # noqa: S608  # our own names
                    connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {following})"))
        connection.execute(text("ANALYZE"))


# One partnership


def _partnership(rows: _Rows, number: int) -> None:
    """The partnership with this number, with its share of the wins."""
    size = rows.size
    started = NOW - _YEAR - rows.random.randrange(50) * _WEEK
    channel, first = f"C{number:08}", (number - 1) * MEMBERS
    rows.add(
        Partnership,
        id=number,
        team_id=HOME,
        channel_id=channel,
        name=f"Partnership {number}",
        zone="Europe/London",
        started_at=started,
        pulse_floor=5,
        by_assent=False,
        reflecting=False,
    )
    for place in range(PARTNERS):
        partner_id = (number - 1) * PARTNERS + place + 1
        name = f"Organisation {place + 1} of {number}"
        rows.add(
            Partner,
            id=partner_id,
            partnership_id=number,
            name=name,
            key=name.lower(),
            sector="public",
            joined_at=started,
        )
    for place in range(MEMBERS):
        rows.add(
            Member,
            id=first + place + 1,
            partnership_id=number,
            team_id=TEAM,
            user_id=f"U{first + place + 1:08}",
            partner_id=_partner(number, place),
            host=place == 0,
            joined_at=started,
            seen_at=started,
            welcomed_at=started,
            asks=2,
            named=False,
        )
    _schedules(rows, number)
    _post(rows, number, "standing", "start", started, "Here we are")
    _vision(rows, number, started)
    _wins(rows, number, size.wins // size.partnerships + (number <= size.wins % size.partnerships))
    _others(rows, number, started)


def _partner(number: int, place: int) -> int:
    return (number - 1) * PARTNERS + place % PARTNERS + 1


def _vision(rows: _Rows, number: int, since: datetime) -> None:
    words = "Nobody on the bay goes without"
    first = (number - 1) * MEMBERS + 1
    rows.add(Vision, id=number, partnership_id=number, number=1, text=words, member_id=first, since=since)
    for place in range(AIMS):
        aim_id = (number - 1) * AIMS + place + 1
        rows.add(Aim, id=aim_id, partnership_id=number, vision_id=number, number=place + 1, text=f"Aim {place + 1}")


def _schedules(rows: _Rows, number: int) -> None:
    """Spread over the weeks to come; those that are due, celebrations, are due at `NOW`."""
    for place, kind in enumerate(_KINDS):
        if (number - 1) * len(_KINDS) + place >= rows.size.schedules:
            return
        due = kind.name == "celebrations" and number <= rows.size.due
        next_at = NOW if due else NOW + _HOUR * rows.random.randrange(1, 24 * 7 * kind.every)
        ahead_at = next_at - timedelta(days=1)
        rows.add(
            Schedule,
            partnership_id=number,
            kind=kind.name,
            day=kind.day,
            time=kind.time,
            on=True,
            every=kind.every,
            anchor=(NOW - _YEAR).date() - timedelta(days=(NOW - _YEAR).weekday()),
            next_at=next_at,
            turned_at=NOW - _WEEK,
            ahead_at=ahead_at if kind.ahead and ahead_at > NOW else None,
        )
        rows.add(Occasion, partnership_id=number, kind=kind.name, occasion="2026-02-27", came_at=NOW - _WEEK)


def _post(rows: _Rows, number: int, kind: str, occasion: str, at: datetime, words: str) -> int:
    """Something said in the channel a while ago, which stands there."""
    rows.post_id += 1
    ts = f"{at.timestamp():.6f}"
    rows.add(
        Post,
        id=rows.post_id,
        partnership_id=number,
        kind=kind,
        occasion=occasion,
        lane=f"C{number:08}",
        channel=f"C{number:08}",
        token=f"{rows.random.getrandbits(96):024x}",
        text=words,
        blocks=[{"type": "section", "text": {"type": "plain_text", "text": words}}],
        version=1,
        written_at=at,
        owed_at=at,
        attempts=0,
        ts=ts,
        place=f"C{number:08}",
        sent_at=at,
        fate="sent",
    )
    return rows.post_id


def _wins(rows: _Rows, number: int, many: int) -> None:
    """Over the last year, oldest first, all but the newest celebrated."""
    draw = rows.random
    post_id = None
    for place in range(many):
        at = NOW - _YEAR + (_YEAR - _HOUR) * place / many
        celebrated = place < many - rows.size.waiting
        if celebrated and place % PER_POST == 0:
            post_id = _post(rows, number, "celebrations", f"week {place}", at, "This week’s celebration")
        rows.win_id += 1
        teller = draw.randrange(MEMBERS)
        aim = draw.randrange(AIMS + 2)  # some fit none
        rows.add(
            Win,
            id=rows.win_id,
            partnership_id=number,
            member_id=(number - 1) * MEMBERS + teller + 1,
            text=f"{draw.choice(_DOING)} {draw.choice(_WHAT)} {draw.choice(_WHERE)}",
            origin=f"made {rows.win_id}",
            recorded_at=at,
            post_id=post_id if celebrated else None,
            turn=place % PER_POST if celebrated else None,
            aim_id=(number - 1) * AIMS + aim + 1 if aim < AIMS else None,
            consent="inside",
        )
        shared = draw.random() < 0.3  # noqa: PLR2004  # about as many as in life
        for other in range(2 if shared else 1):
            rows.add(Credit, win_id=rows.win_id, partner_id=_partner(number, teller + other), partnership_id=number)
        if shared:
            thanked = (number - 1) * MEMBERS + (teller + 1) % MEMBERS + 1
            rows.add(Thanks, win_id=rows.win_id, user_id=f"U{thanked:08}", team_id=TEAM, partnership_id=number)


def _others(rows: _Rows, number: int, started: datetime) -> None:
    """A few skills, a blocker that was freed and one that is open, and a check-in and a pulse that are over."""
    draw, first = rows.random, (number - 1) * MEMBERS + 1
    for place in range(2):
        name = _SKILLS[(number + place) % len(_SKILLS)]
        rows.add(
            Skill,
            partnership_id=number,
            member_id=first + place,
            name=name,
            key=name.lower(),
            hidden=False,
            announce=True,
            askable=True,
            offered_at=started,
            post_id=None,
        )
    for fixed_at in (NOW - 20 * _WEEK, None):
        at = NOW - draw.randrange(21, 40) * _WEEK
        what = f"{number}.{fixed_at is None}"
        rows.add(
            Blocker,
            partnership_id=number,
            member_id=first + 2,
            text=f"No key to {draw.choice(_WHAT)} {draw.choice(_WHERE)}",
            raised_at=at,
            post_id=_post(rows, number, "blocker", what, at, "Something is stuck"),
            fixed_at=fixed_at,
            outcome=None,
        )
    at = NOW - 5 * _WEEK - timedelta(minutes=draw.randrange(20 * 7 * 24 * 60))
    rows.add(
        Checkin,
        partnership_id=number,
        post_id=_post(rows, number, "checkins", at.date().isoformat(), at, "How is it going?"),
        stage="wins",
        round=0,
        facts=[],
        written_at=at,
        closes_at=at + timedelta(days=2),
        closed_at=at + timedelta(days=2),
    )
    rows.add(
        Pulse,
        partnership_id=number,
        post_id=_post(rows, number, "pulse", "2026-01", at, "The pulse"),
        occasion="2026-01",
        round=0,
        items=["kept"],
        groups=[],
        floor=5,
        invited=MEMBERS,
        written_at=at,
        opened_at=at,
        closes_at=at + timedelta(days=9),
        extended=False,
        nudges=[],
        closed_at=at + timedelta(days=9),
        outcome="few",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database_url")
    parser.add_argument("--wins", type=int, default=1_000_000)
    parser.add_argument("--schedules", type=int, default=1_000_000)
    parser.add_argument("--due", type=int, default=0, help="celebrations due at once")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    on = engine(asked.database_url)
    migrations.migrate(on)
    began = time.perf_counter()
    fill(on, Size(asked.wins, asked.schedules, asked.due, asked.seed))
    print(f"{asked.wins:,} wins and {asked.schedules:,} schedules in {time.perf_counter() - began:.0f} s")
    on.dispose()


if __name__ == "__main__":
    main()
