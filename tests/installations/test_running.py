"""Pencil runs with no token of its own, tells how it is, and its pages can be read in a browser."""

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
from playwright.async_api import Browser
from pydantic import SecretStr

from bot.cli.connection import Connection, introduced
from bot.cli.doctor.checks import link
from bot.cli.doctor.stored import SealedToken, Stored
from bot.cli.setup import links
from bot.installations import life, sealing
from bot.settings import Settings, SettingsError
from jobs.delivery import deliver_all
from sandbox.server import Sandbox
from sandbox.slack.people import HOME, HUB
from tests.conftest import MANIFEST
from tests.faults.town import free_port
from tests.guards.test_manifest import schema
from tests.installations.town import KEY, NORTH, SOUTH, Town
from tests.processes import Process


def _settings(**given: Any) -> Settings:
    client = {"slack_client_id": "1.2", "slack_client_secret": SecretStr("s"), "pencil_key": SecretStr(KEY)}
    return Settings(_env_file=None, **{**client, "slack_signing_secret": SecretStr("x"), **given})


@pytest.mark.slow
@pytest.mark.parametrize("token", ["", "xoxb-dead"])
async def test_it_is_ready_without_a_token_of_its_own_or_with_a_dead_one(tmp_path: Path, token: str) -> None:
    port = free_port()
    async with Sandbox(MANIFEST) as sandbox:
        env = {
            "SLACK_CLIENT_ID": sandbox.slack.grants.client_id,
            "SLACK_CLIENT_SECRET": sandbox.slack.grants.client_secret,
            "SLACK_SIGNING_SECRET": sandbox.slack.signing_secret,
            "SLACK_API_URL": sandbox.api_url,
            "SLACK_BOT_TOKEN": token,
            "PENCIL_KEY": KEY,
            "PORT": str(port),
        }
        process = Process(["bot", "run"], tmp_path, env, tmp_path / "output")
        try:
            async with asyncio.timeout(60), aiohttp.ClientSession() as session:
                while True:
                    try:
                        async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                            ready = answer.status, await answer.text()
                        break
                    except aiohttp.ClientError:
                        assert process.ended is None, (tmp_path / "output").read_text()
                        await asyncio.sleep(0.1)
                async with session.get(f"http://127.0.0.1:{port}/slack/install") as answer:
                    page = await answer.text()
        finally:
            await process.stop()
    assert ready[0] == 200, ready
    assert "Add to Slack" in page
    output = (tmp_path / "output").read_text()
    assert ("Slack does not take the bot token" in output) is bool(token)


async def test_where_nobody_installs_by_a_link_there_is_no_such_page(database_url: str) -> None:
    async with Town(database_url, token=True, slack_client_id=None, slack_client_secret=None) as town:
        for path in ("install", "oauth_redirect"):
            assert (await town.opens(f"{town.url}/slack/{path}")).status == 404


async def test_a_dead_token_alone_is_still_the_end(database_url: str) -> None:
    async with Town(database_url, token=True, slack_client_id=None, slack_client_secret=None) as town:
        town.slack.refuses_token = "invalid_auth"
        with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN"):
            await introduced(town.bot)


async def test_where_a_workspace_goes_on_with_a_token_in_the_settings_what_waited_goes_out(database_url: str) -> None:
    async with Town(database_url) as town:
        amina, _ = await town.both()
        await amina.types("/blocker No key to the hall")
        await amina.presses(amina.private()[-1], "blocker.post")
        await town.bot.database.run(life.remove, HUB, town.bot.clock())
        own = {"slack_client_id": None, "slack_client_secret": None}
        async with town.another(slack_bot_token=SecretStr(town.slack.bot_token), **own) as other:
            async with Connection(other):
                await town.sandbox.until(town.none_away)
            await deliver_all(other)
        assert "No key to the hall" in town.posted(HOME)[-1].plain


def test_the_manifest_for_an_address_says_where_people_come_back_to() -> None:
    made = links.fitted(_settings().commands, "https://pencil.example.org")
    assert made["oauth_config"]["redirect_urls"] == ["https://pencil.example.org/slack/oauth_redirect"]
    assert {"app_uninstalled", "tokens_revoked"} <= set(made["settings"]["event_subscriptions"]["bot_events"])
    schema().validate(made)
    assert "redirect_urls" not in links.fitted(_settings().commands)["oauth_config"]


def test_the_doctor_says_what_is_missing() -> None:
    master = KEY.encode()
    good = SealedToken("T1", sealing.seal(master, "T1", sealing.BOT, "xoxb-1"))
    other = SealedToken("T2", sealing.seal(master[::-1], "T2", sealing.BOT, "xoxb-2"))

    def outcomes(settings: Settings, *tokens: SealedToken, address: str | None = None) -> list[str]:
        found = link.check(settings, Stored(is_read=True, tokens=tokens), master, address)
        return [finding.outcome for finding in found]

    assert outcomes(_settings(), good) == ["redirect_unknown"]
    assert outcomes(_settings(), good, address="https://your.host") == ["open"]
    assert outcomes(_settings(slack_redirect_uri="https://your.host/slack/oauth_redirect")) == ["open"]
    assert outcomes(_settings(slack_redirect_uri="http://your.host/slack/oauth_redirect")) == ["wrong_redirect"]
    assert outcomes(_settings(slack_redirect_uri="https://your.host/back")) == ["wrong_redirect"]
    assert outcomes(_settings(), good, other, address="https://your.host") == ["other_key", "open"]
    assert outcomes(_settings(slack_client_id=None, slack_client_secret=None)) == []
    assert outcomes(_settings(slack_client_id=None, slack_client_secret=None), good) == ["left"]


@pytest.mark.browser
async def test_somebody_installs_it_in_a_real_browser(town: Town, browser: Browser) -> None:
    page = await browser.new_page()
    await page.goto(f"{town.url.replace('127.0.0.1', 'localhost')}/slack/install")
    assert await page.get_by_role("heading").inner_text() == "Add Pencil to Slack"
    town.sandbox.app.redirect_url = town.sandbox.app.redirect_url.replace("127.0.0.1", "localhost")
    town.slack.installs_in = SOUTH
    await page.get_by_role("link", name="Add to Slack").click()
    await page.get_by_role("heading", name="Pencil is in Estuary Health").wait_for()
    assert urlsplit(page.url).path == "/slack/oauth_redirect"
    await page.reload()
    await page.get_by_role("heading", name="Please start again").wait_for()
    await page.close()


async def test_the_addresses_take_nothing_but_a_look(town: Town) -> None:
    for path in ("install", "oauth_redirect"):
        async with town.browser.post(f"{town.url}/slack/{path}", data=b"x") as answer:
            assert answer.status == 404
    assert (await town.installs(NORTH)).status == 200
