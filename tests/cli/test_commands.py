"""The command line, as whoever installs Pencil meets it."""

import asyncio
import os
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from bot.db.transactions import Database
from bot.partnership import members, partnerships
from bot.partnership.members import Who
from bot.partnership.partnerships import NewPartnership
from bot.settings import Settings, SettingsError, load
from bot.wins import changes
from bot.wins.entries import WinEntry
from sandbox.server import Sandbox
from sandbox.slack.people import HUB
from sandbox.slack.state import Channel
from tests.commands import Typed, in_a_process, pencil
from tests.conftest import MANIFEST, ROOT
from tests.processes import Process

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-x", "SLACK_APP_TOKEN": "xapp-x"}


@pytest.mark.parametrize(
    "command",
    [
        "run",
        "web",
        "worker",
        "tick",
        "migrate",
        "sandbox",
        "report",
        "story",
        "export",
        "import",
        "outbox",
        "setup",
        "doctor",
    ],
)
@pytest.mark.parametrize("typed", [pencil, pytest.param(in_a_process, marks=pytest.mark.slow)])
async def test_each_command_explains_itself(tmp_path: Path, command: str, typed: Typed) -> None:
    code, output = await typed(tmp_path, command, "--help")
    assert code == 0
    assert "Usage: python -m bot" in output


@pytest.mark.parametrize(
    ("command", "env", "named"),
    [
        ("run", {}, "SLACK_BOT_TOKEN"),
        ("run", {"SLACK_BOT_TOKEN": "xoxb-x"}, "SLACK_SIGNING_SECRET"),
        ("web", TOKENS, "DATABASE_URL"),
        ("worker", TOKENS, "DATABASE_URL"),
        ("run", {**TOKENS, "PORT": "many"}, "PORT"),
        ("migrate", {"DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
        ("migrate", {"DATABASE_URL": "sqlite:////nowhere/at/all.db"}, "DATABASE_URL"),
        ("run", {**TOKENS, "DATABASE_URL": "sqlite://"}, "DATABASE_URL"),
        ("run", {**TOKENS, "SLACK_BOT_TOKEN": "rubbish"}, "SLACK_BOT_TOKEN"),
        ("run", {**TOKENS, "SLACK_APP_TOKEN": "xoxb-x"}, "SLACK_APP_TOKEN"),
        ("run", {**TOKENS, "HOST": "no.such.host.invalid"}, "HOST"),
        ("run", {**TOKENS, "HOST": "192.0.2.1"}, "HOST"),
        ("run", {**TOKENS, "COMMAND_SKILL": "/win"}, "COMMAND_WIN"),
        ("tick --at tomorrow", TOKENS, "--at"),
        ("tick --at 0001-01-01", TOKENS, "--at"),
        ("tick --dry-run", TOKENS, "DATABASE_URL"),
    ],
)
async def test_a_missing_or_wrong_setting_is_one_line_that_names_it(
    tmp_path: Path, command: str, env: dict[str, str], named: str
) -> None:
    code, output = await pencil(tmp_path, *command.split(), **env)
    assert code == 2
    assert named in output
    assert output.count("\n") == 1
    assert "Traceback" not in output


@pytest.mark.parametrize("command", ["run", pytest.param("sandbox", marks=pytest.mark.slow)])
async def test_a_port_in_use_is_one_line_and_touches_nothing(tmp_path: Path, command: str) -> None:
    (tmp_path / "sandbox.db").write_text("somebody's")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        words = ("sandbox", "--port", port) if command == "sandbox" else ("run",)
        typed = in_a_process if command == "sandbox" else pencil
        code, output = await typed(tmp_path, *words, **TOKENS, PORT=port)
    assert code == 2
    assert port in output
    assert output.count("\n") == 1
    assert (tmp_path / "sandbox.db").read_text() == "somebody's"


async def test_a_database_of_a_newer_pencil_is_left_alone(tmp_path: Path) -> None:
    await pencil(tmp_path, "migrate")
    on = create_engine(f"sqlite:///{tmp_path / 'pencil.db'}")
    with on.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    on.dispose()
    code, output = await pencil(tmp_path, "migrate")
    assert code == 2
    assert "newer Pencil" in output
    assert output.count("\n") == 1


async def test_what_else_keeps_a_database_from_being_migrated_is_not_blamed_on_a_newer_pencil(tmp_path: Path) -> None:
    await pencil(tmp_path, "migrate")
    on = create_engine(f"sqlite:///{tmp_path / 'pencil.db'}")
    with on.begin() as connection:
        connection.execute(text("INSERT INTO alembic_version VALUES ('0001')"))
    on.dispose()
    code, output = await pencil(tmp_path, "migrate")
    assert code == 2
    assert "newer Pencil" not in output
    assert "more than one head" in output
    assert output.count("\n") == 1


@pytest.mark.slow
async def test_a_worker_runs_beside_whoever_has_the_port_already(tmp_path: Path) -> None:
    async with Sandbox(MANIFEST) as sandbox:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            env = {
                **os.environ,
                "SLACK_BOT_TOKEN": sandbox.slack.bot_token,
                "SLACK_API_URL": sandbox.api_url,
                "SQLITE_SHARED": "1",
                "PORT": str(taken.getsockname()[1]),
            }
            await in_a_process(tmp_path, "migrate")
            database = Database(f"sqlite:///{tmp_path / 'pencil.db'}")
            await database.run(_begun)
            database.close()
            process = Process(("bot", "worker"), tmp_path, env, tmp_path / "said")
            await sandbox.until(lambda: sandbox.slack.calls, seconds=60)  # it sends what is due
            assert process.ended is None
            async with asyncio.timeout(10):
                assert await process.stop() == 0


async def test_a_rehearsal_says_what_would_come_and_changes_nothing(tmp_path: Path) -> None:
    async with Sandbox(MANIFEST) as sandbox:
        env = {"SLACK_BOT_TOKEN": sandbox.slack.bot_token, "SLACK_API_URL": sandbox.api_url}
        path = tmp_path / "pencil.db"
        await pencil(tmp_path, "migrate")
        database = Database(f"sqlite:///{path}")
        await database.run(_begun)
        database.close()
        for _ in range(2):
            code, output = await pencil(tmp_path, "tick", "--dry-run", "--at", "2026-03-06T15:00:00Z", **env)
            assert code == 0
            assert "celebrations → C1" in output
            assert "next → the spotlight is offered, 2026-03-05T15:00+00:00" in output


@pytest.mark.slow
async def test_a_lasting_tick_turns_the_clock_for_each_line_that_comes_in(tmp_path: Path) -> None:
    async with Sandbox(MANIFEST, clock_file=tmp_path / "clock") as sandbox:
        sandbox.slack.channels["C1"] = Channel("C1", "exe-bay", {sandbox.slack.bot_user}, HUB)
        env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "SLACK_BOT_TOKEN": sandbox.slack.bot_token,
            "SLACK_API_URL": sandbox.api_url,
            "CLOCK_OFFSET_FILE": str(tmp_path / "clock"),
        }
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "tick", "--lines"),
            cwd=tmp_path,
            env=env,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdin is not None
        assert process.stdout is not None

        async def answer(line: str) -> list[str]:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(f"{line}\n".encode())
            lines = []
            async with asyncio.timeout(20):
                while printed := (await process.stdout.readline()).decode().strip():
                    lines.append(printed)
            return lines

        assert await answer("") == []
        sandbox.clock.move_to(datetime(2026, 3, 4, 12, tzinfo=UTC))
        database = Database(f"sqlite:///{tmp_path / 'pencil.db'}")
        await database.run(_begun)
        database.close()
        sandbox.clock.move_to(datetime(2026, 3, 6, 15, tzinfo=UTC))
        assert "celebrations → C1" in await answer("--dry-run")
        assert sandbox.slack.messages("C1") == []
        assert await answer("")
        [celebration] = sandbox.slack.messages("C1")
        assert "We opened the hub" in celebration.plain
        assert "celebrations → C1" not in await answer("--dry-run")
        await answer("")
        assert sandbox.slack.messages("C1") == [celebration]
        process.stdin.close()
        async with asyncio.timeout(10):
            assert await process.wait() == 0


