"""Partners that step back and return. Nothing of theirs is deleted, and either step can be taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.db.statements import refresh, rows_changed
from bot.hosts import role
from bot.hosts.views import step_back as view
from bot.lib import values
from bot.lib.refusals import GoneError, Refusal
from bot.models import Member, Movement, Partner, Partnership, Post
from bot.partnership import audit_log, movements, partners, partnerships, revisions
from bot.partnership.audit_log import Action
from bot.partnership.members import Who
from bot.partnership.movements import Way

NEWS = "partner-moved"  # the kind of post to the hosts
_ACTIONS: Mapping[Way, Action] = {Way.LEFT: "partner.stepped_back", Way.RETURNED: "partner.returned"}


class NotOfThemError(Refusal):
    """Only a host, or one of its own people, may say that a partner steps back or returns."""


class NoneOfYoursError(Refusal):
    """The person has not said which organisation they are from, and named none."""


class SoAlreadyError(Refusal):
    """The partner stepped back, or is here, already; `since` when it is away."""

    def __init__(self, partner: Partner) -> None:
        super().__init__(partner.name)
        self.name, self.since = partner.name, partner.left_at


@dataclass(frozen=True)
class Step:
    """A partner's step, as its receipt shows it."""

    key: str  # what takes it back
    partner: str
    way: Way


def meant(session: Session, partnership: Partnership, member: Member, name: str) -> Partner:
    """The partner of this name; without one, the person's own."""
    if name.strip():
        return partners.called(session, partnership, name.strip())
    own = partners.of(session, member)
    if own is None:
        raise NoneOfYoursError
    return own


def step(session: Session, member: Member, partner: Partner, way: Way, now: datetime) -> Step:
    """The partner steps back (`Way.LEFT`) or returns; the hosts hear of it unless one of them has said it."""
    _allowed(member, partner)
    if way is Way.LEFT:
        before, left_at = Partner.left_at.is_(None), now
    else:
        before, left_at = Partner.left_at.is_not(None), None
    changed = rows_changed(session, update(Partner).where(Partner.id == partner.id, before).values(left_at=left_at))
    refresh(session, partner, ["left_at"])
    if changed == 0:
        raise SoAlreadyError(partner)
    moved = movements.note(session, partner.partnership_id, way, now, partner_id=partner.id)
    session.flush()
    if member.host:
        audit_log.record(session, member, _ACTIONS[way], now, about=partner.name)
    else:
        _tell_hosts(session, moved, partner, member, now)
    return Step(_key(moved), partner.name, way)


def _key(moved: Movement) -> str:
    """Its time beside its id: an id may be given again once its row is gone."""
    return f"{moved.id}.{int(moved.at.timestamp())}"


def _allowed(member: Member, partner: Partner) -> None:
    if not member.host and member.partner_id != partner.id:
        raise NotOfThemError


def _tell_hosts(
    session: Session, moved: Movement, partner: Partner, member: Member, now: datetime, *, undone: bool = False
) -> None:
    news = view.for_hosts(partner.name, member.user_id, away=moved.what == Way.LEFT, undone=undone)
    occasion = _occasion(moved, partner)
    role.tell(session, partner.partnership_id, news, kind=NEWS, occasion=occasion, now=now, anew=undone)


def take_back(session: Session, key: str, who: Who, now: datetime) -> Step:
    """The partner's last step, as if it had not been made; that it was is kept."""
    moved_id = values.number(key.partition(".")[0])
    _, member, moved = partnerships.require_row(session, Movement, moved_id, who, now, hold=True)
    if moved.partner_id is None or _key(moved) != key:
        raise GoneError
    partner = session.get_one(Partner, moved.partner_id)
    if partner.removed_at is not None:
        raise GoneError
    _allowed(member, partner)
    steps = session.scalars(select(Movement).where(*_of(partner)).order_by(Movement.id.desc()).limit(2)).all()
    if steps[0].id != moved.id or moved.what == Way.JOINED:
        raise GoneError
    partner.left_at = steps[1].at if moved.what == Way.RETURNED and len(steps) > 1 else None
    before = {"partner_id": partner.id, "what": moved.what, "at": moved.at.isoformat()}
    revisions.keep(session, moved, before, member, now)
    if member.host:
        audit_log.record(session, member, "partner.step_undone", now, about=partner.name)
    if not member.host or _hosts_know(session, moved, partner):
        _tell_hosts(session, moved, partner, member, now, undone=True)
    session.delete(moved)
    return Step(key, partner.name, Way(moved.what))


def _hosts_know(session: Session, moved: Movement, partner: Partner) -> bool:
    news = select(Post.id).where(
        Post.partnership_id == partner.partnership_id,
        Post.kind == NEWS,
        Post.occasion.startswith(_occasion(moved, partner)),
    )
    return session.scalar(news.limit(1)) is not None


def _occasion(moved: Movement, partner: Partner) -> str:
    return f"{partner.id}:{moved.at.isoformat()}"


def _of(partner: Partner) -> tuple[Any, ...]:
    return (
        Movement.partnership_id == partner.partnership_id,
        Movement.partner_id == partner.id,
        Movement.what != Way.MERGED,
    )
