"""Results of the pulse as they are posted, and what hosts are reminded of after them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.orm import Session

from bot.hosts import digest_entries, role
from bot.models import Partnership, Pulse, Response
from bot.outbox import posts
from bot.pulse import releases
from bot.pulse.questionnaire import CORE, comes_again
from bot.pulse.views import response as response_view
from bot.pulse.views import results as view
from bot.pulse.views.response import HostsResponse
from bot.pulse.views.results import Results
from bot.schedule.batches import Batch
from bot.slack.blocks import Block

RESULTS, RESPONSE, REMINDER = "pulse-results", "pulse-response", "pulse-reminder"  # kinds of post
ACTION = "pulse-action"  # kind of line in the hosts' digest
_WEEK = timedelta(days=7)


def load(session: Session, pulse: Pulse, *, alone: bool = False) -> Results:
    """What the pulse came to, with all before it, unless it is wanted `alone`."""
    return _load_all(session, [pulse], alone=alone)[0]


def _load_all(session: Session, pulses: Sequence[Pulse], *, alone: bool = False) -> list[Results]:
    """The same of several, in two statements."""
    before: dict[int, list[tuple[int, date, releases.Release]]] = defaultdict(list)
    wanted = Pulse.id if alone else Pulse.partnership_id
    chosen = wanted.in_([pulse.id if alone else pulse.partnership_id for pulse in pulses])
    for row in session.execute(_RELEASED.where(chosen, Pulse.id <= max(pulse.id for pulse in pulses))):
        before[row.partnership_id].append((row.id, month_of(row.occasion), releases.from_json(row.release)))
    answered = select(Response).where(Response.pulse_id.in_([pulse.id for pulse in pulses]))
    responses = {response.pulse_id: response for response in session.scalars(answered)}
    return [_results(pulse, before[pulse.partnership_id], responses.get(pulse.id)) for pulse in pulses]


_RELEASED = (
    select(Pulse.id, Pulse.partnership_id, Pulse.occasion, Pulse.release)
    .where(Pulse.release.is_not(None))
    .order_by(Pulse.id)
)


def _results(
    pulse: Pulse, released: Sequence[tuple[int, date, releases.Release]], response: Response | None
) -> Results:
    assert pulse.release is not None
    before = [(month, release) for pulse_id, month, release in released if pulse_id <= pulse.id]
    return Results(
        pulse.id,
        month_of(pulse.occasion),
        releases.from_json(pulse.release),
        {core.key: [(month, release.whole.get(core.key)) for month, release in before] for core in CORE},
        releases.groups_from_json(pulse.groups),
        {key: comes_again(key, pulse.round) for key in pulse.items},
        response_of(response),
    )


def month_of(occasion: str) -> date:
    """The first of the month a pulse is named after."""
    return date.fromisoformat(f"{occasion}-01")


def response_of(response: Response | None) -> HostsResponse | None:
    if response is None:
        return None
    return HostsResponse(response.action, response.owner_id, response.due, response.because, response.became)


def post(session: Session, pulses: Sequence[tuple[Pulse, Partnership]], now: datetime) -> None:
    """The results, for everybody at once; the hosts' digest asks a week later what they do."""
    if not pulses:
        return
    new_posts = []
    for loaded, (pulse, partnership) in zip(_load_all(session, [pulse for pulse, _ in pulses]), pulses, strict=True):
        token = posts.new_token()
        message = view.results(loaded, token)
        new_posts.append(posts.NewPost(partnership.id, RESULTS, pulse.occasion, partnership.channel_id, message, token))
    post_ids = posts.write_all(session, new_posts, now)
    partnership_ids = [partnership.id for _, partnership in pulses]
    session.execute(update(Pulse).where(Pulse.partnership_id.in_(partnership_ids)).values(remind_at=None))
    for (pulse, _), post_id in zip(pulses, post_ids, strict=True):
        pulse.results_id, pulse.remind_at = post_id, now + _WEEK
    session.flush()


def newest(session: Session, partnership_id: int) -> Results | None:
    """The latest results that have been posted."""
    pulse = session.scalar(
        select(Pulse)
        .where(Pulse.partnership_id == partnership_id, Pulse.results_id.is_not(None))
        .order_by(Pulse.id.desc())
        .limit(1)
    )
    return load(session, pulse, alone=True) if pulse else None


def latest_responses(
    session: Session, partnership_ids: Sequence[int], than: Mapping[int, int] | None = None
) -> dict[int, list[Block]]:
    """What became of each partnership's last pulse with results, older than one if told: what the next opens with."""
    last = (
        select(func.max(Pulse.id))
        .where(
            Pulse.partnership_id.in_(partnership_ids),
            Pulse.results_id.is_not(None),
            *([Pulse.id < case(dict(than), value=Pulse.partnership_id)] if than is not None else []),
        )
        .group_by(Pulse.partnership_id)
    )
    rows = session.execute(
        select(Pulse.partnership_id, Pulse.occasion, Response)
        .outerjoin(Response, Response.pulse_id == Pulse.id)
        .where(Pulse.id.in_(last))
    )
    return {
        partnership_id: response_view.since_then(month_of(occasion), response_of(response))
        for partnership_id, occasion, response in rows
    }


_TO_REMIND = (
    select(Pulse, Partnership, Response)
    .join(Partnership, Partnership.id == Pulse.partnership_id)
    .outerjoin(Response, Response.pulse_id == Pulse.id)
    .where(Pulse.remind_at <= bindparam("now"), Partnership.paused_at.is_(None))
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=Pulse)
)


def remind(session: Session, now: datetime, batch: Batch) -> int:
    """Each tick: what hosts do is a line of their digest until they say it; what became of it they are asked once."""
    rows = session.execute(batch.of(_TO_REMIND, Pulse.partnership_id), {"now": now, "limit": batch.most}).all()
    news: role.News = defaultdict(list)
    unsaid: list[tuple[int, str]] = []
    for pulse, partnership, row in rows:
        assert pulse.remind_at is not None
        response = response_of(row)
        if response is None:
            unsaid.append((partnership.id, str(pulse.id)))
        else:
            reminder = response_view.reminder(month_of(pulse.occasion), partnership.channel_id, pulse.id, response)
            day = f"{pulse.id}:{pulse.remind_at.date().isoformat()}"
            news[partnership.id].append((reminder, "pulse-reminder", day))
        pulse.remind_at = None
    role.tell_each(session, news, now=now)
    digest_entries.note_each(session, unsaid, kind=ACTION, now=now)
    return len(rows)
