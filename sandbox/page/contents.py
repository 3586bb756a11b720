"""What stands on the page for one person: messages, App Home, the form in front of her."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sandbox.page.places import workspace
from sandbox.page.rendering import Reader, day
from sandbox.slack.people import HUB

if TYPE_CHECKING:
    from datetime import datetime

    from sandbox.actors.person import Person
    from sandbox.page.visit import Visit
    from sandbox.server import Sandbox
    from sandbox.slack.files import File
    from sandbox.slack.state import Message, Slack

MOST = 200


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
