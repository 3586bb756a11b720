"""How much is shared: wins of more than one organisation, and of more than one sector."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from bot.models import Credit, Partner, Win


@dataclass(frozen=True)
class Shared:
    """Counts over a time, never by partner."""

    wins: int
    organisations: int  # wins shared by more than one of them
    sectors: int  # wins shared by more than one of those known


def shared(session: Session, partnership_id: int, since: datetime, until: datetime) -> Shared:
    """Of the wins told from `since` on and before `until`: how many were shared, in one statement."""
    each = (
        select(
            Win.id,
            func.count(Credit.partner_id).label("organisations"),
            func.count(Partner.sector.distinct()).label("sectors"),
        )
        .outerjoin(Credit, Credit.win_id == Win.id)
        .outerjoin(Partner, Partner.id == Credit.partner_id)
        .where(
            Win.partnership_id == partnership_id,
            Win.undone_at.is_(None),
            Win.recorded_at >= since,
            Win.recorded_at < until,
        )
        .group_by(Win.id)
        .subquery()
    )
    row = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(case((each.c.organisations > 1, 1), else_=0)), 0),
            func.coalesce(func.sum(case((each.c.sectors > 1, 1), else_=0)), 0),
        ).select_from(each)
    ).one()
    return Shared(*(int(number) for number in row))
