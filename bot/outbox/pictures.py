"""Pictures that are pending: drawn and sent before the message that shows them. All times are the real clock's."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.db.statements import core_connection
from bot.lib import clock
from bot.models import Post
from bot.outbox.claims import FURTHEST, free, times, undrawn
from bot.outbox.uninstalled import sendable, team_of


@dataclass(frozen=True)
class Drawing:
    """A picture to draw and send before the message that shows it."""

    post_id: int
    kind: str
    team_id: str  # the workspace whose token it goes with
    picture: dict[str, Any]
    attempts: int


_NEXT = (
    select(Post.id, Post.kind, team_of(Post.partnership_id), Post.picture, Post.attempts)
    .where(undrawn(), sendable(), free(Post.ready_at), free(Post.lease_until))
    .order_by(Post.owed_at, Post.id)
    .limit(1)
    .with_for_update(skip_locked=True, of=Post)
)


def claim(session: Session, wall: datetime, lease: timedelta) -> Drawing | None:
    """The picture longest pending, ours for `lease`; its message waits meanwhile."""
    row = core_connection(session).execute(_NEXT, times(wall)).first()
    if row is None:
        return None
    attempts = row.attempts + 1
    session.execute(update(Post).where(Post.id == row.id).values(lease_until=wall + lease, attempts=attempts))
    return Drawing(row.id, row.kind, row.team_id, row.picture, attempts)


def drawn(session: Session, drawing: Drawing, file_id: str | None) -> None:
    """Slack has the picture, or it is left out; the message is pending now."""
    values: dict[str, Any] = {"file_id": file_id} if file_id else {"picture": None}
    _let_go(session, drawing, attempts=0, ready_at=None, **values)


def put_off(session: Session, drawing: Drawing, until: datetime, reason: str, *, tried: bool = True) -> None:
    attempts = drawing.attempts if tried else drawing.attempts - 1
    _let_go(session, drawing, ready_at=min(until, clock.wall() + FURTHEST), reason=reason, attempts=attempts)


def _let_go(session: Session, drawing: Drawing, **values: Any) -> None:
    """Unless the lease ran out and somebody else has it by now."""
    ours = (Post.id == drawing.post_id, Post.attempts == drawing.attempts, Post.file_id.is_(None))
    session.execute(update(Post).where(*ours).values(lease_until=None, **values))
