"""The pieces messages and forms are made of.

All words go out as `rich_text`, where nothing typed can turn into a mention, a link or a command. Every message's
fallback text is read off its own blocks, so that a screen reader hears what an eye sees.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    DividerBlock,
    HeaderBlock,
    ImageBlock,
    InputBlock,
    Option,
    PlainTextObject,
    RadioButtonsElement,
    RichTextBlock,
    RichTextElement,
    RichTextElementParts,
    RichTextListElement,
    RichTextQuoteElement,
    RichTextSectionElement,
)
from slack_sdk.models.blocks.basic_components import SlackFile
from slack_sdk.models.blocks.block_elements import InputInteractiveElement, InteractiveElement
from slack_sdk.models.views import View

from bot.slack.serialise import spelt

Piece = str | RichTextElement

VIEW_BLOCKS = 100
OPTIONS = 100
LABEL = 75  # characters on a button or an option
HEADER = 150
FALLBACK = 3_900  # Slack asks for at most 4,000
FORM_TEXT = 3_000
QUOTED = 600  # as much of what somebody wrote as a post shows
TITLE = 24
ALT = 2_000
GONE = "gone-"  # how the id begins that stands for somebody who asked to be forgotten
UNDRAWN = "F00000000"
_PART, _BACK = 2_800, 11_200  # characters in a quote, and in a message, that give text back

_STRUCK = {"strike": True}
_ADDED = {"bold": True, "italic": True}
_BROKEN = re.compile(r"(<[^<>]*|&[a-z]*)…$")  # a mark that was cut in two
_CALLS = re.compile(r"@(?=here|channel|everyone)", re.IGNORECASE)


@dataclass(frozen=True)
class Message:
    """Blocks, and the text that says the same to whoever cannot see them; `drawing` is what its picture shows."""

    blocks: tuple[Block, ...]
    drawing: dict[str, Any] | None = None

    @property
    def text(self) -> str:
        last = [block for block in self.blocks if isinstance(block, ImageBlock)]  # if anything has to be cut off, that
        words = [block for block in self.blocks if block not in last]
        text = "\n".join(line for block in [*words, *last] if (line := _aloud(block)))
        return _BROKEN.sub("…", cut(text, FALLBACK)) if len(text) > FALLBACK else text

    def payload(self) -> dict[str, Any]:
        """`{"text": …, "blocks": […]}`, as the Web API takes it."""
        return {"text": self.text, "blocks": spelt(self.blocks)}


def message(*blocks: Block | Iterable[Block], drawing: dict[str, Any] | None = None) -> Message:
    """One message of blocks and groups of blocks."""
    return Message(tuple(flat(blocks)), drawing)


def flat(blocks: Iterable[Block | Iterable[Block]]) -> Iterable[Block]:
    for block in blocks:
        if isinstance(block, Block):
            yield block
        else:
            yield from block


def cut(text: str, most: int) -> str:
    """The text, or as many whole characters of it as fit in `most` with an ellipsis behind."""
    if len(text) <= most:
        return text
    end = most - 1
    while end and (unicodedata.combining(text[end]) or text[end] in "\u200d\ufe0f" or text[end - 1] == "\u200d"):
        end -= 1
    return text[:end].rstrip() + "…"


def and_more(more: int) -> str:
    return f"and {more:,} more"


def bold(text: str) -> RichTextElement:
    return RichTextElementParts.Text(text=text, style={"bold": True})


def code(text: str) -> RichTextElement:
    return RichTextElementParts.Text(text=text, style={"code": True})


def struck(text: str) -> RichTextElement:
    """What has been taken out: struck through, and aloud said to be so."""
    return RichTextElementParts.Text(text=text, style=dict(_STRUCK))


def added(text: str) -> RichTextElement:
    """What has come in: bold and slanted, and aloud said to be so."""
    return RichTextElementParts.Text(text=text, style=dict(_ADDED))


def person(user_id: str) -> RichTextElement:
    """Somebody by name, as each reader's Slack knows them. In a channel this notifies them."""
    if user_id.startswith(GONE):
        return RichTextElementParts.Text(text="somebody who was here")
    return RichTextElementParts.User(user_id=user_id)


def moment(when: datetime, zone: str) -> RichTextElement:
    """A day and time on each reader's own clock, to the minute; the fallback gives the partnership's."""
    return RichTextElementParts.Date(
        timestamp=int(when.timestamp()) // 60 * 60,
        format="{date_long} at {time}",
        fallback=f"{day(when, zone)} at {hour(when, zone)}",
    )


def day(when: datetime, zone: str) -> str:
    """`Friday 27 November`, where the partnership lives."""
    local = when.astimezone(ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B}"


def dated(when: datetime, zone: str) -> str:
    """`27 November 2026`, where the partnership lives."""
    local = when.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%B} {local.year}"


def hour(when: datetime, zone: str) -> str:
    """`15:00`, where the partnership lives."""
    return f"{when.astimezone(ZoneInfo(zone)):%H:%M}"


def names(pieces: Sequence[Piece]) -> list[Piece]:
    """`a, b and c`."""
    joined: list[Piece] = []
    for place, piece in enumerate(pieces):
        if place:
            joined.append(" and " if place == len(pieces) - 1 else ", ")
        joined.append(piece)
    return joined


def _elements(pieces: Iterable[Piece]) -> list[RichTextElement]:
    return [
        RichTextElementParts.Text(text=piece) if isinstance(piece, str) else piece for piece in pieces if piece != ""
    ]


def pieces(*given: Piece) -> list[Piece]:
    """Words and marks of one line, in a list."""
    return list(given)


def line(*pieces: Piece) -> RichTextElement:
    return RichTextSectionElement(elements=_elements(pieces))


