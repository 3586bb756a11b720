"""The blocks messages and forms are made of: plain dictionaries, as Slack takes them."""

from collections.abc import Iterable
from typing import Any

from bot.lib import marks
from bot.slack.rich_text import quote, say
from bot.slack.text import cut

Block = dict[str, Any]
Element = dict[str, Any]  # what is pressed or filled in
Text = dict[str, Any]

LABEL = 75  # characters on a button or an option
ALT, FILE_ALT = 2_000, 1_000  # characters of what a picture says, in a message and as a file
QUOTED = 600  # as much of what somebody wrote as a post shows
IN_LINE = 120  # and as a line among others shows
UNDRAWN = "F00000000"
_HEADER = 150
_PLAIN = 2_000
_PART, _BACK = 2_800, 11_200  # characters in a quote, and in a message, that give text back


def plain(text: str, most: int = _PLAIN, *, emoji: bool = False) -> Text:
    """Text without marks: titles, labels, hints."""
    return {"emoji": emoji, "text": cut(text, most), "type": "plain_text"}


def header(text: str) -> Block:
    return {"text": plain(text, _HEADER), "type": "header"}


def divider() -> Block:
    return {"type": "divider"}


def picture(alt: str) -> Block:
    """Where the message's drawing stands; `alt` says what it says. The file is put in when the message is sent."""
    return {"alt_text": cut(alt, ALT), "slack_file": {"id": UNDRAWN}, "type": "image"}


def button(label: str, action: str, value: str = "", *, style: str | None = None) -> Element:
    """A button; `action` is a constant of the form noun.verb, `value` the id of what it is about."""
    shown: Element = {"action_id": action}
    if style:
        shown["style"] = style
    shown |= {"text": plain(label, LABEL), "type": "button"}
    if value:
        shown["value"] = value
    return shown


def menu(entries: Iterable[tuple[str, str]], action: str) -> Element:
    """Slack’s `⋯`, named More: two to five `(label, value)` pairs, for what only some need."""
    options = [{"text": plain(label, LABEL), "value": value} for label, value in entries]
    return {"action_id": action, "options": options, "type": "overflow"}


def actions(*elements: Element) -> Block:
    return {"elements": list(elements), "type": "actions"}


def has_buttons(blocks: list[Any] | None) -> bool:
    """Whether a message, as it is kept, still has buttons to be answered with: they go once it has been."""
    return any(block["type"] == "actions" for block in blocks or [])


def flat(blocks: Iterable[Block | Iterable[Block]]) -> Iterable[Block]:
    """Blocks, out of blocks and groups of blocks."""
    for block in blocks:
        if isinstance(block, dict):
            yield block
        else:
            yield from block


def given_back(typed: str) -> list[Block]:
    """What somebody typed, given back to be copied: all of it, or as much as a message holds, and then it says so."""
    return [say("You wrote:"), *in_full(typed)] if typed.strip() else []


def in_full(text: str) -> list[Block]:
    """Somebody's words, all of them, or as many as a message holds, and then it says so."""
    shown, rest = text[: marks.place(text, _BACK)], text[marks.place(text, _BACK) :]
    parts: list[Block] = []
    while shown:
        end = marks.place(shown, _PART)
        parts.append(say(quote(shown[:end])))
        shown = shown[end:]
    cut_off = [say(f"Slack lets me show no more than these {_BACK:,} characters of it.")] if rest else []
    return [*parts, *cut_off]
