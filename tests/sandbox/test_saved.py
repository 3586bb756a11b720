"""A Slack is written down and comes back as it was."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sandbox.api.views import new_view
from sandbox.demo.storage import Storage, UnreadableError
from sandbox.server import Sandbox
from sandbox.slack.people import HOME
from sandbox.slack.saved import restore, saved
from sandbox.slack.state import Slack
from tests.sandbox.small_app import MANIFEST, actions, button, drawing, plain, section

AMINA, PRIYA = "U0001HUB", "U0013EST"
PNG = drawing(8, 4)


def filled(slack: Slack) -> Slack:
    """Something of each kind of thing."""
    file = slack.files.begin("chart.png", len(PNG), "A chart")
    file.content, file.complete, file.title = PNG, True, "Chart"
    first = slack.add(HOME, AMINA, "Hello", files=[file])
    slack.add(HOME, slack.bot_user, "Hi", [section("Hi"), {"type": "divider"}], thread_ts=first.ts, metadata={"a": 1})
    receipt = slack.add(HOME, slack.bot_user, "Recorded", only_for=PRIYA)
    slack.response_url(PRIYA, HOME, receipt)
    slack.response_url(AMINA, HOME)
    slack.direct(AMINA)
    slack.group([AMINA, PRIYA])
    slack.react(first, "trophy", PRIYA)
    slack.channels[HOME].members.discard("U0005HUB")
    view = new_view(slack, {"type": "modal", "title": plain("A form"), "blocks": [section("x")]}, AMINA)
    view.filled = {"text": "half a sentence"}
    slack.forms[AMINA] = [view]
    slack.homes[PRIYA] = new_view(slack, {"type": "home", "blocks": [actions(button("B", "b"))]}, PRIYA)
    return slack


def test_everything_comes_back_and_numbers_go_on() -> None:
    slack = filled(Slack())
    kept = json.loads(json.dumps(saved(slack)))
    back = Slack()
    restore(back, kept)
    assert json.loads(json.dumps(saved(back))) == kept
    assert vars(back.messages(HOME)[0]) == vars(slack.messages(HOME)[0])
    assert [url.message for url in back.response_urls.values()] == [back.messages(HOME)[2], None]
    assert back.new_id("V") == slack.new_id("V")
    assert float(back.new_ts()) > slack.last_ts - 1e-6
    assert back.group([PRIYA, AMINA]).id == slack.group([AMINA, PRIYA]).id


def _storage(folder: Path) -> tuple[Storage, Sandbox]:
    storage, sandbox = Storage(folder), Sandbox(MANIFEST)
    filled(sandbox.slack)
    storage.database.touch()
    storage.write(sandbox)
    return storage, sandbox


def test_the_story_goes_on_at_the_time_it_was_left_at(tmp_path: Path) -> None:
    storage, sandbox = _storage(tmp_path)
    left = sandbox.clock.now()
    back = Sandbox(MANIFEST)
    assert storage.restore(back)
    assert abs((back.clock.now() - left).total_seconds()) < 1
    assert [message.text for message in back.slack.messages(HOME)] == ["Hello", "Hi", "Recorded"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: "",
        lambda text: text[: len(text) // 2],
        lambda _: "null",
        lambda _: "[]",
        lambda text: text.replace('"format": 1', '"format": 2'),
        lambda text: text.replace("Pencil's sandbox", "another's"),
        lambda text: text.replace('"members"', '"member"'),
        lambda text: text.replace('"shown_at": "2', '"shown_at": "x'),
        lambda text: text.replace('"number": ', '"number": "x", "n": '),
        lambda text: text.replace('"content": "', '"content": "!'),
    ],
)
def test_what_is_damaged_or_of_another_kind_is_not_taken(tmp_path: Path, spoil: Callable[[str], Any]) -> None:
    storage, _ = _storage(tmp_path)
    before = storage.slack.read_text()
    storage.slack.write_text(spoil(before))
    assert storage.slack.read_text() != before
    with pytest.raises(UnreadableError):
        storage.restore(Sandbox(MANIFEST))
    storage.slack.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnreadableError):
        storage.restore(Sandbox(MANIFEST))


def test_one_half_alone_is_nothing(tmp_path: Path) -> None:
    storage, _ = _storage(tmp_path)
    storage.database.unlink()
    assert not storage.restore(Sandbox(MANIFEST))


def test_a_write_that_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    storage, sandbox = _storage(tmp_path)
    before = storage.slack.read_text()
    sandbox.slack.messages(HOME)[0].text = object()  # type: ignore[assignment]
    with pytest.raises(TypeError):
        storage.write(sandbox)
    assert storage.slack.read_text() == before
