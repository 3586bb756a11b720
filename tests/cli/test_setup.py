"""`python -m bot setup`, typed in a real terminal, against a Slack that answers over HTTP."""

import json
import stat
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from dotenv import dotenv_values
from pydantic import SecretStr

from sandbox.server import Sandbox
from tests.commands import pencil
from tests.conftest import MANIFEST
from tests.polling import OPENING, peopled
from tests.terminal import terminal
from tests.world import World

APP, BOT, SOCKET = "Press Enter when the app is made", "xoxb- and stays hidden", "xapp- and stays hidden"
TAKEN = "Slack takes it: Exe Bay Hub, as @Pencil. It is kept."


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox(MANIFEST) as sandbox:
        yield sandbox


async def test_whoever_answers_the_questions_has_a_pencil_that_is_well(tmp_path: Path, slack: Sandbox) -> None:
    env_file = tmp_path / ".env"
    async with terminal(tmp_path, "setup", SLACK_API_URL=slack.api_url) as screen:
        await screen.says("https://api.slack.com/apps?new_app=1&manifest_json=%7B")
        await screen.says(APP)
        screen.types("")
        await screen.says(BOT)
        screen.types(f" SLACK_BOT_TOKEN='{slack.slack.bot_token}' ")
        await screen.says(TAKEN)
        await screen.says(SOCKET)
        screen.types(slack.slack.app_token)
        await screen.says("The app token is kept")
        await screen.says("PENCIL_KEY is made")
        await screen.says("All is well.")
        await screen.says("/invite @Pencil, then /partnership start")
        assert await screen.ends() == 0
    written = dotenv_values(env_file)
    assert written["SLACK_BOT_TOKEN"] == slack.slack.bot_token
    assert written["SLACK_APP_TOKEN"] == slack.slack.app_token
    assert len(written["PENCIL_KEY"] or "") >= 32
    assert stat.S_IMODE(env_file.stat().st_mode) == 0o600
    assert [name for name, value in written.items() if value and value in screen.shown] == []
    asked = {call.method for call in slack.slack.calls}
    assert asked == {"auth.test", "users.info", "apps.connections.open", "users.conversations"}
    assert [path.name for path in tmp_path.iterdir()] == [".env"]


ANOTHER_OPENS = pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="there is always another browser")


@pytest.mark.parametrize(
    ("code", "answer"),
    [(0, ""), pytest.param(1, "No browser could be opened. Copy the link instead.", marks=ANOTHER_OPENS)],
    ids=["opens", "does-not"],
)
async def test_whoever_has_a_browser_is_asked_whether_to_open_the_link_in_it(
    tmp_path: Path, slack: Sandbox, code: int, answer: str
) -> None:
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> {opened}\nexit {code}\n')
    browser.chmod(0o700)
    env = {"SLACK_API_URL": slack.api_url, "BROWSER": str(browser), "DISPLAY": "", "WAYLAND_DISPLAY": "", "PATH": ""}
    for typed, links in (("n", 0), ("", 1)):
        async with terminal(tmp_path, "setup", **env) as screen:
            await screen.says("https://api.slack.com/apps?new_app=1&manifest_json=%7B")
            await screen.says("Open it in your browser now? [Y/n]")
            screen.types(typed)
            if links:
                await screen.says(answer)
            await screen.says(APP)
            asked = opened.read_text().splitlines() if opened.exists() else []
            assert len(asked) == links
            assert all(f"\n{link}\n" in screen.shown for link in asked)
            await screen.stops("Stopped. Nothing was changed.")
    query = parse_qs(urlsplit(asked[0]).query)
    assert json.loads(query["manifest_json"][0]) == MANIFEST


async def test_what_was_entered_before_it_was_stopped_is_kept_and_the_next_time_goes_on_from_there(
    tmp_path: Path, slack: Sandbox
) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("# ours\nPORT=3111\nSLACK_BOT_TOKEN=\n\nGREETING='hello there'\n")
    env_file.chmod(0o644)
    async with terminal(tmp_path, "setup", SLACK_API_URL=slack.api_url) as screen:
        await screen.says(APP)
        screen.types("")
        for pasted, answer in {
            "xapp-1-A-1-abc": "That is an app-level token, not the bot token.",
            "xoxb-••••••••": "That is not a whole bot token",
            "xoxb-somebody-elses": "Slack does not take this bot token (invalid_auth).",
            slack.slack.bot_token: TAKEN,
        }.items():
            await screen.says(BOT)
            screen.types(pasted)
            await screen.says(answer)
        await screen.says(SOCKET)
        await screen.stops("Stopped. SLACK_BOT_TOKEN is kept in .env.")
        assert await screen.ends() == 1
    kept = f"# ours\nPORT=3111\nSLACK_BOT_TOKEN={slack.slack.bot_token}\n\nGREETING='hello there'\n"
    assert env_file.read_text() == kept
    assert stat.S_IMODE(env_file.stat().st_mode) == 0o600

    async with terminal(tmp_path, "setup", SLACK_API_URL=slack.api_url) as screen:
        await screen.says("The bot token is there (Exe Bay Hub, as @Pencil).")
        await screen.says(SOCKET)
        screen.types(slack.slack.app_token)
        await screen.says("All is well.")
        assert await screen.ends() == 0
    assert APP not in screen.shown
    assert env_file.read_text().startswith(kept)


