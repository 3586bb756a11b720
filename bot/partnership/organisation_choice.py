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


def ask_if_due(session: Session, partnership: Partnership, member: Member, now: datetime) -> Choice | None:
    """Which organisation are you from? Asked of whoever has not said, beside what they do, once in four weeks at most.

    Where a host has said it, they are asked once, and that one is the first they may choose.
    """
    noted = member.partner_id if member.partner_by == members.SaidBy.HOST else None
    if member.partner_id is not None and noted is None:
        return None
    if member.asked_at is not None and (noted is not None or member.asked_at > now - _AGAIN):
        return None
    member.asked_at = now
    offered = choice(session, partnership, member.team_id)
    return Choice(sorted(offered.partners, key=lambda partner: partner[0] != noted))
