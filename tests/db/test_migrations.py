"""A database from before a change comes through it with everything in it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from bot.db import migrations
from bot.db.engine import engine
from bot.db.transactions import Database
from bot.schedule import timetable
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


def test_partnerships_keep_the_servers_holidays_and_are_asked_for_how_long(
    old: tuple[str, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose hosts have said so already are not asked again."""
    monkeypatch.setenv("HOLIDAYS", "GB-SCT")
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
