"""What the sandbox sends an app has the shape of what Slack was recorded to send."""

import json
from pathlib import Path
from typing import Any

import pytest

from sandbox.api.views import new_view
from sandbox.app import payloads
from sandbox.slack.people import HOME
from sandbox.slack.state import Slack

FOLDER = Path(__file__).parent.parent / "slack-payloads"
KINDS = {
    "block_actions": "interactive/block_actions",
    "view_submission": "interactive/view_submission",
    "view_closed": "interactive/view_closed",
    "block_suggestion": "interactive/block_suggestion",
    "message_action": "interactive/message_action",
    "slash_command": "slash_command",
    "app_mention": "event/app_mention",
    "app_home_opened": "event/app_home_opened",
    "member_joined_channel": "event/member_joined_channel",
    "member_left_channel": "event/member_left_channel",
    "reaction_added": "event/reaction_added",
}
SHAPES = {
    "block_actions": "app-backend/BlockActionPayload",
    "view_submission": "app-backend/ViewSubmissionPayload",
    "view_closed": "app-backend/ViewClosedPayload",
    "message_action": "app-backend/MessageShortcutPayload",
    "slash_command": "app-backend/SlashCommandPayload",
    "app_mention": "events/AppMentionPayload",
    "app_home_opened": "events/AppHomeOpenedPayload",
    "member_joined_channel": "events/MemberJoinedChannelPayload",
    "member_left_channel": "events/MemberLeftChannelPayload",
    "reaction_added": "events/ReactionAddedPayload",
}


def _sent(slack: Slack | None = None) -> dict[str, dict[str, Any]]:
    slack = slack or Slack()
    people = list(slack.people.values())
    hub, away = people[0], next(person for person in people if person.team_id != people[0].team_id)
    message = slack.add(HOME, slack.bot_user, "text", [])
    payload = {"type": "modal", "callback_id": "x", "title": {"type": "plain_text", "text": "X"}, "blocks": []}
    view = new_view(slack, payload, away.user_id)
    listed = {"block_id": "b", "element": {"type": "external_select", "action_id": "a"}}
    button = {"type": "button", "action_id": "a.b", "block_id": "b", "text": {"type": "plain_text", "text": "B"}}
    return {
        "block_actions": payloads.block_action(
            slack, away, button, message=message, view=None, url="http://x", values={}
        ),
        "view_submission": payloads.view_submission(slack, away, view, {}),
        "view_closed": payloads.view_closed(slack, away, view),
        "block_suggestion": payloads.block_suggestion(slack, away, view, listed, "x", {}),
        "message_action": payloads.message_action(slack, hub, "x", message, "http://x"),
        "slash_command": payloads.slash_command(slack, hub, slack.channels[HOME], "/win", "x", "http://x"),
        "app_mention": payloads.app_mention(slack, away, message),
        "app_home_opened": payloads.home_opened(slack, hub),
        "reaction_added": payloads.reacted(slack, away, message, "trophy"),
        **{
            kind: payloads.moved(slack, away, slack.channels[HOME], kind)
            for kind in ("member_joined_channel", "member_left_channel")
        },
    }


def _recorded(kind: str) -> list[dict[str, Any]]:
    files = sorted((FOLDER / "payloads" / KINDS[kind]).glob("*.json"))
    return [json.loads(path.read_text())["payload"] for path in files]


@pytest.mark.parametrize("kind", KINDS)
def test_no_key_is_sent_that_slack_never_sends(kind: str) -> None:
    recorded = _recorded(kind)
    shape = json.loads((FOLDER / "shapes" / f"{SHAPES[kind]}.json").read_text()) if kind in SHAPES else {}
    known = set(shape) | {key for shape in recorded for key in shape}
    assert recorded
    assert set(_sent()[kind]) <= known
    for inner in ("event", "view", "user", "team", "channel", "container"):
        mine = _sent()[kind].get(inner)
        if isinstance(mine, dict):
            seen = {key for payload in [*recorded, shape] for key in (payload.get(inner) or {})}
            assert set(mine) <= seen | {"is_app_unfurl", "user_profile"}, inner


@pytest.mark.parametrize("kind", KINDS)
def test_what_all_recordings_share_is_sent(kind: str) -> None:
    shared = set.intersection(*(set(shape) for shape in _recorded(kind)))
    assert shared - {"token", "enterprise_id"} <= set(_sent()[kind])


def test_everyone_is_of_their_own_workspace() -> None:
    sent = _sent()
    assert sent["block_actions"]["user"]["team_id"] != sent["block_actions"]["team"]["id"]
    assert sent["app_mention"]["event"]["user_team"] != sent["app_mention"]["team_id"]


def test_where_a_workspace_belongs_to_an_enterprise_it_is_said() -> None:
    slack = Slack()
    slack.enterprises = dict.fromkeys(slack.workspaces, "E0COUNTY1")
    sent = _sent(slack)
    assert sent["slash_command"]["enterprise_id"] == "E0COUNTY1"
    assert sent["app_mention"]["event"]["user_team"] == "E0COUNTY1"
    for kind in ("block_actions", "view_submission", "view_closed", "message_action"):
        assert sent[kind]["enterprise"]["id"] == "E0COUNTY1", kind
        assert sent[kind]["team"]["enterprise_id"] == "E0COUNTY1", kind
    for kind in ("app_mention", "app_home_opened", "member_joined_channel", "member_left_channel", "reaction_added"):
        assert [one["enterprise_id"] for one in sent[kind]["authorizations"]] == ["E0COUNTY1"], kind
