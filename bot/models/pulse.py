"""The pulse: what it asks, what it holds while it is open, what it keeps: figures as released, and no counts."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base


class Pulse(Base):
    """A month's anonymous question about the culture. Open until a tick closes it."""

    __tablename__ = "pulses"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), unique=True)
    occasion: Mapped[str]
    round: Mapped[int]  # how many pulses came before
    items: Mapped[list[Any]]  # statements by key, in order
    groups: Mapped[list[Any]]  # who may be told of apart
    floor: Mapped[int]
    invited: Mapped[int]
    written_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]  # when its post came to stand in Slack
    closes_at: Mapped[datetime]
    extended: Mapped[bool] = mapped_column(default=False)
    nudges: Mapped[list[Any]]  # the days on which those who have not answered are reminded
    nudge_at: Mapped[datetime | None] = mapped_column(index=True)
    held_until: Mapped[datetime | None]  # it could not be closed; not tried again before
    key_check: Mapped[bytes | None]  # tells whether the key at hand is the one it began with; none: it has its own
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    release: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True)
    )  # all that is ever said of the answers
    results_at: Mapped[datetime | None]
    results_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    remind_at: Mapped[datetime | None] = mapped_column(index=True)  # the hosts, to say what they do about it
    __table_args__ = (
        UniqueConstraint("partnership_id", "occasion"),
        Index("ix_pulses_closed_at_closes_at", "closed_at", "closes_at"),
        Index("ix_pulses_opened_at_closed_at", "opened_at", "closed_at"),
        Index("ix_pulses_results_id_results_at", "results_id", "results_at"),
    )


# The four tables below hold rows only while a pulse is open. None refers to another table: on PostgreSQL the check of a
# reference would leave the number of the transaction on the row of whoever has answered.


class PulseInvitation(Base):
    """A member who may answer, and in which of the pulse's groups they are counted."""

    __tablename__ = "pulse_invitations"
    pulse_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    partnership_id: Mapped[int]
    cut: Mapped[int]
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012


class PulseParticipation(Base):
    """A member who has answered. No time, no order."""

    __tablename__ = "pulse_participations"
    pulse_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    partnership_id: Mapped[int]
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012


class Ballot(Base):
    """Somebody's answers, sealed, under a number drawn at random."""

    __tablename__ = "ballots"
    pulse_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[bytes] = mapped_column(primary_key=True)
    partnership_id: Mapped[int]
    sealed: Mapped[bytes]
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012


class PulseKey(Base):
    """The key of a pulse that began without `PENCIL_KEY`."""

    __tablename__ = "pulse_keys"
    pulse_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    partnership_id: Mapped[int]
    key: Mapped[bytes]
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012


class Response(Base):
    """What the hosts do about a pulse, or why nothing; and what became of it."""

    __tablename__ = "responses"
    pulse_id: Mapped[int] = mapped_column(ForeignKey("pulses.id"), primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), index=True)
    action: Mapped[str | None]
    owner_team: Mapped[str | None]
    owner_id: Mapped[str | None]
    due: Mapped[date | None]
    because: Mapped[str | None]  # why there is no action
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    decided_at: Mapped[datetime]
    became: Mapped[str | None]
    became_at: Mapped[datetime | None]
