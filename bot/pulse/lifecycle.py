"""A pulse's life: opened, closed, counted and posted by ticks alone.

Nothing here, and nothing it writes, says of anybody whether they have answered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from bot.hosts import role
from bot.lib.logs import logger
from bot.models import Partnership, Post, Pulse
from bot.outbox import posts
from bot.pulse import ballots, disclosure_control, releases, results, status
from bot.pulse.ballots import NoKeyError, Tally
from bot.pulse.views import controls as view
from bot.pulse.views.pulse import State
from bot.schedule import calendars
from bot.schedule.batches import Batch
from bot.schedule.calendars import MOST_CLOSED, Calendar, working_days_after
from bot.schedule.recurrence import Rhythm, next_fire, over
from bot.settings import Settings

log = logger(__name__)

UNOPENED, NO_KEY = "pulse-unopened", "pulse-key"  # kinds of post, to hosts
OPEN_DAYS, EXTRA_DAYS = 7, 3  # working days: from a Tuesday to the Thursday of the week after; and once more
_NUDGE_DAYS = (2, OPEN_DAYS - 1)  # the third day, and the one before the close
_NUDGE_HOUR, _CLOSING_HOUR = time(10), time(17)
_RESULTS = ("tue", "10:00")
_KEY_WAIT = timedelta(minutes=5)
_ABSURD = timedelta(days=31) + MOST_CLOSED  # no pulse is open for so long; the clock has been corrected


def set_times(pulse: Pulse, since: datetime, zone: str, calendar: Calendar) -> None:
    """When it closes, when reminders and results come, for a pulse open since then."""
    pulse.closes_at = working_days_after(since, OPEN_DAYS, zone, calendar, _CLOSING_HOUR)
    days = [working_days_after(since, number, zone, calendar, _NUDGE_HOUR) for number in _NUDGE_DAYS]
    pulse.nudges = [at.astimezone(UTC).isoformat() for at in days]
    _set_results(pulse, zone, calendar)


def _set_results(pulse: Pulse, zone: str, calendar: Calendar) -> None:
    pulse.results_at = next_fire(Rhythm(*_RESULTS, zone), calendar, pulse.closes_at).at


_UNFINISHED = select(Pulse.id).where(status.unfinished()).limit(bindparam("limit"))
_UNOPENED = _UNFINISHED.join(Post, Post.id == Pulse.post_id).where(
    Pulse.opened_at.is_(None),
    or_(Post.sent_at.is_not(None), Post.fate == posts.Fate.UNKNOWN, Pulse.written_at < bindparam("late")),
)
_ABSURDLY_LONG = _UNFINISHED.where(Pulse.closes_at > bindparam("absurd"))


def settle(session: Session, now: datetime, batch: Batch) -> int:
    """What has come to stand in Slack is open from that day; what has not, on its day, does not open."""
    ids = [
        *session.scalars(
            batch.of(_UNOPENED, Pulse.partnership_id), {"late": now - timedelta(hours=1), "limit": batch.most}
        ),
        *session.scalars(
            batch.of(_ABSURDLY_LONG, Pulse.partnership_id), {"absurd": now + _ABSURD, "limit": batch.most}
        ),
    ]
    if not ids:
        return 0
    missed, stand = [], []
    for pulse, post, partnership in _held(session, ids):
        if pulse.opened_at is None and over(pulse.written_at, partnership.zone, post.sent_at or now):
            missed.append((pulse, partnership))
        elif post.sent_at is not None or post.fate == posts.Fate.UNKNOWN:
            pulse.opened_at = min(post.sent_at or pulse.written_at, now)
            set_times(pulse, pulse.opened_at, partnership.zone, calendars.of(partnership))
            pulse.nudge_at = datetime.fromisoformat(pulse.nudges[0])
            stand.append((pulse, partnership))
    finish(session, [pulse for pulse, _ in missed], State.WITHDRAWN, now)
    status.redraw_all(session, [*missed, *stand])
    news: role.News = {
        partnership.id: [(view.did_not_open(partnership.channel_id), UNOPENED, pulse.occasion)]
        for pulse, partnership in missed
    }
    role.tell_each(session, news, now=now)
    return len(missed) + len(stand)


def _held(session: Session, ids: Sequence[int]) -> Sequence[Any]:
    """These pulses, as far as nobody else has them, each with its post and partnership."""
    if not ids:
        return []
    return session.execute(
        select(Pulse, Post, Partnership)
        .join(Post, Post.id == Pulse.post_id)
        .join(Partnership, Partnership.id == Pulse.partnership_id)
        .where(Pulse.id.in_(ids), status.unfinished())
        .order_by(Pulse.id)
        .with_for_update(skip_locked=True, of=Pulse)
    ).all()


_TO_CLOSE = (
    select(Pulse.id)
    .where(
        status.unfinished(),
        Pulse.opened_at.is_not(None),
        Pulse.closes_at <= bindparam("now"),
        or_(
            Pulse.held_until.is_(None),
            Pulse.held_until <= bindparam("now"),
            Pulse.held_until > bindparam("absurd"),
        ),
    )
    .order_by(Pulse.closes_at)
    .limit(bindparam("limit"))
)


def close(session: Session, settings: Settings, now: datetime, batch: Batch) -> int:
    """Pulses whose time is up are counted, or, with too few answers, stay open once more and then close without.

    One to which nobody is invited is from a backup, which keeps no answers: it ends without results. Counted from what
    a copy held, it could be told twice, with a few answers between.
    """
    due = session.scalars(
        batch.of(_TO_CLOSE, Pulse.partnership_id), {"now": now, "absurd": now + _ABSURD, "limit": batch.most}
    ).all()
    if not due:
        return 0
    rows = _held(session, due)
    urn, whole = _urn(session, [pulse for pulse, _, _ in rows]), ballots.with_invitations(session, due)
    closing, counted, few, lost, keyless = [], [], [], [], []
    for pulse, post, partnership in rows:
        if pulse.id not in whole:
            closing.append((pulse, partnership))
            lost.append(pulse)
            continue
        try:
            tally = _opened(pulse, post.token, urn, settings)
        except NoKeyError:
            pulse.held_until = now + _KEY_WAIT
            keyless.append((pulse, partnership))
            continue
        closing.append((pulse, partnership))
        if tally is not None:
            pulse.release = releases.as_json(_released(pulse, tally))
            counted.append(pulse)
        elif pulse.extended:
            few.append(pulse)
        else:
            _extend(pulse, partnership, now)
    finish(session, counted, State.COUNTED, now)
    finish(session, few, State.FEW, now)
    finish(session, lost, State.LOST, now)
    _post_notes(session, closing, now)
    _report_missing_keys(session, keyless, settings, now)
    return len(rows)


def _extend(pulse: Pulse, partnership: Partnership, now: datetime) -> None:
    """It stays open once more."""
    pulse.extended = True
    since, calendar = max(pulse.closes_at, now), calendars.of(partnership)
    pulse.closes_at = working_days_after(since, EXTRA_DAYS, partnership.zone, calendar, _CLOSING_HOUR)
    _set_results(pulse, partnership.zone, calendar)


def _post_notes(session: Session, closing: Sequence[tuple[Pulse, Partnership]], now: datetime) -> None:
    """Where the results do not come at once, and the partnership is not paused, the thread hears how it stands."""
    notes = [
        status.note(pulse, partnership, shown)
        for shown, (pulse, partnership) in zip(status.redraw_all(session, closing), closing, strict=True)
        if partnership.paused_at is None and not (shown.state is State.COUNTED and shown.results_at <= now)
    ]
    posts.write_all(session, notes, now)


def _report_missing_keys(
    session: Session, keyless: Sequence[tuple[Pulse, Partnership]], settings: Settings, now: datetime
) -> None:
    """Without its key nothing of a pulse is lost: the hosts hear, and it is tried again."""
    news: role.News = {
        partnership.id: [(view.no_key(partnership.channel_id, settings.command_partnership), NO_KEY, str(pulse.id))]
        for pulse, partnership in keyless
    }
    role.tell_each(session, news, now=now)


@dataclass(frozen=True)
class _Urn:
    """The ballots of those pulses that have enough, and the keys that are kept."""

    sealed: Mapping[int, Sequence[bytes]]
    keys: Mapping[int, bytes]


def _urn(session: Session, pulses: Sequence[Pulse]) -> _Urn:
    numbers = ballots.numbers(session, [pulse.id for pulse in pulses])
    enough = [pulse.id for pulse in pulses if numbers.get(pulse.id, 0) >= pulse.floor]
    return _Urn(ballots.sealed(session, enough), ballots.keys(session, enough)) if enough else _Urn({}, {})


def _opened(pulse: Pulse, token: str, urn: _Urn, settings: Settings) -> Tally | None:
    """All ballots counted; nothing if they are fewer than the floor."""
    if pulse.id not in urn.sealed:
        return None
    key = ballots.drawn(pulse, token, ballots.master_key(settings), urn.keys)
    tally = ballots.count(pulse, token, key, urn.sealed[pulse.id])
    if tally.unread:
        log.error("ballots that could not be opened are left out", pulse=pulse.id)
    return tally if tally.number >= pulse.floor else None


def _released(pulse: Pulse, tally: Tally) -> releases.Release:
    """All that may ever be told, worked out once; the counts behind it are written nowhere."""
    apart = releases.groups_from_json(pulse.groups)
    names = [group.name for group in apart] or ["all"]
    points = {
        names[group]: {item: counts[1:] for item, counts in by_item.items()}
        for group, by_item in tally.by_group.items()
        if group < len(names)
    }
    return disclosure_control.release(points, tally.number, pulse.invited, apart, pulse.floor)


def finish(session: Session, pulses: Sequence[Pulse], outcome: State, now: datetime) -> None:
    """Closed; nothing is left of who was invited, who answered and what."""
    for pulse in pulses:
        pulse.closed_at, pulse.outcome, pulse.nudge_at = now, outcome, None
        if outcome is not State.COUNTED:
            pulse.results_at = None
    session.flush()
    ballots.forget(session, [pulse.id for pulse in pulses])


_TO_POST = (
    select(Pulse, Partnership)
    .join(Partnership, Partnership.id == Pulse.partnership_id)
    .where(
        Pulse.outcome == State.COUNTED,
        Pulse.results_id.is_(None),
        Pulse.results_at <= bindparam("now"),
        Partnership.paused_at.is_(None),
    )
    .order_by(Pulse.results_at, Pulse.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=Pulse)
)


def post_results(session: Session, now: datetime, batch: Batch) -> int:
    """Results that are due are posted, unless the partnership is paused: then once it goes on."""
    rows = session.execute(batch.of(_TO_POST, Pulse.partnership_id), {"now": now, "limit": batch.most}).all()
    first = {partnership.id: (pulse, partnership) for pulse, partnership in reversed(rows)}  # one after another
    due = list(first.values())
    results.post(session, due, now)
    status.redraw_all(session, due)
    return len(due)
