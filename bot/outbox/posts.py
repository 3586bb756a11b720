"""Posts: written with the act that caused them, delivered once.

A row is a message as it should stand in Slack. While Slack does not show it so, `method` names the call that is
pending. Whoever delivers claims rows under a lease (`claims.py`), calls, and records the outcome (`outcomes.py`).
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, bindparam, case, delete, func, literal, or_, select, tuple_, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from bot.db.statements import insert_new, rows_changed
from bot.lib import clock
from bot.models import Pace, Post
from bot.outbox import kinds
from bot.slack.messages import Message

POST, UPDATE, DELETE, PUBLISH = "chat.postMessage", "chat.update", "chat.delete", "views.publish"
HOME = "home"  # the kind of post that a Home is


class Fate(StrEnum):
    """What became of a post."""

    SENT = "sent"
    REFUSED = "refused"  # Slack said no, and will again
    UNKNOWN = "unknown"  # it may be there; history could not be read
    DROPPED = "dropped"  # no longer wanted before it was sent


def new_token() -> str:
    """An opaque id for a post: it stands in the message's metadata and on its buttons, and says nothing."""
    return secrets.token_hex(12)


def group(user_ids: Sequence[str]) -> str:
    """The place of a message to several people: a group of their own, or each by themselves if Slack has none."""
    return ",".join(user_ids)


@dataclass(frozen=True)
class NewPost:
    """A post about an occasion, before it is a row.

    With `thread_id` it goes to the thread below that post, which has to be in the same channel; with `wait_until`, by
    the bot's clock, it is not pending before then.
    """

    partnership_id: int
    kind: str
    occasion: str
    channel: str
    message: Message
    token: str = field(default_factory=new_token)
    thread_id: int | None = None
    wait_until: datetime | None = None
    team_id: str | None = None  # the workspace it goes by way of, if not its partnership's

    @property
    def key(self) -> tuple[int, str, str]:
        """What there is one post for."""
        return (self.partnership_id, self.kind, self.occasion)


def write_all(session: Session, new_posts: Sequence[NewPost], now: datetime) -> list[int | None]:
    """The new posts' ids, in the order given; nothing for an occasion that has its post already."""
    rows = [
        {
            "partnership_id": post.partnership_id,
            "kind": post.kind,
            "occasion": post.occasion,
            "lane": post.channel,
            "channel": post.channel,
            "method": None if post.wait_until else POST,
            "wait_until": post.wait_until,
            "written_at": now,
            "token": post.token,
            "thread_id": post.thread_id,
            "team_id": post.team_id,
            "picture": post.message.drawing,
            **post.message.payload(),
        }
        for post in new_posts
    ]
    made = _insert(session, rows)
    return [made.get(post.token) for post in new_posts]


def write(session: Session, post: NewPost, now: datetime) -> int | None:
    """The new post's id; nothing if this occasion has its post already."""
    return write_all(session, [post], now)[0]


def write_or_revise(session: Session, new_posts: Sequence[NewPost], now: datetime) -> None:
    """The occasions have these posts: new ones, or those there are, changed."""
    made = write_all(session, new_posts, now)
    old = {post.key: post.message for post, post_id in zip(new_posts, made, strict=True) if post_id is None}
    if not old:
        return
    key = (Post.partnership_id, Post.kind, Post.occasion)
    there = session.execute(select(Post.id, *key).where(tuple_(*key).in_(old))).all()
    revise_all(session, {row.id: old[row.partnership_id, row.kind, row.occasion] for row in there})


def home_of(user_id: str) -> str:
    """The occasion of somebody's Home."""
    return f"home:{user_id}"


def stale() -> Any:
    """A change that makes Homes pending anew, by the real clock's `wall`; which, is for the caller to say."""
    return update(Post).values(
        method=PUBLISH,
        version=Post.version + 1,
        ready_at=None,
        fate=None,
        owed_at=case((Post.method.is_not(None), Post.owed_at), else_=bindparam("wall", type_=Post.owed_at.type)),
    )


def publish(session: Session, *, partnership_id: int, user_id: str, wanted: str, now: datetime) -> None:
    """A person's Home is published at once: the part `wanted`, or the one it showed. None of its words are kept."""
    occasion = home_of(user_id)
    session.execute(delete(Pace).where(Pace.key == occasion))
    shows = {"blocks": [{"private_metadata": wanted}]} if wanted else {}
    theirs = (Post.partnership_id == partnership_id, Post.kind == HOME, Post.occasion == occasion)
    changed = rows_changed(session, stale().where(*theirs).values(**shows), {"wall": clock.wall()})
    if changed == 0:
        new = {
            "partnership_id": partnership_id,
            "kind": HOME,
            "occasion": occasion,
            "lane": occasion,
            "method": PUBLISH,
        }
        new |= {"channel": user_id, "written_at": now, "text": "", "token": new_token()}
        _insert(session, [{**new, "blocks": [{"private_metadata": wanted}]}])


