"""What one person is shown: the values the page's templates draw."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sandbox.rendering import Reader, day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sandbox.server import Sandbox
    from sandbox.world import Message, Slack

MOST = 200


@dataclass(frozen=True)
class Place:
    """Somewhere to be: a channel, the direct messages with Pencil, or App Home."""

    id: str
    title: str
    about: str = ""
    kind: str = "channel"
    shared: bool = False
    why_not: str = ""


@dataclass(frozen=True)
class Places:
    """Places under one heading."""

    title: str
    places: list[Place]


@dataclass
class Shown:
    """A message as it stands on the page."""

    ts: str
    author: str
    organisation: str
    sector: str
    app: bool
    away: str
    at: datetime
    private: bool
    edited: bool
    reply: bool
    text: str
    blocks: list[dict[str, Any]]
    day: str = ""
    replies: list[Shown] = field(default_factory=list)


def places(sandbox: Sandbox, user_id: str) -> list[Places]:
    """Everywhere a person may go, and why not where she may not."""
    slack, person = sandbox.slack, sandbox.person(user_id)
    channels = [
        Place(key, f"#{channel.name}", _about(slack, key), shared=channel.is_ext_shared)
        for key, channel in slack.channels.items()
        if not channel.is_im and user_id in channel.members
    ]
    why_not = "" if person.may_command else f"{workspace(slack, user_id)} has not installed it"
    pencil = [
        Place("pencil", "Messages from Pencil", "Between you and Pencil; nobody else sees them.", "dm"),
        Place("home", "App Home", "What Pencil keeps for you.", "home", why_not=why_not),
    ]
    return [Places("Channels", channels), Places("Pencil", pencil)]


def place(everywhere: Iterable[Places], wanted: str) -> Place:
    """The place asked for, or else the first channel."""
    known = [one for group in everywhere for one in group.places if not one.why_not]
    return next((one for one in known if one.id == wanted), known[0])


def messages(sandbox: Sandbox, user_id: str, channel_id: str | None) -> tuple[list[Shown], int]:
    """The newest messages of a channel as this person sees them, and how many earlier ones there are."""
    if channel_id is None:
        return [], 0
    slack, reader = sandbox.slack, Reader(sandbox.slack, user_id)
    visible = [m for m in slack.messages(channel_id) if m.only_for in (None, user_id)]
    shown = {m.ts: _shown(slack, reader, m) for m in visible}
    roots = []
    for message in visible:
        parent = shown.get(message.thread_ts or "")
        if parent and message.thread_ts != message.ts:
            parent.replies.append(shown[message.ts])
        else:
            roots.append(shown[message.ts])
    kept = roots[-MOST:]
    if kept:
        kept[0].day = day(kept[0].at)
    for before, after in pairwise(kept):
        if before.at.date() != after.at.date():
            after.day = day(after.at)
    return kept, len(roots) - len(kept)


def workspace(slack: Slack, user_id: str) -> str:
    """The name of the workspace a person is in."""
    return slack.workspaces[slack.people[user_id].team_id].name


def _about(slack: Slack, channel_id: str) -> str:
    channel = slack.channels[channel_id]
    people = f"{len([one for one in channel.members if one in slack.people])} people"
    if not channel.is_ext_shared:
        return people
    names = " and ".join(one.name for one in slack.workspaces.values())
    return f"{people}, shared by {names}"


def _shown(slack: Slack, reader: Reader, message: Message) -> Shown:
    author = slack.people.get(message.user_id)
    away = author is not None and author.team_id != slack.team_id
    return Shown(
        ts=message.ts,
        author=reader.name(message.user_id),
        organisation=author.organisation if author else "",
        sector=author.sector if author else "",
        app=author is None,
        away=workspace(slack, message.user_id) if away else "",
        at=reader.local(message.shown_at),
        private=message.only_for is not None,
        edited=bool(message.edited),
        reply=bool(message.thread_ts and message.thread_ts != message.ts),
        text=message.text,
        blocks=message.blocks or [],
    )
