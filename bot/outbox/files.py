"""Files that somebody asked for, made and sent to them alone as soon as there is time.

A request is a row until its files are with Slack. Its times but `asked_at` are the real clock's.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.db.statements import core_connection
from bot.lib import clock
from bot.models import FileRequest, Member, Partnership
from bot.outbox import claims, posts
from bot.outbox.uninstalled import installed, team_of
from bot.slack.messages import Message

_MOMENT = timedelta(seconds=30)


@dataclass(frozen=True)
class File:
    """A file as it arrives."""

    name: str
    content: bytes
    alt: str = ""  # of a picture: what it says


@dataclass(frozen=True)
class FileClaim:
    """Files to make and send. `doubtful`: a hand-over was begun before, and nobody knows what became of it."""

    id: int
    what: str
    user_id: str
    team_id: str  # the workspace whose token they go with
    attempts: int
    doubtful: bool


def request(
    session: Session, partnership: Partnership, member: Member, what: str, about: dict[str, Any], now: datetime
) -> bool:
    """The files will be made and sent to this person; what they asked for before of the same kind is not, any more.

    Whether that is new: asked for twice within a moment, as when a press is delivered twice, they are asked for once.
    """
    session.execute(select(Member.id).where(Member.id == member.id).with_for_update(key_share=True))
    waiting = session.scalars(
        select(FileRequest).where(FileRequest.member_id == member.id, FileRequest.what == what)
    ).first()
    if waiting is not None and waiting.about == about and now - waiting.asked_at < _MOMENT:
        return False
    session.execute(delete(FileRequest).where(FileRequest.member_id == member.id, FileRequest.what == what))
    session.add(FileRequest(partnership_id=partnership.id, member_id=member.id, what=what, about=about, asked_at=now))
    return True


def withdraw(session: Session, member: Member, *, but: str) -> None:
    """What the person has asked for is not sent any more, `but` what is of this kind."""
    session.execute(delete(FileRequest).where(FileRequest.member_id == member.id, FileRequest.what != but))


_NEXT = (
    select(
        FileRequest.id,
        FileRequest.what,
        Member.user_id,
        team_of(FileRequest.partnership_id),
        FileRequest.attempts,
        FileRequest.tried_at,
    )
    .join(Member, Member.id == FileRequest.member_id)
    .where(
        installed(FileRequest.partnership_id),
        claims.free(FileRequest.ready_at),
        claims.free(FileRequest.lease_until),
        Member.forgotten_at.is_(None),
    )
    .order_by(FileRequest.asked_at, FileRequest.id)
    .limit(1)
    .with_for_update(skip_locked=True, of=FileRequest)
)
_WAITS = (
    select(FileRequest.ready_at, FileRequest.lease_until)
    .join(Member, Member.id == FileRequest.member_id)
    .where(Member.forgotten_at.is_(None), installed(FileRequest.partnership_id))
)


def claim(session: Session, wall: datetime, lease: timedelta) -> FileClaim | None:
    """The request that has waited longest of those that can go now, ours for `lease`."""
    row = core_connection(session).execute(_NEXT, claims.times(wall)).first()
    if row is None:
        return None
    attempts = row.attempts + 1
    session.execute(
        update(FileRequest)
        .where(FileRequest.id == row.id)
        .values(lease_until=wall + lease, attempts=attempts, ready_at=None)
    )
    return FileClaim(row.id, row.what, row.user_id, row.team_id, attempts, row.tried_at is not None)


def next_ready(session: Session, wall: datetime) -> datetime | None:
    """The real time at which files may go; nothing if none waits."""
    rows = core_connection(session).execute(_WAITS)
    waits = [max((at for at in row if at and at <= wall + claims.WRONG), default=wall) for row in rows]
    return min(waits, default=None)


def _ours(claim: FileClaim) -> tuple[Any, ...]:
    """Unless it was asked for anew, or the lease ran out and somebody else has it by now."""
    return FileRequest.id == claim.id, FileRequest.attempts == claim.attempts, FileRequest.lease_until.is_not(None)


def hand_over(session: Session, claim: FileClaim, wall: datetime) -> bool:
    """Whether it is still wanted, and ours; from now on it is in doubt until `sent` or `put_off` says what happened."""
    ours = update(FileRequest).where(*_ours(claim)).values(tried_at=wall).returning(FileRequest.id)
    return session.execute(ours).first() is not None


def sent(session: Session, claim: FileClaim) -> None:
    """Its files are with Slack; nothing is left of it."""
    session.execute(delete(FileRequest).where(*_ours(claim)))


def put_off(session: Session, claim: FileClaim, until: datetime) -> None:
    """Nothing was sent; it is tried again after `until`."""
    until = min(until, clock.wall() + claims.FURTHEST)
    session.execute(update(FileRequest).where(*_ours(claim)).values(ready_at=until, lease_until=None, tried_at=None))


def give_up(session: Session, claim: FileClaim, words: Message, now: datetime) -> None:
    """It is not tried again, and whoever asked for it is told so."""
    row = session.scalar(select(FileRequest).where(*_ours(claim)))
    if row is None:
        return
    new_post = posts.NewPost(
        row.partnership_id, "parcel", f"{row.what}:{row.member_id}:{row.asked_at.isoformat()}", claim.user_id, words
    )
    posts.write(session, new_post, now)
    session.delete(row)
