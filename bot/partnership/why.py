"""Why this partnership, and why now: one sentence of its hosts, in dated versions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.db.columns import at_each
from bot.lib.text import sentence
from bot.models import Member, Partnership, Why
from bot.partnership import audit_log, members


@dataclass(frozen=True)
class Reason:
    """The sentence as people see it."""

    text: str
    by: str  # a Slack user id
    since: datetime


@dataclass(frozen=True)
class History:
    """Why now, the newest sentence first, as its reader may see and change it."""

    reasons: Sequence[Reason]
    zone: str
    partnership_id: int
    host: bool  # the reader is one


@dataclass(frozen=True)
class Written:
    """The sentence that holds from now on, or held already."""

    reason: Reason
    partnership_id: int
    new: bool


def current(session: Session, partnership_id: int) -> Why | None:
    """The sentence that holds; nothing before one was said."""
    return session.scalars(
        select(Why).where(Why.partnership_id == partnership_id).order_by(Why.id.desc()).limit(1)
    ).first()


def history(session: Session, partnership_id: int) -> list[Reason]:
    """Every sentence there has been, the newest first."""
    rows = session.execute(
        select(Why, Member.user_id)
        .join(Member, Member.id == Why.member_id)
        .where(Why.partnership_id == partnership_id)
        .order_by(Why.id.desc())
    )
    return [Reason(row.text, user_id, row.said_at) for row, user_id in rows]


def reason(session: Session, partnership_id: int) -> Reason | None:
    """The sentence that holds; nothing if there is none."""
    return reasons(session, [partnership_id]).get(partnership_id)


def reasons(
    session: Session, partnership_ids: Collection[int], at: Mapping[int, datetime] | None = None
) -> dict[int, Reason]:
    """The same for several partnerships, or what held in each at its time."""
    latest = select(func.max(Why.id)).where(Why.partnership_id.in_(partnership_ids)).group_by(Why.partnership_id)
    if at is not None:
        latest = latest.where(Why.said_at <= at_each(Why.partnership_id, at))
    rows = session.execute(
        select(Why, Member.user_id).join(Member, Member.id == Why.member_id).where(Why.id.in_(latest))
    )
    return {row.partnership_id: Reason(row.text, user_id, row.said_at) for row, user_id in rows}


def write(session: Session, partnership: Partnership, member: Member, text: str, now: datetime) -> bool:
    """Whether the host's sentence is new; from now on it holds, and what was there before is kept."""
    members.require_host(member)
    kept = sentence(text)
    before = current(session, partnership.id)
    if before is not None and before.text == kept:
        return False
    session.add(Why(partnership_id=partnership.id, text=kept, member_id=member.id, said_at=now))
    audit_log.record(session, member, "why", now)
    session.flush()
    return True
