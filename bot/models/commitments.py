"""What people take on: a step alone, and initiatives together, with who is in them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
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


class Initiative(Base):
    """Something people do together, with the next step towards it. It goes on until it is done or dropped."""

    __tablename__ = "initiatives"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)  # who began it
    aim_id: Mapped[int | None] = mapped_column(ForeignKey("aims.id"))  # in whatever version: its lineage counts
    text: Mapped[str]
    origin: Mapped[str]
    begun_at: Mapped[datetime]
    step: Mapped[str | None] = mapped_column()  # the next one
    step_on: Mapped[date | None]
    step_by: Mapped[int | None] = mapped_column(ForeignKey("members.id"))  # who said it
    round: Mapped[int] = mapped_column(default=0)  # of asking: another with each step, and whenever it ends or goes on
    stepped_at: Mapped[datetime | None]  # somebody has said that it happened
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))  # its card
    ended_at: Mapped[datetime | None] = mapped_column()
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    outcome: Mapped[str | None]  # done, dropped
    because: Mapped[str | None]
    undone_at: Mapped[datetime | None] = mapped_column()
    __table_args__ = (
        UniqueConstraint("partnership_id", "origin"),
        partial_index("ix_initiatives_post_id", "post_id", where=post_id.is_not(None)),
        partial_index("ix_initiatives_running", "partnership_id", "id", where=ended_at.is_(None) & undone_at.is_(None)),
        Index("ix_initiatives_partnership_id_ended_at", "partnership_id", "ended_at"),
    )


class InitiativePerson(Base):
    """A person is in an initiative, and its card names them."""

    __tablename__ = "initiative_people"
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    joined_at: Mapped[datetime]
    __table_args__ = (Index("ix_initiative_people_partnership_id_user_id", "partnership_id", "user_id"),)
