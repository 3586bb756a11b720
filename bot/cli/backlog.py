"""What waits to be done: messages owed to Slack, and timetables whose time has come."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from bot.db.statements import core_connection
from bot.models import Post, Schedule

_OWED = select(func.count(), func.min(Post.owed_at)).where(Post.method.is_not(None))
_BEHIND = select(func.count(), func.min(Schedule.next_at)).where(Schedule.next_at <= bindparam("now"))


class Backlog(NamedTuple):
    """How many there are, and since when the first of them waits."""

    number: int
    since: datetime | None


def owed(session: Session) -> Backlog:
    """Messages that are not yet in Slack as they should be; since when by the real clock."""
    return Backlog(*core_connection(session).execute(_OWED).one())


def behind(session: Session, now: datetime) -> Backlog:
    """Timetables that wait for a turn of the clock."""
    return Backlog(*core_connection(session).execute(_BEHIND, {"now": now}).one())
