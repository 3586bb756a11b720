"""When each kind of post comes in one partnership: its lines of the timetable, and changing one."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.models import Member, Partnership, Schedule
from bot.partnership import audit_log, members
from bot.schedule import timetable


def change_time(
    session: Session,
    partnership: Partnership,
    member: Member,
    kind: str,
    *,
    day: str | None = None,
    time: str | None = None,
    on: bool | None = None,
    calendar: str,
    now: datetime,
) -> Schedule:
    """The kind's new place in the timetable; what is not given stays."""
    members.require_host(member)
    schedule = session.get_one(Schedule, (partnership.id, kind))
    due = None
    if schedule.next_at is not None and schedule.next_at <= now:
        due = timetable.latest_fire(schedule, partnership, calendar, now)
    schedule.day, schedule.time = day or schedule.day, time or schedule.time
    schedule.on = schedule.on if on is None else on
    timetable.set_next(session, schedule, partnership, calendar, now)
    if due is not None and schedule.on:
        schedule.held, schedule.next_at = due.on, due.at  # what is due already is not lost by the change
    change = "off" if not schedule.on else f"{schedule.day} {schedule.time}"
    audit_log.record(session, member, "timetable.changed", now, f"{kind} {change}")
    return schedule
