"""Posts that the room should have and does not, or may not, have. All times but `written_at` are the real clock's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, select, update
from sqlalchemy.orm import Session

from bot.models import LOST, Partnership, Post

LATE = timedelta(hours=1)


@dataclass(frozen=True)
class Trouble:
    """A post the room should have and does not, or may not, have."""

    post_id: int
    partnership_id: int
    channel: str
    kind: str
    fate: str | None
    reason: str | None
    written_at: datetime
    version: int


def untold(session: Session, wall: datetime) -> list[Trouble]:
    """Posts to channels that were refused, are unknown, or have been owed for over an hour, not yet spoken of."""
    return _troubles(session, wall, Post.told_at.is_(None))


def of(session: Session, wall: datetime, partnership_id: int) -> list[Trouble]:
    """The same for one partnership, spoken of or not."""
    return _troubles(session, wall, Post.partnership_id == partnership_id)


_TROUBLE = (
    Post.id,
    Post.partnership_id,
    Post.channel,
    Post.kind,
    Post.fate,
    Post.reason,
    Post.written_at,
    Post.version,
)
_SPOKEN_OF = 100  # at once
# Spelt out in the statement, as it stands in the index that holds these alone.
_LOST = Post.fate.in_(bindparam("lost", LOST, expanding=True, literal_execute=True))


def _troubles(session: Session, wall: datetime, where: Any) -> list[Trouble]:
    """What is lost and what is late are looked for apart, since each has an index of its own."""
    late = and_(Post.method.is_not(None), Post.owed_at < wall - LATE)
    found = [
        Trouble(*row)
        for which in (_LOST, late)
        for row in session.execute(select(*_TROUBLE).where(which, _in_a_channel(), where).limit(_SPOKEN_OF))
    ]
    return sorted({one.post_id: one for one in found}.values(), key=lambda one: one.post_id)[:_SPOKEN_OF]


def _in_a_channel() -> Any:
    """What is said to a person, or to a few, is nobody else's, be it lost."""
    return Post.channel.in_(select(Partnership.channel_id))


def mark_told(session: Session, post_ids: Sequence[int], wall: datetime) -> None:
    session.execute(update(Post).where(Post.id.in_(post_ids)).values(told_at=wall))
