"""The question which organisation somebody is from, and what there is to choose from."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.models import Member, Partner, Partnership
from bot.partnership import members, partners
from bot.partnership.views.partner import Choice, labelled

_AGAIN = timedelta(weeks=4)


def choice(session: Session, partnership: Partnership, team_id: str) -> Choice:
    """The organisations a person of this workspace may be from, the likeliest first."""
    return of(partners.likely(session, partnership, team_id))


def of(offered: Iterable[Partner]) -> Choice:
    """These organisations, in their order."""
    return Choice([(partner.id, labelled(partner.name, away=partner.left_at is not None)) for partner in offered])


def is_due(partner_id: int | None, partner_by: str | None, asked_at: datetime | None, now: datetime) -> bool:
    """Whether somebody is to be asked now where they are from, by what is known of it and when they were last asked."""
    if partner_id is None:
        return asked_at is None or asked_at <= now - _AGAIN
    return partner_by == members.SaidBy.HOST and asked_at is None


def ask_if_due(session: Session, partnership: Partnership, member: Member, now: datetime) -> Choice | None:
    """Which organisation are you from? Asked of whoever has not said, beside what they do, once in four weeks at most.

    Where a host has said it, they are asked once, and that one is the first they may choose.
    """
    if not is_due(member.partner_id, member.partner_by, member.asked_at, now):
        return None
    noted = member.partner_id
    member.asked_at = now
    offered = choice(session, partnership, member.team_id)
    return Choice(sorted(offered.partners, key=lambda partner: partner[0] != noted))
