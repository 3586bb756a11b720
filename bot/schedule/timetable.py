"""When each post is due: a day and time on the partnership's own clocks, moved past its days off.

What is due is a column, `schedules.next_at`. A tick claims what is due, writes it, and moves the
column on. An occasion is named by the date it was meant for, and comes round once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.db.statements import core_connection
from bot.models import Blocker, Commitment, Occasion, Partnership, Post, Pulse, Schedule
from bot.outbox import kinds
from bot.outbox.kinds import Lateness
from bot.schedule import asking_days, calendars
from bot.schedule.batches import Batch
from bot.schedule.calendars import Calendar, next_working, working_day, working_day_before
from bot.schedule.recurrence import DAYS, LOOK_BACK, Fire, Rhythm, fires, next_fire

_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Scheduled:
    """A kind of post that is scheduled, and its usual time."""

    name: str
    day: str
    time: str
    every: int = 1  # weeks
    first: int = 0  # weeks from the start's; those of a fortnight take turns
    monthly: bool = False  # on the first such day of a month
    ahead: bool = False  # somebody is asked for something a working day before
    within_week: bool = False  # it waits for room no longer than its week
    once: bool = False  # after it has come it is off; at the start its day is the next working day
    wanted: bool = False  # it is off except while a host wants it, and nobody switches it by hand

    @property
    def lateness(self) -> Lateness:
        return kinds.KINDS[self.name].lateness

    @property
    def passing(self) -> bool:
        """Whether it has no place in the timetable while it is off."""
        return self.once or self.wanted


# In the order in which they have room in the channel: the first keeps its day whatever comes, the others give way.
KINDS = {
    kind.name: kind
    for kind in (
        Scheduled("celebrations", "fri", "15:00", ahead=True),
        Scheduled("pulse", "tue", "10:00", first=2, monthly=True),
        Scheduled("roll-call", "tue", "10:00", once=True),
        Scheduled("consultations", "thu", "10:00", wanted=True),
        Scheduled("checkins", "mon", "10:00", every=2, first=2, within_week=True),
        Scheduled("skills", "wed", "11:00", every=2, first=1),
        Scheduled("vision", "thu", "10:00", every=13, first=13),
    )
}


@dataclass(frozen=True)
class Due:
    """A partnership for which a kind of post is due now."""

    partnership_id: int
    channel_id: str
    zone: str
    fire: Fire

    @property
    def occasion(self) -> str:
        return self.fire.occasion


def rhythm(schedule: Any, partnership: Any) -> Rhythm:
    """When the schedule comes round, where the partnership lives; half as often in reflection, if not once."""
    return Rhythm(
        schedule.day,
        schedule.time,
        partnership.zone,
        schedule.every,
        schedule.anchor,
        monthly=KINDS[schedule.kind].monthly,
        halved=bool(partnership.reflecting) and not KINDS[schedule.kind].once,
    )


def either_side(schedule: Any, partnership: Any, now: datetime) -> tuple[Fire | None, Fire]:
    """The last time due that `now` has reached, if any, and the next after it."""
    assert schedule.next_at is not None
    held = Fire(schedule.held, schedule.next_at, KINDS[schedule.kind].monthly) if schedule.held else None
    reached, following = _either_side(rhythm(schedule, partnership), calendars.of(partnership), schedule.next_at, now)
    return reached or held, following


@lru_cache(maxsize=256)
def _either_side(rhythm: Rhythm, calendar: Calendar, since: datetime, now: datetime) -> tuple[Fire | None, Fire]:
    """The same of times from `since` on; worked out once in a tick, for what is due comes round alike in many."""
    latest, upcoming = None, fires(rhythm, calendar, since - timedelta(seconds=1))
    fire = next(upcoming)
    while fire.at <= now:
        latest, fire = fire, next(upcoming)
    return latest, fire


def pending(schedule: Schedule, partnership: Partnership, now: datetime) -> Fire | None:
    """The time that has come and whose post has not: it is due, or waits for room."""
    if schedule.next_at is None:
        return None
    if schedule.next_at <= now:
        return either_side(schedule, partnership, now)[0]
    return Fire(schedule.held, schedule.next_at, KINDS[schedule.kind].monthly) if schedule.held else None


def coming(schedule: Schedule, partnership: Partnership, now: datetime) -> Fire:
    """The time whose post is pending, or else the next."""
    assert schedule.next_at is not None
    after = schedule.next_at - timedelta(seconds=1)
    return pending(schedule, partnership, now) or next_fire(
        rhythm(schedule, partnership), calendars.of(partnership), after
    )


def upcoming(session: Session, partnership: Partnership, now: datetime) -> dict[str, Iterator[Fire]]:
    """For each kind that is on, the time that is coming and those after it."""
    schedules = [schedule for schedule in of(session, partnership.id) if schedule.next_at is not None]
    done = come_round(session, [partnership.id], list(KINDS), now)
    return {
        schedule.kind: _from_now_on(schedule, partnership, done[partnership.id, schedule.kind], now)
        for schedule in schedules
    }


def _from_now_on(schedule: Schedule, partnership: Partnership, done: set[str], now: datetime) -> Iterator[Fire]:
    first = coming(schedule, partnership, now)
    if KINDS[schedule.kind].once:
        return iter([first])
    later = fires(rhythm(schedule, partnership), calendars.of(partnership), first.at)
    return chain([first], (fire for fire in later if fire.occasion not in done))


# A partnership's timetable


def begin(session: Session, partnership: Partnership, now: datetime) -> None:
    """Every kind gets its usual time."""
    today = now.astimezone(ZoneInfo(partnership.zone)).date()
    monday = today - timedelta(days=today.weekday())
    tomorrow = DAYS[next_working(today, calendars.of(partnership)).weekday()]
    for kind in KINDS.values():
        schedule = Schedule(
            partnership_id=partnership.id,
            kind=kind.name,
            day=tomorrow if kind.once else kind.day,
            time=kind.time,
            on=not kind.wanted,
            every=kind.every,
            anchor=monday + kind.first * _WEEK,
            turned_at=now,
        )
        if schedule.on:
            at = next_fire(rhythm(schedule, partnership), calendars.of(partnership), now).at
            _set_time(schedule, at, partnership)
        session.add(schedule)


def of(session: Session, partnership_id: int) -> list[Schedule]:
    """The partnership's timetable, soonest first."""
    rows = session.scalars(select(Schedule).where(Schedule.partnership_id == partnership_id)).all()
    return sorted(rows, key=lambda row: (row.next_at is None, row.next_at, row.kind))


