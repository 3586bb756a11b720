"""Single checks of the doctor, and that each has words."""

import ast
import os
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from bot.cli.doctor import asking, views
from bot.cli.doctor.asking import Asked
from bot.cli.doctor.checks import clock, disk, files, scopes, versions, way_in
from bot.cli.doctor.checks.disk import MEGABYTE
from bot.cli.doctor.finding import Finding, State, note
from bot.cli.doctor.stored import Stored
from bot.slack.scopes import NEEDED, OPTIONAL
from handlers.transport import HttpApp
from sandbox.server import Sandbox
from tests.conftest import MANIFEST, ROOT
from tests.world import World

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
MAKERS = {"ok", "to_do", "note"}
URL = "https://pencil.example.org/slack/events"


def _words(node: ast.expr) -> set[str]:
    """Every text that an expression may come to."""
    if isinstance(node, ast.IfExp):
        return _words(node.body) | _words(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def _made() -> set[str]:
    """Every check and outcome that the checks' code can come to."""
    made = set()
    for path in (ROOT / "bot/cli/doctor/checks").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
                check, outcomes = (_words(argument) for argument in node.args[:2])
                assert outcomes, ast.unparse(node)
                made |= {f"{name}.{outcome}" for name, outcome in product(check, outcomes)}
    return made


def test_whatever_is_found_has_a_sentence_and_no_sentence_is_for_nothing() -> None:
    assert len(_made()) > 30
    assert _made() == set(views.SENTENCES)
    assert {outcome.partition(".")[0] for outcome in _made()} == set(views.TITLES)


def test_every_scope_says_what_it_is_for() -> None:
    assert set(views.SCOPES) == NEEDED | OPTIONAL
    finding, *_ = scopes.check(frozenset())
    assert all(scope in views.text(finding) for scope in NEEDED)


def test_long_lists_of_names_are_cut() -> None:
    names = [f"P{number}" for number in range(9)]
    line = views.line(Finding("channels", "invited", State.OK, {"partnerships": names}))
    assert line.endswith("in the channel of P0, P1, P2, P3, P4 and 4 more.")


def test_operators_can_read_what_a_program_reads() -> None:
    page = (ROOT / "docs/running/doctor.md").read_text()
    for name in ("version", "well", "findings", "check", "outcome", "state", "facts", "text"):
        assert f"`{name}`" in page
        assert f'"{name}"' in views.as_json([note("database", "not_made")])
    for check in views.TITLES:
        assert f"`{check}`" in page


def test_a_database_that_may_not_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = tmp_path / "pencil.db"
    database.touch(0o600)
    assert [finding.outcome for finding in files.check(tmp_path / ".env", database)] == ["private"]
    monkeypatch.setattr(os, "access", lambda path, _: path != database)
    [finding] = files.check(tmp_path / ".env", database)
    assert (finding.outcome, finding.facts) == ("locked", {"files": [str(database)]})


@pytest.mark.parametrize(
    ("seconds", "outcome"), [(0, "right"), (30, "right"), (31, "fast"), (-30, "right"), (-31, "slow")]
)
def test_a_clock_may_be_half_a_minute_wrong(seconds: int, outcome: str) -> None:
    finding = clock.check(NOW + timedelta(seconds=seconds), NOW)
    assert finding is not None
    assert finding.outcome == outcome


def test_where_slack_says_no_time_no_clock_is_judged() -> None:
    assert clock.check(NOW, None) is None


@pytest.mark.parametrize(
    ("free", "size", "outcome"),
    [
        (99, 0, "full"),
        (100, 0, "short"),
        (1_000, 0, "roomy"),
        (1_500, 2_000, "short"),
        (2_000, 2_000, "roomy"),
    ],
)
def test_a_disk_has_to_have_room_for_a_copy(free: int, size: int, outcome: str) -> None:
    assert disk.judge(free * MEGABYTE, size * MEGABYTE, "/here").outcome == outcome


def test_a_postgresql_that_is_too_old_is_named() -> None:
    assert versions.check(Stored(version=(14, 9)), versions.POSTGRESQL).state is State.TO_DO
    assert versions.check(Stored(version=(15, 0)), versions.POSTGRESQL).state is State.OK
    assert versions.check(Stored(version=(3, 40, 0)), versions.SQLITE).state is State.OK


@pytest.mark.parametrize(
    ("answered", "has_secret", "outcome"),
    [
        (Asked((405, "POST only\n")), True, "answers"),
        (Asked((405, "POST only\n")), False, "no_secret"),
        (Asked((502, "Bad gateway")), True, "another"),
        (Asked(why="its certificate is not valid"), True, "unreached"),
    ],
)
def test_an_address_is_judged_by_what_answers_there(
    *, answered: Asked[tuple[int, str]], has_secret: bool, outcome: str
) -> None:
    _, finding = way_in.check(Asked("wss://"), has_secret=has_secret, url=URL, answered=answered)
    assert finding.outcome == outcome


def test_over_http_without_an_address_it_says_how_to_look() -> None:
    [finding] = way_in.check(None, has_secret=True, url=None, answered=None)
    assert (finding.outcome, finding.state) == ("not_asked", State.NOTE)


async def test_what_pencil_says_at_its_address_is_what_is_looked_for(world: World) -> None:
    said: list[dict[str, object]] = []

    async def send(part: dict[str, object]) -> None:
        said.append(part)

    async def receive() -> dict[str, object]:
        raise AssertionError

    scope = {"type": "http", "method": "GET", "path": way_in.PATH, "headers": []}
    await HttpApp(world.bot, None, [])(scope, receive, send)
    status, beginning = said[0]["status"], said[1]["body"]
    assert isinstance(status, int)
    assert isinstance(beginning, bytes)
    [finding] = way_in.check(None, has_secret=True, url=URL, answered=Asked((status, beginning.decode())))
    assert finding.outcome == "answers"


async def test_what_answers_elsewhere_is_read_as_it_is() -> None:
    async with Sandbox(MANIFEST) as sandbox:
        answered = await asking.what_answers_at(f"{sandbox.url}/slack/events")
        assert answered.answer is not None
        assert answered.answer[0] == 404
    gone = await asking.what_answers_at("http://127.0.0.1:1/slack/events")
    assert (gone.answer, gone.why) == (None, "ClientConnectorError")
