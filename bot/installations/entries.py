"""Installations as rows: found, saved with their tokens sealed, renewed under a lease, removed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from bot.db.statements import insert_into, rows_changed
from bot.installations import sealing
from bot.models import Installation, Partnership

BEFORE = timedelta(hours=2)  # a token is renewed so long before it runs out; Slack gives twelve
LEASE = timedelta(seconds=30)  # longer than Slack is given to answer


@dataclass(frozen=True)
class Installed:
    """A workspace's installation. Tokens are as they lie there, sealed; without one it is removed."""

    team_id: str
    bot_user_id: str
    bot_id: str
    scopes: str
    bot_token: bytes | None
    refresh_token: bytes | None
    expires_at: datetime | None
    installed_at: datetime
    removed_at: datetime | None


@dataclass(frozen=True)
class Tokens:
    """What Slack gives, in the clear."""

    bot: str
    refresh: str | None
    expires_at: datetime | None

    def sealed(self, master: bytes, team_id: str) -> dict[str, Any]:
        """The columns that hold them."""
        refresh = self.refresh and sealing.seal(master, team_id, sealing.REFRESH, self.refresh)
        return {
            "bot_token": sealing.seal(master, team_id, sealing.BOT, self.bot),
            "refresh_token": refresh or None,
            "expires_at": self.expires_at,
            "lease_until": None,
        }


_COLUMNS = (
    Installation.team_id,
    Installation.bot_user_id,
    Installation.bot_id,
    Installation.scopes,
    Installation.bot_token,
    Installation.refresh_token,
    Installation.expires_at,
    Installation.installed_at,
    Installation.removed_at,
)


def find(session: Session, team_id: str) -> Installed | None:
    """The workspace's, be it removed by now."""
    row = session.execute(select(*_COLUMNS).where(Installation.team_id == team_id)).first()
    return Installed(*row) if row else None


def every(session: Session) -> list[Installed]:
    """All that are not removed."""
    rows = session.execute(select(*_COLUMNS).where(Installation.bot_token.is_not(None)).order_by(Installation.team_id))
    return [Installed(*row) for row in rows]


def live(session: Session, team_ids: Collection[str]) -> set[str]:
    """Those of these workspaces that have installed Pencil."""
    here = (Installation.team_id.in_(team_ids), Installation.bot_token.is_not(None))
    return set(session.scalars(select(Installation.team_id).where(*here)))


def is_bot(session: Session, user_id: str) -> bool:
    """Whether that is Pencil itself, in one of the workspaces that have or had it."""
    return session.scalar(select(Installation.team_id).where(Installation.bot_user_id == user_id).limit(1)) is not None


def save(session: Session, team_id: str, values: dict[str, Any]) -> None:
    """The workspace has Pencil, from now on or anew."""
    row = {"team_id": team_id, "removed_at": None, **values}
    statement = insert_into(session, Installation).values(row)
    session.execute(statement.on_conflict_do_update(index_elements=["team_id"], set_=values | {"removed_at": None}))


def remove(session: Session, team_id: str, now: datetime, *, token: bytes | None = None) -> bool:
    """Whether it was there and is removed by this, its tokens with it; with a `token`, only if that is still its."""
    here = [Installation.team_id == team_id, Installation.bot_token.is_not(None)]
    if token is not None:
        here.append(Installation.bot_token == token)
    nothing = {"bot_token": None, "refresh_token": None, "expires_at": None, "lease_until": None}
    return rows_changed(session, update(Installation).where(*here).values(removed_at=now, **nothing)) == 1


def forget_unused(session: Session, team_id: str) -> None:
    """Of a workspace that is removed, and that no partnership was started from, nothing is kept."""
    others = select(Partnership.id).where(Partnership.team_id == team_id)
    gone = (Installation.team_id == team_id, Installation.bot_token.is_(None), ~others.exists())
    session.execute(delete(Installation).where(*gone))


def expiring(session: Session, wall: datetime) -> list[str]:
    """The workspaces whose tokens are to be renewed, and that nobody is renewing."""
    return list(session.scalars(select(Installation.team_id).where(*_renewable(wall)).limit(100)))


def claim(session: Session, team_id: str, wall: datetime, *, anyway: bytes | None = None) -> Installed | None:
    """The installation, ours to renew for a while; nothing if it need not be, or somebody else is at it.

    With its token it is renewed `anyway`, unless it has another by now.
    """
    when = _renewable(wall) if anyway is None else (*_free(wall), Installation.bot_token == anyway)
    ours = (Installation.team_id == team_id, *when)
    if rows_changed(session, update(Installation).where(*ours).values(lease_until=wall + LEASE)) != 1:
        return None
    return find(session, team_id)


def renew(session: Session, before: Installed, values: dict[str, Any]) -> bool:
    """Whether these are its tokens now, in place of those it had `before`."""
    same = (Installation.team_id == before.team_id, Installation.bot_token == before.bot_token)
    return rows_changed(session, update(Installation).where(*same).values(values)) == 1


def _renewable(wall: datetime) -> tuple[Any, ...]:
    return Installation.expires_at <= wall + BEFORE, *_free(wall)


def _free(wall: datetime) -> tuple[Any, ...]:
    far = wall + 2 * LEASE  # from a clock that has been corrected since
    free = or_(Installation.lease_until.is_(None), Installation.lease_until <= wall, Installation.lease_until > far)
    return Installation.refresh_token.is_not(None), free
