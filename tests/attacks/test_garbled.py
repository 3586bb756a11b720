"""Somebody who garbles what Slack would send: it is refused, kindly where a person waits, and nobody is alarmed."""

import copy
import logging
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest

from handlers import ACTIONS, FORMS
from handlers.transport import acknowledge, bolt
from sandbox.app import payloads
from sandbox.slack.people import HOME
from sandbox.slack.state import View
from tests.attacks.forged import fields
from tests.world import World

Json = dict[str, Any]
VALUES = [
    "x",
    "1.x",
    "",
    "-1",
    " 1",
    "1e3",
    "1.1.1",
    "2147483648",
    "9" * 30,
    "9" * 5_000,
    "\u0661",
    "1\0",
    "\ud800",
    "p1",
    "p1.public.x",
    "x.y z",
    "\U0001f4a5" * 500,
]
ODD = VALUES[7:13]  # numbers and characters that databases differ about; the rest is refused before any is asked
JUNK: list[Any] = [None, 7, "x", [], {}, ["x"], {"id": 7}, True]


@pytest.fixture
async def sent(world: World, caplog: pytest.LogCaptureFixture) -> Any:
    """Sends a payload; whatever alarms is told with `what` was sent."""
    await world.begins()
    app = bolt(world.bot)
    wrong: list[tuple[str, str]] = []

    async def send(payload: Json, what: str) -> None:
        caplog.clear()
        status, _ = await acknowledge(app, payload)
        alarms = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
        if status != 200 or alarms:
            wrong.append((what, f"{status} {alarms}"))

    yield send
    assert wrong == []


def _press(world: World, action: str, value: Any, **more: Any) -> Json:
    amina = world.person("Amina Okafor")
    message = world.slack.add(HOME, world.slack.bot_user, "a button", [], only_for=amina.user_id)
    url = world.sandbox.app.respond_at(world.slack.response_url(amina.user_id, HOME, message))
    called = {"type": "button", "action_id": action, "block_id": "b", "value": value, **more}
    return payloads.block_action(world.slack, amina.about, called, message=message, view=None, url=url, values={})


def _form(world: World, callback: str, about: str, values: Json) -> Json:
    amina = world.person("Amina Okafor")
    view = View("V0FORGED", "modal", {"callback_id": callback, "title": {"text": "x"}, "blocks": []}, amina.user_id)
    view.payload["private_metadata"] = f"{HOME} {about}"
    return payloads.view_submission(world.slack, amina.about, view, values)


def _tried(world: World, values: list[str]) -> list[str]:
    """All of them on SQLite; on PostgreSQL one to see that it is alike, and what it may see otherwise."""
    on_sqlite = world.bot.database.url.startswith("sqlite")
    return values if on_sqlite else [value for value in values if value in ODD or value == values[0]]


@pytest.mark.parametrize("values", [VALUES[:2], pytest.param(VALUES[2:], marks=pytest.mark.slow)], ids=["two", "all"])
async def test_garbled_values_of_buttons_are_refused(world: World, sent: Any, values: list[str]) -> None:
    for action in ACTIONS:
        for value in _tried(world, values):
            await sent(_press(world, action, value), f"{action} {value!r}"[:80])
            await sent(_press(world, f"{action}.{value}", "1"), f"{action}.{value!r}"[:80])
            chosen = {"type": "static_select", "selected_option": {"value": value}}
            await sent(_press(world, action, None, **chosen), f"{action} chosen {value!r}"[:80])
            ticked = {"type": "checkboxes", "selected_options": [{"value": value}]}
            await sent(_press(world, action, None, **ticked), f"{action} ticked {value!r}"[:80])


def _answers(value: str) -> Iterator[Json]:
    """A field that holds the value, as each kind of field would."""
    yield {"type": "plain_text_input", "value": value}
    yield {"type": "static_select", "selected_option": {"value": value}}
    yield {"type": "checkboxes", "selected_options": [{"value": value}]}
    yield {"type": "multi_users_select", "selected_users": [value]}
    yield {"type": "datepicker", "selected_date": value}


@pytest.mark.parametrize("values", [VALUES[:1], pytest.param(VALUES[1:], marks=pytest.mark.slow)], ids=["one", "all"])
async def test_garbled_values_of_forms_are_refused(world: World, sent: Any, values: list[str]) -> None:
    for callback in FORMS:
        for value in _tried(world, values):
            await sent(_form(world, callback, value, {}), f"{callback} about {value!r}"[:80])
            for answer in _answers(value):
                filled = {field: {field: answer} for field in fields()}
                await sent(_form(world, callback, "1", filled), f"{callback} {answer['type']} {value!r}"[:80])


def _mutilated(payload: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The payload without one of its parts, or with something else there."""
    places = list(payload) if isinstance(payload, dict) else range(len(payload)) if isinstance(payload, list) else []
    for place in places:
        here = f"{path}.{place}"
        for junk in JUNK:
            made = copy.copy(payload)
            made[place] = junk
            yield f"{here}={junk!r}", made
        if isinstance(payload, dict):
            yield f"{here} gone", {key: value for key, value in payload.items() if key != place}
        for inner, made in _mutilated(payload[place], here):
            yield (
                inner,
                {**payload, place: made}
                if isinstance(payload, dict)
                else [made if at == place else element for at, element in enumerate(payload)],
            )


async def test_payloads_of_any_other_shape_are_acknowledged_and_alarm_nobody(world: World, sent: Any) -> None:
    """Where something is missing no database is asked, so that PostgreSQL sees every fifth alone."""
    amina, channel = world.person("Amina Okafor"), world.slack.channels[HOME]
    await amina.types("/partnership settings reaction trophy")
    await amina.types("Hello")
    message = next(message for message in reversed(world.slack.messages(HOME)) if not message.by_app)
    url = "http://127.0.0.1:9/x"
    whole = {
        "command": payloads.slash_command(world.slack, amina.about, channel, "/win", "We opened the hub", url),
        "press": _press(world, "win.share", "1"),
        "form": _form(world, "win.tell", "", {"text": {"text": {"type": "plain_text_input", "value": "Won"}}}),
        "mention": payloads.app_mention(world.slack, amina.about, message),
        "shortcut": payloads.message_action(world.slack, amina.about, "win.from_message", message, url),
        "home": payloads.home_opened(world.slack, amina.about),
        "came": payloads.moved(world.slack, amina.about, channel, "member_joined_channel"),
        "reaction": payloads.reacted(world.slack, amina.about, message, "trophy"),
    }
    number, every = 0, 1 if world.bot.database.url.startswith("sqlite") else 5
    for kind, payload in whole.items():
        for what, made in islice(_mutilated(payload), 0, None, every):
            await sent(made, f"{kind}{what}")
            number += 1
    print(f"\n{number} payloads, each with one part missing or another")
