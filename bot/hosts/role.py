"""Who hosts a partnership, telling them something privately, and what the channel hears where nobody hosts."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import distinct, func, or_, select
from sqlalchemy.orm import Session

from bot.hosts.views import hosts as view
from bot.models import Member, Partnership, Post
from bot.outbox import kinds, posts
from bot.outbox.kinds import To
from bot.partnership import members, preferences
from bot.slack.blocks import has_buttons
from bot.slack.messages import Message

HOSTLESS = "hostless"  # a kind of post
MOST_TIMES = 2  # that hosts hear the same with nothing new in it
_GRACE = timedelta(hours=1)  # whoever left by mistake is back by then

News = dict[int, list[tuple[Message, str, str]]]  # by partnership: what, and its kind and occasion


def of(session: Session, partnership_ids: Collection[int]) -> list[tuple[Member, str]]:
    """The hosts who are here, longest known first, each with the clocks of their partnership."""
    rows = session.execute(
        select(Member, Partnership.zone)
        .join(Partnership, Partnership.id == Member.partnership_id)
        .where(
            Member.partnership_id.in_(partnership_ids),
            Member.host,
            *members.present(),
        )
        .order_by(Member.id)
    )
    return [(member, zone) for member, zone in rows]


def tell_each(session: Session, news: News, *, now: datetime) -> None:
    """Every host hears privately and at once, once of each occasion. What can wait goes into their digest instead."""
    if not news:
        return
    assert all(kinds.KINDS[kind].to is To.HOSTS for messages in news.values() for _, kind, _ in messages)
    new_posts = [
        posts.NewPost(
            host.partnership_id,
            kind,
            f"{occasion}:{host.user_id}",
            host.user_id,
            message,
            wait_until=preferences.quiet_until(host, zone, now),
        )
        for host, zone in of(session, news)
        for message, kind, occasion in news[host.partnership_id]
    ]
    posts.write_all(session, new_posts, now)


def times_told(session: Session, partnership_ids: Collection[int], kind: str, *since: Any) -> dict[int, int]:
    """How often hosts have heard the like, since something last happened: a statement for when, by `Post`, if ever."""
    if not partnership_ids:
        return {}
    rows = session.execute(
        select(Post.partnership_id, func.count(distinct(Post.written_at)))  # all hosts hear at one moment
        .where(
            Post.partnership_id.in_(partnership_ids),
            Post.kind == kind,
            *(or_(last.is_(None), Post.written_at > last) for last in since),
        )
        .group_by(Post.partnership_id)
    )
    return {partnership_id: number for partnership_id, number in rows}  # noqa: C416  # a row is no pair to mypy


def tell_channel_of_none(session: Session, partnership: Partnership, now: datetime) -> None:
    """If nobody hosts any more, the channel hears of it within the hour, and that anybody here may."""
    if of(session, [partnership.id]):
        return
    new_post = posts.NewPost(
        partnership.id, HOSTLESS, now.isoformat(), partnership.channel_id, view.hostless(), wait_until=now + _GRACE
    )
    posts.write(session, new_post, now)


def hosted_again(session: Session, partnership_id: int, message: Message) -> None:
    """Somebody hosts again: the channel's post says so."""
    newest = session.scalar(
        select(Post)
        .where(Post.partnership_id == partnership_id, Post.kind == HOSTLESS)
        .order_by(Post.id.desc())
        .limit(1)
    )
    if newest is not None and has_buttons(newest.blocks):
        posts.revise(session, newest.id, message)
