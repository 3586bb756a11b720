"""The hosts' digest: once a week, on its day; with nothing to say there is none, and none comes in a pause."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from bot.db.statements import insert_new
from bot.digest import conditions, news, views
from bot.digest.conditions import Lines
from bot.digest.lines import MOST, NEWS, Line, Topic
from bot.hosts import role
from bot.hosts.digest_entries import DIGEST
from bot.models import DigestEntry, Partnership
from bot.schedule import asking_days, calendars
from bot.schedule.batches import Batch
from bot.schedule.calendars import MOST_CLOSED

SHOWN = timedelta(days=31)  # that news stands in My Pencil
_STALE = timedelta(weeks=13)  # after which nobody needs to hear of it
_TOO_LATE = timedelta(days=1)  # after which the next digest is soon enough
_ABSURD = timedelta(days=31) + MOST_CLOSED  # no digest is so far ahead; the clock has been corrected

_FIRST = select(Partnership).order_by(Partnership.digest_at).limit(bindparam("limit")).with_for_update(skip_locked=True)
_DUE = _FIRST.where(Partnership.digest_at <= bindparam("now"), Partnership.uninstalled_at.is_(None))
_ABSURDLY_FAR = _FIRST.where(Partnership.digest_at > bindparam("absurd"))


def write(session: Session, now: datetime, batch: Batch) -> int:
    """Each tick: hosts whose day it is get what there is to say; how many partnerships that concerned."""
    rows = session.scalars(batch.of(_DUE, Partnership.id), {"now": now, "limit": batch.most}).all()
    far = session.scalars(batch.of(_ABSURDLY_FAR, Partnership.id), {"absurd": now + _ABSURD, "limit": batch.most}).all()
    due = {place.id: place for place in rows if _is_due(place, now)}
    for place in (*rows, *far):
        place.digest_at = asking_days.next_digest(place, now)
    session.flush()
    if due:
        _tell(session, due, now)
    return len(rows) + len(far)


def _tell(session: Session, due: Mapping[int, Partnership], now: datetime) -> None:
    """What there is to say goes to the hosts, and is counted as said; where nobody hosts, nothing is used up."""
    hosted = {member.partnership_id for member, _ in role.of(session, list(due))}
    lines = _still_to_say(session, {key: place for key, place in due.items() if key in hosted}, now)
    written = {key: _in_order(of_place) for key, of_place in lines.items() if of_place}
    role.tell_each(
        session,
        {
            key: [(views.digest(due[key].channel_id, ordered[:MOST], len(ordered) - MOST), DIGEST, _day(due[key], now))]
            for key, ordered in written.items()
        },
        now=now,
    )
    _count(session, {key: ordered[:MOST] for key, ordered in written.items()}, now)


def _is_due(place: Partnership, now: datetime) -> bool:
    """On its day, or soon after; in a pause, or on a day that has become one off, it is left out."""
    assert place.digest_at is not None
    today = now.astimezone(ZoneInfo(place.zone)).date()
    on_time = place.digest_at <= now < place.digest_at + _TOO_LATE
    return on_time and place.paused_at is None and not calendars.of(place).is_off(today)


def _day(place: Partnership, now: datetime) -> str:
    return now.astimezone(ZoneInfo(place.zone)).date().isoformat()


def _still_to_say(session: Session, places: Mapping[int, Partnership], now: datetime) -> Lines:
    """What has not been said often enough."""
    if not places:
        return {}
    noted = select(DigestEntry).where(DigestEntry.partnership_id.in_(places)).order_by(DigestEntry.id)
    entries = session.scalars(noted).all()
    times = {(entry.partnership_id, entry.kind, entry.about): entry.times for entry in entries}
    lines = conditions.of(session, places, now)
    fresh = [entry for entry in entries if entry.times < role.MOST_TIMES and entry.noted_at > now - _STALE]
    for key, line in news.read(session, fresh):
        lines[key].append(line)
    return {
        key: [line for line in lines[key] if times.get((key, line.topic, line.about), 0) < line.most_times]
        for key in places
        if key in lines
    }


def _in_order(lines: Collection[Line]) -> list[Line]:
    """By topic, and the first line of each topic before the second of any."""
    before: Counter[Topic] = Counter()
    places: dict[Line, tuple[int, int]] = {}
    for line in lines:
        places[line] = (before[line.topic], line.place)
        before[line.topic] += 1
    return sorted(lines, key=places.__getitem__)


def _count(session: Session, written: Mapping[int, Collection[Line]], now: datetime) -> None:
    """How often each line has been said."""
    if not written:
        return
    counted = [(key, line) for key, lines in written.items() for line in lines]
    rows = [
        {"partnership_id": key, "kind": line.topic, "about": line.about, "noted_at": now, "times": 0}
        for key, line in counted
    ]
    insert_new(session, DigestEntry, rows, returning=(DigestEntry.id,), on=["partnership_id", "kind", "about"])
    values = [{"owner": key, "what": line.topic, "which": line.about} for key, line in counted]
    session.connection().execute(_ONCE_MORE, values)


_ONCE_MORE = (
    update(DigestEntry)
    .where(
        DigestEntry.partnership_id == bindparam("owner"),
        DigestEntry.kind == bindparam("what"),
        DigestEntry.about == bindparam("which"),
    )
    .values(times=DigestEntry.times + 1)
)


def standing(session: Session, partnership: Partnership, now: datetime) -> list[Line]:
    """All there is to say at any time, however often it was: for the page of hosts."""
    since = now - SHOWN
    recent = (
        select(DigestEntry)
        .where(DigestEntry.partnership_id == partnership.id, DigestEntry.kind.in_(NEWS), DigestEntry.noted_at > since)
        .order_by(DigestEntry.id)
    )
    lines: Lines = defaultdict(list, conditions.of(session, {partnership.id: partnership}, now))
    for key, line in news.read(session, session.scalars(recent).all()):
        lines[key].append(line)
    return _in_order(lines[partnership.id])
