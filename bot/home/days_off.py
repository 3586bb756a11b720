"""Days on which a partnership is left in peace: whose public holidays it keeps, and closures of its own."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.lib.periods import written
from bot.lib.refusals import PastDateError, Refusal
from bot.models import Member, Partnership
from bot.partnership import audit_log, members
from bot.schedule import calendars, countries, timetable
from bot.schedule.calendars import MOST_CLOSED, Closure
from bot.schedule.recurrence import LOOK_BACK

LABEL = 60  # characters
MOST = 20  # closures

Typed = Callable[[str], Sequence[Closure]]  # closures as somebody typed them, read where the partnership lives


class TooLongClosedError(Refusal):
    """A partnership cannot be closed for so many days; it can be paused."""


class BackwardsError(Refusal):
    """A closure ends before it begins."""


class NotClosedError(Refusal):
    """There is no closure on that day."""


def to_come(partnership: Partnership, now: datetime) -> list[Closure]:
    """Closures that are not over, the soonest first."""
    today = now.astimezone(ZoneInfo(partnership.zone)).date()
    return [closure for closure in calendars.read(partnership.closures) if closure.last >= today]


def keep_holidays(session: Session, partnership: Partnership, host: Member, typed: str, now: datetime) -> None:
    """Posts and deadlines go by the public holidays of that country or nation from now on."""
    members.require_host(host)
    code = countries.named(typed)
    if countries.name(code) != countries.name(partnership.holidays):
        timetable.move(session, partnership, {"holidays": code}, now)
        audit_log.record(session, host, "settings.holidays", now, countries.name(code))


def close(session: Session, partnership: Partnership, host: Member, closures: Sequence[Closure], now: datetime) -> None:
    """It is closed on those days too; a closure that begins on the same day gives way."""
    members.require_host(host)
    first_days = {closure.first for closure in closures}
    kept = [closure for closure in to_come(partnership, now) if closure.first not in first_days]
    set_closures(session, partnership, host, [*kept, *closures], now)


def open_again(session: Session, partnership: Partnership, host: Member, day: date, now: datetime) -> None:
    """The closure in which the day is goes; refused if there is none."""
    members.require_host(host)
    there = to_come(partnership, now)
    kept = [closure for closure in there if day not in closure]
    if len(kept) == len(there):
        raise NotClosedError
    set_closures(session, partnership, host, kept, now)


def set_closures(
    session: Session, partnership: Partnership, host: Member, closures: Sequence[Closure], now: datetime
) -> None:
    """These are the closures still to come, and no others."""
    members.require_host(host)
    before = to_come(partnership, now)
    wanted = sorted(set(closures), key=lambda closure: (closure.first, closure.last))
    if wanted == before:
        return
    _check(wanted, partnership, now)
    timetable.move(session, partnership, {"closures": calendars.to_json([*_over(partnership, now), *wanted])}, now)
    for closure in before:
        if closure not in wanted:
            audit_log.record(session, host, "settings.opened", now, days(closure))
    for closure in wanted:
        if closure not in before:
            audit_log.record(session, host, "settings.closed", now, days(closure))


def days(closure: Closure) -> str:
    """`24 December 2026 to 2 January 2027`."""
    if closure.first == closure.last:
        return written(closure.first)
    return f"{written(closure.first)} to {written(closure.last)}"


def _check(closures: Sequence[Closure], partnership: Partnership, now: datetime) -> None:
    today = now.astimezone(ZoneInfo(partnership.zone)).date()
    if any(closure.last < closure.first for closure in closures):
        raise BackwardsError
    if any(closure.last < today for closure in closures):
        raise PastDateError
    closed = sum((closure.last - closure.first).days + 1 for closure in closures)
    if closed > MOST_CLOSED.days or len(closures) > MOST:
        raise TooLongClosedError


def _over(partnership: Partnership, now: datetime) -> list[Closure]:
    """Closures that are over, but by which something may have been put off that is still to come."""
    today = now.astimezone(ZoneInfo(partnership.zone)).date()
    return [closure for closure in calendars.read(partnership.closures) if today - LOOK_BACK <= closure.last < today]
