"""What is to be said: written with the act that caused it, delivered once.

A row is a message as it should stand in Slack. While Slack does not show it so, `method` names the call that is
owed. Whoever delivers claims rows under a lease, calls, and records what became of it. All times here but
`written_at` are the real clock's, for the wire knows no other.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import CursorResult, and_, bindparam, case, false, func, literal, not_, or_, select, tuple_, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from bot import clock
from bot.models import LOST, Pace, Partnership, Post
from bot.views.kit import Message
from bot.writing import insert_into, insert_new

POST, UPDATE, DELETE, PUBLISH = "chat.postMessage", "chat.update", "chat.delete", "views.publish"

PACE = timedelta(seconds=1.1)  # one message a second a channel, and a little for what the wire adds or takes
_PROMPT = timedelta(seconds=0.1)  # that little: what took longer came later, and the next waits for a second after it
FURTHEST = timedelta(hours=1)  # nothing is ever put off further; what is comes from a clock since corrected
LATE = timedelta(hours=1)


class Fate(StrEnum):
    """What became of a post."""

    SENT = "sent"
    REFUSED = "refused"  # Slack said no, and will again
    UNKNOWN = "unknown"  # it may be there; history could not be read
    DROPPED = "dropped"  # no longer wanted before it was said


@dataclass(frozen=True)
class Claim:
    """One call to make: everything the doer needs, and nothing to decide."""

    id: int
    partnership_id: int
    kind: str
    method: str
    channel: str
    place: str | None
    ts: str | None
    text: str | None
    blocks: list[Any] | None
    token: str
    version: int
    attempts: int
    tried_at: datetime | None
    thread_id: int | None
    file_id: str | None  # where Slack has its picture
    claimed_at: datetime
    lease_until: datetime  # it is ours until then, and what becomes of it is recorded only while it is
    thread_ts: str | None  # where the post it is said below stands; none if that is not there


def new_token() -> str:
    """An opaque id for a post: it stands in the message's metadata and on its buttons, and says nothing."""
    return secrets.token_hex(12)


def group(user_ids: Sequence[str]) -> str:
    """The place of a message to several people: a group of their own, or each by themselves if Slack has none."""
    return ",".join(user_ids)


@dataclass(frozen=True)
class Saying:
    """Something to say of an occasion, before it is a row.

    With `thread_id` it is said in the thread below that post, which has to be in the same channel; with `wait_until`,
    by the bot's clock, it is not owed before then.
    """

    partnership_id: int
    kind: str
    occasion: str
    channel: str
    message: Message
    token: str = field(default_factory=new_token)
    thread_id: int | None = None
    wait_until: datetime | None = None

    @property
    def key(self) -> tuple[int, str, str]:
        """What is spoken of once."""
        return (self.partnership_id, self.kind, self.occasion)


def write_all(session: Session, sayings: Sequence[Saying], now: datetime) -> list[int | None]:
    """The new posts' ids, in the order given; nothing for an occasion that has been spoken of before."""
    rows = [
        {
            "partnership_id": one.partnership_id,
            "kind": one.kind,
            "occasion": one.occasion,
            "lane": one.channel,
            "channel": one.channel,
            "method": None if one.wait_until else POST,
            "wait_until": one.wait_until,
            "written_at": now,
            "token": one.token,
            "thread_id": one.thread_id,
            "picture": one.message.drawing,
            **one.message.payload(),
        }
        for one in sayings
    ]
    made = _insert(session, rows)
    return [made.get(one.token) for one in sayings]


def write(
    session: Session,
    *,
    partnership_id: int,
    kind: str,
    occasion: str,
    channel: str,
    message: Message,
    now: datetime,
    token: str | None = None,
    thread_id: int | None = None,
    wait_until: datetime | None = None,
) -> int | None:
    """The new post's id; nothing if this occasion has been spoken of before."""
    one = Saying(partnership_id, kind, occasion, channel, message, token or new_token(), thread_id, wait_until)
    return write_all(session, [one], now)[0]


def write_or_revise(session: Session, sayings: Sequence[Saying], now: datetime) -> None:
    """The occasions are spoken of: in new posts, or by changing those there are."""
    made = write_all(session, sayings, now)
    old = {one.key: one.message for one, post_id in zip(sayings, made, strict=True) if post_id is None}
    if not old:
        return
    key = (Post.partnership_id, Post.kind, Post.occasion)
    there = session.execute(select(Post.id, *key).where(tuple_(*key).in_(old))).all()
    revise_all(session, {row.id: old[row.partnership_id, row.kind, row.occasion] for row in there})


