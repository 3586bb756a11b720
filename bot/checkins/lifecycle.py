"""Check-ins: every second week one question about one stage, with what the data says, and everyone's one word on it.

Whether a check-in is open or closed is set by turns of the clock alone.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.orm import Session

from bot.blockers import entries as blockers
from bot.checkins import evidence, stages, urgency
from bot.checkins.evidence import Fact, Figure
from bot.checkins.stages import STAGES, About, Asked, Stage
from bot.checkins.views import checkin as view
from bot.db.statements import insert_into
from bot.lib.refusals import GoneError, Refusal
from bot.models import Answer, Checkin, Partnership, Post
from bot.outbox import posts as outbox
from bot.partnership import audit_log, members, partnerships
from bot.partnership.members import Who
from bot.schedule.batches import Batch
from bot.schedule.recurrence import working_days_after
from bot.schedule.timetable import Due

KIND, SUMMARY = "checkins", "checkin-summary"  # kinds of post
OPEN_DAYS = 2  # working days
MOST_FACTS, FEWEST_FACTS = 3, 2
_ABSURD = timedelta(days=14)  # no check-in is open for so long; the clock has been corrected
_APART = timedelta(weeks=7)  # urgency is asked about, and again in the fourth check-in after, a day early or late


class Word(StrEnum):
    """What a person says of how it is going."""

    MOVING = "moving"
    STEADY = "steady"
    STUCK = "stuck"


class ClosedError(Refusal):
    """The check-in is closed; what it came to stands in its thread."""


class UnknownStageError(Refusal):
    """There is no stage of that name."""


@dataclass(frozen=True)
class _Past:
    """What came before on a stage: how many check-ins, and when the last one was."""

    rounds: int = 0
    last: datetime | None = None


# Writing


def compose(session: Session, due: Sequence[Due], now: datetime) -> None:
    """Every partnership's check-in, in a bounded number of statements."""
    here = partnerships.by_id(session, [one.partnership_id for one in due])
    ids = list(here)
    known = evidence.figures(session, {one.id: one.started_at for one in here.values()}, list(Fact), now)
    past = _past(session, ids)
    old = blockers.open_by_partnership(session, ids, before=now - blockers.OLD)
    chosen, quiet = _chosen(here.values()), urgency.quiet(session, dict.fromkeys(ids, now))
    stage_of = {one: chosen.get(one) or _pressing_or_stalest(one in quiet, known[one], past[one], now) for one in ids}
    urgent = {one: now for one in ids if stage_of[one] is Stage.URGENCY}
    pressing = urgency.pressing(session, urgent, {one: here[one].zone for one in urgent})
    rows: list[dict[str, Any]] = []
    sayings = []
    for one in due:
        number = one.partnership_id
        stage, token = stage_of[number], outbox.new_token()
        rounds, facts = past[number][stage].rounds, _telling(STAGES[stage], known[number])
        asked = stages.asked(stage, rounds, facts, {}, closed=False, pressing=pressing.get(number))
        said = view.checkin(asked, old[number], token)
        sayings.append(outbox.Saying(number, KIND, one.occasion, one.channel_id, said, token))
        kept = [_kept(figure) for figure in facts]
        rows.append({"partnership_id": number, "stage": stage, "round": rounds, "facts": kept, "written_at": now})
    made = outbox.write_all(session, sayings, now)
    fresh = [{**row, "post_id": post_id} for row, post_id in zip(rows, made, strict=True) if post_id is not None]
    if fresh:
        session.execute(insert(Checkin), fresh)


def _past(session: Session, partnership_ids: Sequence[int]) -> dict[int, dict[Stage, _Past]]:
    found: dict[int, dict[Stage, _Past]] = defaultdict(lambda: defaultdict(_Past))
    rows = session.execute(
        select(Checkin.partnership_id, Checkin.stage, func.max(Checkin.round) + 1, func.max(Checkin.written_at))
        .where(Checkin.partnership_id.in_(partnership_ids))
        .group_by(Checkin.partnership_id, Checkin.stage)
    )
    for partnership_id, stage, rounds, last in rows:
        found[partnership_id][Stage(stage)] = _Past(rounds, last)
    return found


