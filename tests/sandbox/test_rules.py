"""The sandbox refuses what Slack refuses, by Slack's names for it."""

import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.actors.refusal import CannotError
from sandbox.api.limits import faults, view_faults
from sandbox.api.methods import FORMS
from sandbox.server import Sandbox
from sandbox.slack.clock import SandboxClock
from sandbox.slack.people import HOME, HUB, Someone
from sandbox.slack.state import TRIGGER_SECONDS, Channel
from tests.conftest import MANIFEST

PLAIN = {"type": "plain_text", "text": "x"}
BUTTON = {"type": "button", "action_id": "a", "text": PLAIN}


def _header(length: int) -> dict[str, Any]:
    return {"type": "header", "text": {"type": "plain_text", "text": "x" * length}}


def _section(length: int) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": "x" * length}}


def _select(number: int) -> dict[str, Any]:
    options = [{"text": PLAIN, "value": str(nth)} for nth in range(number)]
    return {"type": "actions", "elements": [{"type": "static_select", "action_id": "a", "options": options}]}


def _buttons(number: int) -> dict[str, Any]:
    return {"type": "actions", "elements": [{**BUTTON, "action_id": str(nth)} for nth in range(number)]}


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ([{"type": "divider"}] * 50, [{"type": "divider"}] * 51),
        ([_header(150)], [_header(151)]),
        ([_header(1)], [_header(0)]),
        ([_section(3000)], [_section(3001)]),
        ([_section(3000)] * 4, [_section(3000)] * 5),
        ([_select(100)], [_select(101)]),
        ([_select(1)], [_select(0)]),
        ([_buttons(25)], [_buttons(26)]),
        ([{"type": "context", "elements": [PLAIN] * 10}], [{"type": "context", "elements": [PLAIN] * 11}]),
        ([{"type": "divider"}], [{"type": "divider", "colour": "red"}]),
        ([{"type": "divider"}], [{"type": "carousel"}]),
        (
            [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "b"}],
            [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}],
        ),
        (
            [{"type": "actions", "elements": [{**BUTTON, "text": {**PLAIN, "text": "x" * 75}}]}],
            [{"type": "actions", "elements": [{**BUTTON, "text": {**PLAIN, "text": "x" * 76}}]}],
        ),
    ],
)
def test_each_limit_holds_at_it_and_one_past_it(good: list[dict[str, Any]], bad: list[dict[str, Any]]) -> None:
    assert faults(good) == []
    assert faults(bad) != []


def test_a_form_with_questions_needs_a_way_to_send_it() -> None:
    field = {"type": "input", "label": PLAIN, "element": {"type": "plain_text_input", "action_id": "a"}}
    form = {"type": "modal", "title": PLAIN, "blocks": [field]}
    assert view_faults({**form, "submit": PLAIN}) == []
    assert view_faults(form) != []
    assert view_faults({**form, "submit": PLAIN, "title": {**PLAIN, "text": "x" * 25}}) != []
    assert view_faults({**form, "submit": PLAIN, "private_metadata": "x" * 3001}) != []


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(MANIFEST) as made:
        yield made


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(sandbox.slack.bot_token, base_url=sandbox.api_url, session=session, retry_handlers=[])


async def _error(client: AsyncWebClient, method: str, **arguments: Any) -> str:
    how: dict[str, Any] = {"params": arguments} if method in FORMS else {"json": arguments}
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, **how)
    return str(caught.value.response["error"])


