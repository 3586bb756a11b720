"""A message: its blocks, and a fallback text read off them, so that a screen reader hears what an eye sees."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.lib import marks
from bot.slack.blocks import Block, flat
from bot.slack.rich_text import read_aloud
from bot.slack.text import cut, escaped

FALLBACK = 3_900  # Slack asks for at most 4,000
_BROKEN = re.compile(r"(<[^<>]*|&[a-z]*)…$")  # a mark that was cut in two


@dataclass(frozen=True)
class Message:
    """Blocks, and the text that says the same to whoever cannot see them; `drawing` is what its picture shows."""

    blocks: tuple[Block, ...]
    drawing: dict[str, Any] | None = None

    @property
    def text(self) -> str:
        pictures_last = sorted(self.blocks, key=lambda block: bool(block["type"] == "image"))  # if something is cut off
        text = "\n".join(line for block in pictures_last if (line := _read_aloud(block)))
        return _BROKEN.sub("…", cut(text, FALLBACK)) if marks.length(text) > FALLBACK else text

    def payload(self) -> dict[str, Any]:
        """`{"text": …, "blocks": […]}`, as the Web API takes it."""
        return {"text": self.text, "blocks": list(self.blocks)}


def message(*blocks: Block | Iterable[Block], drawing: dict[str, Any] | None = None) -> Message:
    """One message of blocks and groups of blocks."""
    return Message(tuple(flat(blocks)), drawing)


def _read_aloud(block: Block) -> str:
    match block["type"]:
        case "rich_text":
            return read_aloud(block)
        case "image":
            return escaped(block["alt_text"])
        case "header":
            return escaped(block["text"]["text"])
        case _:
            return ""
