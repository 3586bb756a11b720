"""Kinds of post that come only while they are wanted: from a day on, and off otherwise."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Partnership, Schedule
from bot.schedule import calendars, timetable
from bot.schedule.recurrence import DAYS, fires


def come_from(session: Session, kind: str, first_days: Mapping[int, date | None], now: datetime) -> None:
    """In each of these partnerships the kind comes from a day on, and not before; where none is given it is off."""
    rows = session.execute(
        select(Schedule, Partnership)
        .join(Partnership, Partnership.id == Schedule.partnership_id)
        .where(Schedule.kind == kind, Schedule.partnership_id.in_(first_days))
        .with_for_update(of=Schedule)
        .execution_options(populate_existing=True)
    ).all()
    for schedule, partnership in rows:
        first = first_days[partnership.id]
        schedule.on = first is not None
        if first is not None:
            first += timedelta(days=(DAYS.index(schedule.day) - first.weekday()) % len(DAYS))
            schedule.anchor = first - timedelta(days=first.weekday())
    timetable.set_all(session, [(schedule, partnership) for schedule, partnership in rows], now)
    session.flush()


def times_to_come(session: Session, partnership: Partnership, kind: str, number: int) -> list[datetime]:
    """The next so many times, if nothing changes; none while it is off, or paused until a host says so."""
    schedule = session.get_one(Schedule, (partnership.id, kind))
    if schedule.next_at is None:
        return []
    after = schedule.next_at - timedelta(seconds=1)
    upcoming = fires(timetable.rhythm(schedule, partnership), calendars.of(partnership), after)
    return [fire.at for fire in islice(upcoming, number)]
