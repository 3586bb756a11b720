"""What stands on the page for one person: messages, App Home, the form in front of her."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sandbox.page.places import workspace
from sandbox.page.rendering import Reader, day
from sandbox.page.timeline import Came
from sandbox.slack.people import HOME, HUB

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sandbox.actors.person import Person
    from sandbox.page.actions import Actions
    from sandbox.page.guide import Try
    from sandbox.page.places import Place
    from sandbox.page.visit import Visit
    from sandbox.server import Sandbox
    from sandbox.slack.files import File
    from sandbox.slack.state import Message, Slack

MOST, MOST_NAMES = 200, 3


@dataclass(frozen=True)
class Reaction:
    """A reaction below a message: how many people's, and whether it is the reader's too."""

    name: str
    people: int
    yours: bool


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
    reactions: list[Reaction]
    day: str = ""
    replies: list[Shown] = field(default_factory=list)


@dataclass(frozen=True)
class News:
    """Posts by the names of their channels, a private message to the reader, and who else had one."""

    posts: dict[str, list[Came]]
    to_you: Came | None
    to_others: str


@dataclass(frozen=True)
class Card:
    """Whether the visitor is a host, what there is to try and whether that was tried, and whether it is open."""

    host: bool
    tries: list[tuple[Try, bool]]
    open: bool


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


def news(came: Iterable[Came], slack: Slack, user_id: str) -> News:
    """What the move of the clock brought, in one person's eyes."""
    posts, to_you, others = defaultdict[str, list[Came]](list), None, dict[str, None]()
    for post in came:
        channel = slack.channels[post.channel_id]
        if user_id in channel.members and not channel.direct_with:
            posts[channel.name].append(post)
        elif channel.direct_with == user_id:
            to_you = post
        elif channel.direct_with:
            others[slack.people[channel.direct_with].name] = None
    return News(posts, to_you, _listed(list(others)))


def card(actions: Actions, person: Person, place: Place) -> Card | None:
    """The card for the visitor, in the channel where the story is; nothing if there is nothing to try."""
    if place.id != HOME or not actions.guide.tries:
        return None
    tries = [(offered, offered in actions.tried) for offered in actions.guide.tries]
    return Card(person.about.name in actions.guide.hosts, tries, actions.card_open)


def home(person: Person) -> dict[str, Any]:
    """What Pencil last put in App Home."""
    return {"blocks": person.home.payload["blocks"] if person.home else [], "drafts": {}}


def form(person: Person, visit: Visit) -> dict[str, Any] | None:
    """The form in front of a person, as far as she has filled it in."""
    view = person.form
    if view is None:
        return None
    words = {key: view.payload[key]["text"] for key in ("title", "submit", "close") if view.payload.get(key)}
    draft = visit.drafts[view.id]
    return {"close": "Cancel", **words, "id": view.id, "blocks": view.payload["blocks"]} | {
        "drafts": draft.values,
        "errors": draft.errors,
        "found": view.found,
    }


def _listed(names: Sequence[str]) -> str:
    """A few names in a row, and how many more there are."""
    first = [*names] if len(names) <= MOST_NAMES else [*names[: MOST_NAMES - 1], f"{len(names) - MOST_NAMES + 1} more"]
    return " and ".join(filter(None, [", ".join(first[:-1]), *first[-1:]]))


def _shown(slack: Slack, reader: Reader, message: Message) -> Shown:
    author = slack.people.get(message.user_id)
    away = author is not None and author.team_id != HUB
    return Shown(
        ts=message.ts,
        author=reader.name(message.user_id),
        organisation=author.organisation if author else "",
        sector=author.sector if author else "",
        app=message.user_id in slack.bot_users,
        away=workspace(slack, message.user_id) if away else "",
        at=reader.local(message.shown_at),
        private=message.only_for is not None,
        edited=message.edited,
        reply=bool(message.thread_ts and message.thread_ts != message.ts),
        text=message.text,
        blocks=message.blocks,
        files=message.files,
        reactions=[Reaction(name, len(who), reader.user_id in who) for name, who in message.reactions.items()],
    )
