"""Check-ins: every second week one question about one stage, with what the data says, and everyone's one word on it.

Whether a check-in is open or closed is set by ticks alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from bot.blockers import entries as blockers
from bot.checkins import _memory, evidence, next_stage, stages, suggestions, urgency
from bot.checkins.evidence import Fact, Figure
from bot.checkins.stages import STAGES, CheckinView, Memory, Stage, StageGuide, Word
from bot.checkins.views import checkin as view
from bot.hosts import digest_entries
from bot.ideas import entries as ideas
from bot.ideas.entries import OpenIdeas
from bot.models import Checkin, Partnership, Post
from bot.outbox import posts
from bot.partnership import partnerships
from bot.schedule import calendars
from bot.schedule.batches import Batch
from bot.schedule.calendars import MOST_CLOSED, working_days_after
from bot.schedule.timetable import Due
from bot.vision import versions

KIND, SUMMARY, STUCK = "checkins", "checkin-summary", "checkin-stuck"  # kinds of post
OPEN_DAYS = 2  # working days
_MOST_FACTS, _BESIDE_MEMORY = 3, 1
_IDEAS_SHOWN = 2
_ENOUGH = 3  # answers from which hosts hear that most are stuck
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
        key: chosen.get(key) or next_stage.due_stage(known[key], past[key], quiet_since=quiet.get(key)) for key in ids
    }
    zones = {key: here[key].zone for key in ids}
    urgent = {key: now for key in ids if stage_of[key] is Stage.URGENCY}
    why_now = urgency.facts(session, urgent, zones)
    remembered = _memory.of(session, {key: past[key][stage_of[key]].last_id for key in ids}, zones)
    _split_by_aim(session, {key: known[key] for key in ids if stage_of[key] is Stage.VISION}, now)
    could_be = _ideas(session, stage_of)
    rows: list[dict[str, Any]] = []
    new_posts = []
    for occasion in due:
        key = occasion.partnership_id
        stage, token, memory = stage_of[key], posts.new_token(), remembered.get(key)
        rounds, facts = past[key][stage].rounds, _worth_knowing(STAGES[stage], known[key], memory)
        if key in why_now and why_now[key].nobody_since:
            facts = ()  # it says already that nobody new has joined
        shown = stages.view_of(stage, rounds, facts, {}, closed=False, urgency=why_now.get(key), memory=memory)
        message = view.post(shown, old[key], could_be[key], token)
        new_posts.append(posts.NewPost(key, KIND, occasion.occasion, occasion.channel_id, message, token))
        rows.append(
            {
                "partnership_id": key,
                "stage": stage,
                "round": rounds,
                "facts": [_kept(figure) for figure in facts],
                "memory": _memory.to_json(memory),
                "written_at": now,
            }
        )
    post_ids = posts.write_all(session, new_posts, now)
    new = [{**row, "post_id": post_id} for row, post_id in zip(rows, post_ids, strict=True) if post_id is not None]
    if new:
        session.execute(insert(Checkin), new)


def _ideas(session: Session, stage_of: Mapping[int, Stage]) -> Mapping[int, OpenIdeas]:
    """What is open, where the check-in is about what to aim at or how to go on."""
    asked = [key for key, stage in stage_of.items() if stage in {Stage.VISION, Stage.SUSTAINING}]
    return ideas.newest_open(session, asked, _IDEAS_SHOWN)


def _worth_knowing(guide: StageGuide, known: Mapping[Fact, Figure], memory: Memory | None) -> tuple[Figure, ...]:
    """The stage's facts that have something in them; in a partnership's first quarter they have nothing before."""
    figures = [known[fact] for fact in guide.facts]
    telling = [figure for figure in figures if figure.now or figure.before]
    return tuple(telling[: _BESIDE_MEMORY if memory else _MOST_FACTS])


def _split_by_aim(session: Session, known: Mapping[int, dict[Fact, Figure]], now: datetime) -> None:
    """Of these partnerships it is known how many of the wins each aim has."""
    if not known:
        return
    by_aim = versions.wins_by_aim(session, list(known), now - evidence.QUARTER)
    for key, figures in known.items():
        figures[Fact.AIM_WINS] = replace(figures[Fact.AIM_WINS], parts=by_aim.get(key, ()))


def _kept(figure: Figure) -> dict[str, Any]:
    return {"fact": figure.fact, "now": figure.now, "before": figure.before, "parts": list(figure.parts)}


def _read(kept: Mapping[str, Any]) -> Figure:
    return Figure(Fact(kept["fact"]), kept["now"], kept["before"], None, tuple(kept.get("parts", ())))


# How they stand


_Held = Sequence[tuple[Checkin, Post, Partnership]]


def load(session: Session, held: _Held) -> list[CheckinView]:
    """The check-ins as they stand now, in a bounded number of statements."""
    counts = _memory.counts(session, [checkin.id for checkin, _, _ in held])
    urgent = {row.partnership_id: row.written_at for row, _, _ in held if row.stage == Stage.URGENCY}
    why_now = urgency.facts(session, urgent, {place.id: place.zone for _, _, place in held})
    return [
        stages.view_of(
            Stage(row.stage),
            row.round,
            tuple(_read(fact) for fact in row.facts if fact["fact"] in set(Fact)),
            counts[row.id],
            closed=row.closed_at is not None,
            urgency=why_now.get(row.partnership_id) if row.stage == Stage.URGENCY else None,
            memory=_memory.read(row.memory, place.zone),
        )
        for row, _, place in held
    ]


def redraw(session: Session, held: _Held) -> list[CheckinView]:
    """The posts say how their check-ins stand now."""
    views = load(session, held)
    latest = max(checkin.written_at for checkin, _, _ in held) - blockers.OLD
    old = blockers.open_by_partnership(session, [partnership.id for _, _, partnership in held], before=latest)
    could_be = _ideas(session, {partnership.id: Stage(checkin.stage) for checkin, _, partnership in held})
    messages = {}
    for shown, (checkin, post, partnership) in zip(views, held, strict=True):
        before = checkin.written_at - blockers.OLD
        raised = [blocker for blocker in old[partnership.id] if blocker.raised_at < before]
        messages[post.id] = view.post(shown, raised, could_be[partnership.id], post.token)
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
    summaries: list[posts.NewPost] = []
    stuck: list[tuple[int, str]] = []
    for shown, (checkin, post, place) in zip(redraw(session, held), held, strict=True):
        word = stages.leaning(shown.counts)
        checkin.leaning, checkin.step = word, suggestions.step(Stage(checkin.stage), word, checkin.round)
        message = view.summary(shown, checkin.step, (), f"{post.token}.{word}")
        summaries.append(posts.NewPost(place.id, SUMMARY, str(checkin.id), post.channel, message, thread_id=post.id))
        if _mostly_stuck(shown):
            stuck.append((place.id, str(checkin.id)))
    posts.write_all(session, summaries, now)
    digest_entries.note_each(session, stuck, kind=STUCK, now=now)
    return len(rows)


def _mostly_stuck(checkin: CheckinView) -> bool:
    answers = sum(checkin.counts.values())
    return answers >= _ENOUGH and checkin.counts.get(Word.STUCK, 0) * 2 > answers
