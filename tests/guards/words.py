"""`python -m tests.guards.words`: how many words each view has, how long its sentences are, what can be pressed in it.

What people typed is not counted, nor are the words on buttons. A view is as long as it is at its longest, with one of
everything that may be many in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from bot.slack.messages import Message
from bot.slack.rich_text import read_aloud
from sandbox.slack.blocks import walk
from tests.guards import gallery
from tests.guards.gallery import View
from tests.guards.samples import Samples

_TYPED = "\ue000"  # no word
_NAME = "Lantern Trust"

_WORD = re.compile(r"[^\W_]+(?:[-’'.:/@][^\W_]+)*")
_END = re.compile(r"(?<=[.?!])\s+|\n+")
_CONTROLS = {
    "button",
    "checkboxes",
    "datepicker",
    "external_select",
    "multi_external_select",
    "multi_static_select",
    "multi_users_select",
    "overflow",
    "plain_text_input",
    "radio_buttons",
    "static_select",
    "timepicker",
    "users_select",
}


@dataclass(frozen=True)
class Length:
    """How long a view is, at its longest."""

    name: str
    words: int
    controls: int
    sentences: tuple[int, ...]  # words in each

    @property
    def usual_sentence(self) -> float:
        return median(self.sentences) if self.sentences else 0

    @property
    def longest_sentence(self) -> int:
        return max(self.sentences, default=0)


def shown(view: View) -> list[list[dict[str, Any]]]:
    """The blocks of each of its samples."""
    views = [gallery.as_shown(returned) for returned in view.returned(Samples(_TYPED, _NAME, 1))]
    return [list(drawn.blocks) if isinstance(drawn, Message) else drawn["blocks"] for drawn in views]


def length(view: View) -> Length:
    samples = shown(view)
    texts = ["\n".join(map(text, blocks)) for blocks in samples]
    sentences = {sentence for each in texts for sentence in _sentences(each)}
    return Length(
        view.name,
        max((words(each) for each in texts), default=0),
        max(map(controls, samples), default=0),
        tuple(sorted(words(sentence) for sentence in sentences)),
    )


def text(block: dict[str, Any]) -> str:
    """What is read of a block, without what can be pressed in it and what is said of a picture."""
    if block["type"] == "rich_text":
        return read_aloud(block)
    if block["type"] == "input":
        return "\n".join(part["text"] for part in (block["label"], block.get("hint")) if part)
    return str(block["text"]["text"]) if "text" in block else ""


def words(read: str) -> int:
    return len(_WORD.findall(re.sub(r"<[@#]\w+>", "somebody", read)))


def _sentences(read: str) -> Iterator[str]:
    return (sentence for sentence in _END.split(read) if words(sentence))


def controls(blocks: list[dict[str, Any]]) -> int:
    return sum(part.get("type") in _CONTROLS for part in walk(blocks))


def lengths() -> list[Length]:
    """All views, the longest first."""
    all_views = (view for module in gallery.modules() for view in gallery.views(module))
    return sorted(map(length, all_views), key=lambda view: (-view.words, view.name))


def main() -> None:
    print(f"{'view':48}words  controls  sentence: median  longest")  # noqa: T201
    views = lengths()
    for view in views:
        print(  # noqa: T201
            f"{view.name:48}{view.words:5}{view.controls:10}{view.usual_sentence:18g}{view.longest_sentence:9}"
        )
    sentences = sorted(words for view in views for words in view.sentences)
    print(  # noqa: T201
        f"{len(views)} views, {sum(view.words for view in views):,} words; {len(sentences):,} sentences of "
        f"{median(sentences):g} words in the middle, {sum(words > 20 for words in sentences)} of more than 20"
    )


if __name__ == "__main__":
    main()
