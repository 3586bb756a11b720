"""Partners that step back and return. Nothing of theirs is deleted, and either step can be taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.db.statements import refresh, rows_changed
from bot.hosts import digest_entries
from bot.lib import values
from bot.lib.refusals import GoneError, Refusal
from bot.models import Member, Movement, Partner, Partnership
from bot.partnership import audit_log, movements, partners, partnerships, revisions
from bot.partnership.audit_log import Action
from bot.partnership.members import Who
from bot.partnership.movements import Way

NEWS = "partner-moved"  # the kind of line in the hosts' digest
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
        digest_entries.note(session, partner.partnership_id, str(partner.id), kind=NEWS, now=now, anew=True)
    return Step(_key(moved), partner.name, way)


def _key(moved: Movement) -> str:
    """Its time beside its id: an id may be given again once its row is gone."""
    return f"{moved.id}.{int(moved.at.timestamp())}"


def _allowed(member: Member, partner: Partner) -> None:
    if not member.host and member.partner_id != partner.id:
        raise NotOfThemError


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
    _correct(session, partner, member, Way(moved.what), now)
    session.delete(moved)
    return Step(key, partner.name, Way(moved.what))


def _correct(session: Session, partner: Partner, member: Member, way: Way, now: datetime) -> None:
    """Of a step that hosts have yet to hear they do not hear; of one they have heard of, or made, they hear how it is.

    That it is as it was before a return, which is away, they may not have heard either.
    """
    about = str(partner.id)
    if way is Way.LEFT and digest_entries.withdraw(session, partner.partnership_id, about, kind=NEWS):
        return
    if not member.host or digest_entries.noted(session, partner.partnership_id, about, kind=NEWS):
        digest_entries.note(session, partner.partnership_id, about, kind=NEWS, now=now, anew=True)


def _of(partner: Partner) -> tuple[Any, ...]:
    return (
        Movement.partnership_id == partner.partnership_id,
        Movement.partner_id == partner.id,
        Movement.what != Way.MERGED,
    )
