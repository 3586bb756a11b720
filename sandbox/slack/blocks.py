"""Blocks as plain JSON: everything within, the words, the buttons."""

import re
from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]


def walk(node: Any) -> Iterable[Json]:
    """Every object within, each before what is in it."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(reversed(node.values()))
        elif isinstance(node, list):
            waiting.extend(reversed(node))


def named_in(text: str) -> set[str]:
    """The people, and the words here, channel, everyone, that a text in mrkdwn names."""
    return set(re.findall(r"<@([UW]\w+)", text)) | set(re.findall(r"<!(\w+)", text))


def buttons(blocks: list[Json]) -> list[tuple[str, str, str | None]]:
    """Label, action and value of each button."""
    return [
        (part["text"]["text"], part["action_id"], part.get("value"))
        for part in walk(blocks)
        if part.get("type") == "button"
    ]


def plain(block: Json) -> str:
    """A block's words."""
    kind = block.get("type")
    if kind in {"rich_text", "rich_text_list"}:
        return "\n".join(plain(element) for element in block["elements"])
    if kind in {"rich_text_section", "rich_text_quote", "rich_text_preformatted"}:
        return "".join(plain(element) for element in block["elements"])
    if kind == "actions":
        return " ".join(f"[{part['text']['text']}]" for part in walk(block) if part.get("type") == "button")
    if kind == "input":
        return str(block["label"]["text"]) + (f"\n{block['hint']['text']}" if block.get("hint") else "")
    if kind in {"section", "context"}:
        return "\n".join(str(part["text"]) for part in walk(block) if part.get("type") in {"mrkdwn", "plain_text"})
    if kind == "image":
        return f"[picture: {block.get('alt_text', '')}]"
    return _text(block)


def _text(part: Json) -> str:
    kind = part.get("type")
    if kind == "user":
        return f"<@{part['user_id']}>"
    if kind == "channel":
        return f"<#{part['channel_id']}>"
    if kind == "date":
        return str(part.get("fallback", ""))
    text = part.get("text", "")
    return str(text["text"] if isinstance(text, dict) else text)
