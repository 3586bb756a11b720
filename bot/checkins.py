"""Check-ins: every second week one question about one stage, with what the data says, and everyone's one word on it.

Whether a check-in is open or closed is set by turns of the clock alone.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot import blockers, deeds, evidence, outbox, partnerships, stages, urgency
from bot.blockers import Stuck
from bot.evidence import Fact, Figure
from bot.models import Answer, Checkin, Partnership, Post
from bot.partnerships import Who
from bot.refusal import GoneError, Refusal
from bot.rhythm import working_days_after
from bot.stages import STAGES, About, Asked, Pressing, Stage
from bot.timetable import Due
from bot.views import checkin as view
from bot.writing import insert_into

KIND, SUMMARY = "checkins", "checkin-summary"  # kinds of post
OPEN_DAYS = 2  # working days
MOST_FACTS, FEWEST_FACTS = 3, 2
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
    """Every partnership's check-in. A bounded number of statements for what is asked and known; a row each to post."""
    begun = evidence.begun(session, [one.partnership_id for one in due])
    ids = list(begun)
    known = evidence.figures(session, begun, list(Fact), now)
    past = _past(session, ids)
    old = blockers.open_in(session, ids, before=now - blockers.OLD)
    chosen, quiet = _chosen(session, ids), urgency.quiet(session, ids, now)
    for one in due:
        stage = chosen.get(one.partnership_id) or _pressing_or_stalest(
            one.partnership_id in quiet, known[one.partnership_id], past[one.partnership_id], now
        )
        _ask(
            session,
            one,
            stage,
            past[one.partnership_id][stage].rounds,
            _telling(STAGES[stage], known[one.partnership_id]),
            old[one.partnership_id],
            now,
        )


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


def _chosen(session: Session, partnership_ids: Sequence[int]) -> dict[int, Stage]:
    """The stages that hosts chose; a choice holds for one check-in."""
    found = {}
    for partnership in session.scalars(
        select(Partnership).where(Partnership.id.in_(partnership_ids), Partnership.next_stage.is_not(None))
    ):
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


def _ask(
    session: Session,
    one: Due,
    stage: Stage,
    rounds: int,
    facts: tuple[Figure, ...],
    old: Sequence[Stuck],
    now: datetime,
) -> None:
    token = outbox.new_token()
    pressing = _pressing(session, stage, one.partnership_id, now)
    asked = stages.asked(stage, rounds, facts, {}, closed=False, pressing=pressing)
    post_id = outbox.write(
        session,
        partnership_id=one.partnership_id,
        kind=KIND,
        occasion=one.occasion,
        channel=one.channel_id,
        message=view.checkin(asked, old, token),
        now=now,
        token=token,
    )
    if post_id is not None:
        session.add(
            Checkin(
                partnership_id=one.partnership_id,
                post_id=post_id,
                stage=stage,
                round=rounds,
                facts=[_kept(figure) for figure in facts],
                written_at=now,
            )
        )


def _pressing(session: Session, stage: Stage, partnership_id: int, at: datetime) -> Pressing | None:
    if stage is not Stage.URGENCY:
        return None
    return urgency.pressing(session, session.get_one(Partnership, partnership_id), at)


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
    partnerships.member(session, partnership, who, now)
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
    return _redraw(session, checkin, post, partnership)


def load(session: Session, checkin: Checkin) -> Asked:
    """The check-in as it stands now."""
    rows = session.execute(
        select(Answer.answer, func.count()).where(Answer.checkin_id == checkin.id).group_by(Answer.answer)
    )
    facts = tuple(Figure(Fact(one["fact"]), one["now"], one["before"], None) for one in checkin.facts)
    counts = {row[0]: row[1] for row in rows}
    stage, closed = Stage(checkin.stage), checkin.closed_at is not None
    pressing = _pressing(session, stage, checkin.partnership_id, checkin.written_at)
    return stages.asked(stage, checkin.round, facts, counts, closed=closed, pressing=pressing)


def _redraw(session: Session, checkin: Checkin, post: Post, partnership: Partnership) -> Asked:
    asked = load(session, checkin)
    old = blockers.open_in(session, [partnership.id], before=checkin.written_at - blockers.OLD)[partnership.id]
    outbox.revise(session, post.id, view.checkin(asked, old, post.token))
    return asked


# Closing


def settle(session: Session, calendar: str, now: datetime, limit: int) -> int:
    """A turn of the clock: what has come to stand in Slack gets its close; how many there were.

    One that stands there since a time still to come was posted before the clock was corrected: it counts from now.
    """
    rows = session.execute(
        select(Checkin, Post.sent_at, Partnership.zone)
        .join(Post, Post.id == Checkin.post_id)
        .join(Partnership, Partnership.id == Checkin.partnership_id)
        .where(
            Checkin.closed_at.is_(None),
            or_(
                Checkin.closes_at.is_(None) & Post.sent_at.is_not(None),
                Checkin.closes_at > now + timedelta(days=14),
            ),
        )
        .limit(limit)
        .with_for_update(skip_locked=True, of=Checkin)
    ).all()
    for checkin, sent_at, zone in rows:
        assert sent_at is not None
        checkin.closes_at = working_days_after(min(sent_at, now), OPEN_DAYS, zone, calendar)
    return len(rows)


def close(session: Session, now: datetime, limit: int) -> int:
    """A turn of the clock: check-ins whose time is up are closed, and what they came to goes into their threads."""
    rows = session.execute(
        select(Checkin, Post, Partnership)
        .join(Post, Post.id == Checkin.post_id)
        .join(Partnership, Partnership.id == Checkin.partnership_id)
        .where(Checkin.closed_at.is_(None), Checkin.closes_at <= now)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Checkin)
    ).all()
    for checkin, post, partnership in rows:
        checkin.closed_at = now
        session.flush()
        asked = _redraw(session, checkin, post, partnership)
        outbox.write(
            session,
            partnership_id=partnership.id,
            kind=SUMMARY,
            occasion=str(checkin.id),
            channel=post.channel,
            message=view.summary(asked),
            now=now,
            thread_id=post.id,
        )
    return len(rows)


# Choosing the stage


def choose(session: Session, partnership: Partnership, who: Who, name: str, now: datetime) -> Stage:
    """The stage of the next check-in, as a host wants it."""
    host = partnerships.member(session, partnership, who, now)
    partnerships.only_hosts(host)
    wanted = name.strip().lower().removeprefix("the ").removeprefix("open ")
    found = next((stage for stage in Stage if len(wanted) > 2 and stage.startswith(wanted)), None)  # noqa: PLR2004
    if found is None:
        raise UnknownStageError
    partnership.next_stage = found
    deeds.record(session, host, "stage.chosen", now, found)
    return found


def outlook(
    session: Session, partnership: Partnership, now: datetime, known: dict[Fact, Figure] | None = None
) -> Stage:
    """The stage the next check-in would be about if it came now, from what is `known` already or else counted."""
    if partnership.next_stage:
        return Stage(partnership.next_stage)
    if known is None:
        known = evidence.figures(session, {partnership.id: partnership.started_at}, list(Fact), now)[partnership.id]
    quiet = partnership.id in urgency.quiet(session, [partnership.id], now)
    return _pressing_or_stalest(quiet, known, _past(session, [partnership.id])[partnership.id], now)
