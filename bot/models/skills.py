"""What people can do."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base, partial_index


class Skill(Base):
    """Something a member can do, in their own words."""

    __tablename__ = "skills"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    name: Mapped[str]
    key: Mapped[str]  # what spelling variants of one skill share
    hidden: Mapped[bool] = mapped_column(default=False)  # the day job does not ask for it
    announce: Mapped[bool] = mapped_column(default=True)
    askable: Mapped[bool] = mapped_column(default=True)
    offered_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))  # where it was announced
    __table_args__ = (
        partial_index("ix_skills_post_id", "post_id", where=post_id.is_not(None)),
        UniqueConstraint("member_id", "key"),
        Index("ix_skills_partnership_id_post_id", "partnership_id", "post_id"),
        Index("ix_skills_partnership_id_offered_at", "partnership_id", "offered_at"),
    )
