"""Check-ins and their answers."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base


class Checkin(Base):
    """One check-in: a stage, a question, and the facts as they were. Open until a tick closes it."""

    __tablename__ = "checkins"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), unique=True)
    stage: Mapped[str]
    round: Mapped[int]  # how many check-ins on this stage came before
    facts: Mapped[list[Any]]
    memory: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # the last on this stage, as it was
    leaning: Mapped[str | None]  # the answer whose step the summary shows, once it is closed
    step: Mapped[str | None]  # that step
    written_at: Mapped[datetime]
    closes_at: Mapped[datetime | None]  # known once the post stands in Slack
    closed_at: Mapped[datetime | None]
    __table_args__ = (
        Index("ix_checkins_partnership_id_stage", "partnership_id", "stage"),
        Index("ix_checkins_closed_at_closes_at", "closed_at", "closes_at"),
    )


class Answer(Base):
    """One person's word on one check-in."""

    __tablename__ = "answers"
    checkin_id: Mapped[int] = mapped_column(ForeignKey("checkins.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    answer: Mapped[str]  # moving, steady, stuck
    answered_at: Mapped[datetime]
    __table_args__ = (Index("ix_answers_partnership_id_answered_at", "partnership_id", "answered_at"),)
