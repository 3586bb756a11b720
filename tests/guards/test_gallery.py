"""Every view, found by looking, is one Slack takes, whatever stands in it; and each of its buttons leads somewhere."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from types import ModuleType
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View as SlackView

from bot.slack.forms import VIEW_BLOCKS
from bot.slack.messages import Message
from bot.slack.text import cut
from bot.wins.entries import WinView
from bot.wins.views import celebration
from handlers import ACTIONS, FORMS
from sandbox.api.limits import faults, view_faults
from sandbox.slack import state
from sandbox.slack.blocks import walk
from tests.guards import gallery
from tests.guards.gallery import UnknownViewError, View
from tests.guards.known import WHEN
from tests.guards.samples import NoSampleError, Samples

MODULES = gallery.modules()
CLOSED = {"notice", "mine"}  # forms in which nothing is sent


class Words(str):
    """Text of any length that a report shows shortly."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{str(self)[:60]!r}… ({len(self)})"


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=5_000).map(Words)
LONG = st.sampled_from(
    ["x" * 40_000, "👩‍👩‍👧‍👦" * 900, "שלום " * 2_000, "<!channel> @here <@U0STRANGER> & <b>" * 300]
).map(Words)
NAME = st.text(min_size=1, max_size=80)
COUNTS = st.sampled_from([0, 1, 39, 40, 41, 99, 100, 101, 500])


def check_message(blocks: list[dict[str, Any]]) -> None:
    """By Slack's limits, and by slack_sdk's own models, which drop what they do not know."""
    assert faults(blocks) == []
    check_blocks(blocks)


def check_view(view: dict[str, Any]) -> None:
    assert view_faults(view) == []
    frame = view | {"blocks": [{"type": "divider"}] * len(view["blocks"])}
    assert SlackView(**frame).to_dict() == frame
    check_blocks(view["blocks"])
    assert len(view["blocks"]) < VIEW_BLOCKS  # nothing was left off


def check_blocks(blocks: list[dict[str, Any]]) -> None:
    for block in blocks:
        check_block(json.dumps(block))


@cache
def check_block(block: str) -> None:
    """Of the same block slack_sdk says the same each time, and takes long to say it."""
    parsed = Block.parse(json.loads(block))
    assert parsed is not None
    assert parsed.to_dict() == json.loads(block)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
@settings(max_examples=10)
@given(TEXT | LONG, NAME, COUNTS)
@example(Words("x" * 40_000), "x" * 80, 600)
def test_every_view_is_one_slack_takes(module: ModuleType, text: str, name: str, number: int) -> None:
    samples = Samples(text, name, number)
    for view in gallery.views(module):
        returned = list(view.returned(samples))
        assert returned, view
        for drawn in returned:
            shown = gallery.as_shown(drawn)
            if isinstance(shown, Message):
                payload = shown.payload()
                check_message(payload["blocks"])
                assert isinstance(drawn, Message) <= len(payload["text"]) <= 4_000
            else:
                check_view(shown)


def test_there_are_views_to_look_at() -> None:
    assert len(MODULES) > 30
    assert sum(len(gallery.views(module)) for module in MODULES) > 150


def unnamed(anything: object) -> Message:
    raise NotImplementedError(anything)


def undated(text: str, shade: str) -> Message:
    raise NotImplementedError(text, shade)


def untold(text: str):  # type: ignore[no-untyped-def]
    raise NotImplementedError(text)


@pytest.mark.parametrize(("function", "what"), [(unnamed, "anything"), (undated, "shade")])
def test_a_view_of_which_no_sample_can_be_made_fails_and_is_named(function: Any, what: str) -> None:
    with pytest.raises(NoSampleError, match=rf"{function.__name__}: no sample for `{what}"):
        list(View(function).returned(Samples("x", "x", 1)))


def test_a_view_that_does_not_say_what_it_returns_fails() -> None:
    with pytest.raises(UnknownViewError, match=r"untold returns typing\.Any"):
        assert View(untold).is_shown


@pytest.mark.parametrize(
    "broken",
    [
        [{"type": "rich_text", "elements": []}],
        [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [], "colour": "red"}]}],
        [{"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "x" * 76}}]}],
        [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151, "emoji": False}}],
        [{"type": "divider", "size": 2}],
    ],
)
def test_blocks_that_slack_would_not_take_are_noticed(broken: list[dict[str, Any]]) -> None:
    with pytest.raises((AssertionError, SlackObjectFormationError)):
        check_message(broken)


def _shown() -> Iterator[Message | dict[str, Any]]:
    for number in (1, 7):
        samples = Samples("x", "x", number)
        for module in MODULES:
            for view in gallery.views(module):
                yield from map(gallery.as_shown, view.returned(samples))


def _pressable(shown: Message | dict[str, Any]) -> list[Mapping[str, Any]]:
    blocks = shown.payload()["blocks"] if isinstance(shown, Message) else shown["blocks"]
    return [block for block in blocks if block["type"] != "input"]


def test_each_button_leads_somewhere() -> None:
    pressed = {
        ".".join(part["action_id"].split(".")[:2])
        for shown in _shown()
        for part in walk(_pressable(shown))
        if "action_id" in part
    }
    assert pressed == set(ACTIONS)


def test_each_form_leads_somewhere() -> None:
    named = {getattr(module, name) for module in MODULES for name in vars(module) if name.endswith("FORM")}
    assert named == set(FORMS)
    sent = {shown["callback_id"] for shown in _shown() if isinstance(shown, dict) and shown["type"] == "modal"}
    assert sent - CLOSED - {gallery.PART} <= set(FORMS)


@settings(max_examples=10)
@given(TEXT | LONG, NAME, st.sampled_from([1, 2, 40, 41, 120]), st.sampled_from([0, 1, 10, 11, 60]))
def test_what_people_write_notifies_only_those_named_by_pencil(text: str, name: str, number: int, thanked: int) -> None:
    people = tuple(f"U{place}" for place in range(thanked))
    wins = [
        WinView(place, text, "U0001HUB", None, ((1, name),), people, WHEN, None, undone=False)
        for place in range(number)
    ]
    payload = celebration.celebration(wins, cheers=0, weekly=True, token="t").payload()
    posted = state.Message("1", "C0", "U0", payload["text"], payload["blocks"], WHEN)
    meant = {"U0001HUB", *people}
    assert posted.notifies <= meant
    assert state.Message("1", "C0", "U0", payload["text"], [], WHEN).notifies <= meant


@pytest.mark.parametrize(("length", "most"), [(9, 10), (10, 10), (11, 10)])
def test_text_is_cut_with_an_ellipsis_only_when_it_has_to_be(length: int, most: int) -> None:
    shown = cut("a" * length, most)
    assert len(shown) <= most
    assert shown.endswith("…") == (length > most)
