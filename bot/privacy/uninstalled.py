"""A year after a workspace has removed Pencil, what was kept for it is deleted; hosts elsewhere were told so then."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.installations import entries
from bot.installations.life import KEPT
from bot.models import Partnership
from bot.privacy import deletion
from bot.schedule.batches import Batch

_OVER = (
    select(Partnership.id)
    .where(Partnership.uninstalled_at <= bindparam("before"))
    .order_by(Partnership.uninstalled_at)
    .limit(1)
    .with_for_update(skip_locked=True)
)


def end(session: Session, now: datetime, batch: Batch) -> int:
    """A tick: whether a partnership whose time was over is deleted by this, with its workspace if it was the last."""
    partnership_id = session.scalar(batch.of(_OVER, Partnership.id), {"before": now - KEPT})
    if partnership_id is None:
        return 0
    partnership = deletion.hold(session, partnership_id)
    team_id = partnership.team_id
    deletion.delete_all(session, partnership)
    entries.forget_unused(session, team_id)
    return 1