def publish(session: Session, *, partnership_id: int, user_id: str, view: dict[str, Any], now: datetime) -> None:
    """A person's Home is made to show `view`."""
    occasion = f"home:{user_id}"
    values = {"blocks": [view], "method": PUBLISH}
    changed = session.execute(
        update(Post)
        .where(Post.partnership_id == partnership_id, Post.kind == "home", Post.occasion == occasion)
        .values(version=Post.version + 1, ready_at=None, fate=None, **values)
    )
    assert isinstance(changed, CursorResult)
    if changed.rowcount == 0:
        new = {"partnership_id": partnership_id, "kind": "home", "occasion": occasion, "lane": occasion}
        _insert(session, [{**new, "channel": user_id, "written_at": now, "text": "", "token": new_token(), **values}])


def _insert(session: Session, rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """The ids of those that are new, by token: one statement, however many."""
    once = ["partnership_id", "kind", "occasion"]
    made = insert_new(session, Post, rows, returning=(Post.token, Post.id), on=once)
    return {token: post_id for token, post_id in made}  # noqa: C416  # a row is no pair to mypy


def revise(session: Session, post_id: int, message: Message | None) -> None:
    """The post is made to say `message`, wherever it stands by now; none takes it away."""
    revise_all(session, {post_id: message})


def revise_all(session: Session, wanted: Mapping[int, Message | None]) -> None:
    """The same of many posts, in two statements: one for those that are changed, one for those that are taken away."""
    session.flush()
    said = [{"post_id": post_id, **one.payload()} for post_id, one in sorted(wanted.items()) if one is not None]
    gone = [{"post_id": post_id} for post_id, one in sorted(wanted.items()) if one is None]
    for change, rows in ((_said(), said), (_taken_away(), gone)):
        if rows:
            session.connection().execute(change, rows)
    for post_id in wanted:
        if (known := session.identity_map.get(identity_key(Post, post_id))) is not None:
            session.expire(known, _CHANGED)


_CHANGED = ("version", "owed_at", "method", "fate", "text", "blocks", "wait_until")


def _said() -> Any:
    owed = case(
        (Post.ts.is_not(None), UPDATE),
        (Post.wait_until.is_not(None), None),
        (Post.fate.is_(None), POST),
        else_=Post.method,
    )
    return _revised(method=owed, text=bindparam("text"), blocks=bindparam("blocks"))


def _taken_away() -> Any:
    unsent = and_(Post.ts.is_(None), Post.lease_until.is_(None), Post.tried_at.is_(None))
    owed = case((Post.ts.is_not(None), DELETE), (unsent, None), else_=Post.method)
    fate = case((and_(unsent, Post.fate.is_(None)), Fate.DROPPED), else_=Post.fate)
    return _revised(method=owed, fate=fate, text=None, blocks=None, wait_until=None)


def _revised(**values: Any) -> Any:
    return (
        update(Post).where(Post.id == bindparam("post_id")).values(version=Post.version + 1, owed_at=_since(), **values)
    )


def release(session: Session, now: datetime) -> None:
    """A turn of the clock: what waited for the end of somebody's quiet hours is owed from now on."""
    session.execute(
        update(Post)
        .where(Post.wait_until <= now)
        .values(method=POST, wait_until=None, owed_at=clock.wall())
        .execution_options(synchronize_session=False)
    )


def _since() -> Any:
    """When the oldest owed call of this row was first owed: a busy row does not lose its place, nor jump the queue."""
    return case((Post.method.is_not(None), Post.owed_at), else_=_literal(clock.wall()))


def again(session: Session, post_id: int) -> bool:
    """Whether the post, refused or unknown, is owed once more."""
    done = session.execute(
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
        )
    )
    assert isinstance(done, CursorResult)
    return done.rowcount == 1


# Claiming


def _free(column: Any, wall: datetime) -> Any:
    """Not put off, or put off further than anybody ever does: a clock has been corrected since."""
    return or_(column.is_(None), column <= wall, column > wall + FURTHEST)


