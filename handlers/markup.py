"""Slack's markup in what people type, read into plain words and the people mentioned."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.app import Bot
from bot.lib.marks import SOMEONE
from bot.mentions.called import NOBODY, Called
from bot.mentions.names import Mentioned
from bot.partnership.members import Who
from bot.slack.client import Profile
from handlers.mentions import looked_up
from handlers.payloads import Command, Shortcut

_MARK = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_STYLE, _STOPS, _DASHES = "*_~`", ":;,.!?…", "-–—"
_FIRST = re.compile(
    rf"""
    ([{_STYLE}]*)
    ([^\s{_STYLE}{_STOPS}–—]+)
    [{_STYLE}{_STOPS}–—]*
    (?:\s+[{_DASHES}:]+(?=\s))?
    [{_STYLE}]*
    (?:\s+|(?<=[{_STYLE}{_STOPS}–—])|$)
    (.*)
    """,
    re.DOTALL | re.VERBOSE,
)


@dataclass(frozen=True)
class Words:
    """Text to be kept, with a mark for each person it mentions, and who these are as far as Slack says it."""

    text: str
    people: tuple[Who, ...]
    groups: tuple[str, ...] = ()  # user groups it mentions, of whom Slack does not tell us who is in them: `@office`
    called: Called = NOBODY  # the people, as the partnership knows them


async def read(bot: Bot, act: Command | Shortcut, markup: str) -> Words:
    """The words of `markup`, which are to be kept where `act` is about; who is mentioned there is a mark."""
    profiles = await bot.slack.each_profile(list(dict.fromkeys(mentioned(markup))))
    people = {user_id: profile for user_id, profile in profiles.items() if profile is None or not profile.bot}
    labels = {mark[2]: _plain(mark[3] or "").removeprefix("@") for mark in _MARK.finditer(markup) if mark[1] == "@"}
    called = await looked_up(bot, act, [_person(user_id, known, labels) for user_id, known in people.items()])
    words = _words(markup, called.marks, {user_id: known.name if known else "" for user_id, known in profiles.items()})
    known_people = tuple(Who(known.team_id, known.user_id) for known in people.values() if known is not None)
    return Words(words, known_people, groups(markup), called)


def _person(user_id: str, known: Profile | None, labels: dict[str, str]) -> Mentioned:
    if known is not None:
        return Mentioned(user_id, known.team_id, known.name)
    return Mentioned(user_id, "", labels[user_id] or None)


def _words(markup: str, marks: Mapping[str, str], names: dict[str, str]) -> str:
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
        elif sign == "!" and target.startswith("subteam^"):
            parts.append(_group(mark))
        elif sign == "!":
            parts.append("@" + _plain(label or target.partition("^")[0]).removeprefix("@"))
        else:
            parts.append(_link(target, label))
    parts.append(_plain(markup[end:]))
    return "".join(parts)


def mentioned(markup: str) -> list[str]:
    """The ids of the people mentioned, in order."""
    return [mark[2] for mark in _MARK.finditer(markup) if mark[1] == "@"]


def groups(markup: str) -> tuple[str, ...]:
    """The user groups mentioned, each once, as they are called."""
    called = [_group(mark) for mark in _MARK.finditer(markup) if mark[1] == "!" and mark[2].startswith("subteam^")]
    return tuple(dict.fromkeys(called))


def _group(mark: re.Match[str]) -> str:
    return "@" + (_plain(mark[3] or "").removeprefix("@") or "a user group")


def points(markup: str) -> bool:
    """Whether there is a mention, a channel or a link in it."""
    return bool(_MARK.search(markup))


def words_alone(markup: str) -> str:
    """What is written beside those."""
    return " ".join(_plain(_MARK.sub(" ", markup)).split())


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
    """The first word, in lower case, and all that follows it: `*Win*: we opened`, `win - we opened`, `Win. We opened`.

    What makes it bold, or marks where the next begins, is no part of either.
    """
    match = _FIRST.fullmatch(markup.strip())
    if match is None:
        return "", markup.strip()
    style, word, rest = match.groups()
    for sign in set(style):
        if rest.count(sign) % 2:  # all of it was bold, and not the word alone
            rest = rest.removesuffix(sign)
    return word.lower().strip("-"), rest.strip()
