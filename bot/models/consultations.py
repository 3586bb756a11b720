"""Consultations on the vision: what is asked, and what people answer."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base, partial_index


class Consultation(Base):
    """A time in which people are asked what the vision should say. One at a time is open in a partnership."""

    __tablename__ = "consultations"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    audience: Mapped[str | None]  # whom it is for, in words
    until: Mapped[date]  # the last day for answers
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column()
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))  # what people said
    undone_at: Mapped[datetime | None] = mapped_column()
    __table_args__ = (
        partial_index("ix_consultations_open", "until", where=closed_at.is_(None) & undone_at.is_(None)),
        partial_index("ix_consultations_post_id", "post_id", where=post_id.is_not(None)),
    )


class ConsultationPrompt(Base):
    """One of the questions of a consultation; each week one is asked."""

    __tablename__ = "consultation_prompts"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), index=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    number: Mapped[int]
    text: Mapped[str]
    asked_at: Mapped[datetime | None]
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        partial_index("ix_consultation_prompts_post_id", "post_id", where=post_id.is_not(None)),
    )


class ConsultationAnswer(Base):
    """What somebody says. Without a name it is nobody's: neither person, organisation nor time is kept.

    Its id is drawn at random, so that nothing tells which came first.
    """

    __tablename__ = "consultation_answers"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), index=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    prompt_id: Mapped[int] = mapped_column(ForeignKey("consultation_prompts.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    key_hash: Mapped[str] = mapped_column(unique=True)  # of the key that only the form and the private receipt hold
    text: Mapped[str]
    group_name: Mapped[str | None]  # whom the answer is counted with, in its author's words
    of_organisation: Mapped[bool]  # its author's organisation is counted as heard
    passed_on: Mapped[bool]  # somebody else said it, and agreed
    said_at: Mapped[datetime | None]  # of a nameless one nothing
    undone: Mapped[bool] = mapped_column(default=False)
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012
