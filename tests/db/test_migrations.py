"""A database from before a change comes through it with everything in it."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    create_engine,
    select,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError

from bot.db import migrations
from bot.db.engine import engine
from bot.db.transactions import Database
from bot.models import Pulse
from bot.pulse import releases
from bot.pulse.ballots import HELD_TABLES
from bot.schedule import sweeps, timetable
from bot.schedule.batches import Batch
from tests.attacks.copies import execute, files_of, on_sqlite, present

pytestmark = pytest.mark.database

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def old(database_url: str, tmp_path: Path) -> tuple[str, Engine]:
    """A database with the first tables alone, and a partnership, a win and its celebration in it."""
    if database_url.startswith("sqlite"):
        url = f"sqlite:///{tmp_path / 'old.db'}"
    else:
        name = f"{make_url(database_url).database}_old"
        on = create_engine(database_url, isolation_level="AUTOCOMMIT")
        with on.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        on.dispose()
        url = make_url(database_url).set(database=name).render_as_string(hide_password=False)
    made = engine(url)
    migrations.migrate(made, "0001")
    with made.begin() as connection:
        for statement in _ROWS.split(";"):
            connection.execute(text(statement), {"now": NOW.replace(tzinfo=None) if "sqlite" in url else NOW})
    return url, made


_ROWS = """
INSERT INTO partnerships (id, team_id, channel_id, name, zone, started_at)
VALUES (1, 'T1', 'C1', 'Exe Bay', 'Europe/London', :now);
INSERT INTO members (id, partnership_id, team_id, user_id, host, joined_at)
VALUES (1, 1, 'T1', 'U1', true, :now);
INSERT INTO partners (id, partnership_id, name, key, joined_at)
VALUES (1, 1, 'Exe Bay Council', 'exe bay council', :now);
INSERT INTO posts
(id, partnership_id, kind, occasion, lane, channel, token, text, version, written_at, owed_at, attempts)
VALUES (1, 1, 'celebration', '2026-02-27', 'C1', 'C1', 't', 'x', 1, :now, :now, 0);
INSERT INTO wins (id, partnership_id, member_id, text, origin, recorded_at, post_id)
VALUES (1, 1, 1, 'We opened the hub', 'o', :now, 1);
INSERT INTO schedules (partnership_id, kind, day, time, "on", next_at, turned_at)
VALUES (1, 'celebrations', 'fri', '15:00', true, :now, :now)
"""


async def test_what_was_there_is_there_and_the_new_posts_get_their_times(old: tuple[str, Engine]) -> None:
    url, made = old
    migrations.migrate(made)
    made.dispose()
    database = Database(url)

    await database.run(timetable.set_right, NOW, Batch(50))

    rows = await database.read(lambda session: timetable.of(session, 1))
    assert {row.kind for row in rows} == set(timetable.KINDS)
    coming = {row.kind: row.next_at for row in rows}
    assert coming["checkins"] is not None
    assert coming["skills"] is not None
    assert abs(coming["checkins"] - coming["skills"]).days in {4, 5, 8, 9}
    with database.engine.connect() as connection:
        kept = connection.execute(text("SELECT wins.text, posts.kind FROM wins JOIN posts ON posts.id = post_id")).all()
        moved = connection.execute(text("SELECT partner_id, member_id, what FROM movements ORDER BY id")).all()
    assert kept == [("We opened the hub", "celebrations")]
    assert moved == [(1, None, "joined"), (None, 1, "joined")]
    database.close()


def test_drafts_that_named_their_authors_are_gone_from_the_files_too(old: tuple[str, Engine]) -> None:
    url, made = old
    migrations.migrate(made, "0006")
    with made.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO drafts (partnership_id, team_id, user_id, text, origin, drafted_at) "
                "VALUES (1, 'T1', 'U0DRAFTED', 'Nobody answers at the office', 'o', :now)"
            ),
            {"now": NOW.replace(tzinfo=None) if on_sqlite(url) else NOW},
        )

    migrations.migrate(made)
    with made.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM drafts")).scalar_one() == 0
    made.dispose()

    if not on_sqlite(url):
        execute(url, "CHECKPOINT")
    assert present({b"U0DRAFTED", b"Nobody answers at the office"}, files_of(url)) == set()


_NAMINGS = """
INSERT INTO members (id, partnership_id, team_id, user_id, host, joined_at) VALUES
(2, 1, 'T1', 'U2', false, :then), (3, 1, 'T1', 'U3', false, :then), (4, 1, 'T1', 'U4', false, :now),
(5, 1, 'T1', 'U5', true, :now), (6, 1, 'T1', 'U6', false, :then);
UPDATE members SET left_at = :then WHERE id = 5;
INSERT INTO blockers (id, partnership_id, member_id, text, raised_at, fixed_at, fixed_by) VALUES
(1, 1, 1, 'No room', :now, NULL, NULL), (2, 1, 1, 'No ramp', :now, :then, 6);
INSERT INTO revisions (id, partnership_id, noun, row_id, before, member_id, revised_at)
VALUES (1, 1, 'blocker', 1, '{}', 1, :then);
INSERT INTO cheers (post_id, team_id, user_id, partnership_id, cheered_at) VALUES (1, 'T1', 'U3', 1, :then)
"""


def test_who_was_only_named_was_never_seen(old: tuple[str, Engine]) -> None:
    url, made = old
    migrations.migrate(made, "0006")
    times = {"now": NOW, "then": NOW + timedelta(days=1)}
    if "sqlite" in url:
        times = {name: time.replace(tzinfo=None) for name, time in times.items()}
    with made.begin() as connection:
        for statement in _NAMINGS.split(";"):
            used = {name: time for name, time in times.items() if f":{name}" in statement}
            connection.execute(text(statement), used)

    migrations.migrate(made)

    with made.connect() as connection:
        seen = connection.execute(text("SELECT user_id, seen_at = joined_at FROM members ORDER BY id")).all()
        hosts = connection.execute(text("SELECT user_id FROM members WHERE host")).scalars().all()
    made.dispose()
    named, cheered, came, gone, fixed = [row[1] for row in seen[1:]]
    assert named is None
    assert all([seen[0][1], cheered, came, gone, fixed])
    assert hosts == ["U1"]


@pytest.mark.parametrize("where", ["environment", ".env"])
def test_partnerships_keep_the_servers_holidays_and_are_asked_for_how_long(
    old: tuple[str, Engine], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, where: str
) -> None:
    """Whose hosts have said so already are not asked again. What else is set, and how, is no matter."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "of a kind that settings may refuse some day")
    if where == "environment":
        monkeypatch.setenv("HOLIDAYS", "GB-SCT")
    else:
        Path(".env").write_text("HOLIDAYS=GB-WLS\nHOLIDAYS='GB-SCT'  # ours\n")
    url, made = old
    migrations.migrate(made, "0006")
    with made.begin() as connection:
        now = {"now": NOW.replace(tzinfo=None) if "sqlite" in url else NOW}
        connection.execute(
            text(
                "INSERT INTO partnerships (id, team_id, channel_id, name, zone, started_at) "
                "VALUES (2, 'T1', 'C2', 'Harbour', 'Europe/London', :now)"
            ),
            now,
        )
        connection.execute(
            text(
                "INSERT INTO deeds (id, partnership_id, deed, about, done_at) "
                "VALUES (1, 2, 'settings.keep', 'everything is kept', :now)"
            ),
            now,
        )

    migrations.migrate(made)

    with made.connect() as connection:
        rows = connection.execute(
            text("SELECT holidays, keep_months, clear_at IS NOT NULL FROM partnerships ORDER BY id")
        ).all()
    made.dispose()
    assert [(holidays, months, bool(asked)) for holidays, months, asked in rows] == [
        ("GB-SCT", None, True),
        ("GB-SCT", None, False),
    ]


