"""What the sandbox's Web API takes and answers is what Slack's takes and answers."""

import inspect
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.api.methods import FORMS, METHODS
from sandbox.server import Sandbox
from sandbox.slack.people import HOME
from tests.conftest import MANIFEST

FOLDER = Path(__file__).parent.parent / "slack-payloads" / "web_api"
EXAMPLES = json.loads((FOLDER / "response_examples.json").read_text())["methods"]
DOCUMENTED = json.loads((FOLDER / "methods_params_errors.json").read_text())["methods"]
SHOWN = sorted(name for name in METHODS if "success_example" in (EXAMPLES.get(name) or {}))
NEWER = {"files.getUploadURLExternal": {"filename", "length"}, "files.completeUploadExternal": {"files"}}
METADATA = {"event_type": "x", "event_payload": {"id": "y"}}
MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "X"}, "blocks": [{"type": "divider"}]}


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(MANIFEST) as made:
        yield made


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(sandbox.slack.bot_token, base_url=sandbox.api_url, session=session, retry_handlers=[])


@pytest.mark.parametrize("method", sorted(METHODS))
def test_the_arguments_taken_are_those_of_the_sdk(method: str) -> None:
    of_the_sdk = inspect.signature(getattr(AsyncWebClient, method.replace(".", "_")))
    assert METHODS[method].arguments <= set(of_the_sdk.parameters)


@pytest.mark.parametrize("method", sorted(METHODS))
def test_what_slack_requires_is_taken(method: str) -> None:
    required = NEWER.get(method) or set(DOCUMENTED[method]["required"]) - {"token"}
    assert required <= METHODS[method].arguments


def _arguments(sandbox: Sandbox) -> dict[str, dict[str, Any]]:
    amina = sandbox.person("Amina Okafor").user_id
    above = sandbox.slack.add(HOME, amina, "above")
    sandbox.slack.add(HOME, amina, "below", thread_ts=above.ts)
    return {
        "conversations.replies": {"channel": HOME, "ts": above.ts},
        "auth.test": {},
        "users.conversations": {"types": "public_channel,private_channel"},
        "chat.getPermalink": {"channel": HOME, "message_ts": above.ts},
        "chat.postEphemeral": {"channel": HOME, "user": amina, "text": "x"},
        "conversations.open": {"users": amina},
        "views.open": {"trigger_id": sandbox.slack.trigger(amina), "view": MODAL},
        "views.publish": {"user_id": amina, "view": {"type": "home", "blocks": [{"type": "divider"}]}},
    }


def _missing(mine: Any, example: Any, at: str = "") -> list[str]:
    """The keys of the example, at any depth, that are not in mine; blocks are the app's own."""
    if not isinstance(example, dict):
        return []
    if not isinstance(mine, dict):
        return [at]
    gone = [f"{at}.{key}" for key, value in example.items() if key not in mine and value is not None]
    both = (key for key in example if key in mine and key not in {"blocks", "title", "submit", "close"})
    return gone + [path for key in both for path in _missing(mine[key], example[key], f"{at}.{key}")]


def test_most_documented_examples_are_compared() -> None:
    assert {"auth.test", "chat.postEphemeral", "views.open", "views.publish"} <= set(SHOWN)


@pytest.mark.parametrize("method", SHOWN)
async def test_an_answer_has_all_that_slacks_example_has(sandbox: Sandbox, client: AsyncWebClient, method: str) -> None:
    how: dict[str, Any] = {"params" if method in FORMS else "json": _arguments(sandbox)[method]}
    answer = await client.api_call(method, **how)
    example = EXAMPLES[method]["success_example"]
    gone = _missing(answer.data, example)
    assert [path for path in gone if path not in {".view.submit", ".view.close"}] == []


@pytest.mark.parametrize("method", SHOWN)
async def test_a_refusal_looks_like_slacks(sandbox: Sandbox, method: str) -> None:
    async with aiohttp.ClientSession() as session, session.post(f"{sandbox.api_url}{method}", json={}) as response:
        answer = await response.json()
    assert answer == {"ok": False, "error": "not_authed"}
    assert answer["error"] in {error for about in DOCUMENTED.values() for error in about["errors"]}


def _shape(name: str) -> dict[str, Any]:
    shape: dict[str, Any] = json.loads((FOLDER.parent / "shapes" / "events" / f"{name}.json").read_text())
    return shape["event"]  # type: ignore[no-any-return]


async def test_a_message_and_a_person_have_no_key_that_slack_has_not(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """Where no answer was recorded, the same objects were recorded in events."""
    posted = await client.api_call("chat.postMessage", json={"channel": HOME, "text": "x", "metadata": METADATA})
    known = {*_shape("MessageBotPayload"), *_shape("MessagePayload"), "app_id", "metadata", "thread_ts"}
    assert set(posted["message"]) <= known
    amina = sandbox.person("Amina Okafor").user_id
    person = (await client.api_call("users.info", params={"user": amina}))["user"]
    recorded = _shape("UserChangePayload")["user"]
    assert set(person) <= set(recorded)
    assert set(person["profile"]) <= set(recorded["profile"])
