"""What somebody has taken on, as they see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.checkins.steps import Suggested
from bot.models import Commitment


@dataclass(frozen=True)
class CommitmentView:
    """Something a person has taken on, and what has become of it as far as they said."""

    id: int
    text: str
    outcome: str | None  # happened, dropped
    said: bool  # they have answered, be it that it has not happened yet
    ask_at: datetime | None  # when they are next asked
    zone: str


@dataclass(frozen=True)
class Steps:
    """The step that the last check-in suggested, and what the person has taken on."""

    suggested: Suggested | None
    mine: Sequence[CommitmentView]


def view_of(row: Commitment, zone: str) -> CommitmentView:
    return CommitmentView(row.id, row.text, row.outcome, row.answered_at is not None, row.ask_at, zone)


def unanswered(session: Session, member_id: int) -> Sequence[Commitment]:
    """What the member has taken on that has neither happened nor been dropped, the oldest first."""
    theirs = (Commitment.member_id == member_id, Commitment.outcome.is_(None))
    return session.scalars(select(Commitment).where(*theirs).order_by(Commitment.id)).all()
