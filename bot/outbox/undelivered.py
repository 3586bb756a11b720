"""Posts that the room should have and does not, or may not, have. All times but `written_at` are the real clock's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, select, update
from sqlalchemy.orm import Session

from bot.models import LOST, Post
from bot.outbox import kinds
from bot.outbox.uninstalled import installed

LATE = timedelta(hours=1)


@dataclass(frozen=True)
class Undelivered:
    """A post the room should have and does not, or may not, have."""

    post_id: int
    partnership_id: int
    channel: str
    kind: str
    fate: str | None
    reason: str | None
    written_at: datetime
    version: int


def unreported(session: Session, wall: datetime) -> list[Undelivered]:
    """Posts to channels that were refused, are unknown, or have been pending for over an hour, not yet reported.

    What waits because a workspace has removed Pencil is not late.
    """
    return _select(session, _UNREPORTED, {"late": wall - LATE})


def of(session: Session, wall: datetime, partnership_id: int) -> list[Undelivered]:
    """The same for one partnership, reported or not."""
    return _select(session, _OF_ONE, {"late": wall - LATE, "partnership": partnership_id})


_COLUMNS = (
    Post.id,
    Post.partnership_id,
    Post.channel,
    Post.kind,
    Post.fate,
    Post.reason,
    Post.written_at,
    Post.version,
)
_MOST = 100  # at once
# What goes to a person, or to a few, is nobody else's, be it lost.
_FOR_THE_ROOM = Post.kind.in_(kinds.IN_CHANNEL)
# Spelt out in the statement, as it stands in the index that holds these alone.
_LOST = Post.fate.in_(bindparam("lost", LOST, expanding=True, literal_execute=True))
_LATE = and_(Post.method.is_not(None), Post.owed_at < bindparam("late"), installed(Post.partnership_id))


def _both(where: ColumnElement[bool]) -> tuple[Select[*tuple[Any, ...]], ...]:
    """What is lost and what is late are looked for apart, since each has an index of its own."""
    return tuple(select(*_COLUMNS).where(which, _FOR_THE_ROOM, where).limit(_MOST) for which in (_LOST, _LATE))


_UNREPORTED = _both(Post.told_at.is_(None))
_OF_ONE = _both(Post.partnership_id == bindparam("partnership"))


def _select(session: Session, both: Sequence[Select[*tuple[Any, ...]]], values: Mapping[str, Any]) -> list[Undelivered]:
    rows = [Undelivered(*row) for statement in both for row in session.execute(statement, values)]
    return sorted({row.post_id: row for row in rows}.values(), key=lambda row: row.post_id)[:_MOST]


def mark_reported(session: Session, post_ids: Sequence[int], wall: datetime) -> None:
    session.execute(update(Post).where(Post.id.in_(post_ids)).values(told_at=wall))
