"""Which stage a check-in is about: the one a host chose, urgency where it is pressing, or what is least fresh."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.checkins import evidence, urgency
from bot.checkins.evidence import Fact, Figure
from bot.checkins.stages import STAGES, Stage
from bot.lib.refusals import Refusal
from bot.models import Checkin, Partnership
from bot.partnership import audit_log, members
from bot.partnership.members import Who

_APART = timedelta(weeks=7)  # urgency is asked about, and again in the fourth check-in after, a day early or late


class UnknownStageError(Refusal):
    """There is no stage of that name."""


@dataclass(frozen=True)
class Past:
    """What came before on a stage: how many check-ins, and when the last one was."""

    rounds: int = 0
    last: datetime | None = None


def past(session: Session, partnership_ids: Sequence[int]) -> dict[int, dict[Stage, Past]]:
    """What came before, by partnership and stage."""
    by_stage: dict[int, dict[Stage, Past]] = defaultdict(lambda: defaultdict(Past))
    rows = session.execute(
        select(Checkin.partnership_id, Checkin.stage, func.max(Checkin.round) + 1, func.max(Checkin.written_at))
        .where(Checkin.partnership_id.in_(partnership_ids))
        .group_by(Checkin.partnership_id, Checkin.stage)
    )
    for partnership_id, stage, rounds, last in rows:
        by_stage[partnership_id][Stage(stage)] = Past(rounds, last)
    return by_stage


def take_chosen(partnerships: Collection[Partnership]) -> dict[int, Stage]:
    """The stages that hosts chose; a choice holds for one check-in."""
    stages = {}
    for partnership in partnerships:
        if partnership.next_stage is not None:
            stages[partnership.id] = Stage(partnership.next_stage or "")
            partnership.next_stage = None
    return stages


def due_stage(known: dict[Fact, Figure], past: dict[Stage, Past], now: datetime, *, quiet: bool) -> Stage:
    """Urgency, where nobody new has come for eight weeks, once in four check-ins; else what is least fresh."""
    last = past[Stage.URGENCY].last
    return Stage.URGENCY if quiet and (last is None or last <= now - _APART) else _least_fresh(known, past)


def _least_fresh(known: dict[Fact, Figure], past: dict[Stage, Past]) -> Stage:
    """The stage whose last sign of life, or last check-in, is oldest; among equals, the one asked about least."""

    def freshness(stage: Stage) -> tuple[float, int]:
        seen = [known[fact].last for fact in STAGES[stage].evidence] + [past[stage].last]
        return max((at.timestamp() for at in seen if at is not None), default=0.0), past[stage].rounds

    return min(Stage, key=freshness)


def outlook(
    session: Session, partnership: Partnership, now: datetime, known: dict[Fact, Figure] | None = None
) -> Stage:
    """The stage the next check-in would be about if it came now, from what is `known` already or else counted."""
    if partnership.next_stage:
        return Stage(partnership.next_stage)
    if known is None:
        known = evidence.figures(session, {partnership.id: partnership.started_at}, list(Fact), now)[partnership.id]
    quiet = partnership.id in urgency.quiet(session, {partnership.id: now})
    return due_stage(known, past(session, [partnership.id])[partnership.id], now, quiet=quiet)


def choose(session: Session, partnership: Partnership, who: Who, name: str, now: datetime) -> Stage:
    """The stage of the next check-in, as a host wants it."""
    host = members.admit(session, partnership, who, now)
    members.require_host(host)
    wanted = name.strip().lower().removeprefix("the ").removeprefix("open ")
    stage = next((stage for stage in Stage if len(wanted) > 2 and stage.startswith(wanted)), None)  # noqa: PLR2004
    if stage is None:
        raise UnknownStageError
    partnership.next_stage = stage
    audit_log.record(session, host, "stage.chosen", now, stage)
    return stage