def test_hosts_of_partnerships_of_before_get_their_digest_on_mondays(old: tuple[str, Engine]) -> None:
    _, made = old
    migrations.migrate(made)

    with made.connect() as connection:
        rows = connection.execute(text("SELECT digest_day, digest_at = started_at FROM partnerships")).all()
    made.dispose()
    assert [(day, bool(long_over)) for day, long_over in rows] == [("mon", True)]


def _filled(connection: Connection, table: Table, given: dict[str, Any], ids: dict[str, int]) -> None:
    """A row with something in every column that needs it; it refers to others made for it."""
    row: dict[str, Any] = {}
    for column in table.columns:
        if column.name in given:
            row[column.name] = given[column.name]
        elif column.name == "id":
            ids[table.name] = row["id"] = ids.get(table.name, 10) + 1
        elif column.nullable and not column.primary_key:
            continue
        elif column.foreign_keys:
            [key] = column.foreign_keys
            parent = key.column.table
            if parent.name not in {"partnerships", "members"}:
                _filled(connection, parent, {}, ids)
            row[column.name] = ids.get(parent.name, 1)
        else:
            row[column.name] = _something(column, ids)
    connection.execute(table.insert().values(row))


def _something(column: Column[Any], ids: dict[str, int]) -> Any:
    number = ids[""] = ids.get("", 100) + 1
    kinds: tuple[tuple[Any, Any], ...] = (
        (Boolean, False),
        (Integer, number),
        (DateTime, NOW),
        (Date, NOW.date()),
        (JSON, {}),
        (LargeBinary, str(number).encode()),
    )
    return next((value for kind, value in kinds if isinstance(column.type, kind)), f"x{number}")