async def test_methods_refuse_by_slacks_names(sandbox: Sandbox, client: AsyncWebClient) -> None:
    slack = sandbox.slack
    assert await _error(client, "chat.postMessage", channel=HOME) == "no_text"
    assert await _error(client, "chat.postMessage", channel="C0NOWHERE", text="x") == "channel_not_found"
    assert await _error(client, "chat.postMessage", channel=HOME, text="x" * 40_001) == "msg_too_long"
    assert await _error(client, "chat.postMessage", channel=HOME, text="x", blocks=[_header(151)]) == "invalid_blocks"
    blocks = [_section(3000)] * 5
    assert await _error(client, "chat.postMessage", channel=HOME, text="x", blocks=blocks) == "msg_blocks_too_long"
    assert await _error(client, "chat.update", channel=HOME, ts="1.0", text="x") == "message_not_found"
    assert await _error(client, "chat.delete", channel=HOME, ts="1.0") == "message_not_found"
    theirs = slack.add(HOME, sandbox.person("Amina Okafor").user_id, "mine")
    assert await _error(client, "chat.update", channel=HOME, ts=theirs.ts, text="x") == "cant_update_message"
    assert await _error(client, "chat.delete", channel=HOME, ts=theirs.ts) == "cant_delete_message"
    assert await _error(client, "chat.postEphemeral", channel=HOME, user="U0", text="x") == "user_not_in_channel"
    assert await _error(client, "users.info", user="U0") in {"user_not_found", "invalid_arguments"}
    away = sandbox.person("Dr Priya Raman").user_id
    assert await _error(client, "views.publish", user_id=away, view={"type": "home", "blocks": []}) == "user_not_found"
    slack.channels[HOME].archived = True
    assert await _error(client, "chat.postMessage", channel=HOME, text="x") == "is_archived"
    slack.channels[HOME].archived = False
    slack.channels[HOME].members.discard(slack.bot_user)
    assert await _error(client, "chat.postMessage", channel=HOME, text="x") == "not_in_channel"
    sandbox.app.scopes.clear()
    assert await _error(client, "chat.postMessage", channel=HOME, text="x") == "missing_scope"
    client.token = "xoxb-wrong"
    assert await _error(client, "auth.test") == "invalid_auth"
    assert slack.complaints == []


async def test_what_slack_does_not_know_is_complained_of(sandbox: Sandbox, client: AsyncWebClient) -> None:
    assert await _error(client, "chat.sing", channel=HOME) == "unknown_method"
    assert await _error(client, "chat.postMessage", channel=HOME, text="x", colour="red") == "invalid_arguments"
    assert len(sandbox.slack.complaints) == 2


