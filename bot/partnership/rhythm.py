"""When each kind of post comes in one partnership: the lines of its timetable, and changing one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.lib.refusals import Refusal
from bot.models import Member, Partnership, Schedule
from bot.partnership import audit_log, members
from bot.schedule import timetable


class NotSwitchedError(Refusal):
    """It comes while it is wanted, and is on or off by that alone."""


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


@dataclass(frozen=True)
class Changed:
    """A kind of post in the timetable, as it was and as it is now."""

    partnership_id: int
    before: Line
    after: Line

    @property
    def undoing(self) -> str:
        """What is typed after `timetable` to have it as it was."""
        if self.before.on != self.after.on:
            return f"{self.before.kind} {'on' if self.before.on else 'off'}"
        return f"{self.before.kind} {self.before.day} {self.before.time}"


def lines(session: Session, partnership: Partnership) -> list[Line]:
    """The timetable, soonest first, without what is off and comes once, or only while a host wants it."""
    return [
        _line(schedule, partnership)
        for schedule in timetable.of(session, partnership.id)
        if schedule.on or not timetable.KINDS[schedule.kind].passing
    ]


def _line(schedule: Schedule, partnership: Partnership) -> Line:
    kind = timetable.KINDS[schedule.kind]
    return Line(
        schedule.kind,
        schedule.day,
        schedule.time,
        schedule.every,
        schedule.on,
        schedule.next_at,
        kind.monthly,
        partnership.reflecting and not kind.once,
        kind.once,
    )


def change_time(session: Session, partnership: Partnership, member: Member, change: Change, now: datetime) -> Changed:
    """The kind has a new place in the timetable, unless it is there already."""
    members.require_host(member)
    if change.on is not None and timetable.KINDS[change.kind].wanted:
        raise NotSwitchedError
    schedule = session.get_one(Schedule, (partnership.id, change.kind))
    before = _line(schedule, partnership)
    place = change.day or before.day, change.time or before.time, before.on if change.on is None else change.on
    if place == (before.day, before.time, before.on):
        return Changed(partnership.id, before, before)
    pending = timetable.pending(schedule, partnership, now)
    schedule.day, schedule.time, schedule.on = place
    timetable.set_next(session, schedule, partnership, now)
    if pending is not None and schedule.on:
        schedule.held, schedule.next_at = pending.on, pending.at  # it is not lost by the change
    where = "off" if not schedule.on else f"{schedule.day} {schedule.time}"
    audit_log.record(session, member, "timetable.changed", now, f"{change.kind} {where}")
    return Changed(partnership.id, before, _line(schedule, partnership))