def claim(session: Session, wall: datetime, lease: timedelta, limit: int = 50) -> list[Claim]:
    """At most `limit` calls that may be made now, one a lane, the longest owed first; each is ours for `lease`."""
    heads = _heads(session, wall, limit)
    if not heads:
        return []
    paced = [head.lane for head in heads if head.method == POST]
    won = _take_turns(session, paced, wall)
    ids = [head.id for head in heads if head.method != POST or head.lane in won]
    if not ids:
        return []
    tried = select(Post.id, Post.tried_at).where(Post.id.in_(ids)).with_for_update(skip_locked=True)
    before = {row.id: row.tried_at for row in session.execute(tried)}
    rows = session.execute(
        update(Post)
        .where(Post.id.in_(before), Post.method.is_not(None), _free(Post.lease_until, wall))
        .values(
            lease_until=wall + lease,
            attempts=Post.attempts + 1,
            tried_at=case((Post.method == POST, func.coalesce(Post.tried_at, _literal(wall))), else_=None),
        )
        .returning(*_CLAIMED)
    ).all()
    threads = {row.id: row.ts for row in session.execute(select(Post.id, Post.ts).where(Post.id.in_(_threads(rows))))}
    claims = [
        Claim(
            **{**row._mapping, "tried_at": before[row.id]},  # noqa: SLF001
            claimed_at=wall,
            thread_ts=threads.get(row.thread_id),
        )
        for row in rows
    ]
    return sorted(claims, key=lambda claim: ids.index(claim.id))


def _threads(rows: Sequence[Any]) -> set[int]:
    return {row.thread_id for row in rows if row.thread_id is not None}


_CLAIMED = (
    Post.id,
    Post.partnership_id,
    Post.kind,
    Post.method,
    Post.channel,
    Post.place,
    Post.ts,
    Post.text,
    Post.blocks,
    Post.token,
    Post.version,
    Post.attempts,
    Post.tried_at,
    Post.thread_id,
    Post.file_id,
    Post.lease_until,
)


def _literal(when: datetime) -> Any:
    return literal(when, Post.tried_at.type)


def _ranked() -> Any:
    place = func.row_number().over(partition_by=Post.lane, order_by=(Post.owed_at, Post.id)).label("place")
    return (
        select(
            Post.id,
            Post.lane,
            Post.method,
            Post.owed_at,
            Post.ready_at,
            Post.lease_until,
            _undrawn().label("undrawn"),
            place,
        )
        .where(Post.method.is_not(None))
        .subquery()
    )


def _heads(session: Session, wall: datetime, limit: int) -> Sequence[Any]:
    """The first owed row of each lane, where neither it, its lane nor its method has to wait."""
    ranked = _ranked()
    lane, method = Pace.__table__.alias("lane_pace"), Pace.__table__.alias("method_pace")
    return session.execute(
        select(ranked)
        .outerjoin(lane, and_(lane.c.key == ranked.c.lane, ranked.c.method == POST))
        .outerjoin(method, method.c.key == ranked.c.method)
        .where(
            ranked.c.place == 1,
            not_(ranked.c.undrawn),
            _free(ranked.c.ready_at, wall),
            _free(ranked.c.lease_until, wall),
            _free(lane.c.free_at, wall),
            _free(method.c.free_at, wall),
        )
        .order_by(ranked.c.owed_at, ranked.c.id)
        .limit(limit)
    ).all()


def _take_turns(session: Session, lanes: list[str], wall: datetime) -> set[str]:
    """Those of the lanes whose next second is ours."""
    if not lanes:
        return set()
    rows = [{"key": lane, "free_at": wall + PACE} for lane in sorted(lanes)]
    statement = insert_into(session, Pace).values(rows)
    statement = statement.on_conflict_do_update(
        index_elements=["key"], set_={"free_at": statement.excluded.free_at}, where=_free(Pace.free_at, wall)
    )
    return set(session.execute(statement.returning(Pace.key)).scalars())


