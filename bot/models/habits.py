"""What has become normal in a partnership."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base, partial_index


class Habit(Base):
    """Something that people do here by now, in the words of whoever said so. It stands until somebody undoes it."""

    __tablename__ = "habits"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    text: Mapped[str]
    origin: Mapped[str]
    said_at: Mapped[datetime]
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))  # its card
    undone_at: Mapped[datetime | None] = mapped_column()
    __table_args__ = (
        UniqueConstraint("partnership_id", "origin"),
        partial_index("ix_habits_partnership_id_id", "partnership_id", "id", where=undone_at.is_(None)),
        partial_index("ix_habits_post_id", "post_id", where=post_id.is_not(None)),
    )
