"""Posts follow a channel to which Slack has given another id. All times are the real clock's."""

from datetime import datetime, timedelta

from sqlalchemy import case, delete, select, update
from sqlalchemy.orm import Session

from bot.models import LOST, Pace, Post
from bot.outbox import outcomes
from bot.outbox.posts import DELETE, POST, UPDATE, Fate

_MEANWHILE = timedelta(hours=1)  # what was refused earlier than that was refused for another reason, or is old


def follow(session: Session, partnership_id: int, old: str, new: str, wall: datetime) -> None:
    """What stands in the channel, or is to stand there, does so by its new id; so does the pace that it keeps.

    What Slack refused under the old id before we heard of the new one is pending again.
    """
    there = (Post.partnership_id == partnership_id, Post.channel == old)
    place = case((Post.place == old, new), else_=Post.place)
    session.execute(update(Post).where(*there).values(channel=new, lane=new, place=place))
    refused = (
        Post.fate.in_(LOST),
        Post.reason.startswith("channel_not_found"),
        Post.owed_at > wall - _MEANWHILE,
    )
    session.execute(
        update(Post)
        .where(Post.partnership_id == partnership_id, Post.channel == new, *refused)
        .values(
            method=case((Post.ts.is_(None), POST), (Post.text.is_(None), DELETE), else_=UPDATE),
            tried_at=case((Post.fate == Fate.UNKNOWN, Post.tried_at)),
            fate=None,
            reason=None,
            told_at=None,
            ready_at=None,
            lease_until=None,
            attempts=0,
            owed_at=wall,
        )
    )
    free_at = session.scalar(select(Pace.free_at).where(Pace.key == old))
    if free_at is not None:
        session.execute(delete(Pace).where(Pace.key == old))
        outcomes.hold(session, new, free_at)