def _begun(session: Session) -> None:
    now, who = datetime(2026, 3, 4, 12, tzinfo=UTC), Who("T1", "U1")
    new = NewPartnership("T1", "C1", "Exe Bay", "Europe/London")
    here = partnerships.start(session, new, who, now)
    session.flush()
    member = members.admit(session, here, who, now)
    changes.record(session, here, member, WinEntry("We opened the hub"), "o", now)


@pytest.mark.parametrize("prefix", ["postgres://", "postgresql://", "postgresql+psycopg://"])
def test_every_usual_way_of_naming_postgresql_is_taken(prefix: str) -> None:
    settings = Settings(_env_file=None, database_url=f"{prefix}me@here/pencil")
    assert settings.database_url == "postgresql+psycopg://me@here/pencil"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COMMAND_WIN", "win"),
        ("HOLIDAYS", "Atlantis"),
        ("SLACK_API_URL", "slack"),
        ("DATABASE_URL", "here"),
        ("LEASE_SECONDS", "600"),
    ],
)
def test_settings_say_what_is_wrong(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        load(None)


@pytest.mark.slow
async def test_run_brings_a_database_up_to_date_is_healthy_and_stops_when_told(tmp_path: Path) -> None:
    async with Sandbox(MANIFEST) as sandbox, aiohttp.ClientSession() as session:
        port = "38417"
        env = {
            **os.environ,
            "SLACK_BOT_TOKEN": sandbox.slack.bot_token,
            "SLACK_APP_TOKEN": sandbox.slack.app_token,
            "SLACK_SIGNING_SECRET": sandbox.slack.signing_secret,
            "SLACK_API_URL": sandbox.api_url,
            "PORT": port,
        }
        process = Process(("bot", "run"), tmp_path, env, tmp_path / "said")
        try:
            await sandbox.until(lambda: sandbox.app.socket.connected, seconds=20)
            amina = sandbox.person("Amina Okafor")
            await amina.types("/partnership start Exe Bay Together")
            reply = await amina.types("/win We opened the hub")
            assert reply is not None
            assert "Recorded" in reply.plain
            assert (await session.get(f"http://127.0.0.1:{port}/healthz")).status == 200
            sandbox.app.request_url = f"http://127.0.0.1:{port}/slack/events"
            reply = await amina.types("/win And over HTTP")
            assert reply is not None
            assert "Recorded" in reply.plain
        finally:
            async with asyncio.timeout(10):
                assert await process.stop() == 0
