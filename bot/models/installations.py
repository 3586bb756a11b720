"""The workspaces that have installed Pencil by a link, and installations that are under way."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base


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
