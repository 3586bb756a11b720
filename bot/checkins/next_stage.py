"""Which stage a check-in is about: the one a host chose, urgency where it is pressing, or what is least fresh.

All eight come before any comes a third time, unless a host chooses otherwise.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.checkins import evidence, urgency
from bot.checkins.evidence import Fact, Figure
from bot.checkins.stages import STAGES, Stage
from bot.lib.refusals import Refusal
from bot.models import Checkin, Partnership
from bot.partnership import audit_log, members
from bot.partnership.members import Who


class UnknownStageError(Refusal):
    """There is no stage of that name."""


@dataclass(frozen=True)
class Past:
    """What came before on a stage: how many check-ins, when the last was, and which the last two were."""

    rounds: int = 0
    last: datetime | None = None
    last_id: int | None = None
    last_but_one: int | None = None


def past(session: Session, partnership_ids: Sequence[int]) -> dict[int, dict[Stage, Past]]:
    """What came before, by partnership and stage."""
    newest_first = func.row_number().over(
        partition_by=(Checkin.partnership_id, Checkin.stage), order_by=Checkin.id.desc()
    )
    held = (
        select(
            Checkin.partnership_id,
            Checkin.stage,
            Checkin.id,
            Checkin.round,
            Checkin.written_at,
            newest_first.label("n"),
        )
        .where(Checkin.partnership_id.in_(partnership_ids))
        .subquery()
    )
    by_stage: dict[int, dict[Stage, Past]] = defaultdict(lambda: defaultdict(Past))
    for row in session.execute(select(held).where(held.c.n <= 2).order_by(held.c.n.desc())):  # noqa: PLR2004
        stage = Stage(row.stage)
        before = by_stage[row.partnership_id][stage].last_id
        by_stage[row.partnership_id][stage] = Past(row.round + 1, row.written_at, row.id, before)
    return by_stage


def take_chosen(partnerships: Collection[Partnership]) -> dict[int, Stage]:
    """The stages that hosts chose; a choice holds for one check-in."""
    stages = {}
    for partnership in partnerships:
        if partnership.next_stage is not None:
            stages[partnership.id] = Stage(partnership.next_stage or "")
            partnership.next_stage = None
    return stages


def due_stage(known: dict[Fact, Figure], past: Mapping[Stage, Past], *, quiet_since: datetime | None) -> Stage:
    """Urgency once, where nobody new has come for eight weeks; else what is least fresh of those whose turn it may be.

    `quiet_since` is when somebody last came, if it is that long ago.
    """
    allowed = _allowed(past)
    if quiet_since is not None and Stage.URGENCY in allowed:
        asked = past.get(Stage.URGENCY, Past()).last
        if asked is None or asked <= quiet_since:
            return Stage.URGENCY
    return _least_fresh(known, past, allowed)


def _allowed(past: Mapping[Stage, Past]) -> list[Stage]:
    """Stages that would not come a third time before all eight have come: since their last but one, all have."""
    each = {stage: past.get(stage, Past()) for stage in Stage}
    lasts = [before.last_id for before in each.values() if before.last_id is not None]
    all_came_since = min(lasts) if len(lasts) == len(Stage) else -1
    return [
        stage for stage, before in each.items() if before.last_but_one is None or before.last_but_one <= all_came_since
    ]


def _least_fresh(known: dict[Fact, Figure], past: Mapping[Stage, Past], allowed: Collection[Stage]) -> Stage:
    """The stage whose last sign of life, or last check-in, is oldest; among equals, the one asked about least."""

    def freshness(stage: Stage) -> tuple[float, int]:
        before = past.get(stage, Past())
        seen = [known[fact].last for fact in STAGES[stage].evidence] + [before.last]
        return max((at.timestamp() for at in seen if at is not None), default=0.0), before.rounds

    return min(allowed, key=freshness)


def outlook(
    session: Session, partnership: Partnership, now: datetime, known: dict[Fact, Figure] | None = None
) -> Stage:
    """The stage the next check-in would be about if it came now, from what is `known` already or else counted."""
    if partnership.next_stage:
        return Stage(partnership.next_stage)
    if known is None:
        known = evidence.figures(session, {partnership.id: partnership.started_at}, list(Fact), now)[partnership.id]
    quiet_since = urgency.quiet(session, {partnership.id: now}).get(partnership.id)
    return due_stage(known, past(session, [partnership.id])[partnership.id], quiet_since=quiet_since)


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
