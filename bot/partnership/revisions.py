"""How rows read before somebody changed or undid them, by the noun of their table."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.models import (
    Blocker,
    Consultation,
    ConsultationAnswer,
    Habit,
    Idea,
    Initiative,
    Member,
    Movement,
    Partner,
    Proposal,
    Response,
    Revision,
    Skill,
    Spotlight,
    Win,
)

NOUNS: Mapping[Any, str] = {
    Win: "win",
    Blocker: "blocker",
    Idea: "idea",
    Initiative: "initiative",
    Spotlight: "spotlight",
    Proposal: "proposal",
    Skill: "skill",
    Response: "response",
    Habit: "habit",
    Consultation: "consultation",
    ConsultationAnswer: "consultation answer",
    Movement: "movement",
    Partner: "partner",
    Member: "member",
}


def key(table: Any) -> Any:
    """The column by which a row is found."""
    return table.pulse_id if table is Response else table.id


def keep(session: Session, row: Any, before: Mapping[str, Any], by: Member | None, now: datetime) -> Revision:
    """What the row said `before` it is changed; without `by`, whoever changes it has no name here."""
    revision = Revision(
        partnership_id=row.partnership_id,
        noun=NOUNS[type(row)],
        row_id=getattr(row, key(type(row)).key),
        before=dict(before),
        member_id=by.id if by else None,
        revised_at=now,
    )
    session.add(revision)
    return revision


def of(table: Any, row_ids: Any) -> tuple[Any, ...]:
    """Where the revisions of these rows are."""
    return Revision.noun == NOUNS[table], Revision.row_id.in_(row_ids)


def count(session: Session, table: Any, row_id: int) -> int:
    """How often the row was changed."""
    return session.scalars(select(func.count()).select_from(Revision).where(*of(table, [row_id]))).one()
