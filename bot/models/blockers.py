"""Blockers, and the people who help with them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base, partial_index


class Draft(Base):
    """Words before it is decided what becomes of them, sealed under a key that is not here; their number is random."""

    __tablename__ = "drafts"
    number: Mapped[bytes] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), index=True)
    sealed: Mapped[bytes]
    drafted_on: Mapped[date] = mapped_column(index=True)  # no time, which is a name beside all else somebody did
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012


class Blocker(Base):
    """Something that is stuck. Raised without a name it is nobody's: neither person nor organisation is kept."""

    __tablename__ = "blockers"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    key_hash: Mapped[str | None]  # of the key that only a nameless author's private receipt holds
    text: Mapped[str]
    needed_on: Mapped[date | None]  # the last day that will do
    raised_at: Mapped[datetime]  # of a nameless one only the day
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    fixed_at: Mapped[datetime | None]
    fixed_by: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    outcome: Mapped[str | None]  # how it was fixed
    undone_at: Mapped[datetime | None]
    seek_at: Mapped[datetime | None] = mapped_column(index=True)  # when it is next seen whether somebody can help
    hosts_told_at: Mapped[datetime | None]  # that nobody was found, or that its day is near
    hosts_told_of: Mapped[date | None]  # that it is needed by that day, and nobody is on it
    __table_args__ = (
        partial_index("ix_blockers_post_id", "post_id", where=post_id.is_not(None)),
        Index("ix_blockers_partnership_id_raised_at", "partnership_id", "raised_at"),
        Index("ix_blockers_partnership_id_fixed_at", "partnership_id", "fixed_at"),
        Index("ix_blockers_member_id_id", "member_id", "id"),
    )


class Help(Base):
    """A person who took a blocker on, or helped with it in the end, or both."""

    __tablename__ = "helps"
    blocker_id: Mapped[int] = mapped_column(ForeignKey("blockers.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    taken_at: Mapped[datetime | None]
    helped: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (Index("ix_helps_partnership_id_taken_at", "partnership_id", "taken_at"),)


class Request(Base):
    """A person privately asked whether they can help with a blocker. Nobody else learns of it unless they say yes."""

    __tablename__ = "requests"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    blocker_id: Mapped[int] = mapped_column(ForeignKey("blockers.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    skill_id: Mapped[int | None] = mapped_column(ForeignKey("skills.id"), index=True)
    asked_at: Mapped[datetime]
    answer: Mapped[str | None]  # yes, knows, no
    answered_at: Mapped[datetime | None]
    friend_team: Mapped[str | None]  # whom they know
    friend_id: Mapped[str | None]
    __table_args__ = (
        UniqueConstraint("blocker_id", "member_id"),
        Index("ix_requests_member_id_asked_at", "member_id", "asked_at"),
        Index("ix_requests_partnership_id_asked_at", "partnership_id", "asked_at"),
    )


class Proof(Base):
    """Something a person helped with: a skill that has shown itself, told of only with their yes."""

    __tablename__ = "proofs"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    blocker_id: Mapped[int] = mapped_column(ForeignKey("blockers.id"))
    skill_id: Mapped[int | None] = mapped_column(ForeignKey("skills.id"), index=True)
    text: Mapped[str]
    asked_at: Mapped[datetime]
    agreed: Mapped[bool | None]
    answered_at: Mapped[datetime | None]
    __table_args__ = (
        UniqueConstraint("blocker_id", "member_id"),
        Index("ix_proofs_member_id_id", "member_id", "id"),
    )
