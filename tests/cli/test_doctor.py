"""`python -m bot doctor` on what is well, missing, wrong, old or changed. It looks, and changes nothing."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import create_engine, text

from sandbox.server import Sandbox
from sandbox.slack.people import HOME, HUB
from sandbox.slack.state import Channel
from tests.commands import pencil
from tests.conftest import MANIFEST
from tests.polling import OPENING, peopled
from tests.processes import Process
from tests.world import World

KEY = "k" * 40


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox(MANIFEST) as sandbox:
        yield sandbox


def _env(slack: Sandbox, **other: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": slack.slack.bot_token,
        "SLACK_APP_TOKEN": slack.slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "PENCIL_KEY": KEY,
        **other,
    }


async def _found(folder: Path, *words: str, **env: str) -> tuple[int, dict[str, Any]]:
    """What it ends with, and each finding by check and outcome."""
    code, output = await pencil(folder, "doctor", "--json", *words, **env)
    said = json.loads(output)
    assert said["well"] is (code == 0)
    return code, {f"{finding['check']}.{finding['outcome']}": finding for finding in said["findings"]}


async def test_with_nothing_set_it_says_what_is_to_do_and_makes_nothing(tmp_path: Path) -> None:
    code, output = await pencil(tmp_path, "doctor")
    assert code == 1
    assert "to do  Bot token    SLACK_BOT_TOKEN is not set. python -m bot setup asks for it.\n" in output
    assert "note   Database     There is nothing in it yet. python -m bot run makes it.\n" in output
    assert output.endswith("2 things to do. Then look again: python -m bot doctor\n")
    assert list(tmp_path.iterdir()) == []


async def test_where_all_is_well_it_ends_well_and_shows_no_secret(tmp_path: Path, slack: Sandbox) -> None:
    await pencil(tmp_path, "migrate")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    env = _env(slack)
    code, output = await pencil(tmp_path, "doctor", **env)
    assert code == 0, output
    assert output.endswith("\nAll is well.\n")
    assert "ok     Bot token    Slack takes it: Exe Bay Hub, as @Pencil.\n" in output
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    _, as_json = await pencil(tmp_path, "doctor", "--json", **env)
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "PENCIL_KEY"):
        assert env[name] not in output + as_json
    assert {call.method for call in slack.slack.calls} == {
        "auth.test",
        "users.info",
        "apps.connections.open",
        "users.conversations",
    }


async def test_every_wrong_setting_is_named_and_one_that_was_misspelt(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=many\nSLACK_BOT_TOKN=xoxb-1\nPOSTGRES_PASSWORD=ours\n")
    (tmp_path / ".env").chmod(0o640)
    code, output = await pencil(tmp_path, "doctor", SLACK_APP_TOKEN="xoxb-1")
    assert code == 1
    assert "to do  Settings     PORT:" in output
    assert "to do  Settings     SLACK_APP_TOKEN: has to be a token that begins with xapp-." in output
    assert "SLACK_BOT_TOKN, which Pencil does not know. Did you mean SLACK_BOT_TOKEN?" in output
    assert "POSTGRES_PASSWORD" not in output
    assert "Type: chmod 600 .env" in output


async def test_tokens_that_slack_refuses_are_named_and_what_cannot_be_told_is_left_out(
    tmp_path: Path, slack: Sandbox
) -> None:
    code, findings = await _found(tmp_path, **_env(slack, SLACK_BOT_TOKEN="xoxb-old", SLACK_APP_TOKEN="xapp-old"))
    assert code == 1
    assert findings["bot_token.refused"]["facts"] == {"why": "invalid_auth"}
    assert "OAuth & Permissions" in findings["bot_token.refused"]["text"]
    assert "connections:write" in findings["socket.refused"]["text"]
    assert not {"scopes", "clock", "channels"} & {finding["check"] for finding in findings.values()}


async def test_without_a_network_that_is_what_is_said(tmp_path: Path, slack: Sandbox) -> None:
    code, findings = await _found(tmp_path, **_env(slack, SLACK_API_URL="http://127.0.0.1:1/api/"))
    assert code == 1
    assert {"bot_token.unreached", "socket.unreached"} <= set(findings)


async def test_missing_scopes_are_to_do_and_optional_ones_to_know_each_with_what_it_is_for(
    tmp_path: Path, slack: Sandbox
) -> None:
    slack.app.scopes -= {"files:write", "groups:read", "im:history"}
    code, findings = await _found(tmp_path, **_env(slack))
    assert code == 1
    assert findings["scopes.missing"]["facts"] == {"scopes": ["files:write", "groups:read"]}
    assert "files:write (pictures and reports)" in findings["scopes.missing"]["text"]
    assert "im:history (checking" in findings["scopes.optional"]["text"]
    assert findings["scopes.optional"]["state"] == "note"


async def test_a_pencil_that_was_not_invited_is_named_by_its_partnership(tmp_path: Path, world: World) -> None:
    env = _env(world.sandbox, DATABASE_URL=world.bot.settings.database_url)
    _, findings = await _found(tmp_path, **env)
    assert "channels.no_partnership" in findings
    await world.begins()
    code, findings = await _found(tmp_path, **env)
    assert code == 0, findings
    assert "channels.invited" in findings
    world.slack.channels[HOME].members.discard(world.slack.bot_user)
    code, findings = await _found(tmp_path, **env)
    assert code == 1
    assert "Exe Bay Together" in findings["channels.not_invited"]["text"]


async def test_a_pencil_that_is_nowhere_is_told_what_is_next(tmp_path: Path, slack: Sandbox) -> None:
    for channel in slack.slack.channels.values():
        channel.members.discard(slack.slack.bot_user)
    slack.slack.channels["C9"] = Channel("C9", "old", {slack.slack.bot_user}, HUB, archived=True)
    code, findings = await _found(tmp_path, **_env(slack))
    assert code == 0
    assert "/invite @Pencil" in findings["channels.nowhere"]["text"]


@pytest.mark.parametrize(("revision", "outcome"), [("0001", "older"), ("9999", "newer")])
async def test_another_schema_is_named_and_left_alone(
    tmp_path: Path, slack: Sandbox, revision: str, outcome: str
) -> None:
    await pencil(tmp_path, "migrate")
    on = create_engine(f"sqlite:///{tmp_path / 'pencil.db'}")
    with on.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    on.dispose()
    before = (tmp_path / "pencil.db").read_bytes()
    code, findings = await _found(tmp_path, **_env(slack))
    assert code == 1
    assert findings[f"database.{outcome}"]["facts"]["schema"] == revision
    assert "key.untried" in findings  # of rows nothing is known
    assert "channels" not in {finding["check"] for finding in findings.values()}
    assert (tmp_path / "pencil.db").read_bytes() == before


async def test_what_is_no_database_is_named(tmp_path: Path, slack: Sandbox) -> None:
    (tmp_path / "pencil.db").write_text("something else" * 100)
    code, findings = await _found(tmp_path, **_env(slack))
    assert code == 1
    assert "not a database" in findings["database.unusable"]["text"]


async def test_a_key_that_changed_while_a_pulse_is_open_is_named_and_nothing_is_lost(
    tmp_path: Path, world: World
) -> None:
    await peopled(world)
    object.__setattr__(world.bot.settings, "pencil_key", SecretStr(KEY))
    await world.moves_to(OPENING)
    env = _env(world.sandbox, DATABASE_URL=world.bot.settings.database_url)
    code, findings = await _found(tmp_path, **env)
    assert code == 0, findings
    assert findings["key.there"]["facts"] == {"open_pulses": 1}
    for other, outcome in (("x" * 40, "key.changed"), ("", "key.missing")):
        code, findings = await _found(tmp_path, **{**env, "PENCIL_KEY": other})
        assert code == 1
        assert "Exe Bay Together" in findings[outcome]["text"]
        assert "14 May 2026" in findings[outcome]["text"]


@pytest.mark.parametrize("command", ["run", "web", "worker", "tick"])
async def test_every_process_says_at_the_start_that_the_key_is_another(
    tmp_path: Path, world: World, command: str
) -> None:
    await peopled(world)
    object.__setattr__(world.bot.settings, "pencil_key", SecretStr(KEY))
    await world.moves_to(OPENING)
    env = _env(world.sandbox, DATABASE_URL=world.bot.settings.database_url, PORT="0", SQLITE_SHARED="1")
    for key, times in ((KEY, 0), ("x" * 40, 1)):
        (log := tmp_path / f"{times}.log").touch()
        process = Process(("bot", command), tmp_path, {**os.environ, **env, "PENCIL_KEY": key}, log)
        async with asyncio.timeout(60):
            while process.ended is None and "Connected to" not in log.read_text():  # noqa: ASYNC110  # its own words
                await asyncio.sleep(0.05)
        assert await process.stop() == 0, log.read_text()
        assert log.read_text().count("PENCIL_KEY is not the one that an open pulse began with") == times
