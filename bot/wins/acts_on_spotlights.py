"""What a person does with the spotlight they were offered, and a host who would have it offered."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.models import Partner, Spotlight
from bot.partnership import homes, members, partnerships
from bot.partnership.members import Who
from bot.wins import celebrations, spotlight_offers, spotlights
from bot.wins.facts import SpotlightForm, SpotlightReceipt


def offer(session: Session, partner_id: int, who: Who, now: datetime) -> str:
    """A host has somebody of this organisation offered the next spotlight; its name."""
    partnership, member, partner = partnerships.enter_row(session, Partner, partner_id, who, now)
    members.require_host(member)
    spotlight_offers.offer_to(session, partnership, partner, now)
    return partner.name


def form(session: Session, spotlight_id: int, who: Who, now: datetime) -> SpotlightForm:
    """The form for the partner's lines."""
    partnership, _, spotlight = spotlights.editable(session, spotlight_id, who, now)
    spotlights.refuse_passed(spotlight)
    partner = session.get_one(Partner, spotlight.partner_id)
    return SpotlightForm(spotlight.id, partner.name, partnership.channel_id, spotlights.suggestion(session, spotlight))


def accept(session: Session, spotlight_id: int, who: Who, text: str, now: datetime) -> SpotlightReceipt:
    """The partner's lines stand in the next celebration, or where they stand already."""
    partnership, member, spotlight = spotlights.editable(session, spotlight_id, who, now)
    spotlights.accept(session, member, spotlight, text, now)
    _follow(session, spotlight, who)
    return SpotlightReceipt(
        spotlight.id,
        session.get_one(Partner, spotlight.partner_id).name,
        spotlight.text or "",
        spotlight.post_id is not None,
        celebrations.next_for(session, partnership.id),
        partnership.zone,
    )


def withdraw(session: Session, spotlight_id: int, who: Who, now: datetime) -> None:
    """The lines are taken back, also where they stand."""
    _, member, spotlight = spotlights.editable(session, spotlight_id, who, now)
    spotlights.withdraw(session, member, spotlight, now)
    _follow(session, spotlight, who)


def pass_on(session: Session, spotlight_id: int, who: Who, now: datetime) -> None:
    """It is offered to somebody else."""
    partnership, _, spotlight = spotlights.editable(session, spotlight_id, who, now)
    spotlights.pass_on(session, partnership, spotlight, now)
    _follow(session, spotlight, who)


def _follow(session: Session, spotlight: Spotlight, who: Who) -> None:
    if spotlight.post_id is not None:
        celebrations.redraw(session, spotlight.post_id)
    homes.keep_home(session, who)
