"""What may be sent now: claimed under a lease, one call a lane, so that what goes to a lane arrives in order.

All times are the real clock's. `pace` says when a lane may next be posted in, and a method next called, by whichever
process.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, case, func, not_, or_, select, update
from sqlalchemy.orm import Session, aliased

from bot.db.columns import Moment
from bot.db.statements import core_connection, insert_into
from bot.models import Member, Pace, Post
from bot.outbox.posts import POST, PUBLISH, UPDATE
from bot.outbox.uninstalled import sendable, team_of

PACE = timedelta(seconds=1.1)  # one message a second a channel, and a little for what the wire adds or takes
HOME_PACE = timedelta(seconds=10)  # a Home that nobody opens anew; whatever happened meanwhile is in it
FURTHEST = timedelta(hours=1)  # nothing is ever put off further
WRONG = FURTHEST + timedelta(minutes=1)  # what is put off as far as this comes from a clock since corrected


@dataclass(frozen=True)
class Claim:
    """One call to make: everything delivery needs, and nothing to decide."""

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
    team_id: str  # the workspace whose token it goes with
    home_team_id: str | None  # of a Home, the workspace of whoever looks at it
    thread_ts: str | None  # where the post stands whose thread it goes to; none if that is not there


# As they stand in statements that are built once; `times` gives them their values.
_WALL, _FURTHEST = bindparam("wall", type_=Moment()), bindparam("furthest", type_=Moment())
_IDS: Any = bindparam("ids", expanding=True)


def times(wall: datetime) -> dict[str, datetime]:
    """What `free` goes by."""
    return {"wall": wall, "furthest": wall + WRONG}


def free(column: Any) -> Any:
    """Not put off, or put off further than anybody ever does: a clock has been corrected since."""
    return or_(column.is_(None), column <= _WALL, column > _FURTHEST)


def undrawn() -> Any:
    """A message that waits for its picture."""
    return and_(Post.method.in_([POST, UPDATE]), Post.picture.is_not(None), Post.file_id.is_(None))


_earlier = aliased(Post)
# Asked of each row by itself: joined, the databases go through all that is pending for each when it has suddenly grown.
# A person's partnerships share their lane, and its pace; in what waits for its turn they are apart, since the one may
# have no token while the other has.
_FIRST = (
    Post.id
    == select(_earlier.id)
    .where(
        _earlier.lane == Post.lane,
        _earlier.partnership_id == Post.partnership_id,
        _earlier.method.is_not(None),
        sendable(_earlier),
    )
    .order_by(_earlier.owed_at, _earlier.id)
    .limit(1)
    .scalar_subquery()
)
_PENDING = (Post.method.is_not(None), _FIRST)


def _pace(of: Any, key: Any) -> Any:
    return select(of).where(Pace.key == key).scalar_subquery()


# Asked for once, not for each row: what a database has settled on while few had been held stays good with many.
_PACED = select(Pace.key).where(Pace.free_at > _WALL, Pace.free_at <= _FURTHEST)  # lanes and methods that have to wait
_HEADS = (
    select(Post.id, Post.lane, Post.method)
    .where(
        *_PENDING,
        sendable(),
        not_(undrawn()),
        free(Post.ready_at),
        free(Post.lease_until),
        or_(Post.method.not_in([POST, PUBLISH]), Post.lane.not_in(_PACED)),
        Post.method.not_in(_PACED),
    )
    .order_by(Post.owed_at, Post.id)
    .limit(bindparam("most"))
)
# Whoever died over it does not count: a wait grows with what Slack answered.
_TRIES = case((Post.lease_until.is_(None), Post.attempts + 1), else_=Post.attempts)
_VIEWERS = (
    select(Member.team_id)
    .where(Member.user_id == Post.channel, Member.partnership_id == Post.partnership_id)
    .scalar_subquery()
)
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
    _TRIES.label("attempts"),
    Post.tried_at,
    Post.thread_id,
    Post.file_id,
    func.coalesce(Post.team_id, team_of(Post.partnership_id)).label("team_id"),
    case((Post.method == PUBLISH, _VIEWERS)).label("home_team_id"),
)
_HELD = (
    select(*_CLAIMED)
    .where(Post.id.in_(_IDS), Post.method.is_not(None), free(Post.lease_until))
    .with_for_update(skip_locked=True, of=Post)
)
_TAKE = (
    update(Post)
    .where(Post.id.in_(_IDS))
    .values(
        lease_until=bindparam("until", type_=Moment()),
        attempts=_TRIES,
        tried_at=case((Post.method == POST, func.coalesce(Post.tried_at, _WALL)), else_=None),
    )
)
_STANDING = select(Post.id, Post.ts).where(Post.id.in_(_IDS))
_WAITS = select(
    Post.ready_at,
    Post.lease_until,
    case((Post.method.in_([POST, PUBLISH]), _pace(Pace.free_at, Post.lane))),
    _pace(Pace.free_at, Post.method),
).where(*_PENDING, sendable())


def claim(session: Session, wall: datetime, lease: timedelta, limit: int = 50) -> list[Claim]:
    """At most `limit` calls that may be made now, one a lane, the longest pending first; each is ours for `lease`."""
    execute = core_connection(session).execute
    heads = _first_of_each_lane(execute(_HEADS, {**times(wall), "most": limit}).all())
    paces = {POST: PACE, PUBLISH: HOME_PACE}
    won = _take_lanes(session, {head.lane: paces[head.method] for head in heads if head.method in paces}, wall)
    ids = [head.id for head in heads if head.method not in paces or head.lane in won]
    if not ids:
        return []
    rows = execute(_HELD, {**times(wall), "ids": ids}).all()
    until = wall + lease
    execute(_TAKE, {"wall": wall, "until": until, "ids": [row.id for row in rows]})
    parents = {row.thread_id for row in rows} - {None}
    threads = {row.id: row.ts for row in execute(_STANDING, {"ids": list(parents)})} if parents else {}
    claims = {
        row.id: Claim(
            **row._mapping,  # noqa: SLF001
            claimed_at=wall,
            lease_until=until,
            thread_ts=threads.get(row.thread_id),
        )
        for row in rows
    }
    return [claims[post_id] for post_id in ids if post_id in claims]


def _first_of_each_lane(heads: Sequence[Any]) -> list[Any]:
    """Of several partnerships that speak with somebody, the one that has waited longest."""
    firsts: dict[str, Any] = {}
    for head in heads:
        firsts.setdefault(head.lane, head)
    return list(firsts.values())


def _take_lanes(session: Session, lanes: dict[str, timedelta], wall: datetime) -> set[str]:
    """Those of the lanes that are free, ours from now on, each for its pace."""
    if not lanes:
        return set()
    rows = [{"key": lane, "free_at": wall + pace} for lane, pace in sorted(lanes.items())]
    insert = insert_into(session, Pace)
    insert = insert.on_conflict_do_update(
        index_elements=["key"],
        set_={"free_at": insert.excluded.free_at},
        where=or_(Pace.free_at <= wall, Pace.free_at > wall + WRONG),
    )
    return set(core_connection(session).execute(insert.returning(Pace.key), rows).scalars())


def next_ready(session: Session, wall: datetime) -> datetime | None:
    """The real time at which a pending post may next be sent; nothing if none is pending."""
    rows = core_connection(session).execute(_WAITS)
    waits = [max((at for at in row if at and at <= wall + WRONG), default=wall) for row in rows]
    return min(waits, default=None)
