"""When a post did not reach the room, its hosts hear of it: once, what and why."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.hosts import role
from bot.hosts.views import delivery_alert as view
from bot.lib.refusals import GoneError
from bot.models import Member, Partnership, Post
from bot.outbox import posts, undelivered
from bot.partnership import audit_log, members
from bot.partnership.members import Who
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
    """Whoever hosts hears, once, of a post that is written over an hour after its time."""
    late = {post.partnership_id: post for post in due if now - post.fire.at > undelivered.LATE}
    if not late:
        return
    late_posts = session.execute(
        select(Post.id, Post.partnership_id, Post.channel)
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
        message = view.late(kind, late[post.partnership_id], post.channel)
        news[post.partnership_id].append((message, LATE, str(post.id)))
    role.tell_each(session, news, now=now)


def post_again(session: Session, post_id: int, who: Who, now: datetime) -> bool:
    """Whether the post is pending once more; only a host may ask."""
    post, host = _theirs(session, post_id, who, now)
    again = posts.retry(session, post_id)
    if again:
        audit_log.record(session, host, "post.again", now, post.kind)
    return again


def settle(session: Session, post_id: int, who: Who, now: datetime) -> bool:
    """Whether the post is reported no more: it is there, or is not needed; only a host may say so."""
    post, host = _theirs(session, post_id, who, now)
    settled = posts.settle(session, post_id, now)
    if settled:
        audit_log.record(session, host, "post.left", now, post.kind)
    return settled


def _theirs(session: Session, post_id: int, who: Who, now: datetime) -> tuple[Post, Member]:
    """A post to the channel, and the host of its partnership who asks about it."""
    post = session.get(Post, post_id)
    if post is None:
        raise GoneError
    partnership = session.get_one(Partnership, post.partnership_id)
    host = members.admit(session, partnership, who, now)
    members.require_host(host)
    if post.channel != partnership.channel_id:
        raise GoneError  # what goes to a person is not for hosts to know of
    return post, host