_SPLIT = """
INSERT INTO members (id, partnership_id, team_id, user_id, host, joined_at, seen_at, asks, named) VALUES
(2, 1, 'E1', 'U1', false, :then, :then, 2, false), (3, 1, 'T1', 'U3', false, :then, :then, 2, false)
"""


def _pointing(tables: MetaData) -> set[tuple[str, str]]:
    """Every column of these tables that points at a member."""
    return {
        (table.name, column.name)
        for table in tables.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "members" for key in column.foreign_keys)
    }


@pytest.fixture
def split(old: tuple[str, Engine]) -> tuple[Engine, MetaData]:
    """Somebody who has become two members, 1 and 2."""
    url, made = old
    migrations.migrate(made, "0011")
    times = {"now": NOW, "then": NOW + timedelta(days=1)}
    times = {name: at.replace(tzinfo=None) for name, at in times.items()} if "sqlite" in url else times
    tables = MetaData()
    with made.begin() as connection:
        connection.execute(text("UPDATE members SET seen_at = :now WHERE id = 1"), times)
        connection.execute(text(_SPLIT), times)
        tables.reflect(connection)
    return made, tables


def test_whoever_was_two_members_is_one_and_no_table_is_forgotten(split: tuple[Engine, MetaData]) -> None:
    made, tables = split
    pointing = _pointing(tables)
    assert len(pointing) > 15
    ids: dict[str, int] = {}
    with made.begin() as connection:
        for name, column in sorted(pointing):
            for member in (2, 3):
                _filled(connection, tables.tables[name], {column: member}, ids)

    migrations.migrate(made)

    with made.connect() as connection:
        rows = {
            (name, column): set(connection.execute(text(f"SELECT {column} FROM {name}")).scalars())
            for name, column in pointing
        }
        whole = connection.execute(text("SELECT id, team_id, user_id, host FROM members ORDER BY id")).all()
    made.dispose()
    assert [tuple(row) for row in whole] == [(1, "T1", "U1", True), (3, "T1", "U3", False)]
    assert {place: 2 in members for place, members in rows.items() if 2 in members or not {1, 3} <= members} == {}


_TWICE = """
INSERT INTO blockers (id, partnership_id, text, raised_at) VALUES (1, 1, 'No room', :now);
INSERT INTO skills (id, partnership_id, member_id, name, key, hidden, announce, askable, offered_at, removed_at) VALUES
(1, 1, 1, 'welding', 'weld', false, true, true, :now, :now),
(2, 1, 2, 'Welding', 'weld', false, true, true, :now, NULL);
INSERT INTO requests (id, partnership_id, blocker_id, member_id, skill_id, asked_at, answer, answered_at) VALUES
(1, 1, 1, 1, 1, :now, NULL, NULL), (2, 1, 1, 2, 2, :now, 'yes', :now);
INSERT INTO proofs (id, partnership_id, member_id, blocker_id, skill_id, text, asked_at) VALUES
(1, 1, 2, 1, 2, 'x', :now);
INSERT INTO cheers (post_id, team_id, user_id, partnership_id, cheered_at) VALUES
(1, 'T1', 'U1', 1, :now), (1, 'E1', 'U1', 1, :then), (1, 'T1', 'U3', 1, :then);
INSERT INTO helps (blocker_id, team_id, user_id, partnership_id, taken_at, helped) VALUES
(1, 'T1', 'U1', 1, NULL, true), (1, 'E1', 'U1', 1, :now, false);
INSERT INTO pulse_invitations (pulse_id, member_id, partnership_id, cut) VALUES
(7, 1, 1, 0), (7, 2, 1, 0), (8, 2, 1, 0);
INSERT INTO pulse_participations (pulse_id, member_id, partnership_id) VALUES (7, 2, 1);
INSERT INTO ballots (pulse_id, number, partnership_id, sealed) VALUES (7, :sealed, 1, :sealed)
"""


