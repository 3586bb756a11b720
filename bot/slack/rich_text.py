"""Words as `rich_text`, where nothing typed can turn into a mention, a link or a command."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from bot.slack.text import day, escaped, hour

RichText = dict[str, Any]  # a mark or a shape, as Slack takes it
Piece = str | RichText  # of one line

GONE = "gone-"  # how the id begins that stands for somebody who asked to be forgotten
FORGOTTEN = "somebody who was here"

_STRUCK = {"strike": True}
_ADDED = {"bold": True, "italic": True}
_SHAPES = {"rich_text_section", "rich_text_quote", "rich_text_list"}


def bold(text: str) -> RichText:
    return {"style": {"bold": True}, "text": text, "type": "text"}


def code(text: str) -> RichText:
    return {"style": {"code": True}, "text": text, "type": "text"}


def struck(text: str) -> RichText:
    """What has been taken out: struck through, and aloud said to be so."""
    return {"style": dict(_STRUCK), "text": text, "type": "text"}


def added(text: str) -> RichText:
    """What has come in: bold and slanted, and aloud said to be so."""
    return {"style": dict(_ADDED), "text": text, "type": "text"}


def person(user_id: str) -> RichText:
    """Somebody by name, as each reader's Slack knows them. In a channel this notifies them."""
    if user_id.startswith(GONE):
        return {"text": FORGOTTEN, "type": "text"}
    return {"type": "user", "user_id": user_id}


def channel(channel_id: str) -> RichText:
    """A link to the channel, by the name each reader's Slack has for it."""
    return {"channel_id": channel_id, "type": "channel"}


def link(url: str, text: str) -> RichText:
    """Words that lead to an address of Slack's own."""
    return {"text": text, "type": "link", "url": url}


def moment(when: datetime, zone: str) -> RichText:
    """A day and time on each reader's own clock, to the minute; the fallback gives the partnership's."""
    return {
        "fallback": f"{day(when, zone)} at {hour(when, zone)}",
        "format": "{date_long} at {time}",
        "timestamp": int(when.timestamp()) // 60 * 60,
        "type": "date",
    }


def names(pieces: Sequence[Piece]) -> list[Piece]:
    """`a, b and c`."""
    joined: list[Piece] = []
    for place, piece in enumerate(pieces):
        if place:
            joined.append(" and " if place == len(pieces) - 1 else ", ")
        joined.append(piece)
    return joined


def pieces(*given: Piece) -> list[Piece]:
    """Words and marks of one line, in a list."""
    return list(given)


def line(*pieces: Piece) -> RichText:
    return {"elements": _elements(pieces), "type": "rich_text_section"}


def quote(text: str) -> RichText:
    return {"elements": _elements([text]), "type": "rich_text_quote"}


def bullets(*items: Piece | Sequence[Piece]) -> RichText:
    lines = [line(item) if isinstance(item, str | dict) else line(*item) for item in items]
    return {"elements": lines, "style": "bullet", "type": "rich_text_list"}


def say(*parts: Piece) -> dict[str, Any]:
    """A block of words: loose pieces make one line; quotes, lists and lines keep their shape."""
    elements: list[RichText] = []
    loose: list[Piece] = []
    for part in parts:
        if isinstance(part, dict) and part["type"] in _SHAPES:
            if loose:
                elements.append(line(*loose))
                loose = []
            elements.append(part)
        else:
            loose.append(part)
    if loose:
        elements.append(line(*loose))
    return {"elements": elements, "type": "rich_text"}


def _elements(pieces: Iterable[Piece]) -> list[RichText]:
    return [{"text": piece, "type": "text"} if isinstance(piece, str) else piece for piece in pieces if piece != ""]


def read_aloud(element: RichText) -> str:
    """The element as text, for whoever cannot see it."""
    match element["type"]:
        case "text":
            return _styled(escaped(element["text"]), element.get("style"))
        case "rich_text" | "rich_text_list":
            before = "• " if element["type"] == "rich_text_list" else ""
            return "\n".join(before + read_aloud(part) for part in element["elements"])
        case "rich_text_section":
            return "".join(map(read_aloud, element["elements"]))
        case "rich_text_quote":
            return f"“{''.join(map(read_aloud, element['elements']))}”"
        case "date":
            return escaped(element["fallback"])
        case "user":
            return f"<@{element['user_id']}>"
        case "link":
            return f"<{escaped(element['url'])}|{escaped(element['text'])}>"
        case "channel":
            return f"<#{element['channel_id']}>"
        case _:
            return escaped(str(element.get("text", "")))


def _styled(text: str, style: Any) -> str:
    if style == _STRUCK:
        return f"(taken out: {text})"
    return f"(added: {text})" if style == _ADDED else text
