"""What a report says was learned, what changed because of it, and how many people were involved.

Nobody is named here, and nobody's answer stands alone: a check-in counts once three have answered. Reasons that people
typed are for the partnership's organisations, never for the public.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, literal, select, union_all
from sqlalchemy.orm import Session

from bot.lib.periods import Period
from bot.models import HAPPENED, Answer, Checkin, Commitment, Credit, Help, Member, Partnership, Proposal, Win, Withheld

ENOUGH = 3  # answers to a check-in


@dataclass(frozen=True)
class StageAnswers:
    """What most people answered on one stage, at the first check-in of the period and at the last."""

    stage: str
    first: str
    last: str
    checkins: int  # with enough answers and one word ahead


@dataclass(frozen=True)
class VisionChange:
    """A change to the vision that was decided: made or not, and why, as far as these readers may know."""

    on: date
    made: bool
    reason: str | None
    because: str | None


@dataclass(frozen=True)
class StepDone:
    """A step that a check-in suggested, and how many of those who took it on said that it happened."""

    stage: str
    step: str
    people: int


@dataclass(frozen=True)
class Involved:
    """How many people did something, and of how many organisations wins told."""

    people: int
    shared_wins: int
    helped: int
    answered: int
    took_steps: int
    organisations: int


@dataclass(frozen=True)
class Learned:
    """All of it."""

    stages: tuple[StageAnswers, ...]
    vision: tuple[VisionChange, ...]
    steps: tuple[StepDone, ...]
    involved: Involved


def learned(session: Session, partnership: Partnership, period: Period, *, words: bool) -> Learned:
    """All of it, in five statements; with the `words` that people typed, or without."""
    return Learned(
        stages=_stages(session, partnership, period),
        vision=_vision(session, partnership, period, words=words),
        steps=_steps(session, partnership, period),
        involved=_involved(session, partnership, period),
    )


def _during(table: Any, column: Any, partnership: Partnership, period: Period) -> tuple[Any, ...]:
    return table.partnership_id == partnership.id, column >= period.begins, column < period.ends


def _stages(session: Session, partnership: Partnership, period: Period) -> tuple[StageAnswers, ...]:
    rows = session.execute(
        select(Checkin.id, Checkin.stage, Answer.answer, func.count())
        .join(Answer, Answer.checkin_id == Checkin.id)
        .where(*_during(Checkin, Checkin.written_at, partnership, period), Checkin.closed_at.is_not(None))
        .group_by(Checkin.id, Checkin.stage, Answer.answer)
        .order_by(Checkin.id)
    ).all()
    counts: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for checkin_id, stage, answer, number in rows:
        counts[checkin_id, stage][answer] += number
    words: dict[str, list[str]] = defaultdict(list)
    for (_, stage), answers in counts.items():
        if answers.total() >= ENOUGH and (word := _ahead(answers)):
            words[stage].append(word)
    return tuple(StageAnswers(stage, ahead[0], ahead[-1], len(ahead)) for stage, ahead in words.items())


def _ahead(answers: Counter[str]) -> str | None:
    """The word chosen most often, if there is one."""
    (word, most), *others = answers.most_common(2)
    return word if not others or others[0][1] < most else None


def _vision(session: Session, partnership: Partnership, period: Period, *, words: bool) -> tuple[VisionChange, ...]:
    rows = session.scalars(
        select(Proposal)
        .where(
            *_during(Proposal, Proposal.decided_at, partnership, period), Proposal.outcome.in_(["pencilled", "rubbed"])
        )
        .order_by(Proposal.decided_at, Proposal.id)
    ).all()
    return tuple(
        VisionChange(
            period.day(row.decided_at),
            row.outcome == "pencilled",
            row.reason if words else None,
            row.because if words else None,
        )
        for row in rows
        if row.decided_at is not None
    )


def _steps(session: Session, partnership: Partnership, period: Period) -> tuple[StepDone, ...]:
    rows = session.execute(
        select(Checkin.stage, Commitment.text, func.count(), func.min(Commitment.id))
        .join(Checkin, Checkin.id == Commitment.checkin_id)
        .where(*_during(Commitment, Commitment.answered_at, partnership, period), Commitment.outcome == HAPPENED)
        .group_by(Checkin.stage, Commitment.text)
        .order_by(func.min(Commitment.id))
    )
    return tuple(StepDone(stage, step, people) for stage, step, people, _ in rows)


def _involved(session: Session, partnership: Partnership, period: Period) -> Involved:
    wins = (*_during(Win, Win.recorded_at, partnership, period), Win.undone_at.is_(None))
    did = union_all(
        select(literal("won").label("what"), Member.user_id).join(Win, Win.member_id == Member.id).where(*wins),
        select(literal("helped"), Help.user_id).where(*_during(Help, Help.taken_at, partnership, period), Help.helped),
        select(literal("answered"), Answer.user_id).where(*_during(Answer, Answer.answered_at, partnership, period)),
        select(literal("took"), Member.user_id)
        .join(Commitment, Commitment.member_id == Member.id)
        .where(*_during(Commitment, Commitment.taken_at, partnership, period)),
    )
    people: dict[str, set[str]] = defaultdict(set)
    for what, user_id in session.execute(did):
        people[what].add(user_id)
    hidden = and_(Withheld.win_id == Credit.win_id, Withheld.partner_id == Credit.partner_id)
    organisations = session.scalars(
        select(func.count(Credit.partner_id.distinct()))
        .join(Win, Win.id == Credit.win_id)
        .outerjoin(Withheld, hidden)
        .where(*wins, Withheld.win_id.is_(None))
    ).one()
    return Involved(
        people=len(set().union(*people.values())),
        shared_wins=len(people["won"]),
        helped=len(people["helped"]),
        answered=len(people["answered"]),
        took_steps=len(people["took"]),
        organisations=organisations,
    )
