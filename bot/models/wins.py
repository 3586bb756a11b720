"""Wins, who shares in them, and partners in the spotlight."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base, partial_index


class Win(Base):
    """Something that went well, told by a member."""

    __tablename__ = "wins"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    text: Mapped[str]
    origin: Mapped[str]  # what in Slack it came from; the same thing delivered twice is one win
    recorded_at: Mapped[datetime]
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))  # where it is celebrated
    turn: Mapped[int | None]  # its place there
    aim_id: Mapped[int | None] = mapped_column(ForeignKey("aims.id"), index=True)
    no_aim_at: Mapped[datetime | None]  # when its author or a host said that it fits none of the aims in force then
    consent: Mapped[str] = mapped_column(default="inside")  # how far it may be told: inside, partners, public
    asked_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))  # the message that asked its author that
    answered_at: Mapped[datetime | None]  # when they answered it
    undone_at: Mapped[datetime | None]
    __table_args__ = (
        partial_index("ix_wins_post_id", "post_id", where=post_id.is_not(None)),
        partial_index("ix_wins_asked_id", "asked_id", where=asked_id.is_not(None)),
        UniqueConstraint("partnership_id", "origin"),
        Index("ix_wins_partnership_id_post_id", "partnership_id", "post_id"),
        Index("ix_wins_partnership_id_recorded_at", "partnership_id", "recorded_at"),
        Index("ix_wins_member_id_id", "member_id", "id"),
    )


class Credit(Base):
    """An organisation's share in a win. Two or more make it a joint win."""

    __tablename__ = "credits"
    win_id: Mapped[int] = mapped_column(ForeignKey("wins.id"), primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id"), primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    confirmed_at: Mapped[datetime | None]  # somebody of the organisation said its name belongs there
    __table_args__ = (Index("ix_credits_partner_id_win_id", "partner_id", "win_id"),)


class Withheld(Base):
    """A win in which an organisation does not wish to be named."""

    __tablename__ = "withheld"
    win_id: Mapped[int] = mapped_column(ForeignKey("wins.id"), primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id"), primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    withheld_at: Mapped[datetime]
    __table_args__ = (Index("ix_withheld_partnership_id_member_id", "partnership_id", "member_id"),)


class Thanks(Base):
    """A person thanked in a win."""

    __tablename__ = "thanks"
    win_id: Mapped[int] = mapped_column(ForeignKey("wins.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    __table_args__ = (Index("ix_thanks_partnership_id_user_id", "partnership_id", "user_id"),)


class Cheer(Base):
    """One person's applause for one post."""

    __tablename__ = "cheers"
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    cheered_at: Mapped[datetime]
    __table_args__ = (Index("ix_cheers_partnership_id_cheered_at", "partnership_id", "cheered_at"),)


class Spotlight(Base):
    """A partner's turn to be seen, offered to one of its people before a celebration."""

    __tablename__ = "spotlights"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    occasion: Mapped[str]
    turn: Mapped[int]  # it may be passed on within one occasion
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    offered_at: Mapped[datetime]
    answer: Mapped[str | None]  # accepted, passed
    answered_at: Mapped[datetime | None]
    text: Mapped[str | None]  # what the partner does, in up to three lines
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    __table_args__ = (
        UniqueConstraint("partnership_id", "occasion", "turn"),
        partial_index("ix_spotlights_post_id", "post_id", where=post_id.is_not(None)),
    )
