"""When a post did not reach the room, its hosts hear of it: once, what and why."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.hosts import role as hosts
from bot.hosts.views import delivery_alert as view
from bot.lib.refusals import GoneError
from bot.models import Member, Partnership, Post
from bot.outbox import posts as outbox
from bot.outbox import undelivered
from bot.partnership import audit_log, members
from bot.partnership.members import Who
from bot.schedule.timetable import Due


def tell_hosts(session: Session, wall: datetime, now: datetime) -> int:
    """How many posts in trouble the hosts are now told of."""
    untold = undelivered.untold(session, wall)
    news: hosts.News = defaultdict(list)
    for one in untold:
        occasion = f"{one.post_id}.{one.version}.{one.fate or 'late'}"
        news[one.partnership_id].append((view.trouble(one), "trouble", occasion))
    hosts.tell_each(session, news, now=now)
    if untold:
        undelivered.mark_told(session, [one.post_id for one in untold], wall)
    return len(untold)


def tell_of_lateness(session: Session, kind: str, due: Sequence[Due], now: datetime) -> None:
    """Whoever hosts hears, once, of a post that is written over an hour after its time."""
    late = {one.partnership_id: one for one in due if now - one.fire.at > undelivered.LATE}
    if not late:
        return
    posts = session.execute(
        select(Post.id, Post.partnership_id, Post.channel)
        .join(Partnership, Partnership.id == Post.partnership_id)
        .where(
            Post.partnership_id.in_(late),
            Post.kind == kind,
            Post.occasion.in_({one.occasion for one in late.values()}),
            Post.channel == Partnership.channel_id,
        )
    ).all()
    news: hosts.News = defaultdict(list)
    for post in posts:
        said = view.late(kind, late[post.partnership_id], post.channel)
        news[post.partnership_id].append((said, "late", str(post.id)))
    hosts.tell_each(session, news, now=now)


def post_again(session: Session, post_id: int, who: Who, now: datetime) -> bool:
    """Whether the post is owed once more; only a host may ask."""
    post, host = _theirs(session, post_id, who, now)
    owed = outbox.again(session, post_id)
    if owed:
        audit_log.record(session, host, "post.again", now, post.kind)
    return owed


def leave(session: Session, post_id: int, who: Who, now: datetime) -> bool:
    """Whether the post is spoken of no more: it is there, or is not needed; only a host may say so."""
    post, host = _theirs(session, post_id, who, now)
    left = outbox.leave(session, post_id, now)
    if left:
        audit_log.record(session, host, "post.left", now, post.kind)
    return left


def _theirs(session: Session, post_id: int, who: Who, now: datetime) -> tuple[Post, Member]:
    """A post to the channel, and the host of its partnership who asks about it."""
    post = session.get(Post, post_id)
    if post is None:
        raise GoneError
    partnership = session.get_one(Partnership, post.partnership_id)
    host = members.admit(session, partnership, who, now)
    members.require_host(host)
    if post.channel != partnership.channel_id:
        raise GoneError  # what is said to a person is not for hosts to know of
    return post, host
