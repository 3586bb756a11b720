"""What a report on a partnership says of a period. Facts only, in a bounded number of statements.

Figures count everything. Words of a win are told as far as its author agreed, and so is who shared it or helped. A
person is named only with their consent, an organisation not where it asked not to be, and of blockers there are figures
alone. Of the pulse nothing is
read but what was released.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from bot.lib.periods import Period
from bot.lib.refusals import Refusal
from bot.mentions import names
from bot.models import (
    Answer,
    Blocker,
    Checkin,
    Habit,
    Initiative,
    Member,
    Partnership,
    Pulse,
    Response,
    Win,
)
from bot.partnership import audit_log, why
from bot.pulse import releases
from bot.report.habits import ReportedHabit, reported_habits
from bot.report.initiatives import ReportedInitiative, reported_initiatives
from bot.report.learning import Learned, learned
from bot.report.names import SOMEBODY
from bot.report.stays import PartnerStays, partners_stays
from bot.report.wins_and_help import ReportedHelp, ReportedWin, help_between, reported_wins
from bot.slack import marked
from bot.vision import versions
from bot.wins.consent import Audience


class InsideError(Refusal):
    """The words of every win are for hosts to hand on."""


@dataclass(frozen=True)
class StageCheckins:
    """The check-ins about one stage, and how often each word was chosen."""

    stage: str
    number: int
    words: dict[str, int]


@dataclass(frozen=True)
class ReportedPulse:
    """A pulse as it was released to everybody; `action` and `became` are the hosts' words, if readers may have them."""

    month: date
    release: releases.Release
    groups: tuple[releases.Group, ...]
    action: str | None
    because: str | None
    became: str | None
    responded: bool = False  # the hosts said what they do about it, or why nothing
    followed_up: bool = False  # and what became of it


@dataclass(frozen=True)
class Report:
    """Everything the report says."""

    name: str
    period: Period
    audience: Audience
    made: date
    why: str | None
    vision: str | None
    aims: tuple[str, ...]
    habits: tuple[ReportedHabit, ...]
    initiatives: tuple[ReportedInitiative, ...]
    wins: int
    shared: int  # by more than one organisation
    across: int  # by more than one sector
    by_month: tuple[tuple[date, int, int], ...]  # wins of one organisation, and shared ones
    by_aim: tuple[tuple[str | None, int], ...]
    by_sector: tuple[tuple[str | None, int], ...]
    words: tuple[ReportedWin, ...]
    raised: int
    fixed: int
    days_blocked: float | None  # the median of those fixed in the period
    helped: ReportedHelp
    partners: tuple[PartnerStays, ...]
    checkins: tuple[StageCheckins, ...]
    pulses: tuple[ReportedPulse, ...]
    learned: Learned

    @property
    def months(self) -> list[date]:
        """The first day of each month of the period."""
        return [month for month, _, _ in self.by_month]


def require_allowed(session: Session, member: Member, audience: Audience, now: datetime) -> None:
    """Anybody may make a report for the public or the partners; one for inside hosts alone, and all of them see it."""
    if audience is not Audience.INSIDE:
        return
    if not member.host:
        raise InsideError
    audit_log.record(session, member, "story.made", now)


def has_anything(session: Session, partnership: Partnership, period: Period) -> bool:
    """Whether there is anything of this period to tell; in one statement."""
    here, within = _here(partnership), _within(period)
    any_of = union_all(
        *(
            select(literal(1)).where(here(at.class_), within(at), at.class_.undone_at.is_(None))
            for at in (Win.recorded_at, Blocker.raised_at, Blocker.fixed_at, Habit.said_at, Initiative.begun_at)
        ),
        select(literal(1)).where(here(Checkin), within(Checkin.written_at)),
        select(literal(1)).where(here(Pulse), within(Pulse.results_at), Pulse.results_id.is_not(None)),
    ).subquery()
    return session.execute(select(any_of).limit(1)).first() is not None


def count_readable(session: Session, partnership: Partnership, period: Period, audience: Audience) -> tuple[int, int]:
    """How many wins of the period this audience may read the words of, and how many there are."""
    here, within = _here(partnership), _within(period)
    rows = session.scalars(select(Win.consent).where(here(Win), within(Win.recorded_at), Win.undone_at.is_(None))).all()
    return sum(consent in audience.reads for consent in rows), len(rows)


def gather(session: Session, partnership: Partnership, period: Period, audience: Audience, now: datetime) -> Report:
    """The whole of it, with the names in it of those whom this audience may read of."""
    report = _gather(session, partnership, period, audience, now)
    called = names.by_number(session, marked.numbers(report))
    if audience is not Audience.INSIDE:
        allowed = names.agreed(session, partnership.id, called)
        called = {number: name if number in allowed else f"@{SOMEBODY}" for number, name in called.items()}
    with_names: Report = marked.filled(report, called)
    return with_names


