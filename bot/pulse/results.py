"""Results of the pulse, and what the hosts do about them: You said, we did."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.orm import Session

from bot.hosts import role as hosts
from bot.lib.refusals import GoneError, NothingToldError
from bot.lib.text import tidy
from bot.models import Member, Partnership, Post, Pulse, Response, Revision
from bot.outbox import posts as outbox
from bot.partnership import audit_log, members
from bot.partnership.members import Who
from bot.pulse import releases
from bot.pulse.questionnaire import CORE, comes_again
from bot.pulse.views import response as response_view
from bot.pulse.views import results as view
from bot.pulse.views.response import Responded
from bot.pulse.views.results import Results
from bot.schedule.batches import Batch
from bot.schedule.timetable import RESULTS
from bot.slack.blocks import Block

_WEEK = timedelta(days=7)


def _load(session: Session, pulse: Pulse, *, alone: bool = False) -> Results:
    """What the pulse came to, with all before it, unless it is wanted `alone`."""
    return _load_all(session, [pulse], alone=alone)[0]


def _load_all(session: Session, pulses: Sequence[Pulse], *, alone: bool = False) -> list[Results]:
    """The same of several, in two statements."""
    before: dict[int, list[tuple[int, date, releases.Release]]] = defaultdict(list)
    wanted = Pulse.id if alone else Pulse.partnership_id
    these = wanted.in_([pulse.id if alone else pulse.partnership_id for pulse in pulses])
    for row in session.execute(_RELEASED.where(these, Pulse.id <= max(pulse.id for pulse in pulses))):
        before[row.partnership_id].append((row.id, _month(row.occasion), releases.from_json(row.release)))
    answered = select(Response).where(Response.pulse_id.in_([pulse.id for pulse in pulses]))
    responses = {one.pulse_id: one for one in session.scalars(answered)}
    return [_results(one, before[one.partnership_id], responses.get(one.id)) for one in pulses]


_RELEASED = (
    select(Pulse.id, Pulse.partnership_id, Pulse.occasion, Pulse.release)
    .where(Pulse.release.is_not(None))
    .order_by(Pulse.id)
)


def _results(pulse: Pulse, told: Sequence[tuple[int, date, releases.Release]], response: Response | None) -> Results:
    assert pulse.release is not None
    before = [(month, release) for pulse_id, month, release in told if pulse_id <= pulse.id]
    return Results(
        pulse.id,
        _month(pulse.occasion),
        releases.from_json(pulse.release),
        {one.key: [(month, release.whole.get(one.key)) for month, release in before] for one in CORE},
        releases.groups_from_json(pulse.groups),
        {key: comes_again(key, pulse.round) for key in pulse.items},
        _responded(response),
    )


def _month(occasion: str) -> date:
    """The first of the month a pulse is named after."""
    return date.fromisoformat(f"{occasion}-01")


def _responded(response: Response | None) -> Responded | None:
    if response is None:
        return None
    return Responded(response.action, response.owner_id, response.due, response.because, response.became)


def post(session: Session, pulses: Sequence[tuple[Pulse, Partnership]], now: datetime) -> None:
    """The results, for everybody at once; the hosts are reminded weekly until they say what they do."""
    if not pulses:
        return
    sayings = []
    for told, (pulse, partnership) in zip(_load_all(session, [one for one, _ in pulses]), pulses, strict=True):
        token = outbox.new_token()
        said = view.results(told, token)
        sayings.append(outbox.Saying(partnership.id, RESULTS, pulse.occasion, partnership.channel_id, said, token))
    made = outbox.write_all(session, sayings, now)
    places = [partnership.id for _, partnership in pulses]
    session.execute(update(Pulse).where(Pulse.partnership_id.in_(places)).values(remind_at=None))
    for (pulse, _), post_id in zip(pulses, made, strict=True):
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
    return _load(session, pulse, alone=True) if pulse else None


def latest(
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
        partnership_id: response_view.since_then(_month(occasion), _responded(response))
        for partnership_id, occasion, response in rows
    }


# You said, we did


def asked(
    session: Session, pulse_id: int, who: Who, now: datetime, *, hold: bool = False
) -> tuple[Pulse, Partnership, Member, date]:
    """A pulse with results, for one of its hosts; to `hold` it means that two cannot answer for it at once."""
    pulse = session.get(Pulse, pulse_id, with_for_update=hold or None)
    if pulse is None or pulse.results_id is None:
        raise GoneError
    partnership = session.get_one(Partnership, pulse.partnership_id)
    member = members.admit(session, partnership, who, now)
    members.require_host(member)
    return pulse, partnership, member, _month(pulse.occasion)


def response(session: Session, pulse_id: int) -> Responded | None:
    return _responded(session.get(Response, pulse_id))


def respond(
    session: Session,
    pulse_id: int,
    who: Who,
    *,
    action: str | None,
    owner: Who | None,
    due: date | None,
    because: str | None,
    now: datetime,
) -> Responded:
    """What the hosts do, or why nothing; said below the results. What was said before is kept."""
    pulse, partnership, member, _ = asked(session, pulse_id, who, now, hold=True)
    found = session.get(Response, pulse_id)
    if found is None:
        found = Response(pulse_id=pulse_id, partnership_id=partnership.id, member_id=member.id, decided_at=now)
        session.add(found)
    else:
        _keep(session, found, member, now)
    found.member_id, found.decided_at = member.id, now
    found.action = tidy(action) if action else None
    found.owner_team = owner.team_id if owner else None
    found.owner_id = owner.user_id if owner else None
    found.due, found.because = due, tidy(because) if because else None
    if found.action is None:
        found.became = found.became_at = None
    pulse.remind_at = _due(due, partnership.zone) if due and not found.became else None
    audit_log.record(session, member, "pulse.response", now, pulse.occasion)
    return _say(session, pulse, partnership, found, now)


def tell_outcome(session: Session, pulse_id: int, who: Who, became: str, now: datetime) -> Responded:
    """What became of the action; the next pulse opens with it."""
    pulse, partnership, member, _ = asked(session, pulse_id, who, now, hold=True)
    found = session.get(Response, pulse_id)
    if found is None:
        raise NothingToldError
    _keep(session, found, member, now)
    found.became, found.became_at = tidy(became), now
    pulse.remind_at = None
    audit_log.record(session, member, "pulse.outcome", now, pulse.occasion)
    return _say(session, pulse, partnership, found, now)


def _due(day: date, zone: str) -> datetime:
    """When the hosts are asked what became of it: in the morning after the day by which it was to be done."""
    return datetime.combine(day + timedelta(days=1), time(10), ZoneInfo(zone))


def _keep(session: Session, found: Response, member: Member, now: datetime) -> None:
    before = {
        "action": found.action,
        "owner_id": found.owner_id,
        "due": found.due.isoformat() if found.due else None,
        "because": found.because,
        "became": found.became,
    }
    session.add(
        Revision(
            partnership_id=found.partnership_id,
            noun="response",
            row_id=found.pulse_id,
            before=before,
            member_id=member.id,
            revised_at=now,
        )
    )


def _say(session: Session, pulse: Pulse, partnership: Partnership, found: Response, now: datetime) -> Responded:
    """The results say so, and their thread; one word in it, which is changed with them."""
    session.flush()
    assert pulse.results_id is not None
    made = _responded(found)
    assert made is not None
    token = session.get_one(Post, pulse.results_id).token
    outbox.revise(session, pulse.results_id, view.results(_load(session, pulse), token))
    announced = outbox.Saying(
        partnership.id,
        "pulse-response",
        str(pulse.id),
        partnership.channel_id,
        response_view.announced(made),
        thread_id=pulse.results_id,
    )
    outbox.write_or_revise(session, [announced], now)
    return made


_TO_REMIND = (
    select(Pulse, Partnership, Response)
    .join(Partnership, Partnership.id == Pulse.partnership_id)
    .outerjoin(Response, Response.pulse_id == Pulse.id)
    .where(Pulse.remind_at <= bindparam("now"), Partnership.paused_at.is_(None))
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=Pulse)
)


def remind(session: Session, now: datetime, batch: Batch) -> int:
    """A turn of the clock: hosts are reminded weekly to say what they do, and once to tell what became of it."""
    rows = session.execute(batch.of(_TO_REMIND, Pulse.partnership_id), {"now": now, "limit": batch.most}).all()
    news: hosts.News = defaultdict(list)
    for pulse, partnership, response_ in rows:
        assert pulse.remind_at is not None
        month, said = _month(pulse.occasion), _responded(response_)
        reminder = response_view.reminder(month, partnership.channel_id, pulse.id, said)
        day = f"{pulse.id}:{pulse.remind_at.date().isoformat()}"
        news[partnership.id].append((reminder, "pulse-reminder", day))
        pulse.remind_at = None if said else pulse.remind_at + _WEEK * ((now - pulse.remind_at) // _WEEK + 1)
    hosts.tell_each(session, news, now=now)
    return len(rows)
