"""Drift: wins that fit no aim, aims without a win, and the question whether the vision or the effort should move.

It is asked every quarter. When half of the last ten wins fit no aim it is asked sooner: the timetable brings its next
time forward, so that it comes where there is room in the week.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import outbox, timetable, vision
from bot.aims import Aimed
from bot.models import Aim, Partnership, Post, Schedule, Vision, Win
from bot.timetable import Due
from bot.views import drift as view
from bot.views.drift import FROM_WIN, Drift

KIND = "vision"
LAST, OUTSIDE = 10, 5  # of so many wins, so many
APART = timedelta(weeks=8)  # between one such question and the next
STILL = timedelta(weeks=8)
_JUST_ASKED = timedelta(weeks=4)


def look(session: Session, partnership_id: int, now: datetime) -> Drift | None:
    """How the last ten wins lie to the vision in force, if half of them fit none of its aims.

    Wins from before there was any aim are not counted, and where there are fewer than ten it is too early to say.
    """
    current = vision.in_force(session, partnership_id)
    roots = {vision.root(one) for one in vision.aims(session, current.id)} if current else set()
    if not roots:
        return None
    begun = select(func.min(Vision.since)).join(Aim, Aim.vision_id == Vision.id)
    last = session.execute(
        select(Win.id, Win.text, vision.of_lineage())
        .outerjoin(Aim, Aim.id == Win.aim_id)
        .where(
            Win.partnership_id == partnership_id,
            Win.undone_at.is_(None),
            Win.recorded_at >= begun.where(Vision.partnership_id == partnership_id).scalar_subquery(),
            Win.recorded_at <= now,
        )
        .order_by(Win.recorded_at.desc(), Win.id.desc())
        .limit(LAST)
    ).all()
    outside = [(win_id, text) for win_id, text, root in last if root not in roots]
    if len(last) < LAST or len(outside) < OUTSIDE:
        return None
    return Drift(len(last), len(outside), outside)


def may_ask(partnership: Partnership, now: datetime) -> bool:
    """Whether it is long enough ago; a date still to come is from a clock since corrected."""
    asked = partnership.drift_asked_at
    return asked is None or asked > now or asked <= now - APART


def notice(session: Session, partnership: Partnership, calendar: str, now: datetime) -> None:
    """A win has been recorded: if the wins drift from the vision, the question comes soon."""
    if may_ask(partnership, now) and look(session, partnership.id, now) is not None:
        timetable.bring_forward(session, partnership, KIND, calendar, now)


def still(session: Session, about: vision.About, now: datetime) -> list[tuple[int, Aimed]]:
    """Aims that have been aimed at for eight weeks, and towards which nothing was told for as long, by number."""
    if about.now is None:
        return []
    roots = [one.root for one in about.now.wording.aims if one.root is not None]
    told = vision.count(session, roots, now - STILL)
    rows = session.execute(
        select(Aim.id, Vision.since).join(Vision, Vision.id == Aim.vision_id).where(Aim.id.in_(roots))
    )
    old = {root for root, since in rows if since <= now - STILL}
    return [
        (number, one)
        for number, one in enumerate(about.now.wording.aims, 1)
        if one.root in old and one.root not in told
    ]


# A turn of the clock


def compose(session: Session, due: Sequence[Due], now: datetime) -> None:
    """The question, wherever it is due: on its own day, or brought forward because the wins drift.

    Where they no longer do, nothing is said, nor soon after it was asked for the one reason or the other.
    """
    ids = [one.partnership_id for one in due]
    here = {one.id: one for one in session.scalars(select(Partnership).where(Partnership.id.in_(ids)))}
    schedules = select(Schedule).where(Schedule.partnership_id.in_(ids), Schedule.kind == KIND)
    own_day = {
        one.partnership_id: timetable.regular(one, here[one.partnership_id].zone, _day_of(due, one.partnership_id))
        for one in session.scalars(schedules)
    }
    for one in due:
        partnership = here[one.partnership_id]
        drift = look(session, partnership.id, now) if may_ask(partnership, now) else None
        if drift is None and (not own_day.get(partnership.id) or _just_settled(session, partnership, now)):
            continue
        _ask(session, one, partnership, drift, now)


def _day_of(due: Sequence[Due], partnership_id: int) -> date:
    return next(one.fire.on for one in due if one.partnership_id == partnership_id)


def _just_settled(session: Session, partnership: Partnership, now: datetime) -> bool:
    """Whether the vision has just been changed, or just been asked about."""
    current = vision.in_force(session, partnership.id)
    lately = [at for at in (current.since if current else None, partnership.drift_asked_at) if at is not None]
    return any(now - _JUST_ASKED < at <= now for at in lately)


def _ask(session: Session, one: Due, partnership: Partnership, drift: Drift | None, now: datetime) -> None:
    token = outbox.new_token()
    about = vision.about(session, partnership)
    post_id = outbox.write(
        session,
        partnership_id=partnership.id,
        kind=KIND,
        occasion=one.occasion,
        channel=one.channel_id,
        message=view.asking(about, drift, still(session, about, now), token),
        now=now,
        token=token,
    )
    if post_id is not None and drift is not None:
        partnership.drift_asked_at = now


def outlook(session: Session, partnership: Partnership, now: datetime) -> str:
    """What it would ask if it came now."""
    has_one = vision.in_force(session, partnership.id) is not None
    drifting = may_ask(partnership, now) and look(session, partnership.id, now) is not None
    return view.outlook(vision=has_one, drifting=drifting)


# Keeping it true


def redraw(session: Session, win: Win, now: datetime) -> None:
    """The win has been changed or undone: where a question shows its words, it says what is so now."""
    posts = select(Post).where(
        Post.partnership_id == win.partnership_id,
        Post.kind == KIND,
        Post.written_at >= win.recorded_at,
        Post.text.is_not(None),
    )
    for post in session.scalars(posts).all():
        shown = _shown(post)
        if win.id in shown:
            about = vision.about(session, session.get_one(Partnership, win.partnership_id))
            drift = look(session, win.partnership_id, now)
            drift = replace(drift, wins=_told(session, shown)) if drift else None
            outbox.revise(session, post.id, view.asking(about, drift, still(session, about, now), post.token))


def _shown(post: Post) -> list[int]:
    """The wins a question has buttons for."""
    return [
        int(element["value"])
        for block in post.blocks or []
        for element in block.get("elements", [])
        if str(element.get("action_id", "")).startswith(FROM_WIN)
    ]


def _told(session: Session, win_ids: Sequence[int]) -> list[tuple[int, str]]:
    rows = session.execute(select(Win.id, Win.text).where(Win.id.in_(win_ids), Win.undone_at.is_(None)))
    texts = {win_id: text for win_id, text in rows}  # noqa: C416  # a row is no pair to mypy
    return [(win_id, texts[win_id]) for win_id in win_ids if win_id in texts]
