"""Reflection: a time to take stock, in which every rhythm is halved; and the end of a pause, a line for the hosts."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.db.statements import refresh
from bot.hosts import digest_entries
from bot.models import Member, Partnership
from bot.partnership import audit_log, members, pauses
from bot.schedule import timetable
from bot.schedule.batches import Batch


def reflect(session: Session, partnership: Partnership, member: Member, *, on: bool, now: datetime) -> bool:
    """Every kind of post comes half as often, or as often as before; whether that is a change.

    What is due already, or waits for room, is not lost by it.
    """
    members.require_host(member)
    refresh(session, partnership, hold=True)
    if bool(partnership.reflecting) is on:
        return False
    schedules = timetable.of(session, partnership.id)
    pending = {schedule.kind: timetable.pending(schedule, partnership, now) for schedule in schedules}
    partnership.reflecting = on
    timetable.set_all(session, [(schedule, partnership) for schedule in schedules], now)
    for schedule in schedules:
        fire = pending[schedule.kind]
        if fire is not None and schedule.next_at is not None:
            schedule.held, schedule.next_at = fire.on, fire.at
    audit_log.record(session, member, "partnership.reflecting" if on else "partnership.reflected", now)
    return True


def end_pauses(session: Session, now: datetime, batch: Batch) -> int:
    """A tick: pauses that have run out end, and the hosts hear of it with their digest; how many there were."""
    woken = pauses.end_run_out(session, now, batch)
    ended = [(partnership.id, ended_at.isoformat()) for partnership, ended_at in woken]
    digest_entries.note_each(session, ended, kind="woken", now=now)
    return len(woken)