async def test_a_trigger_works_once_and_not_for_long(
    sandbox: Sandbox, client: AsyncWebClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.api.views.TRIGGER_SECONDS", TRIGGER_SECONDS)  # as in life
    slack = sandbox.slack
    form = {"type": "modal", "title": PLAIN, "blocks": [{"type": "divider"}]}
    user_id = sandbox.person("Amina Okafor").user_id
    trigger = slack.trigger(user_id)
    await client.api_call("views.open", json={"trigger_id": trigger, "view": form})
    assert await _error(client, "views.open", trigger_id=trigger, view=form) == "exchanged_trigger_id"
    assert await _error(client, "views.open", trigger_id="1.2.3", view=form) == "invalid_trigger_id"
    late = slack.trigger(user_id)
    slack.triggers[late] = (user_id, time.time() - TRIGGER_SECONDS - 1)
    assert await _error(client, "views.open", trigger_id=late, view=form) == "expired_trigger_id"
    for _ in range(2):
        await client.api_call("views.push", json={"trigger_id": slack.trigger(user_id), "view": form})
    assert await _error(client, "views.push", trigger_id=slack.trigger(user_id), view=form) == "push_limit_reached"


async def test_history_comes_newest_first_in_pages_without_private_messages(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    metadata = {"event_type": "x", "event_payload": {"id": "secret"}}
    for number in range(5):
        await client.api_call("chat.postMessage", json={"channel": HOME, "text": str(number), "metadata": metadata})
    await client.api_call(
        "chat.postEphemeral", json={"channel": HOME, "user": sandbox.person("Amina Okafor").user_id, "text": "psst"}
    )
    first = await client.api_call("conversations.history", params={"channel": HOME, "limit": 3})
    assert [message["text"] for message in first["messages"]] == ["4", "3", "2"]
    assert "event_payload" not in first["messages"][0]["metadata"]
    rest = await client.api_call(
        "conversations.history",
        params={
            "channel": HOME,
            "cursor": first["response_metadata"]["next_cursor"],
            "include_all_metadata": "true",
        },
    )
    assert [message["text"] for message in rest["messages"]] == ["1", "0"]
    assert rest["messages"][0]["metadata"]["event_payload"] == {"id": "secret"}


async def test_a_private_channel_has_another_id_once_it_is_shared_and_none_for_who_is_not_in_it(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    slack, amina = sandbox.slack, sandbox.person("Amina Okafor")
    slack.channels["G0PRIVATE"] = Channel("G0PRIVATE", "core", {amina.user_id, slack.bot_user}, HUB, private=True)
    posted = await client.api_call("chat.postMessage", json={"channel": "G0PRIVATE", "text": "x"})
    with pytest.raises(CannotError):
        await sandbox.person("Ben Carter").joins("core")

    new = await amina.shares("core")

    assert new != "G0PRIVATE"
    for method in ("chat.postMessage", "conversations.info", "conversations.members"):
        assert await _error(client, method, channel="G0PRIVATE", **{"text": "x"} if "chat" in method else {}) == (
            "channel_not_found"
        )
    await client.api_call("chat.update", json={"channel": new, "ts": posted["ts"], "text": "y"})
    assert (await client.api_call("conversations.info", params={"channel": new}))["channel"]["is_ext_shared"]
    assert (await client.api_call("conversations.members", params={"channel": new}))["members"] == sorted(
        [amina.user_id, slack.bot_user]
    )
    slack.channels[new].members.discard(slack.bot_user)
    assert await _error(client, "conversations.info", channel=new) == "channel_not_found"


async def test_a_workspace_may_forbid_files_in_what_it_shares(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.slack.channels[HOME].no_files = "slack_connect_file_link_sharing_blocked"
    file = sandbox.slack.files.begin("a.png", 8)
    file.content, file.complete = b"\x89PNG\r\n\x1a\n", True
    blocks = [{"type": "image", "alt_text": "x", "slack_file": {"id": file.id}}]
    for method in ("chat.postMessage", "chat.postEphemeral"):
        who = {"user": sandbox.person("Amina Okafor").user_id} if method == "chat.postEphemeral" else {}
        assert await _error(client, method, channel=HOME, text="x", blocks=blocks, **who) == (
            "slack_connect_file_link_sharing_blocked"
        )
    assert await _error(client, "files.completeUploadExternal", files=[{"id": file.id}], channel_id=HOME) == (
        "slack_connect_file_link_sharing_blocked"
    )
    await client.api_call("chat.postMessage", json={"channel": "C0GENERAL", "text": "x", "blocks": blocks})


async def test_a_token_taken_back_does_nothing_any_more(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.slack.refuses_token = "token_revoked"
    assert await _error(client, "auth.test") == "token_revoked"
    assert await _error(client, "chat.postMessage", channel=HOME, text="x") == "token_revoked"
    assert sandbox.slack.messages(HOME) == []


async def test_a_response_address_works_five_times(sandbox: Sandbox) -> None:
    url = sandbox.app.respond_at(sandbox.slack.response_url(sandbox.person("Amina Okafor").user_id, HOME))
    async with aiohttp.ClientSession() as session:
        statuses = [(await session.post(url, json={"text": "x"})).status for _ in range(6)]
    assert statuses == [200] * 5 + [404]


async def test_the_other_workspace_has_no_commands_shortcuts_or_home(sandbox: Sandbox) -> None:
    priya = sandbox.person("Dr Priya Raman")
    message = sandbox.slack.add(HOME, priya.user_id, "x")
    with pytest.raises(CannotError):
        await priya.types("/win x")
    with pytest.raises(CannotError):
        await priya.uses_shortcut("win.from_message", message)
    with pytest.raises(CannotError):
        await priya.opens_home()
    with pytest.raises(CannotError):
        await priya.types("x", "general")
    assert priya.sees("general") == []


async def test_without_an_app_people_are_told_that_it_failed(sandbox: Sandbox) -> None:
    amina = sandbox.person("Amina Okafor")
    reply = await amina.types("/win x")
    assert reply is not None
    assert "dispatch_failed" in reply.plain
    sandbox.app.request_url = "http://127.0.0.1:9/slack/events"
    reply = await amina.types("/win x")
    assert reply is not None
    assert "dispatch_failed" in reply.plain
    unknown = await amina.types("/nothing")
    assert unknown is not None
    assert "not a valid command" in unknown.plain


def test_the_clock_tells_its_offset_to_a_file(tmp_path: Path) -> None:
    clock = SandboxClock(tmp_path / "clock")
    clock.move_by(timedelta(days=1))
    assert abs(float((tmp_path / "clock").read_text()) - 86_400) < 1
    assert clock.offset == timedelta(days=1)


async def test_some_methods_read_no_json(sandbox: Sandbox, client: AsyncWebClient) -> None:
    amina = sandbox.person("Amina Okafor").user_id
    for method, arguments in (
        ("conversations.history", {"channel": HOME}),
        ("conversations.replies", {"channel": HOME, "ts": "1.0"}),
        ("conversations.info", {"channel": HOME}),
        ("conversations.members", {"channel": HOME}),
        ("users.info", {"user": amina}),
        ("files.getUploadURLExternal", {"filename": "a.png", "length": 1}),
    ):
        with pytest.raises(SlackApiError) as caught:
            await client.api_call(method, json=arguments)
        assert caught.value.response["error"] in {"invalid_arguments", "user_not_found"}, method
    assert (await client.api_call("conversations.open", json={"users": amina}))["ok"]


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"cursor": "1"}, "invalid_cursor"),
        ({"cursor": "x"}, "invalid_cursor"),
        ({"oldest": "yesterday"}, "invalid_ts_oldest"),
        ({"oldest": "nan"}, "invalid_ts_oldest"),
        ({"latest": "2026-03-06"}, "invalid_ts_latest"),
        ({"limit": "1001"}, "invalid_limit"),
        ({"limit": "-1"}, "invalid_limit"),
    ],
)
async def test_a_page_that_cannot_be_is_refused(
    sandbox: Sandbox, client: AsyncWebClient, wrong: dict[str, str], error: str
) -> None:
    first = sandbox.slack.add(HOME, sandbox.slack.bot_user, "x")
    assert await _error(client, "conversations.history", channel=HOME, **wrong) == error
    assert await _error(client, "conversations.replies", channel=HOME, ts=first.ts, **wrong) == error
    if "oldest" not in wrong and "latest" not in wrong:
        assert await _error(client, "conversations.members", channel=HOME, **wrong) == error


async def test_people_of_two_other_workspaces_are_not_brought_together(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    slack = sandbox.slack
    slack.people["U0999FAR"] = Someone("U0999FAR", "T0FARAWAY", "Una Far", "Far Away", "voluntary")
    amina, priya = (sandbox.person(name).user_id for name in ("Amina Okafor", "Dr Priya Raman"))
    assert await _error(client, "conversations.open", users=f"{priya},U0999FAR") == "invalid_user_combination"
    assert (await client.api_call("conversations.open", json={"users": f"{amina},U0999FAR"}))["ok"]
    assert (await client.api_call("conversations.open", json={"users": "U0999FAR"}))["ok"]


async def test_a_view_has_its_sizes(sandbox: Sandbox, client: AsyncWebClient) -> None:
    user_id = sandbox.person("Amina Okafor").user_id
    form = {"type": "modal", "title": PLAIN, "blocks": [{"type": "divider"}]}
    for name in ("callback_id", "external_id"):
        assert view_faults({**form, name: "x" * 255}) == []
        assert view_faults({**form, name: "x" * 256}) != []
    large = {**form, "blocks": [_section(2_900)] * 90}
    trigger = sandbox.slack.trigger(user_id)
    assert await _error(client, "views.open", trigger_id=trigger, view=large) == "view_too_large"
    home = {"type": "home", "blocks": large["blocks"]}
    assert await _error(client, "views.publish", user_id=user_id, view=home) == "view_too_large"
    assert sandbox.person("Amina Okafor").form is None


async def test_what_is_whispered_to_who_is_away_is_taken_and_never_shown(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    amina = sandbox.person("Amina Okafor")
    sandbox.slack.away.add(amina.user_id)
    answer = await client.api_call("chat.postEphemeral", json={"channel": HOME, "user": amina.user_id, "text": "psst"})
    assert answer["message_ts"]
    sandbox.slack.away.clear()
    assert amina.private() == []
