"""What hosts did: a line for each of their acts, for all of them to see."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.models import AuditEntry, Member

LISTED = 20


def record(session: Session, host: Member, deed: str, now: datetime, about: str | None = None) -> None:
    """This host did this. `deed` is a key of the view's `DEEDS`; `about` never holds what a member wrote."""
    row = AuditEntry(partnership_id=host.partnership_id, member_id=host.id, deed=deed, about=about, done_at=now)
    session.add(row)


def latest(session: Session, partnership_id: int, limit: int = LISTED) -> list[tuple[AuditEntry, str | None]]:
    """The newest first, each with the Slack id of who did it."""
    rows = session.execute(
        select(AuditEntry, Member.user_id)
        .outerjoin(Member, Member.id == AuditEntry.member_id)
        .where(AuditEntry.partnership_id == partnership_id)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return [(deed, user_id) for deed, user_id in rows]


def count(session: Session, partnership_id: int) -> int:
    """How many there are."""
    return session.scalars(
        select(func.count()).select_from(AuditEntry).where(AuditEntry.partnership_id == partnership_id)
    ).one()