def _gather(session: Session, partnership: Partnership, period: Period, audience: Audience, now: datetime) -> Report:
    in_force = versions.in_force(session, partnership.id)
    sentence = why.current(session, partnership.id)
    wins = reported_wins(session, partnership.id, period)
    quoted = tuple(win for win in wins if win.consent in audience.reads)
    raised, fixed, days = _blockers(session, partnership, period)
    return Report(
        name=partnership.name,
        period=period,
        audience=audience,
        made=period.day(now),
        why=sentence.text if sentence else None,
        vision=in_force.text if in_force else None,
        aims=tuple(aim.text for aim in versions.aims(session, in_force.id)) if in_force else (),
        habits=reported_habits(session, partnership, period, public=audience is Audience.PUBLIC),
        initiatives=reported_initiatives(session, partnership, period, public=audience is Audience.PUBLIC),
        wins=len(wins),
        shared=sum(win.shared for win in wins),
        across=sum(len(win.sectors - {None}) > 1 for win in wins),
        by_month=_by_month(wins, period),
        by_aim=_counted([win.aim for win in wins]),
        by_sector=_counted([sector for win in wins for sector in win.sectors or {None}]),
        words=quoted,
        raised=raised,
        fixed=fixed,
        days_blocked=days,
        helped=help_between(session, partnership.id, period, quoted),
        partners=partners_stays(session, partnership),
        checkins=_checkins(session, partnership, period),
        pulses=_pulses(session, partnership, period, words=audience is not Audience.PUBLIC),
        learned=learned(session, partnership, period, words=audience is not Audience.PUBLIC),
    )


def _here(partnership: Partnership) -> Callable[[Any], Any]:
    """Rows of this partnership."""
    return lambda table: table.partnership_id == partnership.id


def _within(period: Period) -> Callable[[Any], Any]:
    """Moments of this period."""
    return lambda column: (column >= period.begins) & (column < period.ends)


def _counted(keys: Sequence[str | None]) -> tuple[tuple[str | None, int], ...]:
    """How often each, the most frequent first; those without one last."""
    return tuple(sorted(Counter(keys).items(), key=lambda item: (item[0] is None, -item[1], item[0] or "")))


def _by_month(wins: Sequence[ReportedWin], period: Period) -> tuple[tuple[date, int, int], ...]:
    counts: dict[date, list[int]] = {}
    month = period.first.replace(day=1)
    while month <= period.last:
        counts[month] = [0, 0]
        month = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    for win in wins:
        counts[win.on.replace(day=1)][win.shared] += 1
    return tuple((month, alone, shared) for month, (alone, shared) in counts.items())


def _blockers(session: Session, partnership: Partnership, period: Period) -> tuple[int, int, float | None]:
    """How many were raised, how many fixed, and how many days these had been open."""
    within = _within(period)
    rows = session.execute(
        select(Blocker.raised_at, Blocker.fixed_at).where(
            _here(partnership)(Blocker),
            within(Blocker.raised_at) | within(Blocker.fixed_at),
            Blocker.undone_at.is_(None),
        )
    ).all()
    raised = sum(period.begins <= row.raised_at < period.ends for row in rows)
    days = [
        max(0, (period.day(row.fixed_at) - period.day(row.raised_at)).days)
        for row in rows
        if row.fixed_at is not None and period.begins <= row.fixed_at < period.ends
    ]
    return raised, len(days), float(median(days)) if days else None


def _checkins(session: Session, partnership: Partnership, period: Period) -> tuple[StageCheckins, ...]:
    rows = session.execute(
        select(Checkin.id, Checkin.stage, Answer.answer)
        .outerjoin(Answer, Answer.checkin_id == Checkin.id)
        .where(_here(partnership)(Checkin), _within(period)(Checkin.written_at), Checkin.closed_at.is_not(None))
        .order_by(Checkin.id)
    ).all()
    asked: dict[str, set[int]] = defaultdict(set)
    words: dict[str, Counter[str]] = defaultdict(Counter)
    for checkin_id, stage, answer in rows:
        asked[stage].add(checkin_id)
        words[stage].update([answer] if answer else [])
    return tuple(StageCheckins(stage, len(ids), dict(words[stage])) for stage, ids in asked.items())


def _pulses(session: Session, partnership: Partnership, period: Period, *, words: bool) -> tuple[ReportedPulse, ...]:
    """Those whose results everybody has seen, oldest first."""
    rows = session.execute(
        select(Pulse.occasion, Pulse.release, Pulse.groups, Response.action, Response.because, Response.became)
        .outerjoin(Response, Response.pulse_id == Pulse.id)
        .where(
            _here(partnership)(Pulse),
            _within(period)(Pulse.results_at),
            Pulse.results_id.is_not(None),
            Pulse.release.is_not(None),
        )
        .order_by(Pulse.id)
    ).all()
    return tuple(
        ReportedPulse(
            date.fromisoformat(f"{row.occasion}-01"),
            releases.from_json(row.release),
            releases.groups_from_json(row.groups),
            action=row.action if words else None,
            because=row.because if words else None,
            became=row.became if words else None,
            responded=bool(row.action or row.because),
            followed_up=bool(row.became),
        )
        for row in rows
    )
