"""Partnerships whose workspace removes Pencil: they wait, and go on when it is back; after a year they are deleted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.hosts import role
from bot.installations import entries
from bot.installations.views import removed as view
from bot.lib.clock import wall
from bot.models import Partnership, Post
from bot.outbox import posts

KIND = "uninstalled"  # of post
KEPT = relativedelta(months=12)


@dataclass(frozen=True)
class Removed:
    """A workspace that has removed Pencil: how many partnerships wait, and how many hosts elsewhere hear of it."""

    partnerships: int
    hosts: int


def remove(
    session: Session, team_id: str, now: datetime, *, token: bytes | None = None, own: str | None = None
) -> Removed | None:
    """The workspace's installation is gone; nothing if it was gone already, or has another token than this by now.

    Its partnerships wait from now on. Their hosts in other workspaces that have Pencil hear, until when all is kept;
    `own` is the workspace whose token is a setting.
    """
    if not entries.remove(session, team_id, now, token=token):
        return None
    here = (Partnership.team_id == team_id, Partnership.uninstalled_at.is_(None))
    waiting = session.scalars(select(Partnership).where(*here).with_for_update()).all()
    for partnership in waiting:
        partnership.uninstalled_at = now
    session.flush()
    entries.forget_unused(session, team_id)
    return Removed(len(waiting), _tell_elsewhere(session, {row.id: row for row in waiting}, team_id, own, now))


def _tell_elsewhere(
    session: Session, waiting: dict[int, Partnership], team_id: str, own: str | None, now: datetime
) -> int:
    if not waiting:
        return 0
    hosts = [(host, zone) for host, zone in role.of(session, waiting) if host.team_id != team_id]
    reached = entries.live(session, {host.team_id for host, _ in hosts}) | ({own} if own else set())
    new_posts = [
        posts.NewPost(
            host.partnership_id,
            KIND,
            f"{now.isoformat()}:{host.user_id}",
            host.user_id,
            view.removed(waiting[host.partnership_id].name, now + KEPT, zone),
            team_id=host.team_id,
        )
        for host, zone in hosts
        if host.team_id in reached
    ]
    posts.write_all(session, new_posts, now)
    return len(new_posts)


def come_back(session: Session, team_id: str, now: datetime) -> int:
    """The workspace has Pencil again: how many partnerships go on.

    What waited is pending as if from now on, so that nobody hears that it came late; that it is gone, nobody hears now.
    """
    here = (Partnership.team_id == team_id, Partnership.uninstalled_at.is_not(None))
    back = session.scalars(select(Partnership).where(*here).with_for_update()).all()
    ids = [partnership.id for partnership in back]
    for partnership in back:
        partnership.uninstalled_at, partnership.reinstalled_at = None, now
    if ids:
        session.flush()
        waited = (Post.partnership_id.in_(ids), Post.method.is_not(None))
        untold = session.scalars(select(Post.id).where(*waited, Post.kind == KIND)).all()
        posts.revise_all(session, dict.fromkeys(untold))
        anew: dict[str, Any] = {"owed_at": wall(), "ready_at": None, "attempts": 0}
        session.execute(update(Post).where(*waited).values(**anew))
    return len(ids)
