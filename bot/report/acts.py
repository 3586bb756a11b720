"""Asking for a report, whole: it is made and sent when there is time."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.lib import periods
from bot.lib.periods import Period
from bot.models import Member, Partnership
from bot.outbox import files
from bot.partnership import members, partnerships
from bot.partnership.members import Who
from bot.report import authors, facts
from bot.report.views.messages import Nothing, ReportForm, Requested
from bot.wins.consent import Audience


def request(
    session: Session, channel: str, who: Who, days: str, audience: Audience, now: datetime
) -> Requested | Nothing:
    """A report on these days, as somebody wrote them."""
    partnership, member = partnerships.enter(session, channel, who, now)
    period = periods.read(days, partnership.started_at, partnership.zone, now)
    return _request(session, partnership, member, who, period, audience, now)


def request_between(
    session: Session, channel: str, who: Who, days: tuple[date | None, date | None], audience: Audience, now: datetime
) -> Requested | Nothing:
    """A report from the first of these days to the last; nothing stands for the start, and for today."""
    partnership, member = partnerships.enter(session, channel, who, now)
    period = periods.between(*days, partnership.started_at, partnership.zone, now)
    return _request(session, partnership, member, who, period, audience, now)


def _request(
    session: Session,
    partnership: Partnership,
    member: Member,
    who: Who,
    period: Period,
    audience: Audience,
    now: datetime,
) -> Requested | Nothing:
    facts.require_allowed(session, member, audience, now)
    if audience is Audience.INSIDE:
        members.require_here(partnership, who)
    if not facts.has_anything(session, partnership, period):
        return Nothing(period, period.day(partnership.started_at))
    about = {"first": period.first.isoformat(), "last": period.last.isoformat(), "audience": str(audience)}
    files.request(session, partnership, member, "story", about, now)
    readable, wins = facts.count_readable(session, partnership, period, audience)
    askable = authors.count_askable(session, partnership, period, audience) if member.host and readable < wins else 0
    return Requested(partnership.id, partnership.name, period, audience, readable, wins, askable)


def request_form(session: Session, partnership_id: str, channel: str, who: Who) -> ReportForm:
    """The form, from a button that may name the partnership."""
    partnership = partnerships.resolve(session, partnership_id, channel, who)
    member = members.lookup(session, partnership.id, who)
    host = member is not None and member.host
    readers = [audience for audience in Audience if host or audience is not Audience.INSIDE]
    started = partnership.started_at
    first = periods.between(None, None, started, partnership.zone, started).first
    return ReportForm(partnership.channel_id, partnership.name, first, readers)
