"""When a kind of post is due, and that it has come; and what is to be swept."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base


class Schedule(Base):
    """When a kind of post is next due in a partnership; no `next_at` while paused or switched off."""

    __tablename__ = "schedules"
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[str]  # mon … sun
    time: Mapped[str]  # HH:MM on the partnership's own clocks
    on: Mapped[bool] = mapped_column(default=True)
    every: Mapped[int] = mapped_column(default=1)  # weeks
    anchor: Mapped[date]  # the Monday of the first week in which it comes
    held: Mapped[date | None]  # the occasion that waits for room in the week
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    turned_at: Mapped[datetime] = mapped_column(index=True)  # the time `next_at` was worked out
    ahead_at: Mapped[datetime | None] = mapped_column(index=True)  # when it is prepared, some time before it is due


class Occasion(Base):
    """A turn that has come round. One row, one celebration, however often the clock passes."""

    __tablename__ = "occasions"
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    occasion: Mapped[str] = mapped_column(primary_key=True)
    came_at: Mapped[datetime]


class Sweep(Base):
    """A table from which something was deleted that is not yet gone from the disk."""

    __tablename__ = "sweeps"
    name: Mapped[str] = mapped_column(primary_key=True)
    asked: Mapped[int]  # how often since: what is asked for while it is swept is not done
