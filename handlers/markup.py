"""Slack's markup in what people type, read into plain words and the people mentioned."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.partnership.members import Who
from bot.slack.client import Profile

_MARK = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")

Lookup = Callable[[str], Awaitable[Profile | None]]


@dataclass(frozen=True)
class Words:
    """Text as a person reads it, and whom it mentions. Strangers keep their place in the text and no more."""

    text: str
    people: tuple[Who, ...]


async def read(markup: str, profile: Lookup) -> Words:
    """The words of `markup`, mentions spelled out as `@Name`; `profile` says who a mentioned person is."""
    called = list(dict.fromkeys(mentioned(markup)))
    profiles = dict(zip(called, await asyncio.gather(*map(profile, called)), strict=True))
    people: dict[str, Who] = {}
    parts: list[str] = []
    end = 0
    for mark in _MARK.finditer(markup):
        parts.append(_plain(markup[end : mark.start()]))
        end = mark.end()
        sign, target, label = mark.groups()
        if sign == "@":
            known = profiles[target]
            if known is not None and not known.bot:
                people[target] = Who(known.team_id, target)
            name = known.name if known else _plain(label or "") or "someone"
            parts.append(f"@{name.removeprefix('@')}")
        elif sign == "#":
            parts.append(f"#{_plain(label or '') or 'a channel'}")
        elif sign == "!":
            parts.append("@" + _plain(label or target.partition("^")[0]).removeprefix("@"))
        else:
            parts.append(_link(target, label))
    parts.append(_plain(markup[end:]))
    return Words("".join(parts), tuple(people.values()))


def mentioned(markup: str) -> list[str]:
    """The ids of the people mentioned, in order."""
    return [mark[2] for mark in _MARK.finditer(markup) if mark[1] == "@"]


def _link(target: str, label: str | None) -> str:
    address = _plain(target).removeprefix("mailto:")
    if not label or _plain(label) in address:
        return address
    return f"{_plain(label)} ({address})"


def _plain(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def without_call(markup: str, bot_user: str) -> str:
    """What was said, without the call to Pencil that it begins with or holds."""
    return re.sub(rf"<@{re.escape(bot_user)}(\|[^<>]*)?>[ ,:]*", "", markup, count=1).strip()


def first_word(markup: str) -> tuple[str, str]:
    """The first word, in lower case, and all that follows it."""
    word, _, rest = markup.strip().partition(" ")
    if "\n" in word:
        word, _, rest = markup.strip().partition("\n")
    return word.lower(), rest.strip()
