"""What is owed came once and in its time, or the hosts know that it did not."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.hosts import role
from bot.models import Member, Partnership, Post, Schedule
from bot.outbox import kinds, posts, undelivered
from bot.slack.blocks import has_buttons
from sandbox.slack.state import Message, Slack
from tests.simulation.ledger import MARK
from tests.simulation.machine.clock import SimulatedClock

_PATIENCE = timedelta(minutes=10)  # for hosts to hear
_OVERDUE = select(Schedule.partnership_id, Schedule.kind, Schedule.next_at).where(Schedule.next_at <= bindparam("now"))
_UNTOLD = select(Post.id, Post.kind, Post.fate, Post.owed_at, Post.method).where(
    Post.kind.in_(kinds.IN_CHANNEL), Post.told_at.is_(None)
)
_LATE = _UNTOLD.where(Post.method.is_not(None), Post.owed_at < bindparam("since"))
_FAILED = _UNTOLD.where(Post.fate.in_(("refused", "unknown")))


def overdue(session: Session, clock: SimulatedClock) -> Iterator[str]:
    """After a tick: what should have come round by now and has not."""
    for row in session.execute(_OVERDUE, {"now": clock.now()}):
        yield f"{row.kind} of partnership {row.partnership_id} was due at {row.next_at} and has not come round"


def untold(session: Session, clock: SimulatedClock) -> Iterator[str]:
    """Posts for the room that failed or are late, of which no host has heard."""
    for post in session.execute(_LATE, {"since": clock.now() - undelivered.LATE - _PATIENCE}):
        yield f"post {post.id} ({post.kind}) has waited since {post.owed_at} and no host has heard of it"
    for post in session.execute(_FAILED):
        yield f"post {post.id} ({post.kind}) is {post.fate} and no host has heard of it"


def pending(session: Session) -> Iterator[str]:
    """With nothing going wrong for hours: what has still not been sent."""
    for post in session.execute(select(Post.id, Post.kind, Post.method, Post.reason).where(Post.method.is_not(None))):
        yield f"post {post.id} ({post.kind}) still waits for {post.method}: {post.reason}"


def misplaced(session: Session, slack: Slack) -> Iterator[str]:
    """Messages that stand twice, or not where their row says, or say something else."""
    standing: dict[str, list[Message]] = {}
    for channel_id in slack.channels:
        for message in slack.messages(channel_id):
            if message.by_app and message.metadata:
                standing.setdefault(message.metadata["event_payload"]["id"], []).append(message)
    again = set(session.scalars(select(Post.token).where(Post.told_at.is_not(None))))
    for token, copies in standing.items():
        if len(copies) > 1 and token not in again:
            yield f"a message stands {len(copies)} times: {copies[0].plain[:80]!r}"
    here = {channel.id for channel in slack.channels.values()}
    query = select(Post.id, Post.kind, Post.token, Post.place, Post.channel, Post.ts, Post.blocks, Post.fate)
    for post in session.execute(query.where(Post.ts.is_not(None), Post.method.is_(None), Post.fate == posts.Fate.SENT)):
        there = slack.find(post.place or post.channel, post.ts) if (post.place or post.channel) in here else None
        if there is None:
            yield f"post {post.id} ({post.kind}) is sent, and stands nowhere"
        elif post.blocks and (written := _marks(post.blocks)) != (shown := _marks(there.blocks)):
            yield f"post {post.id} ({post.kind}) says {shown} in the channel, and {written} in its row"


def _marks(blocks: list[Any]) -> list[str]:
    return sorted({*MARK.findall(str(blocks))})


def hostless(session: Session) -> Iterator[str]:
    """Partnerships that nobody hosts, and whose channel does not say so and that anybody may."""
    for partnership_id in session.scalars(select(Partnership.id)):
        hosts = select(Member.id).where(Member.partnership_id == partnership_id, Member.host)
        said = select(Post.blocks).where(Post.partnership_id == partnership_id, Post.kind == role.HOSTLESS)
        if session.scalar(hosts.limit(1)) is None and not has_buttons(
            session.scalar(said.where(Post.ts.is_not(None)).order_by(Post.id.desc()).limit(1))
        ):
            yield f"partnership {partnership_id} has no host"
