"""What a check-in remembers of the last on its stage: what was said, and what became of the step."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import case, distinct, func, or_, select
from sqlalchemy.orm import Session

from bot.checkins.stages import Memory
from bot.models import HAPPENED, Answer, Checkin, Commitment


def counts(session: Session, checkin_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """How many people gave which word, by check-in."""
    by_checkin: dict[int, dict[str, int]] = defaultdict(dict)
    rows = session.execute(
        select(Answer.checkin_id, Answer.answer, func.count())
        .where(Answer.checkin_id.in_(checkin_ids))
        .group_by(Answer.checkin_id, Answer.answer)
    )
    for checkin_id, word, number in rows:
        by_checkin[checkin_id][word] = number
    return by_checkin


def of(session: Session, last: Mapping[int, int | None], zones: Mapping[int, str]) -> dict[int, Memory]:
    """By partnership, what became of its last check-in on the stage, where there was one that closed."""
    ids = [checkin_id for checkin_id in last.values() if checkin_id is not None]
    if not ids:
        return {}
    closed = session.execute(
        select(Checkin.id, Checkin.partnership_id, Checkin.closed_at, Checkin.step).where(
            Checkin.id.in_(ids), Checkin.closed_at.is_not(None)
        )
    ).all()
    said, steps = counts(session, ids), _taken(session, ids)
    return {
        row.partnership_id: Memory(
            row.closed_at, zones[row.partnership_id], said[row.id], row.step, *steps.get(row.id, (0, 0))
        )
        for row in closed
        if row.closed_at is not None
    }


def _taken(session: Session, checkin_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """How many people have a step of each check-in, and how many have done it."""
    did = case((Commitment.outcome == HAPPENED, Commitment.member_id))
    rows = session.execute(
        select(Commitment.checkin_id, func.count(distinct(Commitment.member_id)), func.count(distinct(did)))
        .where(
            Commitment.checkin_id.in_(checkin_ids), or_(Commitment.outcome.is_(None), Commitment.outcome == HAPPENED)
        )
        .group_by(Commitment.checkin_id)
    )
    return {checkin_id: (taken, happened) for checkin_id, taken, happened in rows if checkin_id is not None}


def to_json(memory: Memory | None) -> dict[str, Any] | None:
    """As it is kept with the check-in that shows it."""
    if memory is None:
        return None
    return {
        "on": memory.on.isoformat(),
        "counts": dict(memory.counts),
        "step": memory.step,
        "taken": memory.taken,
        "happened": memory.happened,
    }


def read(kept: Mapping[str, Any] | None, zone: str) -> Memory | None:
    if kept is None:
        return None
    on = datetime.fromisoformat(kept["on"])
    return Memory(on, zone, kept["counts"], kept["step"], kept["taken"], kept["happened"])