def quote(text: str) -> RichTextElement:
    return RichTextQuoteElement(elements=_elements([text]))


def bullets(*items: Piece | Sequence[Piece]) -> RichTextElement:
    lines = [line(item) if isinstance(item, str | RichTextElement) else line(*item) for item in items]
    return RichTextListElement(elements=lines, style="bullet")


def say(*parts: Piece | RichTextElement, block_id: str | None = None) -> RichTextBlock:
    """A block of words: loose pieces make one line; quotes, lists and lines keep their shape."""
    elements: list[RichTextElement] = []
    loose: list[Piece] = []
    for part in parts:
        if isinstance(part, RichTextSectionElement | RichTextQuoteElement | RichTextListElement):
            if loose:
                elements.append(line(*loose))
                loose = []
            elements.append(part)
        else:
            loose.append(part)
    if loose:
        elements.append(line(*loose))
    return RichTextBlock(elements=elements, block_id=block_id)


def header(text: str) -> HeaderBlock:
    return HeaderBlock(text=PlainTextObject(text=cut(text, HEADER), emoji=False))


def whole(typed: str, before: str) -> str:
    """What a form means that could show only the beginning of `before`: its rest, unless the … at the end is gone."""
    shown_before = cut(before, FORM_TEXT)
    if len(before) > FORM_TEXT and typed.endswith("…"):
        return typed[:-1] + before[len(shown_before) - 1 :]
    return typed


def returned(typed: str) -> list[Block]:
    """What somebody typed, given back to be copied: all of it, or as much as a message holds, and then it says so."""
    if not typed.strip():
        return []
    parts = [say(quote(typed[at : at + _PART])) for at in range(0, min(len(typed), _BACK), _PART)]
    cut_off = [say(f"Slack lets me show no more than these {_BACK:,} characters of it.")] if len(typed) > _BACK else []
    return [say("You wrote:"), *parts, *cut_off]


def picture(alt: str) -> ImageBlock:
    """Where the message's drawing stands; `alt` says what it says. The file is put in when the message is sent."""
    return ImageBlock(alt_text=cut(alt, ALT), slack_file=SlackFile(id=UNDRAWN))


def asks(blocks: list[Any] | None) -> bool:
    """Whether a message, as it is kept, still has buttons to be answered with: they go once it has been."""
    return any(block["type"] == "actions" for block in blocks or [])


def divider() -> DividerBlock:
    return DividerBlock()


def button(label: str, action: str, value: str = "", *, style: str | None = None) -> ButtonElement:
    """A button; `action` is a constant of the form noun.verb, `value` the id of what it is about."""
    return ButtonElement(text=_plain(label, LABEL), action_id=action, value=value or None, style=style)


def actions(*elements: InteractiveElement) -> ActionsBlock:
    return ActionsBlock(elements=list(elements))


def options(items: Iterable[tuple[str, str]]) -> list[Option]:
    """`(label, value)` pairs, as many as Slack takes; the caller says how many more there are."""
    return [Option(text=_plain(label, LABEL), value=value) for label, value in islice(items, OPTIONS)]


def field(
    block_id: str, label: str, element: InputInteractiveElement, *, hint: str | None = None, optional: bool = False
) -> InputBlock:
    """A labelled input; answers come back under `block_id`."""
    element.action_id = block_id
    return InputBlock(block_id=block_id, label=_plain(label, 2000), element=element, hint=hint, optional=optional)


def radios(items: Iterable[tuple[str, str]]) -> RadioButtonsElement:
    """One of these `(label, value)` pairs, with one press."""
    return RadioButtonsElement(options=options(items))


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
    view = View(
        type="modal",
        callback_id=callback,
        title=_plain(title, TITLE),
        submit=_plain(submit, TITLE) if submit else None,
        close=_plain(close or ("Cancel" if submit else "Close"), TITLE),
        clear_on_close=last or None,
        private_metadata=f"{channel} {about}".rstrip(),
        blocks=list(islice(flat(blocks), VIEW_BLOCKS)),
    )
    shown: dict[str, Any] = spelt(view)
    return shown


def home(*blocks: Block | Iterable[Block]) -> dict[str, Any]:
    shown: dict[str, Any] = spelt(View(type="home", blocks=list(islice(flat(blocks), VIEW_BLOCKS))))
    return shown


def _plain(text: str, most: int) -> PlainTextObject:
    return PlainTextObject(text=cut(text, most), emoji=False)


def escaped(text: str) -> str:
    """The text for a place where Slack reads marks: they stand for themselves, and nobody is called."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _CALLS.sub("@\u2060", plain)


def _aloud(block: Block) -> str:
    if isinstance(block, RichTextBlock):
        return "\n".join(_spoken(element) for element in block.elements)
    if isinstance(block, ImageBlock):
        return escaped(block.alt_text or "")
    if isinstance(block, HeaderBlock) and block.text is not None:
        return escaped(block.text.text or "")
    return ""


def _spoken(element: Any) -> str:
    match element.type:
        case "text":
            return _styled(escaped(element.text), element.style)
        case "rich_text_section":
            return "".join(map(_spoken, element.elements))
        case "rich_text_quote":
            return f"“{''.join(map(_spoken, element.elements))}”"
        case "rich_text_list":
            return "\n".join(f"• {_spoken(item)}" for item in element.elements)
        case "date":
            return escaped(element.fallback or "")
        case "user":
            return f"<@{element.user_id}>"
        case "channel":
            return f"<#{element.channel_id}>"
        case _:
            return escaped(str(getattr(element, "text", "")))


def _styled(said: str, style: Any) -> str:
    if style == _STRUCK:
        return f"(taken out: {said})"
    return f"(added: {said})" if style == _ADDED else said
