"""Check-ins: every second week one question about one stage, with what the data says, and everyone's one word on it.

Whether a check-in is open or closed is set by ticks alone.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.orm import Session

from bot.blockers import entries as blockers
from bot.checkins import evidence, next_stage, stages, urgency
from bot.checkins.evidence import Fact, Figure
from bot.checkins.stages import STAGES, CheckinView, Stage, StageGuide
from bot.checkins.views import checkin as view
from bot.models import Answer, Checkin, Partnership, Post
from bot.outbox import posts
from bot.partnership import partnerships
from bot.schedule import calendars
from bot.schedule.batches import Batch
from bot.schedule.calendars import MOST_CLOSED, working_days_after
from bot.schedule.timetable import Due

KIND, SUMMARY = "checkins", "checkin-summary"  # kinds of post
OPEN_DAYS = 2  # working days
MOST_FACTS = 3
_ABSURD = timedelta(days=14) + MOST_CLOSED  # no check-in is open for so long; the clock has been corrected


# Writing


def compose(session: Session, due: Sequence[Due], now: datetime) -> None:
    """Every partnership's check-in, in a bounded number of statements."""
    here = partnerships.by_id(session, [occasion.partnership_id for occasion in due])
    ids = list(here)
    known = evidence.figures(session, {place.id: place.started_at for place in here.values()}, list(Fact), now)
    past = next_stage.past(session, ids)
    old = blockers.open_by_partnership(session, ids, before=now - blockers.OLD)
    chosen, quiet = next_stage.take_chosen(here.values()), urgency.quiet(session, dict.fromkeys(ids, now))
    stage_of = {
        key: chosen.get(key) or next_stage.due_stage(known[key], past[key], now, quiet=key in quiet) for key in ids
    }
    urgent = {key: now for key in ids if stage_of[key] is Stage.URGENCY}
    why_now = urgency.facts(session, urgent, {key: here[key].zone for key in urgent})
    rows: list[dict[str, Any]] = []
    new_posts = []
    for occasion in due:
        key = occasion.partnership_id
        stage, token = stage_of[key], posts.new_token()
        rounds, facts = past[key][stage].rounds, _comparable(STAGES[stage], known[key])
        shown = stages.view_of(stage, rounds, facts, {}, closed=False, urgency=why_now.get(key))
        message = view.post(shown, old[key], token)
        new_posts.append(posts.NewPost(key, KIND, occasion.occasion, occasion.channel_id, message, token))
        kept = [{"fact": figure.fact, "now": figure.now, "before": figure.before} for figure in facts]
        rows.append({"partnership_id": key, "stage": stage, "round": rounds, "facts": kept, "written_at": now})
    post_ids = posts.write_all(session, new_posts, now)
    new = [{**row, "post_id": post_id} for row, post_id in zip(rows, post_ids, strict=True) if post_id is not None]
    if new:
        session.execute(insert(Checkin), new)


def _comparable(guide: StageGuide, known: dict[Fact, Figure]) -> tuple[Figure, ...]:
    """The stage's facts that have something in them, and something to be compared with."""
    figures = [known[fact] for fact in guide.facts]
    comparable = [figure for figure in figures if figure.before is not None and (figure.now or figure.before)]
    return tuple(comparable[:MOST_FACTS])


# How they stand


_Held = Sequence[tuple[Checkin, Post, Partnership]]


def _load(session: Session, held: _Held) -> list[CheckinView]:
    """The check-ins as they stand now, in a bounded number of statements."""
    counted = (
        select(Answer.checkin_id, Answer.answer, func.count())
        .where(Answer.checkin_id.in_([checkin.id for checkin, _, _ in held]))
        .group_by(Answer.checkin_id, Answer.answer)
    )
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for checkin_id, word, number in session.execute(counted):
        counts[checkin_id][word] = number
    urgent = {row.partnership_id: row.written_at for row, _, _ in held if row.stage == Stage.URGENCY}
    why_now = urgency.facts(session, urgent, {place.id: place.zone for _, _, place in held})
    return [
        stages.view_of(
            Stage(row.stage),
            row.round,
            tuple(Figure(Fact(fact["fact"]), fact["now"], fact["before"], None) for fact in row.facts),
            counts[row.id],
            closed=row.closed_at is not None,
            urgency=why_now.get(row.partnership_id) if row.stage == Stage.URGENCY else None,
        )
        for row, _, _ in held
    ]


def redraw(session: Session, held: _Held) -> list[CheckinView]:
    """The posts say how their check-ins stand now."""
    views = _load(session, held)
    latest = max(checkin.written_at for checkin, _, _ in held) - blockers.OLD
    old = blockers.open_by_partnership(session, [partnership.id for _, _, partnership in held], before=latest)
    messages = {}
    for shown, (checkin, post, partnership) in zip(views, held, strict=True):
        before = checkin.written_at - blockers.OLD
        raised = [blocker for blocker in old[partnership.id] if blocker.raised_at < before]
        messages[post.id] = view.post(shown, raised, post.token)
    posts.revise_all(session, messages)
    return views


# Closing


_STANDING = (
    select(Checkin, Post.sent_at, Partnership.zone, Partnership.holidays, Partnership.closures)
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


def settle(session: Session, now: datetime, batch: Batch) -> int:
    """Each tick: what has come to stand in Slack gets its close; how many there were.

    One that stands there since a time still to come was posted before the clock was corrected: it counts from now.
    """
    rows = [
        row
        for unsettled in _UNSETTLED
        for row in session.execute(
            batch.of(unsettled, Checkin.partnership_id), {"absurd": now + _ABSURD, "limit": batch.most}
        ).all()
    ]
    for row in rows:
        assert row.sent_at is not None
        since = min(row.sent_at, now)
        row.Checkin.closes_at = working_days_after(since, OPEN_DAYS, row.zone, calendars.of(row))
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
    """Each tick: check-ins whose time is up are closed, and what they came to goes into their threads."""
    rows = session.execute(batch.of(_OVER, Checkin.partnership_id), {"now": now, "limit": batch.most}).all()
    if not rows:
        return 0
    held = [(checkin, post, partnership) for checkin, post, partnership in rows]
    for checkin, _, _ in held:
        checkin.closed_at = now
    summaries = [
        posts.NewPost(place.id, SUMMARY, str(checkin.id), post.channel, view.summary(shown), thread_id=post.id)
        for shown, (checkin, post, place) in zip(redraw(session, held), held, strict=True)
    ]
    posts.write_all(session, summaries, now)
    return len(rows)
