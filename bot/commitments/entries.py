"""What somebody has taken on, as they see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.checkins.steps import Suggested
from bot.models import OVER, Commitment, Initiative


@dataclass(frozen=True)
class CommitmentView:
    """Something a person has taken on, and what has become of it as far as they said."""

    id: int
    text: str
    initiative: str | None  # what it is a step of, if it is one of an initiative
    outcome: str | None  # happened, dropped; over: what it is a step of has another by now, or none
    said: bool  # they have answered, be it that it has not happened yet
    ask_at: datetime | None  # when they are next asked
    zone: str


@dataclass(frozen=True)
class Steps:
    """The step that the last check-in suggested, and what the person has taken on."""

    suggested: Suggested | None
    mine: Sequence[CommitmentView]


def views(session: Session, rows: Sequence[Commitment], zone: str) -> list[CommitmentView]:
    """What has been taken on, as its people see it."""
    called = initiatives_of(session, rows)
    return [view_of(row, zone, called) for row in rows]


def initiatives_of(session: Session, rows: Sequence[Commitment]) -> dict[int, tuple[str, int]]:
    """The initiatives whose steps are among these, in a statement if any are: their words, and their round."""
    ids = {row.initiative_id for row in rows if row.initiative_id is not None}
    if not ids:
        return {}
    named = session.execute(select(Initiative.id, Initiative.text, Initiative.round).where(Initiative.id.in_(ids)))
    return {row.id: (row.text, row.round) for row in named}


def view_of(row: Commitment, zone: str, called: Mapping[int, tuple[str, int]]) -> CommitmentView:
    words, asking = called.get(row.initiative_id or 0, (None, 0))
    over = words is not None and row.answer != str(asking)
    return CommitmentView(
        row.id, row.text, words, OVER if over else row.outcome, row.answered_at is not None, row.ask_at, zone
    )


def unanswered(session: Session, member_id: int) -> Sequence[Commitment]:
    """What the member has taken on that has neither happened nor been dropped, the oldest first."""
    theirs = (Commitment.member_id == member_id, Commitment.outcome.is_(None))
    return session.scalars(select(Commitment).where(*theirs).order_by(Commitment.id)).all()
