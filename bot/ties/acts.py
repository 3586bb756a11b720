"""What hosts do about ties, whole: look at the map, offer an introduction, take it back; and what the two answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.lib import periods
from bot.lib.periods import Period
from bot.lib.refusals import GoneError, Refusal
from bot.models import Introduction, Member, Partner, Partnership
from bot.outbox import files as requests
from bot.partnership import audit_log, homes, members, partnerships
from bot.partnership.members import Who
from bot.ties import entries, files, introductions, suggestions
from bot.ties.introductions import NO, YES, Side
from bot.ties.views.map import MapView


class NoReasonError(Refusal):
    """They have worked together by now, were asked lately, or nobody there can be asked this week."""


class IntroducingPausedError(Refusal):
    """The partnership is paused: nobody is asked anything."""


class MetError(Refusal):
    """The two have been introduced."""


class OffError(Refusal):
    """The introduction has been taken back."""


@dataclass(frozen=True)
class Offered:
    """An introduction that a host has offered, and who is asked: Slack ids and organisations."""

    id: int
    host: str
    people: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class DaysForm:
    """Where the form belongs, and when all this began."""

    channel_id: str
    started: date


def look(session: Session, channel: str, who: Who, days: str, now: datetime, *, about: str | None = None) -> MapView:
    """The map of these days, as somebody wrote them; for hosts. Its picture and table are made and sent."""
    partnership, host = partnerships.enter_as_host(session, channel, who, now, about=about)
    period = periods.read(days, partnership.started_at, partnership.zone, now)
    return _look(session, partnership, host, period, now)


def look_between(
    session: Session, channel: str, who: Who, days: tuple[date | None, date | None], now: datetime
) -> MapView:
    """The same from the first of these days to the last; nothing stands for the start, and for today."""
    partnership, host = partnerships.enter_as_host(session, channel, who, now)
    period = periods.between(*days, partnership.started_at, partnership.zone, now)
    return _look(session, partnership, host, period, now)


def _look(session: Session, partnership: Partnership, host: Member, period: Period, now: datetime) -> MapView:
    seen = entries.gather(session, partnership.id, period)
    if seen.ties:
        about = {"first": period.first.isoformat(), "last": period.last.isoformat()}
        requests.request(session, partnership, host, files.WHAT, about, now)
    suggestion = suggestions.of(session, partnership, now) if partnership.paused_at is None else None
    return MapView(partnership.id, seen, suggestion)


def form(session: Session, about: str, channel: str, who: Who, now: datetime) -> DaysForm:
    """What the form begins with that asks for days; for hosts."""
    partnership, _ = partnerships.enter_as_host(session, channel, who, now, about=about)
    started = partnership.started_at
    return DaysForm(partnership.channel_id, periods.between(None, None, started, partnership.zone, started).first)


def offer(
    session: Session, partnership_id: str, channel: str, who: Who, pair: tuple[int, int], now: datetime
) -> Offered:
    """Two people of these partners are asked in private whether they would like to meet, for the best reason now."""
    partnership, host = partnerships.enter_as_host(session, channel, who, now, about=partnership_id)
    both = [partnerships.row_of(session, partnership.id, Partner, partner_id) for partner_id in pair]
    if partnership.paused_at is not None:
        raise IntroducingPausedError
    # Hosts who offer at once do so one after the other, so that nobody is asked twice.
    session.execute(select(Partnership.id).where(Partnership.id == partnership.id).with_for_update(key_share=True))
    ids = frozenset(partner.id for partner in both if partner is not None)
    reason = suggestions.of(session, partnership, now, ids) if len(ids) > 1 else None
    if reason is None:
        raise NoReasonError
    made = introductions.offer(session, partnership, host, reason, now)
    organisations = sorted(person.organisation for person in reason.people)
    audit_log.record(session, host, "introduction.offered", now, " and ".join(organisations))
    homes.keep_homes(session, partnership.id)
    return Offered(made.id, host.user_id, [(person.user_id, person.organisation) for person in reason.people])


def take_back(session: Session, introduction_id: int, who: Who, now: datetime) -> None:
    """Nobody is asked any more; for hosts, until the two have met."""
    partnership, member, introduction = partnerships.enter_row(
        session, Introduction, introduction_id, who, now, hold=True
    )
    members.require_host(member)
    if introduction.met_at is not None:
        raise MetError
    if introduction.undone_at is not None:
        return
    introductions.take_back(session, introduction, now)
    audit_log.record(session, member, "introduction.taken_back", now)
    homes.keep_homes(session, partnership.id)


def answer(session: Session, introduction_id: int, who: Who, now: datetime, *, yes: bool) -> bool:
    """Whether the two meet by this. Until they have, each can say otherwise."""
    partnership, member, introduction = partnerships.require_row(
        session, Introduction, introduction_id, who, now, hold=True
    )
    mine, other = _mine(session, introduction, member)
    if introduction.met_at is not None:
        raise MetError
    if introduction.undone_at is not None:
        raise OffError
    wanted = YES if yes else NO
    if mine.row.answer != wanted:
        mine.row.answer = wanted
        session.flush()
        introductions.answered(session, introduction, mine, other)
    return yes and introductions.meet(session, partnership, introduction, now)


def _mine(session: Session, introduction: Introduction, member: Member) -> tuple[Side, Side]:
    """The person's own side, and the other; refused for anybody else as if it were not there."""
    others = {side.member.id: side for side in introductions.sides(session, introduction.id)}
    mine = others.pop(member.id, None)
    if mine is None or len(others) != 1:
        raise GoneError
    [other] = others.values()
    return mine, other
