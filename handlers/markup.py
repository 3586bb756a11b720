"""Slack's markup in what people type, read into plain words and the people mentioned."""

import asyncio
import re
from dataclasses import dataclass

from bot.app import Bot
from bot.lib.marks import SOMEONE
from bot.mentions.names import Mentioned
from bot.partnership.members import Who
from bot.slack.client import Profile
from handlers.mentions import marks_for
from handlers.payloads import Command, Shortcut

_MARK = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


@dataclass(frozen=True)
class Words:
    """Text to be kept, with a mark for each person it mentions, and who these are as far as Slack says it."""

    text: str
    people: tuple[Who, ...]


async def read(bot: Bot, act: Command | Shortcut, markup: str) -> Words:
    """The words of `markup`, which are to be kept where `act` is about; who is mentioned there is a mark."""
    called = list(dict.fromkeys(mentioned(markup)))
    profiles = dict(zip(called, await asyncio.gather(*map(bot.slack.profile, called)), strict=True))
    people = {user_id: profile for user_id, profile in profiles.items() if profile is None or not profile.bot}
    labels = {mark[2]: _plain(mark[3] or "").removeprefix("@") for mark in _MARK.finditer(markup) if mark[1] == "@"}
    marks = await marks_for(bot, act, [_person(user_id, known, labels) for user_id, known in people.items()])
    words = _words(markup, marks, {user_id: known.name if known else "" for user_id, known in profiles.items()})
    return Words(words, tuple(Who(known.team_id, known.user_id) for known in people.values() if known is not None))


def _person(user_id: str, known: Profile | None, labels: dict[str, str]) -> Mentioned:
    if known is not None:
        return Mentioned(user_id, known.team_id, known.name)
    return Mentioned(user_id, "", labels[user_id] or None)


def _words(markup: str, marks: dict[str, str], names: dict[str, str]) -> str:
    parts: list[str] = []
    end = 0
    for mark in _MARK.finditer(markup):
        parts.append(_plain(markup[end : mark.start()]))
        end = mark.end()
        sign, target, label = mark.groups()
        if sign == "@":
            name = names[target] or _plain(label or "") or SOMEONE
            parts.append(marks.get(target) or f"@{name.removeprefix('@')}")
        elif sign == "#":
            parts.append(f"#{_plain(label or '') or 'a channel'}")
        elif sign == "!":
            parts.append("@" + _plain(label or target.partition("^")[0]).removeprefix("@"))
        else:
            parts.append(_link(target, label))
    parts.append(_plain(markup[end:]))
    return "".join(parts)


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