_NEXT_AT = select(Schedule.next_at).where(
    Schedule.partnership_id == bindparam("partnership"), Schedule.kind == bindparam("kind")
)


_NEXT_IN = select(Schedule.partnership_id, Schedule.next_at).where(
    Schedule.partnership_id.in_(bindparam("partnerships", expanding=True)), Schedule.kind == bindparam("kind")
)


def next_at(session: Session, partnership_id: int, kind: str) -> datetime | None:
    """When this kind of post comes next; nothing while it is paused or off."""
    return core_connection(session).scalar(_NEXT_AT, {"partnership": partnership_id, "kind": kind})


def next_in(session: Session, partnership_ids: Sequence[int], kind: str) -> dict[int, datetime | None]:
    """The same for several partnerships."""
    if not partnership_ids:
        return {}
    values = {"partnerships": list(partnership_ids), "kind": kind}
    rows = core_connection(session).execute(_NEXT_IN, values)
    return {partnership_id: at for partnership_id, at in rows}  # noqa: C416  # a row is no pair to mypy


def set_next(session: Session, schedule: Schedule, partnership: Partnership, now: datetime) -> None:
    """`next_at` is worked out anew: the first time after now, or after a pause, that has not come round before."""
    set_all(session, [(schedule, partnership)], now)


