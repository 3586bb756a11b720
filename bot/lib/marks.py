"""Marks: where words mention a person. They hold the number of a name, never the name, until somebody is to read them.

A mark is the number and how many characters the name had, between two control characters that nobody types: they are
taken out of whatever comes from outside (`untyped`), so that what looks like a mark is one.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

BEGIN, END = "\x02", "\x03"
SOMEONE = "someone"  # where nobody knows any more whom a mark meant
_MARK = re.compile(rf"{BEGIN}([1-9]\d{{0,9}}):([1-9]\d{{0,2}}){END}")
_SHOWN = re.compile(r"([1-9]\d{0,9}:[1-9]\d{0,2}):([1-9]\d{0,3}):([0-9a-f]{16})")
_LARGEST = 2**31 - 1  # number of a row
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_UNTYPED = str.maketrans("", "", BEGIN + END)


def mark(number: int, name: str) -> str:
    """The mark for the name with this number, which is shown as `name` today."""
    return f"{BEGIN}{number}:{min(999, len(name))}{END}"


def untyped(text: str) -> str:
    """The text without anything of which a mark could be made."""
    return text.translate(_UNTYPED) if BEGIN in text or END in text else text


def whole(text: str) -> str:
    """The text with its marks, and with nothing that is a part of one only."""
    if BEGIN not in text and END not in text:
        return text
    return _each(text, lambda match: match[0], untyped)


def numbers(text: str) -> list[int]:
    """The numbers of the names that the text mentions, in order."""
    return [number for match in _matches(text) if (number := int(match[1])) <= _LARGEST]


def each(text: str) -> list[str]:
    """The marks in the text, in order."""
    return [match[0] for match in _matches(text) if int(match[1]) <= _LARGEST]


def written(text: str, names: Mapping[int, str]) -> str:
    """The text as somebody is to read it."""
    if BEGIN not in text:
        return text
    return _each(text, lambda match: names.get(int(match[1]), SOMEONE), untyped)


def markup(text: str, user_ids: Mapping[int, str]) -> str:
    """The text as Slack writes down what somebody types, with those mentioned by their ids."""

    def mention(match: re.Match[str]) -> str:
        user_id = user_ids.get(int(match[1]))
        return f"<@{user_id}>" if user_id else SOMEONE

    return _each(text, mention, lambda plain: untyped(plain).translate(_ESCAPED))


def without(text: str) -> str:
    """The text with nobody in it."""
    return _each(text, lambda _: "", untyped) if BEGIN in text else text


def bare(text: str) -> str:
    """The text with marks by which the same person is the same, also once they are called otherwise."""
    return _each(text, lambda match: f"{BEGIN}{match[1]}{END}", untyped) if BEGIN in text else text


def length(text: str) -> int:
    """How many characters are read."""
    if BEGIN not in text:
        return len(text)
    return len(text) + sum(int(match[2]) - len(match[0]) for match in _matches(text))


def place(text: str, most: int) -> int:
    """Where the text can be cut so that at most so many characters of it are read: never within a mark."""
    read = at = 0
    for match in _matches(text):
        plain = match.start() - at
        if read + plain >= most:
            break
        if read + plain + int(match[2]) > most:
            return match.start()
        read, at = read + plain + int(match[2]), match.end()
    return min(len(text), at + most - read)


def marked(text: str, names: Mapping[str, str]) -> str:
    """The text with marks for `@Name` where that is the name of one of these; `names` are their marks by name."""
    if "@" not in text or not names:
        return text
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{longest_first})(?!\w)", lambda match: names[match[0]], text)


# In forms: what a form showed as names is known again when it is sent in, whatever they are called by then.


@dataclass(frozen=True)
class Shown:
    """A mark, and the name that a form showed for it: how long that was, and a hash of it."""

    mark: str
    length: int
    digest: str


def as_shown(mark: str, name: str) -> str:
    """A mark and its name today, as they may go to Slack with a form, to come back: `17:14:12:9f86d081884c7d65`."""
    return f"{mark.strip(BEGIN + END)}:{len(name)}:{_digest(name)}"


def read_shown(words: str) -> Shown | None:
    """The same again; nothing if that is none."""
    match = _SHOWN.fullmatch(words)
    return Shown(f"{BEGIN}{match[1]}{END}", int(match[2]), match[3]) if match else None


def names_in(text: str, shown: Sequence[Shown]) -> dict[str, str]:
    """The names in the text that a form showed, with their marks."""
    marks: dict[str, str] = {}
    for match in re.finditer("@", text):
        for mark in shown:
            name = text[match.start() : match.start() + mark.length]
            if name not in marks and _digest(name) == mark.digest:
                marks[name] = mark.mark
    return marks


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:16]


def _matches(text: str) -> list[re.Match[str]]:
    return list(_MARK.finditer(text)) if BEGIN in text else []


def _each(text: str, of_mark: Callable[[re.Match[str]], str], between: Callable[[str], str]) -> str:
    parts: list[str] = []
    at = 0
    for match in _matches(text):
        parts += [between(text[at : match.start()]), of_mark(match)]
        at = match.end()
    return "".join([*parts, between(text[at:])])
