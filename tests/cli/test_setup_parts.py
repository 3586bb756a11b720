"""The parts of setup: the link, what is pasted, and the file it is kept in."""

import json
import os
import stat
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from dotenv import dotenv_values

from bot.cli.setup import kinds, links
from bot.cli.setup.env_file import EnvFile
from bot.settings import Settings, SettingsError
from tests.conftest import MANIFEST
from tests.guards.test_manifest import schema

COMMANDS = Settings(_env_file=None).commands
LONGEST = 4_000  # characters; what servers and terminals take at the least is 4096


def _in(link: str) -> Any:
    [manifest] = parse_qs(urlsplit(link).query)["manifest_json"]
    return json.loads(manifest)


def test_the_link_holds_the_manifest_and_nothing_else() -> None:
    link = links.to_make(links.fitted(COMMANDS))
    assert _in(link) == MANIFEST
    assert set(parse_qs(urlsplit(link).query)) == {"new_app", "manifest_json"}
    assert link.isascii()
    assert len(link) < LONGEST


def test_commands_by_other_names_are_made_by_these() -> None:
    made = links.fitted({**COMMANDS, "win": "/hooray"})
    assert [command["command"] for command in made["features"]["slash_commands"]] == [
        "/hooray",
        "/blocker",
        "/skill",
        "/partnership",
    ]


def test_for_http_the_link_names_the_address_wherever_slack_sends_something() -> None:
    made = links.fitted(COMMANDS, "https://pencil.example.org/")
    url = "https://pencil.example.org/slack/events"
    schema().validate(made)
    assert {command["url"] for command in made["features"]["slash_commands"]} == {url}
    assert made["settings"]["event_subscriptions"]["request_url"] == url
    assert made["settings"]["interactivity"]["message_menu_options_url"] == url
    assert made["settings"]["socket_mode_enabled"] is False
    assert _in(links.to_make(made)) == made


@pytest.mark.parametrize(
    "pasted",
    ["xoxb-1", " xoxb-1\n", "'xoxb-1'", '"xoxb-1"', "SLACK_BOT_TOKEN=xoxb-1", "export SLACK_BOT_TOKEN = 'xoxb-1' "],
)
def test_what_is_pasted_with_something_around_it_is_understood(pasted: str) -> None:
    assert kinds.cleaned(pasted) == "xoxb-1"


@pytest.mark.parametrize(
    ("name", "pasted", "kind"),
    [
        ("slack_bot_token", "xapp-1", "an app-level token"),
        ("slack_bot_token", "xoxp-1", "a user token"),
        ("slack_bot_token", "xoxe.xoxp-1", "a configuration token"),
        ("slack_app_token", "xoxb-1", "a bot token"),
        ("slack_signing_secret", "xoxb-1", "a bot token"),
        ("slack_bot_token", "0123456789abcdef", None),
    ],
)
def test_another_of_slacks_tokens_is_named(name: str, pasted: str, kind: str | None) -> None:
    assert not kinds.fits(name, pasted)
    assert kinds.kind(pasted) == kind


def test_what_fits_is_taken() -> None:
    assert kinds.fits("slack_bot_token", "xoxb-1")
    assert kinds.fits("slack_bot_token", "xoxe.xoxb-1")  # one that is renewed
    assert kinds.fits("slack_app_token", "xapp-1")
    assert kinds.fits("slack_signing_secret", "0123456789abcdef")
    assert kinds.is_whole("xoxe.xoxb-1-A_b")
    assert not any(map(kinds.is_whole, ("", "xoxb-•••", "xoxb-1 xoxb-2", "xoxb-…", "xoxb-1\x1b[D")))


@pytest.mark.parametrize("value", ["xoxb-1-A_b", "a key of words # and 'signs' \"of\" all kinds, \\ too"])
def test_what_is_kept_is_read_as_it_was(tmp_path: Path, value: str) -> None:
    file = EnvFile(tmp_path / ".env")
    file.keep("PENCIL_KEY", "before")
    file.keep("PENCIL_KEY", value)
    assert dotenv_values(file.path) == {"PENCIL_KEY": value}
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


def test_a_disk_that_is_full_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = EnvFile(tmp_path / ".env")
    file.path.write_text("PORT=1")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(SettingsError, match=r"No space left on device.*as it was"):
        file.keep("PENCIL_KEY", "k")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(".env", "PORT=1")]


def test_a_folder_in_its_place_is_said_before_anything_is_asked(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    with pytest.raises(SettingsError, match="nothing has been asked"):
        EnvFile(tmp_path / ".env").require_writable()