def test_what_they_did_as_both_is_done_once_and_the_ballots_stay(split: tuple[Engine, MetaData]) -> None:
    made, _ = split
    values: dict[str, Any] = {"now": NOW, "then": NOW + timedelta(days=1), "sealed": b"\0\1"}
    if made.dialect.name == "sqlite":
        values |= {name: values[name].replace(tzinfo=None) for name in ("now", "then")}
    with made.begin() as connection:
        for statement in _TWICE.split(";"):
            connection.execute(text(statement), {key: v for key, v in values.items() if f":{key}" in statement})

    migrations.migrate(made)

    def rows(query: str) -> list[tuple[Any, ...]]:
        with made.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    assert rows("SELECT id, member_id, removed_at FROM skills") == [(1, 1, None)]
    assert rows("SELECT member_id, skill_id, answer FROM requests") == [(1, 1, "yes")]
    assert rows("SELECT member_id, skill_id FROM proofs") == [(1, 1)]
    assert rows("SELECT team_id, user_id FROM cheers ORDER BY user_id") == [("T1", "U1"), ("T1", "U3")]
    [(user_id, taken_at, helped)] = rows("SELECT user_id, taken_at, helped FROM helps")
    assert (user_id, bool(taken_at), bool(helped)) == ("U1", True, True)
    assert rows("SELECT pulse_id, member_id FROM pulse_participations") == [(7, 1)]
    assert set(rows("SELECT pulse_id, member_id FROM pulse_invitations")) == {(7, 1), (7, 2), (8, 1)}
    assert len(rows("SELECT number FROM ballots")) == 1
    with pytest.raises(IntegrityError), made.begin() as connection:
        connection.execute(text(_SPLIT.replace("(2,", "(22,").replace("(3,", "(33,")), values)
    made.dispose()


RELEASE = {
    "invited": 12,
    "floor": 5,
    "answered": {"low": 10, "high": None},
    "whole": {
        "kept": {
            "band": {"low": 10, "high": None},
            "mean": 3.5,
            "edge": "",
            "grid": 0.5,
            "spread": "close",
            "give": 0.5,
        },
        "door": None,
    },
    "groups": {},
    "no_groups": {"kept": "no sectors", "door": "no sectors"},
}


def _counted(connection: Connection, pulse_id: int, *, results_id: int | None) -> None:
    """A pulse as it was kept when counts were: in a table of their own."""
    now = NOW.replace(tzinfo=None) if connection.dialect.name == "sqlite" else NOW
    connection.execute(
        text(
            "INSERT INTO posts (id, partnership_id, kind, occasion, lane, channel, token, text, version, written_at,"
            " owed_at, attempts) VALUES (:id, 1, 'pulse', :month, 'C1', 'C1', :month, 'x', 1, :now, :now, 0)"
        ),
        {"id": 10 + pulse_id, "month": f"2026-0{pulse_id}", "now": now},
    )
    values = {
        "id": pulse_id,
        "partnership_id": 1,
        "post_id": 10 + pulse_id,
        "occasion": f"2026-0{pulse_id}",
        "round": 0,
        "items": '["kept"]',
        "groups": "[]",
        "floor": 5,
        "invited": 12,
        "written_at": now,
        "closes_at": now,
        "extended": False,
        "nudges": "[]",
        "closed_at": now,
        "outcome": "counted",
        "swept": True,
        "release": json.dumps(RELEASE),
        "results_id": results_id,
    }
    connection.execute(text(f"INSERT INTO pulses ({', '.join(values)}) VALUES (:{', :'.join(values)})"), values)
    for option in range(6):
        connection.execute(
            text("INSERT INTO pulse_counts VALUES (:pulse_id, 'KEPTEXACTLY', 'all', :option, 1, :number)"),
            {"pulse_id": pulse_id, "option": option, "number": option + 1},
        )


async def test_counts_of_a_pulse_are_gone_from_the_files_and_what_nobody_has_seen_says_less(
    old: tuple[str, Engine],
) -> None:
    url, made = old
    migrations.migrate(made, "0009")
    with made.begin() as connection:
        _counted(connection, 1, results_id=1)
        _counted(connection, 2, results_id=None)

    migrations.migrate(made)

    database = Database(url)
    with made.connect() as connection:
        rows = connection.execute(select(Pulse.release).order_by(Pulse.id)).scalars().all()
    seen, unseen = [releases.from_json(row or {}) for row in rows]
    assert releases.as_json(seen) == RELEASE
    figure = unseen.whole["kept"]
    assert figure is not None
    assert (figure.spread, figure.give) == (None, 1.0)
    assert unseen == replace(seen, whole=seen.whole | {"kept": replace(figure, spread=None, give=1.0)})
    assert [name for name, _ in await database.read(sweeps.pending)] == sorted(HELD_TABLES)
    made.dispose()
    async with asyncio.timeout(60):
        while await sweeps.sweep(database):  # somebody on the same server may hold it up for a moment
            pass
    if not on_sqlite(url):
        execute(url, "CHECKPOINT")
    assert present({b"KEPTEXACTLY"}, files_of(url)) == set()
    database.close()


def test_words_from_before_are_looked_at_and_a_number_of_months_is_not_told_again(old: tuple[str, Engine]) -> None:
    _, made = old
    migrations.migrate(made, "0010")
    with made.begin() as connection:
        connection.execute(text("UPDATE partnerships SET keep_months = 12, clear_at = started_at"))

    migrations.migrate(made)

    with made.connect() as connection:
        [row] = connection.execute(text("SELECT old_mentions, warned_at = clear_at FROM partnerships")).all()
    made.dispose()
    assert all(row)
