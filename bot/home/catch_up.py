"""Catching up: the last month in a few lines, in as many statements whatever the history."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from bot.checkins.stages import STAGES, Stage
from bot.home.views import catch_up as view
from bot.models import (
    Answer,
    Blocker,
    Checkin,
    Credit,
    Idea,
    Movement,
    Partner,
    Partnership,
    Pulse,
    Schedule,
    Skill,
    Vision,
    Why,
    Win,
)
from bot.partnership import partners
from bot.partnership.movements import Way
from bot.pulse import results, status
from bot.schedule import timetable

MONTH = timedelta(days=30)
_NAMED, _QUOTED = 3, 2


def catch_up(session: Session, partnership: Partnership, now: datetime) -> view.CatchUp:
    """What happened here since a month ago, what is open, and what comes next."""
    since = now - MONTH
    here = partnership.id
    people, partners = _moved(session, here, since, now)
    wins, shared = session.execute(_wins(here, since, now)).one()
    raised, fixed, still = _blockers(session, here, since, now)
    offered, hidden = session.execute(_skills(here, since, now)).one()
    return view.CatchUp(
        name=partnership.name,
        since=since,
        zone=partnership.zone,
        people=people,
        joined=tuple(name for name, way in partners if way == Way.JOINED),
        stepped_back=tuple(name for name, way in partners if way == Way.LEFT),
        returned=tuple(name for name, way in partners if way == Way.RETURNED),
        wins=wins,
        shared=shared,
        quoted=_quoted(session, here, since, now) if wins else (),
        raised=raised,
        fixed=fixed,
        still_open=still,
        ideas=_ideas(session, here, since, now),
        skills=offered,
        hidden=hidden,
        checkin=_checkin(session, here, since),
        pulse=_pulse(session, partnership, since),
        vision=_vision(session, here, since),
        why=_why(session, here, since),
        paused=partnership.paused_at is not None,
        next=_next(session, here),
    )


def _moved(session: Session, here: int, since: datetime, now: datetime) -> tuple[int, list[tuple[str, str]]]:
    """How many people are new, and the partners that moved, by name; a partner's last move counts."""
    month = (Movement.partnership_id == here, Movement.at > since, Movement.at <= now)
    people = session.scalars(
        select(func.count(func.distinct(Movement.member_id))).where(*month, Movement.what == Way.JOINED)
    ).one()
    of_partners = (*month, Movement.partner_id.is_not(None), Movement.what != Way.MERGED)
    last = select(func.max(Movement.id)).where(*of_partners).group_by(Movement.partner_id)
    rows = session.execute(
        select(Partner.name, Movement.what)
        .join(Partner, Partner.id == Movement.partner_id)
        .where(Movement.id.in_(last), *partners.kept())
        .order_by(Movement.id)
    )
    return people, [(name, what) for name, what in rows]


def _lately(here: int, since: datetime, now: datetime) -> tuple[Any, ...]:
    return (Win.partnership_id == here, Win.recorded_at > since, Win.recorded_at <= now, Win.undone_at.is_(None))


def _sharers() -> Any:
    return select(func.count()).where(Credit.win_id == Win.id).correlate(Win).scalar_subquery()


def _wins(here: int, since: datetime, now: datetime) -> Select[int, int]:
    """How many wins, and how many of them more than one partner shares."""
    return select(func.count(), func.count(case((_sharers() > 1, 1)))).where(*_lately(here, since, now))


def _quoted(session: Session, here: int, since: datetime, now: datetime) -> tuple[str, ...]:
    """Two wins in their authors' words: shared ones first, the newest first."""
    rows = session.scalars(
        select(Win.text)
        .where(*_lately(here, since, now))
        .order_by(case((_sharers() > 1, 0), else_=1), Win.recorded_at.desc(), Win.id.desc())
        .limit(_QUOTED)
    )
    return tuple(rows)


def _blockers(session: Session, here: int, since: datetime, now: datetime) -> tuple[int, int, int]:
    """How many were raised in the month and fixed in the month, and how many are open."""
    ours = (Blocker.partnership_id == here, Blocker.undone_at.is_(None))
    raised = select(func.count()).where(*ours, Blocker.raised_at > since, Blocker.raised_at <= now)
    fixed = select(func.count()).where(*ours, Blocker.fixed_at > since, Blocker.fixed_at <= now)
    still = select(func.count()).where(*ours, Blocker.fixed_at.is_(None))
    row = session.execute(select(raised.scalar_subquery(), fixed.scalar_subquery(), still.scalar_subquery())).one()
    return row[0], row[1], row[2]


def _ideas(session: Session, here: int, since: datetime, now: datetime) -> tuple[int, int]:
    """How many were shared in the month, and how many are open."""
    ours = (Idea.partnership_id == here, Idea.undone_at.is_(None))
    shared = select(func.count()).where(*ours, Idea.shared_at > since, Idea.shared_at <= now)
    still = select(func.count()).where(*ours, Idea.decided_at.is_(None))
    row = session.execute(select(shared.scalar_subquery(), still.scalar_subquery())).one()
    return row[0], row[1]


def _skills(here: int, since: datetime, now: datetime) -> Select[int, int]:
    return select(func.count(), func.count(case((Skill.hidden, 1)))).where(
        Skill.partnership_id == here, Skill.offered_at > since, Skill.offered_at <= now, Skill.removed_at.is_(None)
    )


def _checkin(session: Session, here: int, since: datetime) -> tuple[str, dict[str, int]] | None:
    """The last check-in that closed in the month: its stage, and how many said what, as its summary did."""
    checkin = session.scalar(
        select(Checkin)
        .where(Checkin.partnership_id == here, Checkin.closed_at > since)
        .order_by(Checkin.id.desc())
        .limit(1)
    )
    if checkin is None:
        return None
    rows = session.execute(
        select(Answer.answer, func.count()).where(Answer.checkin_id == checkin.id).group_by(Answer.answer)
    ).all()
    return STAGES[Stage(checkin.stage)].title, {row[0]: row[1] for row in rows}


def _pulse(session: Session, partnership: Partnership, since: datetime) -> view.PulseNews | None:
    """The last results that have been posted, as they were released; else whether one is open."""
    pulse = status.latest_view(session, partnership)
    closes_at = pulse.closes_at if pulse and pulse.is_open else None
    posted = select(func.max(Pulse.results_at)).where(
        Pulse.partnership_id == partnership.id, Pulse.results_id.is_not(None)
    )
    last = session.scalar(posted)
    released = results.newest(session, partnership.id) if last is not None and last > since else None
    return view.PulseNews(released, closes_at) if released or closes_at else None


def _vision(session: Session, here: int, since: datetime) -> int | None:
    """The number of the version that came into force in the month."""
    return session.scalar(select(func.max(Vision.number)).where(Vision.partnership_id == here, Vision.since > since))


def _why(session: Session, here: int, since: datetime) -> bool:
    new = select(Why.id).where(Why.partnership_id == here, Why.said_at > since).limit(1)
    return session.scalar(new) is not None


def _next(session: Session, here: int) -> tuple[str, datetime] | None:
    """The kind of post that comes next, and when."""
    row = session.execute(
        select(Schedule.kind, Schedule.next_at)
        .where(Schedule.partnership_id == here, Schedule.next_at.is_not(None), Schedule.kind.in_(timetable.KINDS))
        .order_by(Schedule.next_at)
        .limit(1)
    ).first()
    return (row[0], row[1]) if row and row[1] else None
