"""Introductions that hosts offer to people of two organisations which have not worked together."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base


class Introduction(Base):
    """A host's offer to introduce two people. They meet once both have said yes."""

    __tablename__ = "introductions"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)  # the host
    offered_at: Mapped[datetime]
    met_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    __table_args__ = (Index("ix_introductions_partnership_id_offered_at", "partnership_id", "offered_at"),)


class Introduced(Base):
    """One of the two, and for which organisation. What they answer is told to nobody, unless both say yes."""

    __tablename__ = "introduced"
    introduction_id: Mapped[int] = mapped_column(ForeignKey("introductions.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id"), index=True)
    answer: Mapped[str | None]  # yes, no
    __table_args__ = (Index("ix_introduced_member_id_introduction_id", "member_id", "introduction_id"),)
