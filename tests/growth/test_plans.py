"""Nothing that happens often reads a table from end to end."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, PrimaryKeyConstraint, UniqueConstraint, text

from bot.cli import health
from bot.models import Base, Post, Skill
from bot.privacy import retention
from bot.slack.views.entry_points import FORGET_ME, MY_DATA
from handlers import SUBCOMMANDS
from jobs.scheduler import Scheduler
from sandbox.actors.person import Person
from sandbox.actors.refusal import CannotError
from sandbox.api.faults import Fault, Kind
from sandbox.app.installed import with_reactions
from sandbox.slack.blocks import buttons
from sandbox.slack.people import HOME
from sandbox.story.play import play
from tests.conftest import MANIFEST
from tests.databases import ENGINES
from tests.growth.filling import fill_all
from tests.growth.plans import Reading, readings
from tests.growth.watching import Watched, watching
from tests.world import World

pytestmark = [pytest.mark.database, pytest.mark.slow]

OWED = {"parcels", "sweeps"}  # whose rows are what is owed, and nothing else
RARELY = {"end", "forget-me", "export", "my-data"}  # once in a life
PRESSED_RARELY = {MY_DATA, FORGET_ME}  # they look for a person in every table, by whatever names them


def _wholes(on: Engine, statements: Mapping[str, Any]) -> dict[str, list[Reading]]:
    """What each statement reads from end to end, if it does."""
    wholes = {}
    with on.connect() as connection:
        for statement, parameters in statements.items():
            whole = [reading for reading in readings(connection, statement, parameters) if reading.table not in OWED]
            if whole:
                wholes[statement] = whole
        connection.rollback()
    return wholes


async def _does_everything(world: World, person: Person) -> None:
    """Every command and word, every page, and every button that can be seen."""
    for words in ("win Opened a kitchen", "blocker No key to the hall", "skill welding", "skill find welding"):
        await person.types(f"/{words}")
    for word in SUBCOMMANDS:
        if word not in RARELY:
            await person.types(f"/partnership {word}".strip())
            await person.closes(everything=True)
    await person.opens_home()
    await world.settle()
    for on in [*person.sees(HOME), *person.dms(), person.home]:
        if on is None:
            continue
        blocks = on.payload["blocks"] if hasattr(on, "payload") else on.blocks
        for _, action, value in buttons(blocks):
            if action in PRESSED_RARELY:
                continue
            with contextlib.suppress(CannotError):
                await person.presses(on, action, value)
            await person.closes(everything=True)


async def _watched(world: World) -> Watched:
    """All that was executed while some weeks went by, a person did everything, and Slack refused some of it."""
    database = world.bot.database
    with watching(database.engine, database._read_engine) as watched:
        async with Scheduler(world.bot):
            await play(world.sandbox)
            await _does_everything(world, world.person("Amina Okafor"))
            await _does_everything(world, world.person("Noor Iqbal"))
        world.sandbox.faults.add(Fault(Kind.ERROR, "chat.postMessage", error="is_archived", times=-1))
        await world.person("Amina Okafor").types("/partnership preview")
        await world.moves_to(world.bot.clock() + timedelta(days=8))
        await world.tells_of_trouble()
        await health.figures(world.bot)
    return watched


@pytest.fixture
def filled(new_database: Callable[[], str]) -> Iterator[Engine]:
    """A database with so much in it that it matters how rows are found."""
    on = ENGINES(new_database())
    fill_all(on)
    yield on
    on.dispose()


@pytest.fixture
def manifest() -> dict[str, Any]:
    """Pencil sees reactions, of which the story has one."""
    return with_reactions(MANIFEST)


async def test_what_happens_often_finds_its_rows_by_an_index(world: World, filled: Engine) -> None:
    watched = await _watched(world)

    statements = dict(watched.statements)
    assert len(statements) > 250
    assert any("win-offer" in str(parameters) for parameters in statements.values())
    assert _wholes(filled, statements) == {}


async def test_a_missing_index_would_be_found(world: World, filled: Engine) -> None:
    with watching(world.bot.database.engine) as watched:
        await world.begins()
        await world.moves_to(world.bot.clock() + timedelta(days=4))
    statements = dict(watched.statements)
    assert _wholes(filled, statements) == {}

    with filled.connect() as connection, connection.begin():
        connection.execute(text("DROP INDEX ix_schedules_next_at"))
    filled.dispose()

    assert _wholes(filled, statements) != {}


_PASSING = {*(old.table for old in retention.OLD), Post, Skill}  # what the clock deletes when it is old


@pytest.mark.parametrize("table", sorted(model.__tablename__ for model in _PASSING))
def test_what_points_at_a_row_that_is_deleted_is_found_by_an_index(table: str) -> None:
    for other in Base.metadata.tables.values():
        led = {next(iter(index.columns)).name for index in other.indexes}
        led |= {
            next(iter(constraint.columns)).name
            for constraint in other.constraints
            if isinstance(constraint, PrimaryKeyConstraint | UniqueConstraint)
        }
        pointing = {
            column.name
            for column in other.columns
            if any(foreign_key.column.table.name == table for foreign_key in column.foreign_keys)
        }
        assert pointing <= led, other.name
