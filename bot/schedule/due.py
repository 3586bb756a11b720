"""A tick claims what is due: which occasions come round now, each once, and its next time is set.

The channel is not to be crowded: what has no room in it today gives way, as `room` says.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, case, select, update
from sqlalchemy.orm import Session

from bot.db.statements import core_connection, insert_once
from bot.lib.logs import logger
from bot.models import Occasion, Partnership, Post, Pulse, Schedule
from bot.outbox import kinds
from bot.outbox.kinds import Lateness
from bot.schedule import calendars, room, timetable
from bot.schedule.batches import Batch
from bot.schedule.calendars import Calendar
from bot.schedule.recurrence import Fire, over
from bot.schedule.timetable import Due

log = logger(__name__)

_WEEK = timedelta(days=7)

# What a tick needs to know of a schedule and its partnership, in one row.
_DUE = (
    select(
        Schedule.partnership_id,
        Schedule.kind,
        Schedule.day,
        Schedule.time,
        Schedule.every,
        Schedule.anchor,
        Schedule.held,
        Schedule.next_at,
        Partnership.channel_id,
        Partnership.zone,
        Partnership.holidays,
        Partnership.closures,
        Partnership.started_at,
        Partnership.reflecting,
    )
    .join(Partnership, Partnership.id == Schedule.partnership_id)
    .where(
        Schedule.kind == bindparam("kind"), Schedule.next_at <= bindparam("now"), Partnership.uninstalled_at.is_(None)
    )
    .order_by(Schedule.next_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=Schedule)
)


_IDS: Any = bindparam("ids", expanding=True)
_THEN: dict[str, Any] = {"next_at": bindparam("at"), "turned_at": bindparam("now")}
_MOVED = update(Schedule).where(Schedule.partnership_id.in_(_IDS), Schedule.kind == bindparam("what"))
_HOLD = _MOVED.values(**_THEN, held=bindparam("meant"))
_MOVE = _MOVED.values(**_THEN, held=None, ahead_at=bindparam("ahead"), on=bindparam("again"))


def claim(session: Session, kind: str, now: datetime, batch: Batch) -> tuple[list[Due], int]:
    """Those of the batch's due schedules whose occasion is new, and how many schedules were due.

    Their next time is set; this and the posts written for them have to be committed together.
    """
    execute = core_connection(session).execute
    rows = execute(batch.of(_DUE, Schedule.partnership_id), {"kind": kind, "now": now, "limit": batch.most}).all()
    if not rows:
        return [], 0
    calendar = {row.partnership_id: calendars.of(row) for row in rows}
    crowded = _crowded(session, kind, {row.partnership_id: row.zone for row in rows}, now)
    monthly = [row.partnership_id for row in rows if timetable.KINDS[kind].monthly]
    done = timetable.come_round(session, monthly, [kind], now)  # a month may have been left out
    due: list[Due] = []
    # What is due at one moment comes next at the same few: a statement for each of these.
    held: dict[tuple[datetime, date], list[int]] = defaultdict(list)
    moved: dict[tuple[datetime | None, datetime | None], list[int]] = defaultdict(list)
    for row in rows:
        fire, following = timetable.either_side(row, row, now)
        if fire is not None and fire.at < row.started_at:
            fire = None  # the clock was wrong when it was worked out
        if fire is not None and _too_late(kind, fire, row.zone, now):
            log.info("skipped, its day had gone by", partnership=row.partnership_id, kind=kind, occasion=str(fire.on))
            fire = None
        if fire is not None and row.partnership_id in crowded:
            today = now.astimezone(ZoneInfo(row.zone)).date()
            if later := room.gives_way_to(kind, fire.on, today, calendar[row.partnership_id]):
                at = datetime.combine(later, time.fromisoformat(row.time), ZoneInfo(row.zone))
                held[at, fire.on].append(row.partnership_id)
                continue
            log.info("skipped, its week had no room", partnership=row.partnership_id, kind=kind, occasion=str(fire.on))
            fire = None
        if fire is not None:
            due.append(Due(row.partnership_id, row.channel_id, row.zone, fire))
        at = timetable.first_new(row, row, now, done[row.partnership_id, kind]) if monthly else following.at
        moved[_after(kind, fire, at, row.zone, calendar[row.partnership_id])].append(row.partnership_id)
    for (later, meant), ids in held.items():
        execute(_HOLD, {"ids": ids, "what": kind, "now": now, "at": later, "meant": meant})
    for (next_at, ahead), ids in moved.items():
        values = {"ids": ids, "what": kind, "now": now, "at": next_at, "ahead": ahead}
        execute(_MOVE, {**values, "again": next_at is not None})
    return _first_time(session, kind, due, now), len(rows)


def _after(
    kind: str, fire: Fire | None, at: datetime, zone: str, calendar: Calendar
) -> tuple[datetime | None, datetime | None]:
    """When it comes next, and is prepared, if that is `at`; never, where it comes once and has."""
    if fire is not None and timetable.KINDS[kind].once:
        return None, None
    return at, timetable.ahead_of(kind, at, zone, calendar)


def _crowded(session: Session, kind: str, zones: Mapping[int, str], now: datetime) -> set[int]:
    """The partnerships whose channel has no room for this kind today."""
    before = room.before(kind)
    if not before:
        return set()
    taken = _taken(session, list(zones), before, now)
    today = {partnership_id: now.astimezone(ZoneInfo(zone)) for partnership_id, zone in zones.items()}
    return {
        partnership_id
        for partnership_id, local in today.items()
        if room.is_full(local.date(), [at.astimezone(local.tzinfo).date() for at in taken[partnership_id]])
    }


def _taken(
    session: Session, partnership_ids: Sequence[int], coming: Sequence[str], now: datetime
) -> dict[int, list[datetime]]:
    """The times of what was posted unasked within a week, and of what comes within one: these kinds, and results."""
    values = {"ids": partnership_ids, "kinds": coming, "now": now, "since": now - _WEEK}
    taken = _times(session, [_POSTED], values, now - _WEEK, now)
    for partnership_id, times in _times(session, [_COMING, _RESULTS], values, now, now + _WEEK).items():
        taken[partnership_id] += times
    return taken


def outlook(session: Session, partnership: Partnership, now: datetime) -> list[tuple[str, datetime]]:
    """The kinds that will be posted within a week and when, as things are, soonest first."""
    zone = ZoneInfo(partnership.zone)
    hours = {row.kind: time.fromisoformat(row.time) for row in timetable.of(session, partnership.id)}
    taken = [at.astimezone(zone).date() for at in _taken(session, [partnership.id], [], now)[partnership.id]]
    upcoming = timetable.upcoming(session, partnership, now)
    return room.placed(upcoming, hours, taken, now + _WEEK, zone, calendars.of(partnership))


# When Pencil posted in the channels without having been asked, over the last week.
_POSTED = (
    select(Post.partnership_id, Post.written_at)
    .join(Partnership, and_(Partnership.id == Post.partnership_id, Partnership.channel_id == Post.channel))
    .where(
        Post.partnership_id.in_(_IDS),
        Post.kind.in_(kinds.UNASKED_IN_CHANNEL),
        Post.written_at > bindparam("since"),
        Post.written_at <= bindparam("now"),
        Post.text.is_not(None),
    )
)
# What is still to come and has the right of way. Whether it comes within the week is seen afterwards: an index by time
# alone holds what comes everywhere.
_COMING = select(Schedule.partnership_id, Schedule.next_at).where(
    Schedule.partnership_id.in_(_IDS), Schedule.kind.in_(bindparam("kinds", expanding=True))
)
_RESULTS = select(Pulse.partnership_id, case((Pulse.results_id.is_(None), Pulse.results_at))).where(
    Pulse.partnership_id.in_(_IDS), Pulse.results_at > bindparam("now")
)


def _times(
    session: Session, queries: Sequence[Any], values: dict[str, Any], after: datetime, until: datetime
) -> dict[int, list[datetime]]:
    times: dict[int, list[datetime]] = defaultdict(list)
    for query in queries:
        for partnership_id, at in core_connection(session).execute(query, values):
            if at is not None and after < at <= until:
                times[partnership_id].append(at)
    return times


def _first_time(session: Session, kind: str, due: Sequence[Due], now: datetime) -> list[Due]:
    if not due:
        return []
    rows = [
        {"partnership_id": post.partnership_id, "kind": kind, "occasion": post.occasion, "came_at": now} for post in due
    ]
    fresh = set(insert_once(session, Occasion, rows, returning=Occasion.partnership_id))
    return [post for post in due if post.partnership_id in fresh]


def _too_late(kind: str, fire: Fire, zone: str, now: datetime) -> bool:
    return timetable.KINDS[kind].lateness is Lateness.SAME_DAY and over(fire.at, zone, now)