def set_all(session: Session, rows: Sequence[tuple[Schedule, Partnership]], now: datetime) -> None:
    """The same of many schedules, in one statement."""
    going = []
    for schedule, partnership in rows:
        schedule.turned_at, schedule.held = now, None
        if not schedule.on or (partnership.paused_at is not None and partnership.resume_at is None):
            schedule.next_at = schedule.ahead_at = None
        else:
            going.append((schedule, partnership, max(now, partnership.resume_at) if partnership.resume_at else now))
    after = min((after for *_, after in going), default=now)
    done = come_round(
        session, {schedule.partnership_id for schedule, *_ in going}, {schedule.kind for schedule, *_ in going}, after
    )
    for schedule, partnership, after in going:
        at = first_new(schedule, partnership, after, done[partnership.id, schedule.kind])
        _set_time(schedule, at, partnership)


def move(session: Session, partnership: Partnership, changes: Mapping[str, Any], now: datetime) -> None:
    """The partnership's clocks or days off are others from now on, and what is yet to come moves along.

    Nothing is lost by it: what would have been due by now comes when it was to come. What is due already comes as it
    would have.
    """
    yet_to_come = [
        (schedule, coming(schedule, partnership, now))
        for schedule in of(session, partnership.id)
        if schedule.next_at is not None and schedule.next_at > now
    ]
    held = {schedule.kind for schedule, _ in yet_to_come if schedule.held is not None}
    asking_days.move_digest(partnership, changes, now)
    set_all(session, [(schedule, partnership) for schedule, _ in yet_to_come], now)
    zone, calendar = ZoneInfo(partnership.zone), calendars.of(partnership)
    for schedule, fire in yet_to_come:
        hour = time.fromisoformat(schedule.time)
        if schedule.kind in held or datetime.combine(working_day(fire.on, calendar), hour, zone) <= now:
            at, day = fire.at, fire.at.astimezone(zone).date()
            if calendar.is_off(day):
                at = datetime.combine(next_working(day, calendar), hour, zone)
            _set_time(schedule, at, partnership)
            schedule.held = fire.on


def first_new(schedule: Any, partnership: Any, after: datetime, done: set[str]) -> datetime:
    """The first time after `after` whose occasion has not come round."""
    upcoming = fires(rhythm(schedule, partnership), calendars.of(partnership), after)
    return next(fire.at for fire in upcoming if fire.occasion not in done)


_COME_ROUND = select(Occasion.partnership_id, Occasion.kind, Occasion.occasion).where(
    Occasion.partnership_id.in_(bindparam("partnerships", expanding=True)),
    Occasion.kind.in_(bindparam("kinds", expanding=True)),
    Occasion.occasion >= bindparam("since"),
)


def come_round(
    session: Session, partnership_ids: Collection[int], kinds: Collection[str], after: datetime
) -> dict[tuple[int, str], set[str]]:
    """The occasions lately, or still to come, that have come round, by partnership and kind."""
    done: dict[tuple[int, str], set[str]] = defaultdict(set)
    if not partnership_ids:
        return done
    values = {"partnerships": partnership_ids, "kinds": kinds, "since": f"{after - LOOK_BACK:%Y-%m}"}
    rows = core_connection(session).execute(_COME_ROUND, values)
    for partnership_id, kind, occasion in rows:
        done[partnership_id, kind].add(occasion)
    return done


def _set_time(schedule: Schedule, at: datetime, partnership: Partnership) -> None:
    """It comes at this time; what has to be asked before is asked a working day ahead."""
    schedule.next_at = at
    schedule.ahead_at = ahead_of(schedule.kind, at, partnership.zone, calendars.of(partnership))


def ahead_of(kind: str, at: datetime, zone: str, calendar: Calendar) -> datetime | None:
    return working_day_before(at, zone, calendar) if KINDS[kind].ahead else None


