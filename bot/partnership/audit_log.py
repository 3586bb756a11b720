"""What hosts did: a line for each of their acts, for all of them to see."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.models import AuditEntry, Member

LISTED = 20


@dataclass(frozen=True)
class Entry:
    """One line of the log."""

    action: str
    about: str | None
    host: str | None  # a Slack user id
    at: datetime


def record(session: Session, host: Member, action: str, now: datetime, about: str | None = None) -> None:
    """This host did this. `action` is a key of the view's `ACTION_WORDS`; `about` never holds what a member wrote."""
    row = AuditEntry(partnership_id=host.partnership_id, member_id=host.id, deed=action, about=about, done_at=now)
    session.add(row)


def latest(session: Session, partnership_id: int, limit: int = LISTED) -> list[Entry]:
    """The newest first."""
    rows = session.execute(
        select(AuditEntry, Member.user_id)
        .outerjoin(Member, Member.id == AuditEntry.member_id)
        .where(AuditEntry.partnership_id == partnership_id)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return [Entry(row.deed, row.about, user_id, row.done_at) for row, user_id in rows]


def count(session: Session, partnership_id: int) -> int:
    """How many there are."""
    return session.scalars(
        select(func.count()).select_from(AuditEntry).where(AuditEntry.partnership_id == partnership_id)
    ).one()
