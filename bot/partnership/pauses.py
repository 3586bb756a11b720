"""Pauses: for a while nothing is posted on schedule."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.lib.refusals import PastDateError
from bot.models import Member, Partnership
from bot.partnership import audit_log, members
from bot.schedule import timetable
from bot.schedule.batches import Batch


def begin(
    session: Session, partnership: Partnership, member: Member, until: date | None, now: datetime
) -> datetime | None:
    """Nothing more is posted on schedule, until that day if one is given; when posting begins again.

    With a day the timetable names already what comes after it.
    """
    members.require_host(member)
    resume_at = None
    if until is not None:
        resume_at = datetime.combine(until, time(), ZoneInfo(partnership.zone))
        if resume_at <= now:
            raise PastDateError
    partnership.paused_at = partnership.paused_at or now
    partnership.resume_at = resume_at
    timetable.set_all(session, [(schedule, partnership) for schedule in timetable.of(session, partnership.id)], now)
    audit_log.record(session, member, "partnership.paused", now, f"until {until:%-d %B %Y}" if until else None)
    return resume_at


def end(session: Session, partnership: Partnership, member: Member, now: datetime) -> bool:
    """Whether there was a pause, which ends: every rhythm goes on from its next time, with all recorded meanwhile."""
    members.require_host(member)
    if partnership.paused_at is None:
        return False
    partnership.paused_at = partnership.resume_at = None
    session.flush()
    timetable.set_all(session, [(schedule, partnership) for schedule in timetable.of(session, partnership.id)], now)
    audit_log.record(session, member, "partnership.resumed", now)
    return True


_RUN_OUT = (
    select(Partnership)
    .where(Partnership.resume_at <= bindparam("now"))
    .order_by(Partnership.resume_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)


def end_run_out(session: Session, now: datetime, batch: Batch) -> list[tuple[Partnership, datetime]]:
    """A tick: partnerships whose pause has run out go on, by times that were set when it began.

    Returns them, each with when its pause ended.
    """
    woken: list[tuple[Partnership, datetime]] = []
    rows = session.scalars(batch.of(_RUN_OUT, Partnership.id), {"now": now, "limit": batch.most}).all()
    for partnership in rows:
        assert partnership.resume_at is not None
        woken.append((partnership, partnership.resume_at))
        partnership.paused_at = partnership.resume_at = None
    session.flush()
    return woken
