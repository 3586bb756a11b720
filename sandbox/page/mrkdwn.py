"""Slack's mrkdwn and dates, turned into HTML that is safe to show."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from sandbox.page.emoji import emoji

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

FRAMES = {
    "bold": Markup("<strong>{}</strong>"),
    "italic": Markup("<em>{}</em>"),
    "strike": Markup("<s>{}</s>"),
    "code": Markup("<code>{}</code>"),
    "fence": Markup("<pre>{}</pre>"),
}
SAFE_LINKS = {"http", "https", "mailto", "tel"}
MARK = re.compile(
    r"```(?P<fence>.+?)```"
    r"|`(?P<code>[^`\n]+)`"
    r"|<(?P<thing>[^<>\n]+)>"
    r"|(?<![\w:]):(?P<emoji>[a-z0-9_+'-]+(?:::skin-tone-\d)?):(?![\w:])"
    r"|(?<![\w*])\*(?P<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"
    r"|(?<![\w_])_(?P<italic>[^\s_](?:[^\n]*?[^\s_])?)_(?![\w_])"
    r"|(?<![\w~])~(?P<strike>[^\s~](?:[^~\n]*[^\s~])?)~(?![\w~])",
    re.DOTALL,
)
QUOTE = re.compile(r"(?:^(?:&gt;|>) ?.*(?:\n|$))+", re.MULTILINE)


class Names(Protocol):
    """Who and what the ids in a text are, in the eyes of one reader."""

    def person(self, user_id: str) -> Markup: ...
    def channel(self, channel_id: str) -> Markup: ...
    def date(self, stamp: int, form: str) -> str: ...


def plain(text: str) -> Markup:
    """Text as typed: only emoji names and line breaks mean anything."""
    spoken = re.sub(r"(?<![\w:]):([a-z0-9_+-]+):(?![\w:])", lambda match: emoji(match[1]), text)
    return lines(escape(spoken))


def lines(html: Markup) -> Markup:
    return Markup("<br>").join(html.split("\n"))


def mrkdwn(text: str, names: Names) -> Markup:
    """A mrkdwn text with its quotes, emphasis, mentions, links and dates."""
    parts: list[Markup] = []
    place = 0
    for quote in QUOTE.finditer(text):
        parts.append(_inline(text[place : quote.start()], names))
        quoted = "\n".join(re.sub(r"^(?:&gt;|>) ?", "", line) for line in quote[0].splitlines())
        parts.append(Markup("<blockquote>{}</blockquote>").format(_inline(quoted, names)))
        place = quote.end()
    parts.append(_inline(text[place:], names))
    return Markup().join(parts)


def link(url: str, label: str | None = None) -> Markup:
    """A link that may be followed; any other scheme is only shown."""
    if urlsplit(url).scheme not in SAFE_LINKS:
        return escape(label or url)
    words = label or url.removeprefix("mailto:")
    return Markup('<a href="{}" target="_blank" rel="noreferrer noopener">{}</a>').format(url, words)


def when(moment: datetime, form: str) -> str:
    """Slack's date tokens in British English, in the zone of the moment given."""
    clock, day = f"{moment:%H:%M}", f"{moment.day} {moment:%B}"
    tokens = {
        "{date_num}": f"{moment:%Y-%m-%d}",
        "{date_long_pretty}": f"{moment:%A} {day} {moment.year}",
        "{date_long}": f"{moment:%A} {day} {moment.year}",
        "{date_short_pretty}": f"{moment.day} {moment:%b %Y}",
        "{date_short}": f"{moment.day} {moment:%b %Y}",
        "{date_pretty}": f"{day} {moment.year}",
        "{day_divider_pretty}": f"{moment:%A} {day}",
        "{date}": f"{day} {moment.year}",
        "{time_secs}": f"{moment:%H:%M:%S}",
        "{time}": clock,
        "{ago}": f"{day} {moment.year}, {clock}",
    }
    for token, words in tokens.items():
        form = form.replace(token, words)
    return form


def _inline(text: str, names: Names) -> Markup:
    parts: list[Markup] = []
    place = 0
    for match in MARK.finditer(text):
        parts.append(_words(text[place : match.start()]))
        parts.append(_marked(match, names))
        place = match.end()
    parts.append(_words(text[place:]))
    return Markup().join(parts)


def _words(text: str) -> Markup:
    return lines(escape(unescape(text)))


def _marked(match: re.Match[str], names: Names) -> Markup:
    kind, inner = match.lastgroup or "", match[match.lastgroup or 0]
    if kind == "thing":
        return _thing(inner, names)
    if kind == "emoji":
        return escape(emoji(inner))
    if kind in {"fence", "code"}:
        return FRAMES[kind].format(unescape(inner.strip("\n")))
    return FRAMES[kind].format(_inline(inner, names))


def _thing(inner: str, names: Names) -> Markup:
    """What stands between angle brackets: a mention, a channel, a date or a link."""
    target, _, label = inner.partition("|")
    label = unescape(label)
    kinds: dict[str, Callable[[str], Markup]] = {
        "@": names.person,
        "#": names.channel,
        "!": lambda word: _special(word, label, names),
    }
    if (speak := kinds.get(target[0])) is not None:
        return speak(target[1:])
    return link(unescape(target), label or None)


def _moment(stamp: str, form: str, names: Names) -> str:
    """The date in words; nothing if it is none, and then its fallback stands."""
    try:
        return names.date(int(stamp), form)
    except (ValueError, OverflowError, OSError):
        return ""


def _special(word: str, label: str, names: Names) -> Markup:
    if word.startswith("date^"):
        stamp, _, rest = word.removeprefix("date^").partition("^")
        form, _, url = rest.partition("^")
        shown = _moment(stamp, form, names) or label
        return link(unescape(url), shown) if url else escape(shown)
    name = label or word.partition("^")[0]
    return Markup('<span class="mention">@{}</span>').format(name.lstrip("@"))
