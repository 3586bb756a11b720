"""When each kind of post comes in one partnership: the lines of its timetable, and changing one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.models import Member, Partnership, Schedule
from bot.partnership import audit_log, members
from bot.schedule import timetable


@dataclass(frozen=True)
class Line:
    """One line of the timetable."""

    kind: str
    day: str
    time: str
    every: int  # weeks
    on: bool
    next_at: datetime | None
    monthly: bool = False
    halved: bool = False  # in reflection
    once: bool = False  # and not again


@dataclass(frozen=True)
class Change:
    """What is to be different about a kind of post; what is not given stays."""

    kind: str
    day: str | None = None
    time: str | None = None
    on: bool | None = None


def lines(session: Session, partnership: Partnership) -> list[Line]:
    """The timetable, soonest first, without what comes once and has come."""
    return [
        Line(
            schedule.kind,
            schedule.day,
            schedule.time,
            schedule.every,
            schedule.on,
            schedule.next_at,
            timetable.KINDS[schedule.kind].monthly,
            partnership.reflecting and not timetable.KINDS[schedule.kind].once,
            timetable.KINDS[schedule.kind].once,
        )
        for schedule in timetable.of(session, partnership.id)
        if schedule.on or not timetable.KINDS[schedule.kind].once
    ]


def change_time(session: Session, partnership: Partnership, member: Member, change: Change, now: datetime) -> Schedule:
    """The kind's new place in the timetable."""
    members.require_host(member)
    schedule = session.get_one(Schedule, (partnership.id, change.kind))
    pending = timetable.pending(schedule, partnership, now)
    schedule.day, schedule.time = change.day or schedule.day, change.time or schedule.time
    schedule.on = schedule.on if change.on is None else change.on
    timetable.set_next(session, schedule, partnership, now)
    if pending is not None and schedule.on:
        schedule.held, schedule.next_at = pending.on, pending.at  # it is not lost by the change
    place = "off" if not schedule.on else f"{schedule.day} {schedule.time}"
    audit_log.record(session, member, "timetable.changed", now, f"{change.kind} {place}")
    return schedule
