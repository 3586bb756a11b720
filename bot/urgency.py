"""Urgency: for eight weeks nobody new has come along, so more time is to be spent on why this matters now."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from bot import why
from bot.models import Member, Partner, Partnership
from bot.stages import Pressing

QUIET = timedelta(weeks=8)


def newest(session: Session, partnership_ids: Sequence[int], at: datetime) -> dict[int, datetime]:
    """When a member or a partner last came, or else when it all began, as far as was known at a time."""
    came = union_all(
        *(
            select(table.partnership_id.label("owner"), table.joined_at.label("at")).where(
                table.partnership_id.in_(partnership_ids), table.joined_at <= at
            )
            for table in (Member, Partner)
        ),
        select(Partnership.id, Partnership.started_at).where(Partnership.id.in_(partnership_ids)),
    ).subquery()
    rows = session.execute(select(came.c.owner, func.max(came.c.at)).group_by(came.c.owner))
    return {owner: last for owner, last in rows}  # noqa: C416  # a row is no pair to mypy


def quiet(session: Session, partnership_ids: Sequence[int], now: datetime) -> dict[int, datetime]:
    """The partnerships to which nobody has come for eight weeks, each with since when."""
    return {one: since for one, since in newest(session, partnership_ids, now).items() if since <= now - QUIET}


def pressing(session: Session, partnership: Partnership, at: datetime) -> Pressing:
    """What a check-in on urgency of that time shows: the hosts' why, and since when nobody came."""
    said = why.said(session, partnership.id, at)
    since = quiet(session, [partnership.id], at).get(partnership.id)
    return Pressing(said.text if said else None, since, partnership.zone)