def _chosen(here: Collection[Partnership]) -> dict[int, Stage]:
    """The stages that hosts chose; a choice holds for one check-in."""
    found = {}
    for partnership in here:
        if partnership.next_stage is not None:
            found[partnership.id] = Stage(partnership.next_stage or "")
            partnership.next_stage = None
    return found


def _pressing_or_stalest(
    quiet: bool,  # noqa: FBT001
    known: dict[Fact, Figure],
    past: dict[Stage, _Past],
    now: datetime,
) -> Stage:
    """Urgency, where nobody new has come for eight weeks, once in four check-ins; else what is least fresh."""
    last = past[Stage.URGENCY].last
    return Stage.URGENCY if quiet and (last is None or last <= now - _APART) else _stalest(known, past)


def _stalest(known: dict[Fact, Figure], past: dict[Stage, _Past]) -> Stage:
    """The stage whose last sign of life, or last check-in, is oldest; among equals, the one asked about least."""

    def freshness(stage: Stage) -> tuple[float, int]:
        seen = [known[fact].last for fact in STAGES[stage].evidence] + [past[stage].last]
        return max((at.timestamp() for at in seen if at is not None), default=0.0), past[stage].rounds

    return min(Stage, key=freshness)


def _telling(about: About, known: dict[Fact, Figure]) -> tuple[Figure, ...]:
    """Two or three of the stage's facts: those with something in them, made up to two with those that say none."""
    figures = [known[fact] for fact in about.facts]
    full = [figure for figure in figures if figure.now or figure.before]
    empty = [figure for figure in figures if figure not in full]
    return tuple([*full, *empty[: max(0, FEWEST_FACTS - len(full))]][:MOST_FACTS])


def _kept(figure: Figure) -> dict[str, Any]:
    return {"fact": figure.fact, "now": figure.now, "before": figure.before}


# Answering


def answer(session: Session, token: str, who: Who, word: Word, now: datetime) -> Asked:
    """The person's one word, or the word they have changed it to; the count under the post follows."""
    row = session.execute(
        select(Checkin, Post).join(Post, Post.id == Checkin.post_id).where(Post.token == token).with_for_update()
    ).first()
    if row is None:
        raise GoneError
    checkin, post = row
    if checkin.closed_at is not None:
        raise ClosedError
    partnership = session.get_one(Partnership, checkin.partnership_id)
    members.admit(session, partnership, who, now)
    statement = insert_into(session, Answer).values(
        checkin_id=checkin.id,
        team_id=who.team_id,
        user_id=who.user_id,
        partnership_id=partnership.id,
        answer=word,
        answered_at=now,
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["checkin_id", "team_id", "user_id"], set_={"answer": word, "answered_at": now}
        )
    )
    return _redraw(session, [(checkin, post, partnership)])[0]


_Held = Sequence[tuple[Checkin, Post, Partnership]]


def _load(session: Session, held: _Held) -> list[Asked]:
    """The check-ins as they stand now, in a bounded number of statements."""
    counted = (
        select(Answer.checkin_id, Answer.answer, func.count())
        .where(Answer.checkin_id.in_([checkin.id for checkin, _, _ in held]))
        .group_by(Answer.checkin_id, Answer.answer)
    )
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for checkin_id, word, number in session.execute(counted):
        counts[checkin_id][word] = number
    urgent = {one.partnership_id: one.written_at for one, _, _ in held if one.stage == Stage.URGENCY}
    pressing = urgency.pressing(session, urgent, {place.id: place.zone for _, _, place in held})
    return [
        stages.asked(
            Stage(one.stage),
            one.round,
            tuple(Figure(Fact(fact["fact"]), fact["now"], fact["before"], None) for fact in one.facts),
            counts[one.id],
            closed=one.closed_at is not None,
            pressing=pressing.get(one.partnership_id) if one.stage == Stage.URGENCY else None,
        )
        for one, _, _ in held
    ]


