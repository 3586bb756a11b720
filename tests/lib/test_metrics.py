"""What an operator sees from outside: figures, readiness, and lines of log."""

import ast
import asyncio
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot import VERSION
from bot.cli import health
from bot.db.transactions import Database
from bot.lib import logs
from bot.lib.metrics import Metrics
from bot.slack.failures import LaterError, RefusedError, UnclearError
from handlers import dispatch
from jobs import scheduler
from jobs.scheduler import Scheduler
from sandbox.api.faults import Fault, Kind
from tests.conftest import ROOT
from tests.test_bad_input import Asked
from tests.world import FRIDAY, World


async def _figures(world: World) -> dict[str, float]:
    lines = (await health.figures(world.bot)).splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}


async def test_figures_are_there_where_they_are_wanted(world: World) -> None:
    asked = Asked(world)
    assert (await asked("", path="/metrics", method="GET"))[0] == 404
    object.__setattr__(world.bot, "settings", world.bot.settings.model_copy(update={"metrics": True}))
    status, body = await asked("", path="/metrics", method="GET")
    assert status == 200
    assert "# TYPE pencil_acts_total counter" in body


async def test_acts_are_counted_by_name_and_outcome(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    await amina.types("/win \u3164")
    await amina.presses(world.room[0], "mine.open")

    figures = await _figures(world)

    assert figures['pencil_acts_total{kind="command",name="win",outcome="answered"}'] == 1
    assert figures['pencil_acts_total{kind="command",name="win",outcome="refused"}'] == 1
    assert figures['pencil_acts_total{kind="press",name="mine.open",outcome="answered"}'] == 1
    assert figures['pencil_acknowledge_seconds_bucket{kind="command",le="+Inf"}'] == 4
    assert figures['pencil_database_seconds_count{access="write"}'] > 3


async def test_a_name_somebody_makes_up_makes_no_line(world: World) -> None:
    amina = await world.begins()
    press = {"user": {"id": amina.user_id}, "team": {"id": amina.about.team_id}}
    for name in ("win.nonsense", "x" * 300):
        await dispatch.press(world.bot, {**press, "trigger_id": name[:20], "actions": [{"action_id": name}]})

    figures = await _figures(world)

    assert figures['pencil_acts_total{kind="press",name="unknown",outcome="answered"}'] == 2
    assert not [name for name in figures if "nonsense" in name or "xxx" in name]


async def test_posts_and_what_waits_are_told(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    world.sandbox.clock.move_to(FRIDAY)
    assert (await _figures(world))["pencil_schedules_behind"] >= 1
    world.sandbox.faults.add(Fault(Kind.ERROR, "chat.postMessage", error="internal_error"))
    await world.moves_to(FRIDAY)

    figures = await _figures(world)

    assert figures["pencil_schedules_behind"] == 0
    assert figures["pencil_owed_posts"] == 0
    outcomes = {name: value for name, value in figures.items() if name.startswith("pencil_posts_total")}
    assert sum(value for name, value in outcomes.items() if "put off" in name) == 1
    assert outcomes['pencil_posts_total{kind="celebrations",outcome="sent"}'] == 1
    assert figures['pencil_slack_errors_total{method="chat.postMessage",outcome="unclear"}'] == 1


async def test_addresses_that_slack_gives_us_are_counted_as_its_methods_are(world: World) -> None:
    with pytest.raises(RefusedError):
        await world.bot.slack.respond(world.sandbox.app.respond_at("nowhere"), {})
    world.sandbox.faults.add(Fault(Kind.SERVER_ERROR, "upload"))
    with pytest.raises(LaterError):
        await world.bot.slack.upload_bytes("wins.csv", b"a,b")

    figures = await _figures(world)

    assert figures['pencil_slack_errors_total{method="response_url",outcome="refused"}'] == 1
    assert figures['pencil_slack_errors_total{method="upload_url",outcome="later"}'] == 1


async def test_figures_say_what_runs_here(world: World) -> None:
    assert [name for name in await _figures(world) if name.startswith("pencil_build_info{") and f'"{VERSION}"' in name]


async def test_without_the_database_there_are_the_other_figures(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def down(*_: Any) -> Any:
        raise OSError

    await world.begins()
    monkeypatch.setattr(Database, "read", down)
    figures = await _figures(world)
    assert figures["pencil_database_up"] == 0
    assert figures["pencil_owed_posts"] != figures["pencil_owed_posts"]  # not a number
    assert any(name.startswith("pencil_acts_total") for name in figures)


async def test_a_wheel_that_stands_still_is_not_ready(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.begins()
    asked = Asked(world)
    async with Scheduler(world.bot) as turning:
        asked.door._troubles = [turning.trouble]
        await world.sandbox.until(lambda: world.bot.metrics.ticked_at)
        assert (await asked("", path="/readyz", method="GET"))[0] == 200
        monkeypatch.setattr(scheduler, "STILL_SECONDS", -1)
        status, body = await asked("", path="/readyz", method="GET")
    assert status == 503
    assert "the clock was last turned" in body


async def test_slack_is_asked_once_who_we_are_however_many_want_to_know(world: World) -> None:
    def asked() -> int:
        return len([call for call in world.slack.calls if call.method == "auth.test"])

    world.bot.slack._identity = None
    before = asked()
    world.sandbox.faults.add(Fault(Kind.ERROR, "auth.test"))
    failed = await asyncio.gather(*(world.bot.slack.identity() for _ in range(8)), return_exceptions=True)
    assert all(isinstance(error, UnclearError) for error in failed)
    known = await asyncio.gather(*(world.bot.slack.identity() for _ in range(8)))
    assert len(set(known)) == 1
    assert asked() == before + 2


async def test_who_we_are_is_asked_once_however_people_come_while_it_is_found_out(world: World) -> None:
    def asked() -> int:
        return len([call for call in world.slack.calls if call.method == "auth.test"])

    world.bot.slack._identity = None
    before = asked()
    first = asyncio.create_task(world.bot.slack.identity())
    others = []
    while not first.done():  # somebody at every step, so also between the answer and its being heard
        others.append(asyncio.create_task(world.bot.slack.identity()))
        await asyncio.sleep(0)

    assert set(await asyncio.gather(*others)) == {await first}
    assert asked() == before + 1


def _calls() -> list[tuple[str, ast.Call]]:
    calls = []
    for path in sorted(path for folder in ("bot", "handlers", "jobs") for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = node.func.value
                if isinstance(owner, ast.Name) and owner.id == "log":
                    calls.append((f"{path.name}:{node.lineno}", node))
    return calls


def test_what_is_logged_is_an_event_with_known_fields() -> None:
    assert len(_calls()) > 15
    for place, call in _calls():
        assert len(call.args) == 1, place
        assert isinstance(call.args[0], ast.Constant), place
        assert {keyword.arg for keyword in call.keywords} <= logs.FIELDS, place


def test_operators_are_told_what_each_event_and_figure_means() -> None:
    told = (ROOT / "docs/running/watching.md").read_text()
    for place, call in _calls():
        assert isinstance(call.func, ast.Attribute)
        assert isinstance(call.args[0], ast.Constant)
        assert call.func.attr == "debug" or f"`{call.args[0].value!s}`" in told, place
    watched = told[told.index("## What to watch") : told.index("## The log")]
    figures = set(re.findall(r"`([a-z]+(?:_[a-z]+)+)(?:\{[^`]*\})?`", watched))
    known = {line.split()[2] for line in Metrics().text().decode().splitlines() if line.startswith("# TYPE")}
    assert len(figures) > 8
    assert {f"pencil_{name}" for name in figures} <= known


@pytest.fixture
def _logs_put_back() -> Iterator[None]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)


@pytest.mark.usefixtures("_logs_put_back")
def test_lines_are_for_a_machine_or_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin("json")
    logs.logger("bot").info("done", post=7, kind="win")
    try:
        int("what somebody wrote")
    except ValueError:
        logging.getLogger("uvicorn").exception("a fault of a library's")
    first, second = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert first.pop("timestamp")
    assert first == {"event": "done", "post": 7, "kind": "win", "level": "info", "logger": "bot"}
    assert second["fault"] == "ValueError"
    assert "what somebody wrote" not in json.dumps(second)

    logs.begin("console")
    logs.logger("bot").info("done", post=7)
    printed = capsys.readouterr().err
    assert "done" in printed
    assert "post=7" in printed
