"""What one person is shown: the values the page's templates draw."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sandbox.page import choices
from sandbox.page.rendering import Reader, day
from sandbox.slack.people import HUB

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sandbox.actors.person import Person
    from sandbox.page.actions import Held
    from sandbox.server import Sandbox
    from sandbox.slack.files import File
    from sandbox.slack.state import Channel, Message, Slack

MOST = 200
ONLY_YOU = "Between you and Pencil; nobody else sees them."
ARCHIVED = "This channel is archived. What was said here can still be read."
NOT_IN_IT = "not in it"
NO_ANSWER = "Pencil does not read messages here. Press its buttons, or write in a channel."
AT_HOME = "App Home is where Pencil keeps what is yours. To say something, go to a channel."


@dataclass(frozen=True)
class Place:
    """Somewhere to be: a channel, the direct messages with Pencil, or App Home."""

    id: str
    title: str
    about: str = ""
    kind: str = "channel"
    shared: bool = False
    why_not: str = ""
    read_only: str = ""
    door: str = ""  # what its person may do there: join or leave


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
    files: list[File]
    day: str = ""
    replies: list[Shown] = field(default_factory=list)


def places(sandbox: Sandbox, user_id: str) -> list[Places]:
    """Everywhere a person may go, and why not where she may not."""
    slack, person = sandbox.slack, sandbox.person(user_id)
    channels = [
        Place(
            one.id,
            f"#{one.name}",
            _about(slack, one),
            shared=one.shared,
            read_only=ARCHIVED * one.archived,
            why_not="" if user_id in one.members else NOT_IN_IT,
            door="" if one.archived else "leave" if user_id in one.members else "join",
        )
        for one in slack.channels.values()
        if not one.direct_with
        and (user_id in one.members or (not one.group and (one.shared or one.team_id == person.about.team_id)))
    ]
    why_not = "" if person.may_command else f"{workspace(slack, user_id)} has not installed it"
    pencil = [
        Place("pencil", "Messages from Pencil", ONLY_YOU, "dm", read_only="" if _may_answer(sandbox) else NO_ANSWER),
        Place("home", "App Home", "What Pencil keeps for you.", "home", why_not=why_not, read_only=AT_HOME),
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


def home(person: Person) -> dict[str, Any]:
    """What Pencil last put in App Home."""
    return {"blocks": person.home.payload["blocks"] if person.home else [], "drafts": {}}


def form(person: Person, held: Held) -> dict[str, Any] | None:
    """The form in front of a person, as far as she has filled it in."""
    view = person.form
    if view is None:
        return None
    words = {key: view.payload[key]["text"] for key in ("title", "submit", "close") if view.payload.get(key)}
    filled = held.forms[view.id]
    return {"close": "Cancel", **words, "id": view.id, "blocks": view.payload["blocks"]} | {
        "drafts": filled.drafts,
        "errors": filled.errors,
    }


def mentionable(slack: Slack, channel_id: str | None, user_id: str) -> list[choices.Option]:
    """Who may be named in a message here: Pencil first, then the others."""
    there = slack.channels[channel_id].members if channel_id else set()
    others = sorted((slack.people[one] for one in there & slack.people.keys() - {user_id}), key=lambda one: one.name)
    pencil = choices.Option("Pencil", slack.bot_user, "App: win, blocker and skill work in a message too")
    return [pencil, *(choices.Option(one.name, one.user_id, one.organisation) for one in others)]


def commands(manifest: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The slash commands the manifest names."""
    named: list[dict[str, Any]] = manifest.get("features", {}).get("slash_commands", [])
    return named


def shortcuts(manifest: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the manifest adds to a message's menu."""
    named = manifest.get("features", {}).get("shortcuts", [])
    return [one for one in named if one["type"] == "message"]


def workspace(slack: Slack, user_id: str) -> str:
    """The name of the workspace a person is in."""
    return slack.workspaces[slack.people[user_id].team_id].name


def _may_answer(sandbox: Sandbox) -> bool:
    home: dict[str, Any] = sandbox.manifest["features"].get("app_home", {})
    return not home.get("messages_tab_read_only_enabled")


def _about(slack: Slack, channel: Channel) -> str:
    people = f"{len(channel.members & slack.people.keys())} people"
    if channel.archived:
        return f"{people}; archived"
    if not channel.shared:
        return people
    names = " and ".join(one.name for one in slack.workspaces.values())
    return f"{people}, shared by {names}"


def _shown(slack: Slack, reader: Reader, message: Message) -> Shown:
    author = slack.people.get(message.user_id)
    away = author is not None and author.team_id != HUB
    return Shown(
        ts=message.ts,
        author=reader.name(message.user_id),
        organisation=author.organisation if author else "",
        sector=author.sector if author else "",
        app=message.user_id == slack.bot_user,
        away=workspace(slack, message.user_id) if away else "",
        at=reader.local(message.shown_at),
        private=message.only_for is not None,
        edited=message.edited,
        reply=bool(message.thread_ts and message.thread_ts != message.ts),
        text=message.text,
        blocks=message.blocks,
        files=message.files,
    )