def _insert(session: Session, rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """The ids of those that are new, by token: one statement, however many."""
    for row in rows:
        kinds.check(row["kind"])
    once = ["partnership_id", "kind", "occasion"]
    made = insert_new(session, Post, rows, returning=(Post.token, Post.id), on=once)
    return {token: post_id for token, post_id in made}  # noqa: C416  # a row is no pair to mypy


def revise(session: Session, post_id: int, message: Message | None) -> None:
    """The post becomes `message`, wherever it stands by now; none withdraws it."""
    revise_all(session, {post_id: message})


def revise_all(session: Session, wanted: Mapping[int, Message | None]) -> None:
    """The same of many posts, in two statements: one for those that are changed, one for those that are withdrawn."""
    session.flush()
    messages = sorted(wanted.items(), key=lambda item: item[0])
    changed = [{"post_id": post_id, **message.payload()} for post_id, message in messages if message is not None]
    withdrawn = [{"post_id": post_id} for post_id, message in messages if message is None]
    for statement, rows in ((_change(), changed), (_withdraw(), withdrawn)):
        if rows:
            session.connection().execute(statement, rows)
    for post_id in wanted:
        if (known := session.identity_map.get(identity_key(Post, post_id))) is not None:
            session.expire(known, _CHANGED)


_CHANGED = ("version", "owed_at", "method", "fate", "text", "blocks", "wait_until")


def _change() -> Any:
    pending = case(
        (Post.ts.is_not(None), UPDATE),
        (Post.wait_until.is_not(None), None),
        (Post.fate.is_(None), POST),
        else_=Post.method,
    )
    return _revised(method=pending, text=bindparam("text"), blocks=bindparam("blocks"))


def _withdraw() -> Any:
    unsent = and_(Post.ts.is_(None), Post.lease_until.is_(None), Post.tried_at.is_(None))
    pending = case((Post.ts.is_not(None), DELETE), (unsent, None), else_=Post.method)
    fate = case((and_(unsent, Post.fate.is_(None)), Fate.DROPPED), else_=Post.fate)
    return _revised(method=pending, fate=fate, text=None, blocks=None, wait_until=None)


def _revised(**values: Any) -> Any:
    return (
        update(Post)
        .where(Post.id == bindparam("post_id"))
        .values(version=Post.version + 1, owed_at=_pending_since(), **values)
    )


_RELEASE = (
    update(Post)
    .where(Post.wait_until <= bindparam("now"))
    .values(method=POST, wait_until=None, owed_at=bindparam("wall"))
    .execution_options(synchronize_session=False)
)


def release(session: Session, now: datetime) -> int:
    """A tick: what waited for the end of somebody's quiet hours is pending from now on; how many did."""
    return rows_changed(session, _RELEASE, {"now": now, "wall": clock.wall()})


def withdraw_waiting(session: Session, partnership_id: int, user_id: str) -> None:
    """What waits for the end of the person's quiet hours is not sent any more."""
    waiting = select(Post.id).where(
        Post.wait_until.is_not(None), Post.partnership_id == partnership_id, Post.channel == user_id
    )
    revise_all(session, dict.fromkeys(session.scalars(waiting)))


def _pending_since() -> Any:
    """When the oldest pending call of this row became so: a busy row does not lose its place, nor jump the queue."""
    return case((Post.method.is_not(None), Post.owed_at), else_=literal(clock.wall(), Post.owed_at.type))


def retry(session: Session, post_id: int) -> bool:
    """Whether the post, refused or unknown, is pending once more."""
    reached = rows_changed(
        session,
        update(Post)
        .where(Post.id == post_id, Post.fate.in_([Fate.REFUSED, Fate.UNKNOWN]), Post.text.is_not(None))
        .values(
            method=case((Post.ts.is_(None), POST), else_=UPDATE),
            version=Post.version + 1,
            fate=None,
            reason=None,
            told_at=None,
            lease_until=None,
            tried_at=None,
            ready_at=None,
            attempts=0,
            owed_at=clock.wall(),
        ),
    )
    return reached == 1


def settle(session: Session, post_id: int, now: datetime) -> bool:
    """Whether the post, refused or unknown, is so no more: what may have arrived has, by `now`; the rest is let go."""
    there = or_(Post.fate == Fate.UNKNOWN, Post.ts.is_not(None))
    reached = rows_changed(
        session,
        update(Post)
        .where(Post.id == post_id, Post.fate.in_([Fate.REFUSED, Fate.UNKNOWN]))
        .values(
            fate=case((there, Fate.SENT), else_=Fate.DROPPED),
            sent_at=case((there, func.coalesce(Post.sent_at, literal(now, Post.sent_at.type)))),
            reason=None,
        ),
    )
    return reached == 1


def split(session: Session, post_id: int) -> None:
    """What could not be sent to a group is sent to each of them."""
    post = session.get_one(Post, post_id)
    same = {
        "partnership_id": post.partnership_id,
        "kind": post.kind,
        "method": POST,
        "written_at": post.written_at,
        "text": post.text,
        "blocks": post.blocks,
    }
    _insert(
        session,
        [
            {
                **same,
                "occasion": f"{post.occasion}:{user_id}",
                "lane": user_id,
                "channel": user_id,
                "token": new_token(),
            }
            for user_id in post.channel.split(",")
        ],
    )


def count_pending(session: Session) -> int:
    """How many posts are not yet in Slack as they should be."""
    return session.scalars(select(func.count()).where(Post.method.is_not(None))).one()
