"""Messages without somebody's name, and without what they wrote."""

from collections.abc import Collection
from typing import Any

from bot.slack.messages import Message
from bot.slack.rich_text import GONE, person

INSTEAD = "(These words have been taken back.)"
_SURE = 12  # letters from which the beginning of a text that was cut off is known again


def without(blocks: list[Any], user_id: str, texts: Collection[str]) -> list[Any]:
    """The blocks with neither; the same blocks if they hold neither."""
    wanted = {flat for text in texts for piece in (text, *text.split("\n")) if (flat := _flat(piece))}
    return [_without(block, user_id, wanted) for block in blocks]


def _without(part: Any, user_id: str, texts: set[str]) -> Any:
    if isinstance(part, list):
        return [_without(item, user_id, texts) for item in part]
    if not isinstance(part, dict):
        return part
    if part.get("type") == "user" and part.get("user_id") == user_id:
        return person(GONE)
    if part.get("type") == "text" and isinstance(part.get("text"), str) and _is_one_of(part["text"], texts):
        return {**part, "text": INSTEAD}
    return {name: _without(value, user_id, texts) for name, value in part.items()}


def shows(shown: str, text: str) -> bool:
    """Whether that is the text, or the beginning of it."""
    return _is_one_of(shown, {_flat(text)})


def _is_one_of(shown: str, texts: set[str]) -> bool:
    """Whether that is one of the texts, or the beginning of one."""
    flat = _flat(shown)
    if flat in texts:
        return True
    begun = flat.removesuffix("…").rstrip()
    return flat.endswith("…") and len(begun) >= _SURE and any(text.startswith(begun) for text in texts)


def _flat(text: str) -> str:
    return " ".join(text.split())


def message(blocks: list[Any]) -> Message:
    """Kept blocks as a message again."""
    return Message(tuple(blocks))
