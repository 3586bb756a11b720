"""Posts that the room should have and does not, or may not, have. All times but `written_at` are the real clock's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from bot.models import Partnership, Post
from bot.outbox import Fate

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


def _troubles(session: Session, wall: datetime, where: Any) -> list[Trouble]:
    overdue = and_(Post.method.is_not(None), Post.owed_at < wall - LATE)
    query = (
        select(
            Post.id,
            Post.partnership_id,
            Post.channel,
            Post.kind,
            Post.fate,
            Post.reason,
            Post.written_at,
            Post.version,
        )
        .where(or_(Post.fate.in_([Fate.REFUSED, Fate.UNKNOWN]), overdue), _in_a_channel(), where)
        .order_by(Post.id)
        .limit(100)
    )
    return [Trouble(*row) for row in session.execute(query)]


def _in_a_channel() -> Any:
    """What is said to a person, or to a few, is nobody else's, be it lost."""
    return Post.channel.in_(select(Partnership.channel_id))


def mark_told(session: Session, post_ids: Sequence[int], wall: datetime) -> None:
    session.execute(update(Post).where(Post.id.in_(post_ids)).values(told_at=wall))
