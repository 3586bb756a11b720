"""The roll-call: one question to the room, where is everybody from, answered by a press.

It comes once, a working day after the start, and when a host asks. It shows of how many people that is known, and
nothing else; it closes once nobody new has answered for a few working days, and never in a pause.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, insert, select
from sqlalchemy.orm import Session

from bot.lib.logs import logger
from bot.models import Member, Partner, Partnership, Post, RollCall, Schedule
from bot.outbox import posts
from bot.outbox.posts import Fate
from bot.partnership import members, organisation_choice, partners, partnerships
from bot.roll_call import views
from bot.roll_call.views import QUIET_DAYS, RollCallView
from bot.schedule import calendars, timetable
from bot.schedule.batches import Batch
from bot.schedule.calendars import MOST_CLOSED, working_days_after
from bot.schedule.timetable import Due

log = logger(__name__)

KIND = "roll-call"  # of post
_LOST = {Fate.REFUSED, Fate.UNKNOWN, Fate.DROPPED}
_ABSURD = timedelta(days=14) + MOST_CLOSED  # none closes so much later; the clock has been corrected
_LOOKED_AT = 20  # that are due, at once


@dataclass(frozen=True)
class DueFirst:
    """A roll-call that is due, and the Slack ids of those of whom it is known where they are from."""

    partnership_id: int
    channel_id: str
    team_id: str  # the workspace it was started from
    user_ids: frozenset[str]


# Writing


def compose(session: Session, due: Sequence[Due], now: datetime) -> None:
    """What the clock brings: one in every partnership that has none open, in a bounded number of statements."""
    ids = [occasion.partnership_id for occasion in due]
    asked = set(session.scalars(select(RollCall.partnership_id).where(RollCall.partnership_id.in_(ids), _is_open())))
    write(session, {post.partnership_id: post.occasion for post in due if post.partnership_id not in asked}, now)


def write(session: Session, occasions: Mapping[int, str], now: datetime) -> None:
    """The question in the home of each of these partnerships, each for its occasion."""
    shown = _views(session, dict.fromkeys(occasions, False))
    new_posts = []
    for key, partnership in partnerships.by_id(session, occasions).items():
        token = posts.new_token()
        message = views.post(shown[key], token)
        new_posts.append(posts.NewPost(key, KIND, occasions[key], partnership.channel_id, message, token))
    made = zip(new_posts, posts.write_all(session, new_posts, now), strict=True)
    rows = [
        {"partnership_id": new_post.partnership_id, "post_id": post_id, "written_at": now}
        for new_post, post_id in made
        if post_id is not None
    ]
    if rows:
        session.execute(insert(RollCall), rows)


def open_since(session: Session, partnership_id: int, now: datetime) -> datetime | None:
    """Since when one is open here, if one is; one whose post is not there is closed, and let go."""
    row = session.execute(
        select(RollCall, Post)
        .join(Post, Post.id == RollCall.post_id)
        .where(RollCall.partnership_id == partnership_id, _is_open())
        .with_for_update(of=RollCall)
    ).first()
    if row is None:
        return None
    roll_call, post = row
    if post.fate in _LOST:
        roll_call.closed_at = now
        posts.revise(session, post.id, None)
        return None
    return post.sent_at or roll_call.written_at


def _is_open() -> ColumnElement[bool]:
    return RollCall.closed_at.is_(None)


# How they stand


def _views(session: Session, closed: Mapping[int, bool]) -> dict[int, RollCallView]:
    """What those of these partnerships show, open or `closed`, in two statements."""
    offered: dict[int, list[Partner]] = defaultdict(list)
    for partner in session.scalars(select(Partner).where(Partner.partnership_id.in_(closed), *partners.kept())):
        offered[partner.partnership_id].append(partner)
    known = members.known(session, closed)
    return {
        key: RollCallView(
            key, organisation_choice.of(partners.by_name(offered[key])), known.get(key, 0), closed=is_closed
        )
        for key, is_closed in closed.items()
    }


def follow(session: Session, partnership: Partnership, now: datetime, *, new: bool) -> None:
    """Somebody has said where they are from: the post follows, if one is open, and is open longer for a `new` answer.

    Whoever does the same at the same time waits, and counts this one too.
    """
    session.flush()
    query = select(RollCall).where(RollCall.partnership_id == partnership.id, _is_open())
    roll_call = session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if roll_call is None:
        return
    if new and roll_call.closes_at is not None:
        roll_call.closes_at = working_days_after(now, QUIET_DAYS, partnership.zone, calendars.of(partnership))
    _redraw(session, [roll_call])


def _redraw(session: Session, roll_calls: Sequence[RollCall]) -> None:
    shown = _views(session, {row.partnership_id: row.closed_at is not None for row in roll_calls})
    tokens = session.execute(select(Post.id, Post.token).where(Post.id.in_([row.post_id for row in roll_calls])))
    token_of = {post_id: token for post_id, token in tokens}  # noqa: C416  # a row is no pair to mypy
    posts.revise_all(
        session, {row.post_id: views.post(shown[row.partnership_id], token_of[row.post_id]) for row in roll_calls}
    )


# Closing


_OVER = (
    select(RollCall, Partnership.paused_at)
    .join(Partnership, Partnership.id == RollCall.partnership_id)
    .where(RollCall.closed_at.is_(None), RollCall.closes_at <= bindparam("now"))
    .order_by(RollCall.closes_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=RollCall)
)


def close(session: Session, now: datetime, batch: Batch) -> int:
    """Each tick, before pauses end: those to which nobody new has answered for some days; how many there were.

    They are closed, but in a pause: that puts it off until days as many have followed it.
    """
    rows = session.execute(batch.of(_OVER, RollCall.partnership_id), {"now": now, "limit": batch.most}).all()
    closed = [row.RollCall for row in rows if row.paused_at is None]
    for row in rows:
        if row.paused_at is None:
            row.RollCall.closed_at = now
        else:
            row.RollCall.closes_at = None
    session.flush()
    if closed:
        _redraw(session, closed)
    return len(rows)


_STANDING = (
    select(RollCall, Partnership.zone, Partnership.holidays, Partnership.closures)
    .join(Post, Post.id == RollCall.post_id)
    .join(Partnership, Partnership.id == RollCall.partnership_id)
    .where(RollCall.closed_at.is_(None), Post.sent_at.is_not(None), Partnership.paused_at.is_(None))
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=RollCall)
)
_UNSETTLED = (
    _STANDING.where(RollCall.closes_at.is_(None)),
    _STANDING.where(RollCall.closes_at > bindparam("absurd")),
)


def settle(session: Session, now: datetime, batch: Batch) -> int:
    """Each tick: what has come to stand in Slack, or was put off by a pause that is over, counts down from now on."""
    values = {"absurd": now + _ABSURD, "limit": batch.most}
    rows = [
        row
        for unsettled in _UNSETTLED
        for row in session.execute(batch.of(unsettled, RollCall.partnership_id), values).all()
    ]
    for row in rows:
        row.RollCall.closes_at = working_days_after(now, QUIET_DAYS, row.zone, calendars.of(row))
    session.flush()
    return len(rows)


# Where nobody needs to be asked


_DUE_FIRST = (
    select(Partnership.id, Partnership.channel_id, Partnership.team_id)
    .join(Schedule, Schedule.partnership_id == Partnership.id)
    .where(Schedule.next_at <= bindparam("now"), Schedule.kind == KIND, Partnership.uninstalled_at.is_(None))
    .order_by(Schedule.next_at)
    .limit(_LOOKED_AT)
)


def due_first(session: Session, now: datetime) -> list[DueFirst]:
    """Those that a tick would bring now."""
    rows = session.execute(_DUE_FIRST, {"now": now}).all()
    known: dict[int, set[str]] = defaultdict(set)
    if rows:
        ids = [row.id for row in rows]
        are_known = (Member.partnership_id.in_(ids), Member.partner_id.is_not(None), *members.present())
        for partnership_id, user_id in session.execute(select(Member.partnership_id, Member.user_id).where(*are_known)):
            known[partnership_id].add(user_id)
    return [DueFirst(row.id, row.channel_id, row.team_id, frozenset(known[row.id])) for row in rows]


def leave_out(session: Session, partnership_id: int, now: datetime) -> None:
    """Of everybody in the channel it is known where they are from: it is not asked."""
    partnership = session.get_one(Partnership, partnership_id)
    timetable.switch(session, partnership, KIND, on=False, now=now)
    log.info("left out, everybody has said", partnership=partnership_id, kind=KIND)
