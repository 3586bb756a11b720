"""Posts that are not in Slack as they should be, for whoever operates Pencil: to see, to try again, to let go.

What they say is nobody's business here, nor to whom they say it: of people only that it is for somebody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select, update
from sqlalchemy.orm import Session

from bot.db.statements import rows_changed
from bot.models import LOST, Partnership, Post
from bot.outbox import posts
from bot.outbox.claims import FURTHEST
from bot.outbox.posts import Fate


class State(StrEnum):
    """How a post stands."""

    PENDING = "owed"  # on its way, or put off
    REFUSED = "refused"  # Slack said no
    UNKNOWN = "unknown"  # it may be there or not


@dataclass(frozen=True)
class Unsettled:
    """One post, and what can be said of it to anybody."""

    id: int
    partnership: str
    kind: str
    channel: str | None  # none: it is for a person
    since: datetime
    state: str  # one of State
    why: str | None


@dataclass(frozen=True)
class Done:
    """What came of asking for several: the posts it was done for, those being sent, and those it cannot be done for."""

    done: list[int]
    busy: list[int]
    settled: list[int]


_UNSETTLED = or_(Post.method.is_not(None), Post.fate.in_(LOST))


def every(session: Session) -> list[Unsettled]:
    """All of them, the oldest first."""
    rows = session.execute(
        select(
            Post.id,
            Partnership.name,
            Post.kind,
            case((Post.channel == Partnership.channel_id, Post.channel)),
            Post.owed_at,
            case((Post.method.is_not(None), State.PENDING), else_=Post.fate).label("state"),
            Post.reason,
        )
        .join(Partnership, Partnership.id == Post.partnership_id)
        .where(_UNSETTLED)
        .order_by(Post.owed_at, Post.id)
    )
    return [Unsettled(*row) for row in rows]


def of(session: Session, partnership_id: int) -> Sequence[int]:
    """The ids of all those of a partnership."""
    mine = Post.partnership_id == partnership_id
    return session.scalars(select(Post.id).where(_UNSETTLED, mine).order_by(Post.id)).all()


def retry(session: Session, ids: Sequence[int], wall: datetime) -> Done:
    """What was refused or is unknown is pending once more; what waits to be tried again is tried at once."""

    def again(post: int) -> bool:
        return posts.retry(session, post) or _change(session, post, Post.method.is_not(None), ready_at=None)

    return _each(session, ids, wall, again)


def drop(session: Session, ids: Sequence[int], wall: datetime) -> Done:
    """They are not tried again. What stands in Slack already stays there as it is."""

    def let_go(post: int) -> bool:
        fate = case((Post.ts.is_(None), Fate.DROPPED), else_=Fate.SENT)
        return _change(
            session, post, _UNSETTLED, method=None, fate=fate, tried_at=None, ready_at=None, lease_until=None
        )

    return _each(session, ids, wall, let_go)


def _each(session: Session, ids: Sequence[int], wall: datetime, do: Any) -> Done:
    came = Done([], [], [])
    sending = and_(Post.method.is_not(None), Post.lease_until > wall, Post.lease_until <= wall + FURTHEST)
    for post in dict.fromkeys(ids):
        if session.scalar(select(Post.id).where(Post.id == post, sending).with_for_update()):
            came.busy.append(post)
        elif do(post):
            came.done.append(post)
        else:
            came.settled.append(post)
    return came


def _change(session: Session, post: int, where: ColumnElement[bool], **values: Any) -> bool:
    return rows_changed(session, update(Post).where(Post.id == post, where).values(**values)) == 1