def bring_forward(session: Session, partnership: Partnership, kind: str, now: datetime) -> None:
    """The kind comes on the next working day, at its hour and where there is room, unless it is off or comes sooner.

    Its rhythm stays as it is. Whoever writes it can tell by `regular` that this is not one of its own days.
    """
    query = select(Schedule).where(Schedule.partnership_id == partnership.id, Schedule.kind == kind)
    schedule = session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if schedule is None or schedule.next_at is None or partnership.paused_at is not None:
        return
    day = next_working(now.astimezone(ZoneInfo(partnership.zone)).date(), calendars.of(partnership))
    at = datetime.combine(day, time.fromisoformat(schedule.time), ZoneInfo(partnership.zone))
    if at < schedule.next_at:
        schedule.next_at, schedule.held, schedule.turned_at = at, day, now


def switch(session: Session, partnership: Partnership, kind: str, *, on: bool, now: datetime) -> datetime | None:
    """The kind is on, or off, from now on, if it was not; when it comes next, if known. Others wait who do the same."""
    query = select(Schedule).where(Schedule.partnership_id == partnership.id, Schedule.kind == kind)
    schedule = session.scalars(query.with_for_update().execution_options(populate_existing=True)).one()
    if schedule.on != on:
        schedule.on = on
        set_next(session, schedule, partnership, now)
        session.flush()
    return schedule.next_at


def is_on(session: Session, partnership: Partnership, kind: str) -> bool:
    """Whether the kind is on; others who ask, or switch it, wait."""
    on = select(Schedule.on).where(Schedule.partnership_id == partnership.id, Schedule.kind == kind)
    return session.scalars(on.with_for_update()).one()


def regular(schedule: Schedule, partnership: Partnership, day: date) -> bool:
    """Whether the day is one of the kind's own."""
    return DAYS[day.weekday()] == schedule.day and rhythm(schedule, partnership).includes(day)


# A tick


_AHEAD = (
    select(Schedule, Partnership)
    .join(Partnership, Partnership.id == Schedule.partnership_id)
    .where(Schedule.turned_at > bindparam("now"))
    .order_by(Schedule.turned_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=Schedule)
)


def set_right(session: Session, now: datetime, batch: Batch) -> int:
    """Schedules worked out at a time still to come: the clock has been corrected since, so they are done anew."""
    rows = session.execute(batch.of(_AHEAD, Schedule.partnership_id), {"now": now, "limit": batch.most}).all()
    set_all(session, [(schedule, partnership) for schedule, partnership in rows], now)
    session.flush()
    return len(rows)


def coming_up(session: Session) -> list[tuple[datetime, str]]:
    """What is due next in any partnership: the first of each kind, soonest first."""
    moments = (
        (Schedule.ahead_at, "spotlight", Schedule.ahead_at.is_not(None)),
        (Pulse.closes_at, "pulse-close", Pulse.closed_at.is_(None)),
        (Pulse.results_at, "pulse-results", Pulse.results_id.is_(None) & Pulse.results_at.is_not(None)),
        (Blocker.seek_at, "helpers", Blocker.seek_at.is_not(None)),
        (Commitment.ask_at, "taken-on", Commitment.ask_at.is_not(None)),
        (Post.wait_until, "waiting", Post.wait_until.is_not(None)),
        (Partnership.digest_at, "digest", Partnership.digest_at.is_not(None)),
        (Partnership.clear_at, "too-old", Partnership.clear_at.is_not(None)),
        *((Schedule.next_at, kind, (Schedule.kind == kind) & Schedule.next_at.is_not(None)) for kind in KINDS),
    )
    firsts = [(session.scalar(select(at).where(waits).order_by(at).limit(1)), kind) for at, kind, waits in moments]
    return sorted((at, kind) for at, kind in firsts if at is not None)
