"""The partnership: its partners, its people, why it is there, and what was done to it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base, partial_index


class Partnership(Base):
    """Organisations working together; its home is one channel."""

    __tablename__ = "partnerships"
    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]  # the workspace that has Pencil, not where its people come from
    channel_id: Mapped[str] = mapped_column(unique=True)
    # What Slack called the same channel before; forms that were open say so.
    former_channel_id: Mapped[str | None] = mapped_column(index=True)
    name: Mapped[str]
    zone: Mapped[str]
    holidays: Mapped[str] = mapped_column(default="GB-ENG")  # whose: a country, or country and region
    closures: Mapped[list[Any]] = mapped_column(default=list)  # the first day of each, the last and its label
    started_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    resume_at: Mapped[datetime | None] = mapped_column(index=True)
    next_stage: Mapped[str | None]  # what a host wants the next check-in to be about
    pulse_floor: Mapped[int] = mapped_column(default=5)  # answers without which a pulse has no figures
    by_assent: Mapped[bool] = mapped_column(default=False)  # two partners' assent pencils a proposal in, not a host
    win_reaction: Mapped[str | None]  # which reaction offers to make a message a win; none: none does
    reflecting: Mapped[bool] = mapped_column(default=False)  # every rhythm is halved
    keep_months: Mapped[int | None]  # what is older is deleted; none: nothing is
    # When what is too old is next deleted; before hosts know of it, when they hear, or are asked for how long.
    clear_at: Mapped[datetime | None] = mapped_column(index=True)
    warned_at: Mapped[datetime | None]  # since when its hosts know
    digest_day: Mapped[str] = mapped_column(default="mon")  # of the week, on which its hosts get their digest
    digest_at: Mapped[datetime | None] = mapped_column(index=True)  # when they next do
    old_mentions: Mapped[bool] = mapped_column(default=False)  # names in its words have yet to become marks
    drift_asked_at: Mapped[datetime | None]  # last asked whether vision or effort should move
    # Since when the workspace it was started from has not had Pencil, and when it last had it again.
    uninstalled_at: Mapped[datetime | None] = mapped_column()
    reinstalled_at: Mapped[datetime | None]
    looks_ahead: Mapped[bool] = mapped_column(default=False)  # it is next asked what to look at, not about the vision
    __table_args__ = (
        partial_index("ix_partnerships_old_mentions", "id", where=old_mentions == true()),
        partial_index("ix_partnerships_uninstalled_at", "uninstalled_at", "id", where=uninstalled_at.is_not(None)),
        Index("ix_partnerships_team_id", "team_id"),
    )


class Partner(Base):
    """An organisation in a partnership."""

    __tablename__ = "partners"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    name: Mapped[str]
    key: Mapped[str]  # the name as it is compared: spelling variants share it
    sector: Mapped[str | None]
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]  # it has stepped back; all it did stays
    invited_at: Mapped[datetime | None]  # last offered the spotlight
    # When hosts took it off the lists, and what it became where they merged it. It has then stepped back as well.
    removed_at: Mapped[datetime | None] = mapped_column()
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"), index=True)
    __table_args__ = (
        UniqueConstraint("partnership_id", "key"),
        partial_index("ix_partners_removed_at", "removed_at", where=removed_at.is_not(None)),
    )


class Member(Base):
    """A person in a partnership; their organisation is unknown until they, or their workspace, say."""

    __tablename__ = "members"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    team_id: Mapped[str]  # their workspace or its enterprise, as Slack first had it; who they are here their id says
    user_id: Mapped[str]
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"), index=True)
    partner_by: Mapped[str | None]  # who said so: the person, or a host; none: their workspace's people
    host: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime | None]  # which organisation they are from
    joined_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]  # first, in the home channel; none: others have named them, and they do not belong
    left_at: Mapped[datetime | None]  # the home channel
    welcomed_at: Mapped[datetime | None]
    thanks_told_at: Mapped[datetime | None]  # when they heard, once, that somebody had thanked them
    invited_at: Mapped[datetime | None]  # last offered the spotlight
    asks: Mapped[int] = mapped_column(default=2)  # private messages a week that they did not ask for, at most
    quiet_from: Mapped[str | None]  # HH:MM on their own clocks; both or neither
    quiet_to: Mapped[str | None]
    zone: Mapped[str | None]  # their own clocks, where they said; else the partnership's
    snoozed_until: Mapped[datetime | None]
    named: Mapped[bool] = mapped_column(default=False)  # they may be named outside the partnership
    forgotten_at: Mapped[datetime | None]  # their name is gone; what was counted still counts
    __table_args__ = (
        UniqueConstraint("partnership_id", "team_id", "user_id"),
        Index("ix_members_user_id_partnership_id", "user_id", "partnership_id", unique=True),
    )


class Name(Base):
    """What somebody is called whom words here mention. The words hold a mark with its number (`bot/lib/marks.py`)."""

    __tablename__ = "names"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    team_id: Mapped[str]  # empty where Slack does not say it
    user_id: Mapped[str]
    name: Mapped[str | None]  # none: Slack has not said it, or it is forgotten
    kept_on: Mapped[date]  # no time, since a nameless blocker may have brought it here
    __table_args__ = (
        UniqueConstraint("partnership_id", "user_id"),
        Index("ix_names_user_id", "user_id"),
        {"sqlite_autoincrement": True},  # a number is never another's
    )


class Movement(Base):
    """A partner that joined, stepped back or returned, or a person who came or went."""

    __tablename__ = "movements"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    what: Mapped[str]  # joined, left, returned
    at: Mapped[datetime]
    __table_args__ = (Index("ix_movements_partnership_id_at", "partnership_id", "at"),)


class RollCall(Base):
    """The room is asked where everybody is from. Who answers is written nowhere but in what is known of them."""

    __tablename__ = "roll_calls"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), unique=True)
    written_at: Mapped[datetime]
    closes_at: Mapped[datetime | None]  # unless somebody answers; none: not posted yet, or put off by a pause
    closed_at: Mapped[datetime | None]
    __table_args__ = (
        Index("ix_roll_calls_partnership_id_closed_at", "partnership_id", "closed_at"),
        Index("ix_roll_calls_closed_at_closes_at", "closed_at", "closes_at"),
    )


class Why(Base):
    """Why this partnership, and why now, in its hosts' one sentence. The newest is the one that holds."""

    __tablename__ = "whys"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), index=True)
    text: Mapped[str]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    said_at: Mapped[datetime]


class Revision(Base):
    """What was there before somebody changed or undid it."""

    __tablename__ = "revisions"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    noun: Mapped[str]
    row_id: Mapped[int]
    before: Mapped[dict[str, Any]]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    revised_at: Mapped[datetime]
    __table_args__ = (
        Index("ix_revisions_noun_row_id", "noun", "row_id"),
        Index("ix_revisions_partnership_id_revised_at", "partnership_id", "revised_at"),
    )


class AuditEntry(Base):
    """What a host did, for all hosts to see."""

    __tablename__ = "deeds"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    deed: Mapped[str]
    about: Mapped[str | None]
    done_at: Mapped[datetime]
