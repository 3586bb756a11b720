"""Ideas of what could be: who likes them, who would help, and which partners would take them on."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base, partial_index


class Idea(Base):
    """Something that could be. Shared without a name it is nobody's: neither person nor organisation is kept."""

    __tablename__ = "ideas"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    key_hash: Mapped[str | None]  # of the key that only a nameless author's private receipt holds
    text: Mapped[str]
    shared_at: Mapped[datetime]  # of a nameless one only the day
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    decided_at: Mapped[datetime | None] = mapped_column()
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    outcome: Mapped[str | None]  # what became of it: proposed, tried, not now
    because: Mapped[str | None]
    undone_at: Mapped[datetime | None] = mapped_column()
    __table_args__ = (
        partial_index("ix_ideas_post_id", "post_id", where=post_id.is_not(None)),
        partial_index("ix_ideas_open", "partnership_id", "id", where=decided_at.is_(None) & undone_at.is_(None)),
        Index("ix_ideas_partnership_id_shared_at", "partnership_id", "shared_at"),
        Index("ix_ideas_member_id_id", "member_id", "id"),
    )


class IdeaLike(Base):
    """A person likes an idea. Its card counts them; who they are is told to nobody."""

    __tablename__ = "idea_likes"
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), index=True)


class IdeaHelper(Base):
    """A person would help with an idea, and its card names them."""

    __tablename__ = "idea_helpers"
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), index=True)
    offered_at: Mapped[datetime]


class IdeaAssent(Base):
    """A partner's assent to what is to become of an idea, given by one of its people."""

    __tablename__ = "idea_assents"
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    outcome: Mapped[str] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id"), primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    assented_at: Mapped[datetime]
    __table_args__ = (Index("ix_idea_assents_partnership_id_member_id", "partnership_id", "member_id"),)
