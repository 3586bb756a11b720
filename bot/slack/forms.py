"""Forms and Home, and what is filled in there."""

from collections.abc import Collection, Iterable
from datetime import date
from itertools import islice
from typing import Any

from bot.lib import marks
from bot.lib.periods import written
from bot.slack.blocks import LABEL, Block, Element, Text, flat, plain
from bot.slack.text import cut

Option = dict[str, Any]

OPTIONS = 100
FIRST, LAST = "first", "last"  # fields for the days of a period
ENDS_BEFORE = "This day is before the first one. Choose a later one, or leave it empty."
FIND = "people.find"  # what is typed to find somebody
FORM_TEXT = 3_000
VIEW_BLOCKS = 100
_TITLE = 24


def form(
    callback: str,
    title: str,
    *blocks: Block | Iterable[Block],
    submit: str | None = None,
    close: str | None = None,
    last: bool = False,
    channel: str = "",
    about: str = "",
) -> dict[str, Any]:
    """A form as `views.open` takes it. The `channel` it belongs to and the id it is `about` come back with it.

    Closing the `last` of several that lie on each other closes them all.
    """
    return _given(
        blocks=list(islice(flat(blocks), VIEW_BLOCKS)),
        callback_id=callback,
        clear_on_close=last or None,
        close=plain(close or ("Cancel" if submit else "Close"), _TITLE),
        private_metadata=f"{channel} {about}".rstrip(),
        submit=plain(submit, _TITLE) if submit else None,
        title=plain(title, _TITLE),
        type="modal",
    )


def home(*blocks: Block | Iterable[Block]) -> dict[str, Any]:
    return {"blocks": list(islice(flat(blocks), VIEW_BLOCKS)), "type": "home"}


def field(block_id: str, label: str, element: Element, *, hint: str | None = None, optional: bool = False) -> Block:
    """A labelled input; answers come back under `block_id`."""
    return _given(
        block_id=block_id,
        element={"action_id": block_id, **element},
        hint=plain(hint, emoji=True) if hint else None,
        label=plain(label),
        optional=optional,
        type="input",
    )


def period_fields(started: date) -> list[Block]:
    """From when to when; with nothing chosen it is since the start, up to today."""
    return [
        field(FIRST, "From", date_picker(), hint=f"If empty: since the start, {written(started)}.", optional=True),
        field(LAST, "To", date_picker(), hint="If empty: up to today.", optional=True),
    ]


def text_input(initial: str | None = None, *, max_length: int | None = None, multiline: bool = False) -> Element:
    return _given(initial_value=initial, max_length=max_length, multiline=multiline or None, type="plain_text_input")


def options(items: Iterable[tuple[str, str]]) -> list[Option]:
    """`(label, value)` pairs, as many as Slack takes; the caller says how many more there are."""
    return [
        {"text": {"type": "plain_text", "text": cut(label, LABEL), "emoji": False}, "value": value}
        for label, value in islice(items, OPTIONS)
    ]


def radios(items: Iterable[tuple[str, str]], initial: str | None = None) -> Element:
    """One of these `(label, value)` pairs, with one press."""
    return _one_of("radio_buttons", items, initial)


def select(
    items: Iterable[tuple[str, str]],
    initial: str | None = None,
    *,
    action: str | None = None,
    placeholder: Text | None = None,
) -> Element:
    """One of these `(label, value)` pairs, from a list; `action` where it stands outside a field."""
    return _one_of("static_select", items, initial, action_id=action, placeholder=placeholder)


def multi_select(items: Iterable[tuple[str, str]], initial: Collection[str] = ()) -> Element:
    """Some of these `(label, value)` pairs, from a list."""
    return _some_of("multi_static_select", items, initial)


def checkboxes(
    items: Iterable[tuple[str, str]], initial: Collection[str] = (), *, action: str | None = None
) -> Element:
    """Any of these `(label, value)` pairs, a press each; `action` where they stand outside a field."""
    return _some_of("checkboxes", items, initial, action_id=action)


def user_select(initial: str | None = None) -> Element:
    return _given(initial_user=initial, type="users_select")


def users_select(initial: Iterable[str] = ()) -> Element:
    """Several people."""
    return _given(initial_users=list(islice(initial, OPTIONS)), type="multi_users_select")


def people_fields(block_id: str, label: str, element: Element, *, hint: str | None = None) -> list[Block]:
    """A field for one or several people; below it, found by name, those whom Slack's own list may leave out.

    It offers nobody of other workspaces. Answers come under `block_id`, or under `beside` it: neither is required.
    """
    kind = "multi_external_select" if element["type"].startswith("multi_") else "external_select"
    by_name = {"action_id": FIND, "min_query_length": 0, "placeholder": plain("Type a name"), "type": kind}
    return [
        field(block_id, label, element, hint=hint, optional=True),
        field(beside(block_id), "Not in that list? Find people here by name", by_name, optional=True),
    ]


def beside(block_id: str) -> str:
    """Where the people found by name are who are chosen in place of those of this field."""
    return f"{block_id}.by_name"


def date_picker(initial: str | None = None) -> Element:
    return _given(initial_date=initial, type="datepicker")


def time_picker(initial: str | None = None) -> Element:
    return _given(initial_time=initial, type="timepicker")


def untruncated(typed: str, before: str) -> str:
    """What a form means that could show only the beginning of `before`: its rest, unless the … at the end is gone."""
    shown_before = cut(before, FORM_TEXT)
    if marks.length(before) > FORM_TEXT and typed.endswith("…"):
        return typed[:-1] + before[len(shown_before) - 1 :]
    return typed


def _one_of(kind: str, items: Iterable[tuple[str, str]], initial: str | None, **properties: Any) -> Element:
    offered = options(items)
    first = next((option for option in offered if option["value"] == initial), None)
    return _given(initial_option=first, options=offered, type=kind, **properties)


def _some_of(kind: str, items: Iterable[tuple[str, str]], initial: Collection[str], **properties: Any) -> Element:
    offered = options(items)
    first = [option for option in offered if option["value"] in initial]
    return _given(initial_options=first, options=offered, type=kind, **properties)


def _given(**properties: Any) -> dict[str, Any]:
    """The properties that say something: Slack takes neither empty texts nor empty lists."""
    return {name: value for name, value in sorted(properties.items()) if value not in (None, "", [])}
