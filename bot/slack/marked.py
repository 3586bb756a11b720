"""Names put into messages and forms, where they hold marks, in one pass; and marks put back into what is sent in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from bot.lib import marks
from bot.slack.messages import Message
from bot.slack.text import cut

_ROOMS = (75, 150, 2_000, 3_000)  # characters that plain text may have, by where it stands
_METADATA = 3_000
_MENTION_NOBODY = {bool, int, float, type(None)}
_APART = "\n"  # in a form's metadata, before the marks


def numbers(part: Any) -> set[int]:
    """The numbers of all names mentioned in it."""
    return {number for text in _mentioning(part) for number in marks.numbers(text)}


def _mentioning(part: Any) -> list[str]:
    """The texts that mention somebody. All that is sent is gone through, so little is made on the way."""
    texts: list[str] = []
    parts = [part]
    while parts:
        part = parts.pop()
        kind = type(part)
        if kind is dict:
            parts += part.values()
        elif kind is list or kind is tuple:
            parts += part
        elif isinstance(part, str):
            if marks.BEGIN in part:
                texts.append(part)
        elif kind not in _MENTION_NOBODY and is_dataclass(part):
            parts += [getattr(part, field.name) for field in fields(part)]
    return texts


def filled(part: Any, names: Mapping[int, str]) -> Any:
    """The same with the names in it; what mentions nobody stays the very thing it was."""
    if isinstance(part, str):
        return marks.written(part, names)
    if isinstance(part, dict):
        changed = _changed(part.items(), names)
        return _filled_element({**part, **changed}, part) if changed else part
    if isinstance(part, list | tuple):
        changed = _changed(enumerate(part), names)
        return type(part)(changed.get(place, value) for place, value in enumerate(part)) if changed else part
    if is_dataclass(part) and not isinstance(part, type):
        changed = _changed(((field.name, getattr(part, field.name)) for field in fields(part) if field.init), names)
        return replace(part, **changed) if changed else part
    return part


def _changed(parts: Iterable[tuple[Any, Any]], names: Mapping[int, str]) -> dict[Any, Any]:
    """Those of the parts that mention somebody, with the names in them."""
    changed = {}
    for key, value in parts:
        if type(value) is str and marks.BEGIN not in value:
            continue
        if (new := filled(value, names)) is not value:
            changed[key] = new
    return changed


def _filled_element(new: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    """Where Slack has room for so much only, and a name has become longer since, what is shown fits all the same."""
    if old.get("type") == "plain_text" and new.get("text") != old.get("text"):
        room = next((most for most in _ROOMS if marks.length(old["text"]) <= most), _ROOMS[-1])
        return new | {"text": cut(new["text"], room)}
    if new.get("initial_value") != old.get("initial_value"):
        return new | {"initial_value": cut(new["initial_value"], new.get("max_length", _ROOMS[-1]))}
    return new


def message(marked: Message, names: Mapping[int, str]) -> Message:
    return replace(
        marked, blocks=tuple(filled(block, names) if _mentioning(block) else block for block in marked.blocks)
    )


# Forms


def form(view: dict[str, Any], names: Mapping[int, str]) -> dict[str, Any]:
    """The form with the names in it, and with what is needed to know them again in what is sent in."""
    shown = {
        mark: names[number]
        for text in _initial(view)
        for mark in marks.each(text)
        if (number := marks.numbers(mark)[0]) in names
    }
    metadata = view.get("private_metadata") or ""
    for mark, name in shown.items():
        more = f"{_APART}{marks.as_shown(mark, name)}"
        if len(metadata) + len(more) <= _METADATA:
            metadata += more
    shown_form: dict[str, Any] = filled(view, names)
    return shown_form | ({"private_metadata": metadata} if metadata else {})


def _initial(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "initial_value":
                yield value
            else:
                yield from _initial(value)
    elif isinstance(part, list):
        for value in part:
            yield from _initial(value)


def taken_out(metadata: str) -> tuple[str, list[str]]:
    """A form's metadata without whom it was opened with, and these."""
    own, *shown = metadata.split(_APART)
    return own, shown
