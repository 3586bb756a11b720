"""What became of a call: recorded on the post it was for. All times but `now` are the real clock's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, and_, bindparam, case, func, or_, select, update
from sqlalchemy.orm import Session

from bot.db.columns import Moment
from bot.db.statements import core_connection, insert_into, rows_changed
from bot.lib import clock
from bot.models import Pace, Post
from bot.outbox import claims
from bot.outbox.claims import FURTHEST, WRONG, Claim
from bot.outbox.posts import DELETE, POST, PUBLISH, UPDATE, Fate

_PROMPT = timedelta(seconds=0.1)  # what the pace allows for; what took longer came later


@dataclass(frozen=True)
class Delivered:
    """A call that Slack took: where the message stands, when that was known, and whether it was there before."""

    claim: Claim
    ts: str | None
    place: str | None
    at: datetime
    already_there: bool = False


def _ours(claim: Claim) -> Any:
    """The row, unless its lease has run out and somebody else has taken it up since."""
    return and_(Post.id == claim.id, Post.lease_until == claim.lease_until)


_UNCHANGED = Post.version == bindparam("sent_version")
_SENT = (
    update(Post)
    .where(
        Post.id == bindparam("post"),
        or_(Post.lease_until == bindparam("lease"), and_(bindparam("posting", type_=Boolean()), Post.ts.is_(None))),
    )
    .values(
        method=case(
            (or_(bindparam("gone", type_=Boolean()), _UNCHANGED), None),
            (Post.text.is_(None), DELETE),
            else_=bindparam("following"),
        ),
        ts=bindparam("stamp"),
        place=case((bindparam("at_home", type_=Boolean()), Post.channel), else_=bindparam("where")),
        sent_at=func.coalesce(Post.sent_at, bindparam("now", type_=Moment())),
        fate=bindparam("outcome"),
        reason=None,
        lease_until=None,
        tried_at=None,
        ready_at=None,
        attempts=0,
        owed_at=case((_UNCHANGED, Post.owed_at), else_=bindparam("wall", type_=Moment())),
    )
)


def sent(session: Session, delivered: Sequence[Delivered], now: datetime) -> None:
    """Slack shows them, since `now` by the bot's clock. If one should read otherwise by now, that is pending next.

    What was `found` may have been sent when it read otherwise. Where a message stands is true whoever has the row by
    now: whoever has will find that it does.
    """
    _keep_apart(session, [outcome for outcome in delivered if outcome.claim.method == POST])
    rows = [
        {
            "post": outcome.claim.id,
            "lease": outcome.claim.lease_until,
            "posting": outcome.claim.method == POST,
            "gone": (gone := outcome.claim.method == DELETE),
            "sent_version": None if outcome.already_there else outcome.claim.version,
            "stamp": None if gone else outcome.ts,
            "where": outcome.place,
            "at_home": outcome.place == outcome.claim.channel,  # which may have another id by now
            "following": UPDATE if outcome.ts else PUBLISH,
            "outcome": Fate.DROPPED if gone else Fate.SENT,
            "wall": outcome.at,
            "now": now,
        }
        for outcome in sorted(delivered, key=lambda outcome: outcome.claim.id)
    ]
    core_connection(session).execute(_SENT, rows)


def _keep_apart(session: Session, delivered: Sequence[Delivered]) -> None:
    """Where a message came later than its claim allowed for, the next waits for a second after it."""
    free_in = claims.PACE - _PROMPT
    late = {
        outcome.claim.channel: outcome.at + free_in
        for outcome in delivered
        if outcome.already_there or outcome.at > outcome.claim.claimed_at + _PROMPT
    }
    if late:
        statement = insert_into(session, Pace)
        statement = statement.on_conflict_do_update(
            index_elements=["key"], set_={"free_at": statement.excluded.free_at}
        )
        core_connection(session).execute(statement, [{"key": key, "free_at": at} for key, at in sorted(late.items())])


def put_off(
    session: Session, claim: Claim, until: datetime, reason: str, *, in_doubt: bool = False, asked_to: bool = False
) -> None:
    """Nothing is lost: it is tried again after `until`; in doubt, only once history shows it is not there.

    Where Slack has `asked_to`, it is no failure, and the wait after the next one is none the longer.
    """
    until = min(until, clock.wall() + FURTHEST)
    values: dict[str, Any] = {"ready_at": until, "lease_until": None, "reason": reason}
    if not in_doubt:
        values["tried_at"] = None
    if asked_to:
        values["attempts"] = claim.attempts - 1
    session.execute(update(Post).where(_ours(claim)).values(**values))


def try_anew(session: Session, claim: Claim, wall: datetime) -> bool:
    """Whether it is still ours. History shows that it is not there: what is in doubt from now on began now."""
    return rows_changed(session, update(Post).where(_ours(claim), Post.method == POST).values(tried_at=wall)) == 1


def give_up(session: Session, claim: Claim, fate: Fate, reason: str) -> bool:
    """Whether it was ours to give up.

    It will not be tried again unless a host asks; the reason is kept, and the hosts have yet to hear of it.
    """
    values = {"method": None, "fate": fate, "reason": reason, "lease_until": None, "told_at": None}
    return rows_changed(session, update(Post).where(_ours(claim)).values(**values)) == 1


def forget_picture(session: Session, claim: Claim, wall: datetime, *, in_doubt: bool) -> None:
    """The message goes out without its picture, whose words are in it."""
    session.execute(update(Post).where(_ours(claim)).values(picture=None, file_id=None, attempts=0))
    put_off(session, claim, wall, "its picture is left out", in_doubt=in_doubt)


def hold(session: Session, key: str, until: datetime) -> None:
    """No more calls of this method, or posts in this lane, before `until`, by any worker."""
    until = min(until, clock.wall() + FURTHEST)
    statement = insert_into(session, Pace).values(key=key, free_at=until)
    session.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"free_at": until}))


def held_until(session: Session, method: str, wall: datetime) -> datetime | None:
    """Until when `method` is not to be called; nothing if it may be."""
    until = session.scalar(select(Pace.free_at).where(Pace.key == method))
    return until if until is not None and wall < until <= wall + WRONG else None


def has_moved(session: Session, claim: Claim) -> bool:
    """Whether Slack has given its channel another id since it was claimed: what it refused was the old one."""
    channel = session.scalar(select(Post.channel).where(_ours(claim)))
    return channel is not None and channel != claim.channel
