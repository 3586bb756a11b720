"""A partnership whose last host has left: anybody in it may take the role."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.hosts import role as hosts
from bot.hosts.views import hosts as view
from bot.models import Partnership, Post
from bot.outbox import posts as outbox
from bot.slack.blocks import asks
from bot.slack.messages import Message

KIND = "hostless"
_PATIENCE = timedelta(hours=1)  # whoever left by mistake is back by then


def begin(session: Session, partnership: Partnership, now: datetime) -> None:
    """If nobody hosts any more, the channel hears of it within the hour, and that anybody here may."""
    if hosts.of(session, [partnership.id]):
        return
    outbox.write(
        session,
        partnership_id=partnership.id,
        kind=KIND,
        occasion=now.isoformat(),
        channel=partnership.channel_id,
        message=view.hostless(),
        now=now,
        wait_until=now + _PATIENCE,
    )


def over(session: Session, partnership_id: int, said: Message | None = None) -> None:
    """Somebody hosts again: the channel's post says so, or is taken away if nothing is to be said."""
    newest = session.scalar(
        select(Post).where(Post.partnership_id == partnership_id, Post.kind == KIND).order_by(Post.id.desc()).limit(1)
    )
    if newest is not None and asks(newest.blocks):
        outbox.revise(session, newest.id, said)