def next_ready(session: Session, wall: datetime) -> datetime | None:
    """The real time at which something owed may next be sent; nothing if nothing is owed."""
    ranked = _ranked()
    lane, method = Pace.__table__.alias("lane_pace"), Pace.__table__.alias("method_pace")
    rows = session.execute(
        select(ranked.c.ready_at, ranked.c.lease_until, lane.c.free_at, method.c.free_at)
        .outerjoin(lane, and_(lane.c.key == ranked.c.lane, ranked.c.method == POST))
        .outerjoin(method, method.c.key == ranked.c.method)
        .where(ranked.c.place == 1)
    ).all()
    waits = [max((at for at in row if at and at <= wall + FURTHEST), default=wall) for row in rows]
    return min(waits, default=None)


# Pictures


@dataclass(frozen=True)
class Drawing:
    """A picture to draw and send before the message that shows it."""

    post_id: int
    kind: str
    picture: dict[str, Any]
    attempts: int


def claim_drawing(session: Session, wall: datetime, lease: timedelta) -> Drawing | None:
    """The picture longest owed, ours for `lease`; its message waits meanwhile."""
    row = session.execute(
        select(Post.id, Post.kind, Post.picture, Post.attempts)
        .where(_undrawn(), _free(Post.ready_at, wall), _free(Post.lease_until, wall))
        .order_by(Post.owed_at, Post.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    attempts = row.attempts + 1
    session.execute(update(Post).where(Post.id == row.id).values(lease_until=wall + lease, attempts=attempts))
    return Drawing(row.id, row.kind, row.picture, attempts)


def _undrawn() -> Any:
    return and_(
        Post.method.in_([POST, UPDATE]),
        Post.picture.is_not(None),
        Post.file_id.is_(None),
    )


def drawn(session: Session, drawing: Drawing, file_id: str | None) -> None:
    """Slack has the picture, or it is left out; the message is owed now."""
    values: dict[str, Any] = {"file_id": file_id} if file_id else {"picture": None}
    _let_go(session, drawing, attempts=0, ready_at=None, **values)


def put_off_drawing(session: Session, drawing: Drawing, until: datetime, reason: str) -> None:
    _let_go(session, drawing, ready_at=min(until, clock.wall() + FURTHEST), reason=reason)


def _let_go(session: Session, drawing: Drawing, **values: Any) -> None:
    """Unless the lease ran out and somebody else has it by now."""
    ours = (Post.id == drawing.post_id, Post.attempts == drawing.attempts, Post.file_id.is_(None))
    session.execute(update(Post).where(*ours).values(lease_until=None, **values))


# Recording


def _ours(claim: Claim) -> Any:
    """The row, unless its lease has run out and somebody else has taken it up since."""
    return and_(Post.id == claim.id, Post.lease_until == claim.lease_until)


def sent(
    session: Session,
    claim: Claim,
    ts: str | None,
    place: str | None,
    *,
    wall: datetime,
    now: datetime,
    found: bool = False,
) -> None:
    """Slack shows it, since `now` by the bot's clock. If it should say something else by now, that is owed next.

    What was `found` may have been sent when it said something else. Where a message stands is true whoever has the
    row by now: whoever has will find that it does.
    """
    unchanged = false() if found else Post.version == claim.version
    whose = or_(_ours(claim), and_(Post.id == claim.id, Post.ts.is_(None))) if claim.method == POST else _ours(claim)
    if claim.method == POST and (found or wall - claim.claimed_at > _PROMPT):
        hold(session, claim.channel, wall + PACE)
    if claim.method == DELETE:
        ts, following = None, None
    else:
        following = case((unchanged, None), (Post.text.is_(None), DELETE), else_=UPDATE if ts else PUBLISH)
    session.execute(
        update(Post)
        .where(whose)
        .values(
            method=following,
            ts=ts,
            place=place,
            sent_at=func.coalesce(Post.sent_at, literal(now, Post.sent_at.type)),
            fate=Fate.DROPPED if claim.method == DELETE else Fate.SENT,
            reason=None,
            lease_until=None,
            tried_at=None,
            ready_at=None,
            attempts=0,
            owed_at=case((unchanged, Post.owed_at), else_=_literal(wall)),
        )
    )


def put_off(session: Session, claim: Claim, until: datetime, reason: str, *, in_doubt: bool = False) -> None:
    """Nothing is lost: it is tried again after `until`; in doubt, only once history shows it is not there."""
    until = min(until, clock.wall() + FURTHEST)
    values: dict[str, Any] = {"ready_at": until, "lease_until": None, "reason": reason}
    if not in_doubt:
        values["tried_at"] = None
    session.execute(update(Post).where(_ours(claim)).values(**values))


def try_anew(session: Session, claim: Claim, wall: datetime) -> bool:
    """Whether it is still ours. History shows that it is not there: what is in doubt from now on began now."""
    done = session.execute(update(Post).where(_ours(claim), Post.method == POST).values(tried_at=wall))
    assert isinstance(done, CursorResult)
    return done.rowcount == 1


def give_up(session: Session, claim: Claim, fate: Fate, reason: str) -> bool:
    """Whether it was ours to give up.

    It will not be tried again unless a host asks; the reason is kept, and the hosts have yet to hear of it.
    """
    values = {"method": None, "fate": fate, "reason": reason, "lease_until": None, "told_at": None}
    done = session.execute(update(Post).where(_ours(claim)).values(**values))
    assert isinstance(done, CursorResult)
    return done.rowcount == 1


def apart(session: Session, claim: Claim) -> None:
    """What could not be said to a group is said to each of them."""
    post = session.get_one(Post, claim.id)
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
            {**same, "occasion": f"{post.occasion}:{one}", "lane": one, "channel": one, "token": new_token()}
            for one in post.channel.split(",")
        ],
    )