async def test_where_slack_cannot_be_reached_a_token_is_kept_untried(tmp_path: Path) -> None:
    async with terminal(tmp_path, "setup", SLACK_API_URL="http://127.0.0.1:1/api/") as screen:
        await screen.says(APP)
        screen.types("")
        for prompt, token in ((BOT, "xoxb-a"), (SOCKET, "xapp-a")):
            await screen.says(prompt)
            screen.types(token)
            await screen.says("Slack cannot be reached from here")
            await screen.says("Try again?")
            screen.types("n")
            await screen.says("is kept, and has not been tried")
        await screen.says("to do  Bot token    Slack cannot be reached")
        assert await screen.ends() == 1
    assert dotenv_values(tmp_path / ".env")["SLACK_APP_TOKEN"] == "xapp-a"


async def test_no_new_key_takes_the_place_of_one_that_an_open_pulse_began_with(tmp_path: Path, world: World) -> None:
    await peopled(world)
    object.__setattr__(world.bot.settings, "pencil_key", SecretStr("k" * 40))
    await world.moves_to(OPENING)
    env = {
        "SLACK_API_URL": world.sandbox.api_url,
        "DATABASE_URL": world.bot.settings.database_url,
        "SLACK_BOT_TOKEN": world.slack.bot_token,
        "SLACK_APP_TOKEN": world.slack.app_token,
    }
    async with terminal(tmp_path, "setup", **env) as screen:
        await screen.says("began with a PENCIL_KEY that is not the one here")
        await screen.says("PENCIL_KEY as it was")
        screen.types("x" * 40)
        await screen.says("That is not the key it began with.")
        await screen.says("PENCIL_KEY as it was")
        screen.types("k" * 40)
        await screen.says("PENCIL_KEY is set, and opens what it has to.")
        assert await screen.ends() == 0
    assert dotenv_values(tmp_path / ".env") == {"PENCIL_KEY": "k" * 40}


async def test_for_http_it_asks_for_the_signing_secret_and_says_where_slack_tries_the_address(
    tmp_path: Path, slack: Sandbox
) -> None:
    async with terminal(
        tmp_path, "setup", "--http", "https://pencil.example.org", SLACK_API_URL=slack.api_url
    ) as screen:
        await screen.says("https%3A%2F%2Fpencil.example.org%2Fslack%2Fevents")
        await screen.says(APP)
        screen.types("")
        await screen.says(BOT)
        screen.types(slack.slack.bot_token)
        await screen.says("The signing secret.")
        await screen.says("stays hidden")
        screen.types(slack.slack.signing_secret)
        await screen.says("press Retry beside https://pencil.example.org/slack/events")
        assert await screen.ends() == 0
    written = dotenv_values(tmp_path / ".env")
    assert written["SLACK_SIGNING_SECRET"] == slack.slack.signing_secret
    assert "SLACK_APP_TOKEN" not in written


async def test_without_a_terminal_it_says_what_else_to_do(tmp_path: Path) -> None:
    code, output = await pencil(tmp_path, "setup")
    assert code == 2
    assert "Setup asks questions, so it needs a terminal." in output
    assert list(tmp_path.iterdir()) == []


async def test_a_token_in_the_environment_that_slack_refuses_is_not_asked_for_as_env_would_not_change_it(
    tmp_path: Path, slack: Sandbox
) -> None:
    env = {"SLACK_API_URL": slack.api_url, "SLACK_BOT_TOKEN": "xoxb-old"}
    async with terminal(tmp_path, "setup", **env) as screen:
        await screen.says("SLACK_BOT_TOKEN is set in the environment, which goes before .env")
        assert await screen.ends() == 2
    assert not (tmp_path / ".env").exists()
