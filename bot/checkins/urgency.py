"""Urgency: for eight weeks nobody new has come along, so more time is to be spent on why this matters now."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from bot.checkins.stages import UrgencyFacts
from bot.db.columns import at_each
from bot.models import Member, Partner, Partnership
from bot.partnership import why

QUIET = timedelta(weeks=8)


def newest(session: Session, at: Mapping[int, datetime]) -> dict[int, datetime]:
    """When a member or a partner last came to each partnership, or else when it began, as far as was known then."""
    came = union_all(
        *(
            select(table.partnership_id.label("owner"), table.joined_at.label("at")).where(
                table.partnership_id.in_(at), table.joined_at <= at_each(table.partnership_id, at)
            )
            for table in (Member, Partner)
        ),
        select(Partnership.id, Partnership.started_at).where(Partnership.id.in_(at)),
    ).subquery()
    rows = session.execute(select(came.c.owner, func.max(came.c.at)).group_by(came.c.owner))
    return {owner: last for owner, last in rows}  # noqa: C416  # a row is no pair to mypy


def quiet(session: Session, at: Mapping[int, datetime]) -> dict[int, datetime]:
    """The partnerships to which nobody had come for eight weeks at that time, each with since when."""
    return {key: since for key, since in newest(session, at).items() if since <= at[key] - QUIET}


def facts(session: Session, at: Mapping[int, datetime], zones: Mapping[int, str]) -> dict[int, UrgencyFacts]:
    """What a check-in on urgency of that time shows in each: the hosts' why, and since when nobody came."""
    if not at:
        return {}
    reasons, since = why.reasons(session, at, at), quiet(session, at)
    return {key: UrgencyFacts(reasons[key].text if key in reasons else None, since.get(key), zones[key]) for key in at}
