"""What is to be said in Slack, files people asked for, the pace of calls, and the tokens that workspaces bring."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.lib.clock import wall
from bot.models.base import Base, partial_index

LOST = ("refused", "unknown")  # fates of posts that the room should have and does not, or may not, have


class Post(Base):
    """Something Pencil says, as it should stand in Slack; `method` is the call still pending to make it so."""

    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    kind: Mapped[str]
    occasion: Mapped[str]
    lane: Mapped[str]  # what is said in one lane is said in order
    channel: Mapped[str]  # a channel, or a person: their direct messages, or their Home
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))  # the post it is said below
    team_id: Mapped[str | None]  # the workspace whose token it goes with; none: its partnership's
    token: Mapped[str] = mapped_column(unique=True)  # the opaque id in the message's metadata
    text: Mapped[str | None]  # none: it should not stand there any more
    blocks: Mapped[list[Any] | None]
    picture: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True)
    )  # what is drawn where a block asks for it
    file_id: Mapped[str | None]  # where Slack has the picture
    version: Mapped[int] = mapped_column(default=1)
    written_at: Mapped[datetime]

    wait_until: Mapped[datetime | None] = mapped_column(index=True)  # somebody's quiet hours end, by the bot's clock
    method: Mapped[str | None] = mapped_column()
    owed_at: Mapped[datetime] = mapped_column(default=wall)
    ready_at: Mapped[datetime | None]  # not before this; none: at once
    lease_until: Mapped[datetime | None]  # somebody is sending it, until then
    tried_at: Mapped[datetime | None]  # a send began then, and what became of it is not known
    attempts: Mapped[int] = mapped_column(default=0)
    ts: Mapped[str | None]
    place: Mapped[str | None]  # the channel Slack put it in
    sent_at: Mapped[datetime | None]  # when it first stood there, by the bot's clock
    fate: Mapped[str | None] = mapped_column()  # sent, refused, unknown, dropped
    reason: Mapped[str | None]
    told_at: Mapped[datetime | None]  # the hosts heard of the trouble
    __table_args__ = (
        UniqueConstraint("partnership_id", "kind", "occasion"),
        partial_index("ix_posts_owed", "lane", "owed_at", "id", where=method.is_not(None)),
        partial_index("ix_posts_owed_at", "owed_at", "id", where=method.is_not(None)),
        partial_index("ix_posts_lost", "partnership_id", where=fate.in_(LOST)),
        partial_index("ix_posts_thread_id", "thread_id", where=thread_id.is_not(None)),
        Index("ix_posts_partnership_id_written_at", "partnership_id", "written_at"),
    )


class Wish(Base):
    """One person's wish for fewer posts like this one."""

    __tablename__ = "wishes"
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    __table_args__ = (Index("ix_wishes_partnership_id_user_id", "partnership_id", "user_id"),)


class DigestEntry(Base):
    """A line of the hosts' digest: news that waits for it, and how often each line has been said."""

    __tablename__ = "digest_entries"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    kind: Mapped[str]
    about: Mapped[str]  # which check-in, organisation, pulse …: no words and nobody's name
    noted_at: Mapped[datetime]
    times: Mapped[int] = mapped_column(default=0)  # that hosts have heard it
    __table_args__ = (UniqueConstraint("partnership_id", "kind", "about"),)


class FileRequest(Base):
    """Files somebody asked for and has not yet been sent."""

    __tablename__ = "parcels"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    what: Mapped[str]  # story, map, my-data, export
    about: Mapped[dict[str, Any]]
    asked_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]  # not before this, by the real clock
    lease_until: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]  # the files were handed over then, and what became of it is not known
    attempts: Mapped[int] = mapped_column(default=0)


class Pace(Base):
    """When a channel may next be posted in, a method called, or a message to Pencil answered, by the real clock."""

    __tablename__ = "pace"
    key: Mapped[str] = mapped_column(primary_key=True)
    free_at: Mapped[datetime] = mapped_column(index=True)


class Installation(Base):
    """A workspace that has Pencil, or had it. Its tokens are sealed; who installed it is not kept.

    All times but `removed_at` are the real clock's.
    """

    __tablename__ = "installations"
    team_id: Mapped[str] = mapped_column(primary_key=True)
    bot_user_id: Mapped[str]
    bot_id: Mapped[str]
    scopes: Mapped[str]  # with commas between
    bot_token: Mapped[bytes | None]  # none: it is removed
    refresh_token: Mapped[bytes | None]
    expires_at: Mapped[datetime | None] = mapped_column(index=True)  # the bot token; none: it does not
    lease_until: Mapped[datetime | None]  # somebody is renewing it, until then
    installed_at: Mapped[datetime]
    removed_at: Mapped[datetime | None] = mapped_column(index=True)  # by the bot's clock


class InstallState(Base):
    """Somebody has opened the link and not come back yet. It is good once, and for ten minutes."""

    __tablename__ = "install_states"
    state_hash: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
