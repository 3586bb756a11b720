"""The vision, its aims, and proposals to change it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base, partial_index


class Vision(Base):
    """A version of the vision. The one with the highest number is in force; none is ever changed."""

    __tablename__ = "visions"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    number: Mapped[int]
    text: Mapped[str]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    since: Mapped[datetime]
    __table_args__ = (UniqueConstraint("partnership_id", "number"),)


class Aim(Base):
    """A numbered aim of one version of the vision."""

    __tablename__ = "aims"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    vision_id: Mapped[int] = mapped_column(ForeignKey("visions.id"))
    number: Mapped[int]
    text: Mapped[str]
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("aims.id"), index=True)  # the first it was kept from
    __table_args__ = (UniqueConstraint("vision_id", "number"),)


class Proposal(Base):
    """A change to the vision that somebody wishes for; decided or not, it stays, with the reason."""

    __tablename__ = "proposals"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), index=True)
    base_id: Mapped[int | None] = mapped_column(ForeignKey("visions.id"))  # what was in force when it was made
    text: Mapped[str]
    aims: Mapped[list[Any]]
    reason: Mapped[str | None]
    origin: Mapped[str]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    proposed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    outcome: Mapped[str | None]  # pencilled, rubbed, renewed
    because: Mapped[str | None]
    vision_id: Mapped[int | None] = mapped_column(ForeignKey("visions.id"))  # what it became
    __table_args__ = (
        UniqueConstraint("partnership_id", "origin"),
        partial_index("ix_proposals_post_id", "post_id", where=post_id.is_not(None)),
    )


class Assent(Base):
    """A partner's assent to a proposal, given by one of its people."""

    __tablename__ = "assents"
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id"), primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    assented_at: Mapped[datetime]
    __table_args__ = (Index("ix_assents_partnership_id_member_id", "partnership_id", "member_id"),)
