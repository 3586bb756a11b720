"""What people have taken on, and what became of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base, partial_index

HAPPENED, DROPPED, OVER = "happened", "dropped", "over"  # what became of it; over: asked about no more, unanswered


class Commitment(Base):
    """Something a person has taken on; they are asked, in one message a week, whether it happened.

    What it belongs to has a column of its own: it goes with that.
    """

    __tablename__ = "commitments"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    checkin_id: Mapped[int | None] = mapped_column(ForeignKey("checkins.id"))  # whose step it is
    answer: Mapped[str | None]  # for which answer it is the step; of an initiative, in which round
    initiative_id: Mapped[int | None] = mapped_column(ForeignKey("initiatives.id"))  # whose next step it is
    text: Mapped[str]  # Pencil's own words, or those of the initiative's step
    openly: Mapped[bool] = mapped_column(default=False)  # taken on in front of everybody, who may read whose it is
    taken_at: Mapped[datetime]
    ask_at: Mapped[datetime | None] = mapped_column()  # when the person is next asked; none: no more
    asked: Mapped[int] = mapped_column(default=0)  # how often they were
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))  # the message that asked last
    outcome: Mapped[str | None] = mapped_column()  # none: nothing yet
    answered_at: Mapped[datetime | None]
    __table_args__ = (
        UniqueConstraint("checkin_id", "answer", "member_id"),
        partial_index("ix_commitments_ask_at", "ask_at", where=ask_at.is_not(None)),
        partial_index("ix_commitments_initiative_id", "initiative_id", where=initiative_id.is_not(None)),
        partial_index("ix_commitments_post_id", "post_id", where=post_id.is_not(None)),
        partial_index("ix_commitments_member_id", "member_id", where=outcome.is_(None)),
    )
