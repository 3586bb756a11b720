"""When a post did not reach the room, its hosts hear of it: once, what and why."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.hosts import role
from bot.hosts.views import delivery_alert as view
from bot.models import Partnership, Post
from bot.outbox import undelivered
from bot.schedule.timetable import Due

UNDELIVERED, LATE = "trouble", "late"  # kinds of post


def alert_hosts(session: Session, wall: datetime, now: datetime) -> int:
    """How many posts that are lost or late the hosts now hear of."""
    unreported = undelivered.unreported(session, wall)
    news: role.News = defaultdict(list)
    for post in unreported:
        occasion = f"{post.post_id}.{post.version}.{post.fate or 'late'}"
        news[post.partnership_id].append((view.undelivered(post), UNDELIVERED, occasion))
    role.tell_each(session, news, now=now)
    if unreported:
        undelivered.mark_reported(session, [post.post_id for post in unreported], wall)
    return len(unreported)


def alert_of_lateness(session: Session, kind: str, due: Sequence[Due], now: datetime) -> None:
    """Whoever hosts hears, once, of a post that is written over an hour after its time.

    Not of one whose time came while the partnership's workspace did not have Pencil.
    """
    late = {post.partnership_id: post for post in due if now - post.fire.at > undelivered.LATE}
    if not late:
        return
    late_posts = session.execute(
        select(Post.id, Post.partnership_id, Post.channel, Partnership.reinstalled_at)
        .join(Partnership, Partnership.id == Post.partnership_id)
        .where(
            Post.partnership_id.in_(late),
            Post.kind == kind,
            Post.occasion.in_({post.occasion for post in late.values()}),
            Post.channel == Partnership.channel_id,
        )
    ).all()
    news: role.News = defaultdict(list)
    for post in late_posts:
        if post.reinstalled_at is not None and late[post.partnership_id].fire.at < post.reinstalled_at:
            continue
        message = view.late(kind, late[post.partnership_id], post.channel)
        news[post.partnership_id].append((message, LATE, str(post.id)))
    role.tell_each(session, news, now=now)