def forget_picture(session: Session, claim: Claim, wall: datetime) -> None:
    """The message goes out without its picture, whose words are in it."""
    session.execute(update(Post).where(_ours(claim)).values(picture=None, file_id=None))
    put_off(session, claim, wall, "its picture is left out", in_doubt=claim.tried_at is not None)


def hold(session: Session, key: str, until: datetime) -> None:
    """No more calls of this method, or posts in this lane, before `until`, by any worker."""
    until = min(until, clock.wall() + FURTHEST)
    statement = insert_into(session, Pace).values(key=key, free_at=until)
    session.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"free_at": until}))


def held_until(session: Session, method: str, wall: datetime) -> datetime | None:
    """Until when `method` is not to be called; nothing if it may be."""
    until = session.scalar(select(Pace.free_at).where(Pace.key == method))
    return until if until is not None and wall < until <= wall + FURTHEST else None


# Asking


@dataclass(frozen=True)
class Trouble:
    """A post the room should have and does not, or may not, have."""

    post_id: int
    partnership_id: int
    channel: str
    kind: str
    fate: str | None
    reason: str | None
    written_at: datetime
    version: int


def untold(session: Session, wall: datetime) -> list[Trouble]:
    """Posts to channels that were refused, are unknown, or have been owed for over an hour, not yet spoken of."""
    return _troubles(session, wall, Post.told_at.is_(None))


def troubles(session: Session, wall: datetime, partnership_id: int) -> list[Trouble]:
    """The same for one partnership, spoken of or not."""
    return _troubles(session, wall, Post.partnership_id == partnership_id)


_TROUBLE = (
    Post.id,
    Post.partnership_id,
    Post.channel,
    Post.kind,
    Post.fate,
    Post.reason,
    Post.written_at,
    Post.version,
)
_SPOKEN_OF = 100  # at once
# Spelt out in the statement, as it stands in the index that holds these alone.
_LOST = Post.fate.in_(bindparam("lost", LOST, expanding=True, literal_execute=True))


def _troubles(session: Session, wall: datetime, where: Any) -> list[Trouble]:
    """What is lost and what is late are looked for apart, since each has an index of its own."""
    late = and_(Post.method.is_not(None), Post.owed_at < wall - LATE)
    found = [
        Trouble(*row)
        for which in (_LOST, late)
        for row in session.execute(select(*_TROUBLE).where(which, _in_a_channel(), where).limit(_SPOKEN_OF))
    ]
    return sorted({one.post_id: one for one in found}.values(), key=lambda one: one.post_id)[:_SPOKEN_OF]


def _in_a_channel() -> Any:
    """What is said to a person, or to a few, is nobody else's, be it lost."""
    return Post.channel.in_(select(Partnership.channel_id))


def mark_told(session: Session, post_ids: Sequence[int], wall: datetime) -> None:
    session.execute(update(Post).where(Post.id.in_(post_ids)).values(told_at=wall))


def count_owed(session: Session) -> int:
    """How many messages are not yet in Slack as they should be."""
    return session.scalars(select(func.count()).where(Post.method.is_not(None))).one()
