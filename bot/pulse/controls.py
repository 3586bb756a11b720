"""What hosts may do with the pulse."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.db.statements import insert_once
from bot.lib.refusals import GoneError, Refusal
from bot.models import Member, Occasion, Partnership, Pulse, Schedule
from bot.outbox import posts
from bot.partnership import audit_log, members
from bot.partnership.members import Who
from bot.pulse import lifecycle, status
from bot.pulse.disclosure_control import FLOOR, settled
from bot.pulse.status import KIND
from bot.pulse.views.controls import HIGHEST_FLOOR
from bot.pulse.views.pulse import State
from bot.schedule import timetable
from bot.schedule.recurrence import Fire


class NothingOpenError(Refusal):
    """No pulse is open in this partnership."""


class NothingToSkipError(Refusal):
    """No pulse is in the timetable."""


class TooLateError(Refusal):
    """The time of that pulse has gone by."""


class FloorError(Refusal):
    """The floor may be raised, never lowered."""


def skip(session: Session, partnership: Partnership, who: Who, now: datetime) -> Fire:
    """The next pulse, which is left out."""
    host = _host(session, partnership, who, now)
    schedule = _schedule(session, partnership)
    if schedule.next_at is None:
        raise NothingToSkipError
    fire = timetable.coming(schedule, partnership, now)
    row = {"partnership_id": partnership.id, "kind": KIND, "occasion": fire.occasion, "came_at": now}
    insert_once(session, Occasion, [row], returning=Occasion.occasion)
    timetable.set_next(session, schedule, partnership, now)
    audit_log.record(session, host, "pulse.skipped", now, fire.occasion)
    return fire


def unskip(session: Session, partnership: Partnership, who: Who, month: str, now: datetime) -> None:
    """The pulse of that month (`2026-03`) is in the timetable again, if it is not too late."""
    host = _host(session, partnership, who, now)
    schedule = _schedule(session, partnership, hold=True)
    occasion = session.get(Occasion, (partnership.id, KIND, month))
    opened = select(Pulse.id).where(Pulse.partnership_id == partnership.id, Pulse.occasion == month)
    if occasion is None or session.scalar(opened) is not None:
        raise GoneError
    session.delete(occasion)
    session.flush()
    timetable.set_next(session, schedule, partnership, now)
    if schedule.next_at is not None and f"{schedule.next_at:%Y-%m}" > month:
        raise TooLateError
    audit_log.record(session, host, "pulse.unskipped", now, month)


def _host(session: Session, partnership: Partnership, who: Who, now: datetime) -> Member:
    member = members.admit(session, partnership, who, now)
    members.require_host(member)
    return member


def _schedule(session: Session, partnership: Partnership, *, hold: bool = False) -> Schedule:
    return session.get_one(Schedule, (partnership.id, KIND), with_for_update=hold or None)


def unfinished(session: Session, partnership: Partnership) -> Pulse:
    """The pulse that is open."""
    pulse = session.scalar(select(Pulse).where(Pulse.partnership_id == partnership.id, status.unfinished()))
    if pulse is None:
        raise NothingOpenError
    return pulse


def stop(session: Session, partnership: Partnership, host: Member, pulse: Pulse, now: datetime) -> None:
    """The pulse ends without figures."""
    if pulse.closed_at is not None:
        raise NothingOpenError
    lifecycle.finish(session, [pulse], State.STOPPED, now)
    audit_log.record(session, host, "pulse.stopped", now, pulse.occasion)
    posts.write_all(session, [status.note(pulse, partnership, status.redraw(session, pulse, partnership))], now)


def raise_floor(session: Session, partnership: Partnership, who: Who, floor: int, now: datetime) -> int:
    """How many answers the next pulses need before there are figures; never fewer than any pulse that has opened.

    At least so many as wanted: a floor just under a band of answers is raised to it.
    """
    host = _host(session, partnership, who, now)
    promised = session.scalar(select(func.max(Pulse.floor)).where(Pulse.partnership_id == partnership.id)) or FLOOR
    if not promised <= floor <= HIGHEST_FLOOR:
        raise FloorError
    partnership.pulse_floor = settled(floor)
    audit_log.record(session, host, "pulse.floor", now, str(partnership.pulse_floor))
    return partnership.pulse_floor