def _redraw(session: Session, held: _Held) -> list[Asked]:
    """The posts say how their check-ins stand now."""
    asked = _load(session, held)
    latest = max(checkin.written_at for checkin, _, _ in held) - blockers.OLD
    old = blockers.open_by_partnership(session, [partnership.id for _, _, partnership in held], before=latest)
    said = {}
    for one, (checkin, post, partnership) in zip(asked, held, strict=True):
        raised = [stuck for stuck in old[partnership.id] if stuck.raised_at < checkin.written_at - blockers.OLD]
        said[post.id] = view.checkin(one, raised, post.token)
    outbox.revise_all(session, said)
    return asked


# Closing


_STANDING = (
    select(Checkin, Post.sent_at, Partnership.zone)
    .join(Post, Post.id == Checkin.post_id)
    .join(Partnership, Partnership.id == Checkin.partnership_id)
    .where(Checkin.closed_at.is_(None), Post.sent_at.is_not(None))
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=Checkin)
)
_UNSETTLED = (
    _STANDING.where(Checkin.closes_at.is_(None)),
    _STANDING.where(Checkin.closes_at > bindparam("absurd")),
)


def settle(session: Session, calendar: str, now: datetime, batch: Batch) -> int:
    """A turn of the clock: what has come to stand in Slack gets its close; how many there were.

    One that stands there since a time still to come was posted before the clock was corrected: it counts from now.
    """
    rows = [
        row
        for these in _UNSETTLED
        for row in session.execute(
            batch.of(these, Checkin.partnership_id), {"absurd": now + _ABSURD, "limit": batch.most}
        ).all()
    ]
    for checkin, sent_at, zone in rows:
        assert sent_at is not None
        checkin.closes_at = working_days_after(min(sent_at, now), OPEN_DAYS, zone, calendar)
    session.flush()
    return len(rows)


_OVER = (
    select(Checkin, Post, Partnership)
    .join(Post, Post.id == Checkin.post_id)
    .join(Partnership, Partnership.id == Checkin.partnership_id)
    .where(Checkin.closed_at.is_(None), Checkin.closes_at <= bindparam("now"))
    .order_by(Checkin.closes_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=Checkin)
)


def close(session: Session, now: datetime, batch: Batch) -> int:
    """A turn of the clock: check-ins whose time is up are closed, and what they came to goes into their threads."""
    rows = session.execute(batch.of(_OVER, Checkin.partnership_id), {"now": now, "limit": batch.most}).all()
    if not rows:
        return 0
    held = [(checkin, post, partnership) for checkin, post, partnership in rows]
    for checkin, _, _ in held:
        checkin.closed_at = now
    ends = [
        outbox.Saying(place.id, SUMMARY, str(checkin.id), post.channel, view.summary(asked), thread_id=post.id)
        for asked, (checkin, post, place) in zip(_redraw(session, held), held, strict=True)
    ]
    outbox.write_all(session, ends, now)
    return len(rows)


# Choosing the stage


def choose(session: Session, partnership: Partnership, who: Who, name: str, now: datetime) -> Stage:
    """The stage of the next check-in, as a host wants it."""
    host = members.admit(session, partnership, who, now)
    members.require_host(host)
    wanted = name.strip().lower().removeprefix("the ").removeprefix("open ")
    found = next((stage for stage in Stage if len(wanted) > 2 and stage.startswith(wanted)), None)  # noqa: PLR2004
    if found is None:
        raise UnknownStageError
    partnership.next_stage = found
    audit_log.record(session, host, "stage.chosen", now, found)
    return found


def outlook(
    session: Session, partnership: Partnership, now: datetime, known: dict[Fact, Figure] | None = None
) -> Stage:
    """The stage the next check-in would be about if it came now, from what is `known` already or else counted."""
    if partnership.next_stage:
        return Stage(partnership.next_stage)
    if known is None:
        known = evidence.figures(session, {partnership.id: partnership.started_at}, list(Fact), now)[partnership.id]
    quiet = partnership.id in urgency.quiet(session, {partnership.id: now})
    return _pressing_or_stalest(quiet, known, _past(session, [partnership.id])[partnership.id], now)
