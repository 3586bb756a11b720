"""Reminders of the pulse: at most twice, on their day or never, only to whoever has not answered.

A reminder is marked as given before anything is sent, and is no row anywhere: one that gets lost is better than a list
of who has not answered. That it comes to some counts against everybody's private messages alike.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import ballots, pulse, timetable
from bot.models import Member, Partnership, Post, Pulse
from bot.views import pulse as view
from bot.views.kit import Message

MOST = 2  # private messages a week that nobody asked for
_COUNTED = ("invitation",)  # kinds of post to a person; reminders of the pulse are counted by their days


@dataclass(frozen=True)
class Round:
    """One message, and those it goes to."""

    user_ids: tuple[str, ...]
    message: Message


def claim(session: Session, now: datetime) -> Round | None:
    """The reminders that are due in one partnership, marked as given; nothing if none are."""
    row = session.execute(
        select(Pulse, Partnership)
        .join(Partnership, Partnership.id == Pulse.partnership_id)
        .where(Pulse.nudge_at <= now, Pulse.closed_at.is_(None))
        .order_by(Pulse.nudge_at)
        .limit(1)
        .with_for_update(skip_locked=True, of=Pulse)
    ).first()
    if row is None:
        return None
    found, partnership = row
    due = found.nudge_at
    assert due is not None
    following = [at for one in found.nudges if (at := datetime.fromisoformat(one)) > due]
    found.nudge_at = following[0] if following else None
    said = pulse.about(session, found, partnership)
    if timetable.over(due, partnership.zone, now) or partnership.paused_at is not None:
        return Round((), view.nudge(said, partnership.channel_id))
    silent = ballots.silent(session, found.id)
    people = session.execute(select(Member.id, Member.user_id).where(Member.id.in_(silent)))
    full = _full(session, partnership, now)
    return Round(
        tuple(sorted(user_id for _, user_id in people if user_id not in full)),
        view.nudge(said, partnership.channel_id),
    )


def _full(session: Session, partnership: Partnership, now: datetime) -> set[str]:
    """Who has had all their private messages of this week without the pulse's."""
    return {user_id for user_id, number in _posts(session, partnership, now).items() if number >= MOST}


def may_be_asked(session: Session, partnership: Partnership, now: datetime) -> set[str]:
    """Members whose week has room for one more private message that they did not ask for."""
    monday, sunday = _week(partnership, now)
    pulses = session.scalars(
        select(Pulse.nudges).where(Pulse.partnership_id == partnership.id, Pulse.written_at > now - timedelta(days=31))
    )
    reminders = sum(monday <= datetime.fromisoformat(at) < sunday for nudges in pulses for at in nudges)
    posts = _posts(session, partnership, now)
    members = session.scalars(select(Member.user_id).where(Member.partnership_id == partnership.id))
    return {user_id for user_id in members if posts.get(user_id, 0) + reminders < MOST}


def _posts(session: Session, partnership: Partnership, now: datetime) -> dict[str, int]:
    """How many such posts each person has had this week."""
    monday, sunday = _week(partnership, now)
    rows = session.execute(
        select(Post.channel, func.count())
        .where(
            Post.partnership_id == partnership.id,
            Post.kind.in_(_COUNTED),
            Post.written_at >= monday,
            Post.written_at < sunday,
        )
        .group_by(Post.channel)
    )
    return {row[0]: row[1] for row in rows}


def _week(partnership: Partnership, now: datetime) -> tuple[datetime, datetime]:
    """This week's Monday and the next, where the partnership lives."""
    local = now.astimezone(ZoneInfo(partnership.zone))
    monday = datetime.combine(local.date() - timedelta(days=local.weekday()), datetime.min.time(), local.tzinfo)
    return monday, monday + timedelta(days=7)
