"""Starting Pencil with tokens that Slack takes, refuses, takes back, or cannot be asked about."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.cli import connection
from bot.cli.connection import Connection, greeting
from bot.settings import SettingsError
from bot.slack.client import Introduction
from bot.slack.scopes import NEEDED
from sandbox.api.faults import Fault, Kind
from sandbox.server import Sandbox
from tests.commands import in_a_process, pencil
from tests.conftest import MANIFEST
from tests.faults.town import free_port
from tests.processes import Process
from tests.world import World


def _env(sandbox: Sandbox, **other: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": sandbox.slack.bot_token,
        "SLACK_APP_TOKEN": sandbox.slack.app_token,
        "SLACK_API_URL": sandbox.api_url,
        "PORT": "0",
        "SQLITE_SHARED": "1",
        **other,
    }


WRONG = [
    ("run", "SLACK_BOT_TOKEN", "xoxb-wrong", "invalid_auth"),
    ("web", "SLACK_BOT_TOKEN", "xoxb-wrong", "invalid_auth"),
    ("worker", "SLACK_BOT_TOKEN", "xoxb-wrong", "invalid_auth"),
    ("tick", "SLACK_BOT_TOKEN", "xoxb-wrong", "invalid_auth"),
    ("run", "SLACK_APP_TOKEN", "xapp-wrong", "invalid_auth"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("command", "setting", "value", "why"), WRONG)
async def test_a_token_that_slack_does_not_take_is_one_line_and_the_end(
    tmp_path: Path, command: str, setting: str, value: str, why: str
) -> None:
    async with Sandbox(MANIFEST) as sandbox:
        async with asyncio.timeout(30):
            code, output = await in_a_process(tmp_path, command, **_env(sandbox, **{setting: value}))
    assert code == 2, output
    assert setting in output
    assert why in output
    assert output.count("\n") == 1, output
    assert value not in output


@pytest.mark.parametrize("why", ["invalid_auth", "token_revoked", "account_inactive"])
async def test_a_tick_with_a_token_that_slack_does_not_take_writes_nothing(tmp_path: Path, why: str) -> None:
    async with Sandbox(MANIFEST) as sandbox:
        sandbox.slack.refuses_token = why
        code, output = await pencil(tmp_path, "tick", **_env(sandbox))
    assert code == 2, output
    assert why in output
    assert "OAuth & Permissions" in output
    assert output.count("\n") == 1


async def test_a_bot_token_alone_names_both_choices(tmp_path: Path) -> None:
    for command in ("run", "web"):
        code, output = await pencil(tmp_path, command, SLACK_BOT_TOKEN="xoxb-x")
        assert code == 2
        assert "SLACK_APP_TOKEN" in output
        assert "SLACK_SIGNING_SECRET" in output
        assert output.count("\n") == 1


def test_missing_scopes_are_told_by_name() -> None:
    whole = Introduction("Exe Bay Hub", "Pencil", NEEDED | {"channels:history"})
    assert greeting(whole) == ["Connected to Exe Bay Hub as @Pencil."]
    first, second = greeting(Introduction("Exe\nBay", "Pencil", NEEDED - {"users:read", "files:write"}))
    assert first == "Connected to Exe Bay as @Pencil."
    assert "files:write, users:read" in second
    assert greeting(Introduction("Exe Bay Hub", "Pencil", None)) == ["Connected to Exe Bay Hub as @Pencil."]


async def test_what_slack_says_of_us_is_what_is_told(world: World) -> None:
    world.sandbox.app.scopes.discard("users:read")
    identity = await world.bot.slack.introduce()
    # the name it may not look up is the short one
    assert (identity.workspace, identity.name) == ("Exe Bay Hub", "pencil")
    world.sandbox.app.scopes.add("users:read")
    identity = await world.bot.slack.introduce()
    assert greeting(identity) == ["Connected to Exe Bay Hub as @Pencil."]


@contextlib.asynccontextmanager
async def _connected(world: World) -> AsyncIterator[Connection]:
    async with Connection(world.bot) as made:
        made.greet()
        yield made


def _trouble(made: Connection) -> str | None:
    return made.troubles[0]()


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "EVERY_SECONDS", 0.01)
    monkeypatch.setattr(connection, "_FIRST", 0.01)


@pytest.mark.usefixtures("soon")
async def test_a_token_taken_back_later_shows_and_is_logged_once(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    async with _connected(world) as made:
        assert _trouble(made) is None
        world.slack.refuses_token = "token_revoked"
        await world.sandbox.until(lambda: _trouble(made))
        asked = len(world.slack.calls)
        await world.sandbox.until(lambda: len(world.slack.calls) > asked + 3)
        assert "token_revoked" in str(_trouble(made))
        assert len([line for line in caplog.messages if "no longer takes" in line]) == 1
        world.slack.refuses_token = ""
        await world.sandbox.until(lambda: _trouble(made) is None)
        assert len([line for line in caplog.messages if "takes the bot token again" in line]) == 1


async def test_a_post_that_meets_a_token_taken_back_shows_it_at_once(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.begins()
    async with _connected(world) as made:
        world.slack.refuses_token = "account_inactive"
        await world.bot.slack.profile("U0STRANGER")
        await world.bot.slack.profile("U0STRANGER")
        assert "account_inactive" in str(_trouble(made))
        assert len([line for line in caplog.messages if "no longer takes" in line]) == 1
        world.slack.refuses_token = ""


@pytest.mark.usefixtures("soon")
async def test_where_slack_cannot_be_reached_it_starts_says_so_and_keeps_trying(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.bot.slack._identity = None
    world.sandbox.faults.add(Fault(Kind.SERVER_ERROR, "auth.test", times=4, status=503))
    caplog.set_level("INFO")
    async with _connected(world) as made:
        assert "not been reached" in str(_trouble(made))
        assert len([line for line in caplog.messages if "cannot be reached" in line]) == 1
        await world.sandbox.until(lambda: _trouble(made) is None)
        assert len([line for line in caplog.messages if "Connected to Exe Bay Hub as @Pencil." in line]) == 1


@pytest.mark.usefixtures("soon")
async def test_a_token_that_is_refused_only_when_slack_is_back_shows(world: World) -> None:
    world.bot.slack._identity = None
    world.sandbox.faults.add(Fault(Kind.SERVER_ERROR, "auth.test", times=1, status=503))
    async with _connected(world) as made:
        world.slack.refuses_token = "invalid_auth"
        await world.sandbox.until(lambda: "invalid_auth" in str(_trouble(made)))
        world.slack.refuses_token = ""
        await world.sandbox.until(lambda: _trouble(made) is None)


async def test_what_slack_answers_without_saying_who_we_are_is_no_answer(world: World) -> None:
    world.sandbox.faults.add(Fault(Kind.BROKEN, "auth.test", times=1))
    async with Connection(world.bot) as made:
        assert "not been reached" in str(_trouble(made))


async def test_an_app_token_that_slack_does_not_take_is_the_end(world: World) -> None:
    world.slack.app_token = "xapp-another"
    with pytest.raises(SettingsError, match=r"SLACK_APP_TOKEN.*connections:write"):
        async with Connection(world.bot, by_socket=True):
            pass


@pytest.mark.slow
async def test_a_process_says_where_it_is_and_later_that_its_token_was_taken_back(
    tmp_path: Path,
) -> None:
    async with Sandbox(MANIFEST) as slack, aiohttp.ClientSession() as session:
        port = str(free_port())
        output = tmp_path / "said"
        env = {**os.environ, **_env(slack, PORT=port, LOG_FORMAT="json")}
        process = Process(("bot", "run"), tmp_path, env, output)

        def is_logged(wanted: str) -> bool:
            return output.exists() and f'"event": "{wanted}' in output.read_text()

        try:
            await slack.until(lambda: is_logged("Connected to Exe Bay Hub as @Pencil."), seconds=30)
            await slack.until(lambda: slack.app.socket.connected, seconds=10)
            slack.slack.refuses_token = "token_revoked"
            await slack.person("Amina Okafor").types("/partnership start Exe Bay Together")
            await slack.until(lambda: is_logged("Slack no longer takes the bot token"), seconds=30)
            async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
                assert answer.status == 503
                assert "token_revoked" in await answer.text()
        finally:
            async with asyncio.timeout(10):
                assert await process.stop() == 0
