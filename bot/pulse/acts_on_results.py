"""What hosts do about a pulse's results, whole: You said, we did."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.hosts import digest_entries
from bot.lib.refusals import EmptyTextError, GoneError, Refusal
from bot.lib.text import tidy
from bot.models import Member, Partnership, Post, Pulse, Response
from bot.outbox import posts
from bot.partnership import audit_log, homes, members, partnerships, revisions
from bot.partnership.members import Who
from bot.pulse import results
from bot.pulse.views import response as view
from bot.pulse.views import results as results_view
from bot.pulse.views.response import HostsResponse, ResponseForm
from bot.pulse.views.results import Results

NOTE = "pulse-response"  # kind of post


class PastDueError(Refusal):
    """An action cannot be done by a day that has gone by."""


@dataclass(frozen=True)
class NewResponse:
    """What a host typed: an action with who sees to it and by when, or why there is none."""

    action: str | None
    owner: Who | None
    due: date | None
    because: str | None


def how_to_read(session: Session, pulse_id: int, who: Who) -> Results:
    """A pulse's results, for anybody who sees them in the channel."""
    _, _, pulse = partnerships.visit_row(session, Pulse, pulse_id, who)
    if pulse.results_id is None:
        raise GoneError
    return results.load(session, pulse)


def response_form(session: Session, pulse_id: int, who: Who, now: datetime) -> ResponseForm:
    """What the form begins with that asks what the hosts do."""
    pulse, partnership, _ = _for_host(session, pulse_id, who, now)
    response = results.response_of(session.get(Response, pulse.id))
    return ResponseForm(pulse_id, results.month_of(pulse.occasion), partnership.channel_id, response, who.user_id)


def outcome_form(session: Session, pulse_id: int, who: Who, now: datetime) -> ResponseForm:
    """What the form begins with that asks what became of an action."""
    form = response_form(session, pulse_id, who, now)
    if form.response is None or form.response.action is None:
        raise GoneError
    return form


def respond(session: Session, pulse_id: int, who: Who, typed: NewResponse, now: datetime) -> HostsResponse:
    """What the hosts do, or why nothing, stands below the results; how it stood before is kept."""
    pulse, partnership, member = _for_host(session, pulse_id, who, now, hold=True)
    row = session.get(Response, pulse.id)
    today = now.astimezone(ZoneInfo(partnership.zone)).date()
    if typed.due is not None and typed.due != (row and row.due) and typed.due < today:
        raise PastDueError
    if row is None:
        row = Response(pulse_id=pulse_id, partnership_id=partnership.id, member_id=member.id, decided_at=now)
        session.add(row)
    else:
        _keep(session, row, member, now)
    row.member_id, row.decided_at = member.id, now
    row.action = tidy(typed.action) if typed.action else None
    row.owner_team = typed.owner.team_id if typed.owner else None
    row.owner_id = typed.owner.user_id if typed.owner else None
    row.due, row.because = typed.due, tidy(typed.because) if typed.because else None
    if row.action is None:
        row.became = row.became_at = None
    pulse.remind_at = _morning_after(typed.due, partnership.zone) if typed.due and not row.became else None
    audit_log.record(session, member, "pulse.response", now, pulse.occasion)
    return _changed(session, pulse, partnership, row, who, now)


def record_outcome(session: Session, pulse_id: int, who: Who, became: str, now: datetime) -> HostsResponse:
    """What became of the action; the next pulse opens with it."""
    pulse, partnership, member = _for_host(session, pulse_id, who, now, hold=True)
    row = session.get(Response, pulse.id)
    if row is None:
        raise EmptyTextError
    _keep(session, row, member, now)
    row.became, row.became_at = tidy(became), now
    pulse.remind_at = None
    audit_log.record(session, member, "pulse.outcome", now, pulse.occasion)
    return _changed(session, pulse, partnership, row, who, now)


def _for_host(
    session: Session, pulse_id: int, who: Who, now: datetime, *, hold: bool = False
) -> tuple[Pulse, Partnership, Member]:
    """A pulse with results, for one of its hosts; to `hold` it means that two cannot answer for it at once."""
    partnership, member, pulse = partnerships.enter_row(session, Pulse, pulse_id, who, now, hold=hold)
    members.require_host(member)
    if pulse.results_id is None:
        raise GoneError
    return pulse, partnership, member


def _morning_after(day: date, zone: str) -> datetime:
    """When the hosts are asked what became of it: after the day by which it was to be done."""
    return datetime.combine(day + timedelta(days=1), time(10), ZoneInfo(zone))


def _keep(session: Session, row: Response, member: Member, now: datetime) -> None:
    """How it stood before."""
    before = {
        "action": row.action,
        "owner_id": row.owner_id,
        "due": row.due.isoformat() if row.due else None,
        "because": row.because,
        "became": row.became,
    }
    revisions.keep(session, row, before, member, now)


def _changed(
    session: Session, pulse: Pulse, partnership: Partnership, row: Response, who: Who, now: datetime
) -> HostsResponse:
    """The results say so, one word in their thread, and digests that said it was to come; the host's Home is stale."""
    session.flush()
    assert pulse.results_id is not None
    response = results.response_of(row)
    assert response is not None
    token = session.get_one(Post, pulse.results_id).token
    posts.revise(session, pulse.results_id, results_view.results(results.load(session, pulse), token))
    note = posts.NewPost(
        partnership.id,
        NOTE,
        str(pulse.id),
        partnership.channel_id,
        view.announced(response),
        thread_id=pulse.results_id,
    )
    posts.write_or_revise(session, [note], now)
    line = view.said_since(results.month_of(pulse.occasion))
    digest_entries.restate(session, partnership.id, str(pulse.id), line, kind=results.ACTION)
    homes.keep_home(session, who)
    return response
