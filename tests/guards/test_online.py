"""Migrations leave running processes of the last release alone: they add, and keep nobody waiting for long."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from bot.db import migrations
from bot.db.engine import engine
from tests import databases
from tests.conftest import ROOT
from tests.db.released import VERSIONS
from tests.guards.online import HOLDS_UP, holds_up, takes_away

SCRIPTS = sorted((ROOT / "bot" / "migrations" / "versions").glob("[0-9]*.py"))
LAST_BEFORE = "0029"  # up to the first release every process was stopped for a migration
NOTE = "UNUSED_SINCE"


@pytest.fixture
def empty(on_postgresql: str) -> Iterator[Engine]:
    """A database in which there is nothing yet."""
    made = engine(databases.with_nothing(on_postgresql))
    yield made
    made.dispose()


def _note(source: str) -> str | None:
    """The release that stopped using what the migration takes away, as it says."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == NOTE:
            return str(ast.literal_eval(node.value))
    return None


def _statements(on: Engine, revision: str) -> list[str]:
    """What the way to this revision says to PostgreSQL."""
    statements: list[str] = []

    def _keep(_by: object, _cursor: object, statement: str, *_about: object) -> None:
        statements.append(statement)

    event.listen(on, "before_cursor_execute", _keep)
    migrations.migrate(on, revision)
    event.remove(on, "before_cursor_execute", _keep)
    return statements


def _faults(path: Path, statements: list[str]) -> list[str]:
    faults = [f"{path.name}: {fault}" for fault in holds_up(statements)]
    gone = takes_away(statements)
    if gone and _note(path.read_text()) not in VERSIONS:
        faults.append(f"{path.name}: {NOTE} has to name the release that stopped using it: {'; '.join(gone)}")
    return faults


def test_no_migration_keeps_anybody_waiting_or_takes_away_what_the_last_release_uses(empty: Engine) -> None:
    assert SCRIPTS[-1].name.startswith(migrations.latest())
    assert len(_statements(empty, LAST_BEFORE)) > 100
    for path in SCRIPTS:
        if (revision := path.name[:4]) > LAST_BEFORE:
            statements = _statements(empty, revision)
            assert statements, path.name
            assert _faults(path, statements) == []


def test_migrations_of_before_would_be_found_by_what_they_do(empty: Engine) -> None:
    migrations.migrate(empty, "0005")
    statements = _statements(empty, LAST_BEFORE)
    assert [line for line in takes_away(statements) if "pulse_counts" in line]
    assert {fault.partition(": ")[2] for fault in holds_up(statements)} >= {HOLDS_UP["index"], HOLDS_UP["rows"]}


WINS = "ALTER TABLE wins"


@pytest.mark.parametrize(
    ("why", "statement"),
    [
        ("index", "CREATE INDEX ix_wins_text ON wins (text)"),
        ("index", 'CREATE UNIQUE INDEX "ix_wins_text" ON "wins" (text) WHERE text IS NOT NULL'),
        ("type", f"{WINS} ALTER COLUMN id TYPE BIGINT"),
        ("not null", f"{WINS} ALTER COLUMN text SET NOT NULL"),
        ("not null", f"{WINS} ADD COLUMN place VARCHAR NOT NULL"),
        ("default", f"{WINS} ADD COLUMN place VARCHAR DEFAULT gen_random_uuid() NOT NULL"),
        ("constraint", f"{WINS} ADD CONSTRAINT fk_wins_aim_id FOREIGN KEY(aim_id) REFERENCES aims (id)"),
        ("constraint", f"{WINS} ADD CONSTRAINT ck_wins CHECK (turn > 0)"),
        ("unique", f"{WINS} ADD CONSTRAINT uq_wins_text UNIQUE (text)"),
        ("rows", "UPDATE wins SET text = 'other'"),
        ("rows", "DELETE FROM wins"),
        ("whole", "LOCK TABLE wins"),
        ("whole", "TRUNCATE wins"),
    ],
)
def test_what_keeps_others_waiting_is_found(why: str, statement: str) -> None:
    assert [fault.endswith(HOLDS_UP[why]) for fault in holds_up([statement])] == [True]


def test_what_keeps_nobody_waiting_passes() -> None:
    assert (
        holds_up(
            [
                "CREATE TABLE notes (id SERIAL NOT NULL)",
                "CREATE INDEX ix_notes ON notes (id)",
                "ALTER TABLE notes ADD CONSTRAINT fk_notes FOREIGN KEY(id) REFERENCES wins (id)",
                "CREATE INDEX CONCURRENTLY ix_wins_text ON wins (text)",
                f"{WINS} ADD COLUMN place VARCHAR",
                f"{WINS} ADD COLUMN kept BOOLEAN DEFAULT false NOT NULL",
                f"{WINS} ADD COLUMN note_id INTEGER",
                f"{WINS} ADD CONSTRAINT fk_wins_note_id FOREIGN KEY(note_id) REFERENCES notes (id)",
                f"{WINS} ADD CONSTRAINT fk_wins_aim FOREIGN KEY(aim_id) REFERENCES aims (id) NOT VALID",
                f"{WINS} ALTER COLUMN text DROP NOT NULL",
                "UPDATE alembic_version SET version_num='0033' WHERE alembic_version.version_num = '0032'",
            ]
        )
        == []
    )


@pytest.mark.parametrize(
    "statement",
    [f"{WINS} DROP COLUMN turn", f"{WINS} RENAME turn TO place", f"{WINS} RENAME TO deeds", "DROP TABLE wins"],
)
def test_what_is_taken_away_needs_the_release_that_stopped_using_it(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "0099_gone.py"
    for note, faults in (("", 1), (f"{NOTE} = '9.9.9'\n", 1), (f"{NOTE} = '{VERSIONS[0]}'\n", 0)):
        path.write_text(note)
        assert len(_faults(path, [statement])) == faults
