"""The manifest says to Slack what the handlers' tables say to us."""

import json
from typing import Any

from bot.settings import Settings
from bot.slack.scopes import NEEDED, OPTIONAL, SEE_REACTIONS
from handlers import COMMANDS, EVENTS, EVENTS_IF_WANTED, SHORTCUTS
from tests.conftest import MANIFEST, ROOT

BASE = "https://raw.githubusercontent.com/slackapi/manifest-schema/v0.5.0/schemas"


def test_the_manifest_says_what_the_tables_say() -> None:
    features = MANIFEST["features"]
    assert {command["command"] for command in features["slash_commands"]} == set(
        Settings(_env_file=None).commands.values()
    )
    assert set(Settings(_env_file=None).commands) == set(COMMANDS)
    assert all(command["should_escape"] for command in features["slash_commands"])
    assert {feature["callback_id"] for feature in features["shortcuts"]} == set(SHORTCUTS)
    assert sorted(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) == sorted(EVENTS)
    assert MANIFEST["settings"]["socket_mode_enabled"] is True


def schema() -> Any:
    """Slack's own, as a validator."""
    import jsonschema
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT7

    folder = ROOT / "tests/slack-payloads/manifest-schema"
    paths = sorted(folder.glob("manifest.schema.*.json"))
    assert paths
    registry: Registry[Any] = Registry().with_resources(
        (
            f"{BASE}/{path.name}",
            Resource.from_contents(json.loads(path.read_text()), default_specification=DRAFT7),
        )
        for path in paths
    )
    whole = json.loads((folder / "manifest.schema.json").read_text())
    return jsonschema.validators.validator_for(whole)(whole, registry=registry)


def test_the_manifest_is_one_slack_takes() -> None:
    schema().validate(MANIFEST)


def test_the_manifest_asks_for_the_least() -> None:
    scopes = MANIFEST["oauth_config"]["scopes"]
    assert set(scopes["bot"]) == NEEDED  # what is missing is told by name at the start
    assert sorted(scopes["bot"]) == [
        "app_mentions:read",
        "channels:read",  # who joins and leaves a public home
        "chat:write",
        "commands",
        "files:write",
        "groups:read",  # who joins and leaves a private one
        "im:write",
        "mpim:write",  # introducing whoever can help to whoever is stuck
        "users:read",
    ]
    assert set(scopes["bot_optional"]) == OPTIONAL
    assert all(scope.endswith(":history") for scope in OPTIONAL)


def test_the_manifest_does_not_ask_for_reactions_which_operators_may_add() -> None:
    scopes, operators = MANIFEST["oauth_config"]["scopes"], (ROOT / "docs/running/index.md").read_text()
    assert SEE_REACTIONS not in [*scopes["bot"], *scopes["bot_optional"]]
    assert not set(EVENTS_IF_WANTED) & set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
    for name in (SEE_REACTIONS, *EVENTS_IF_WANTED):
        assert f"`{name}`" in operators
