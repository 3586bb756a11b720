"""Where one person may be, what is said of it, and what may be typed there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sandbox.page import choices

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sandbox.server import Sandbox
    from sandbox.slack.state import Channel, Slack

ONLY_YOU = "Between you and Pencil; nobody else sees them."
ARCHIVED = "This channel is archived. What was said here can still be read."
NOT_IN_IT = "not in it"
NO_ANSWER = "Pencil does not read messages here. Press its buttons, or write in a channel."
AT_HOME = "To say something, go to a channel."


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
    membership: str = ""  # what its person may do there: join or leave


@dataclass(frozen=True)
class Places:
    """Places under one heading."""

    title: str
    places: list[Place]


def places(sandbox: Sandbox, user_id: str) -> list[Places]:
    """Everywhere a person may go, and why not where she may not."""
    slack, person = sandbox.slack, sandbox.person(user_id)
    channels = [
        Place(
            channel.id,
            f"#{channel.name}",
            _about(slack, channel, archived=archived),
            shared=channel.shared,
            read_only=ARCHIVED * archived,
            why_not="" if user_id in channel.members else NOT_IN_IT,
            membership="" if archived else "leave" if user_id in channel.members else "join",
        )
        for channel in slack.channels.values()
        for archived in [sandbox.app.is_archived(channel)]
        if not channel.direct_with
        and (
            user_id in channel.members
            or (not channel.group and (channel.shared or channel.team_id == person.about.team_id))
        )
    ]
    why_not = "" if person.may_command else f"{workspace(slack, user_id)} has not installed it"
    pencil = [
        Place("home", "Home", "What Pencil keeps for you.", "home", why_not=why_not, read_only=AT_HOME),
        Place("pencil", "Messages", ONLY_YOU, "dm", read_only="" if _may_answer(sandbox) else NO_ANSWER),
    ]
    return [Places("Channels", channels), Places("Pencil", pencil)]


def place(everywhere: Iterable[Places], wanted: str) -> Place:
    """The place asked for, or else the first channel."""
    known = [place for group in everywhere for place in group.places if not place.why_not]
    return next((place for place in known if place.id == wanted), known[0])


def mentionable(slack: Slack, channel_id: str | None, user_id: str) -> list[choices.Option]:
    """Who may be named in a message here: Pencil first, then the others."""
    there = slack.channels[channel_id].members if channel_id else set()
    others = sorted(
        (slack.people[other] for other in there & slack.people.keys() - {user_id}), key=lambda other: other.name
    )
    pencil = choices.Option("Pencil", slack.bot_user, "App: win, blocker and skill work in a message too")
    return [pencil, *(choices.Option(other.name, other.user_id, other.organisation) for other in others)]


def commands(manifest: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The slash commands the manifest names."""
    named: list[dict[str, Any]] = manifest.get("features", {}).get("slash_commands", [])
    return named


def shortcuts(manifest: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the manifest adds to a message's menu."""
    named = manifest.get("features", {}).get("shortcuts", [])
    return [item for item in named if item["type"] == "message"]


def workspace(slack: Slack, user_id: str) -> str:
    """The name of the workspace a person is in."""
    return slack.workspaces[slack.people[user_id].team_id].name


def _may_answer(sandbox: Sandbox) -> bool:
    home: dict[str, Any] = sandbox.app.manifest["features"].get("app_home", {})
    return not home.get("messages_tab_read_only_enabled")


def _about(slack: Slack, channel: Channel, *, archived: bool) -> str:
    people = f"{len(channel.members & slack.people.keys())} people"
    if archived:
        return f"{people}; archived"
    if not channel.shared:
        return people
    names = " and ".join(workspace.name for workspace in slack.workspaces.values())
    return f"{people}, shared by {names}"
