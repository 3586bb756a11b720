"""Saying where one is from, whole: what somebody has told is credited to their organisation from then on."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.blockers import cards
from bot.lib import values
from bot.models import Member, Partner, Partnership
from bot.partnership import homes, organisation_choice, partners, partnerships
from bot.partnership.members import Who
from bot.partnership.partners import Joined, PartnerEntry, Perhaps, PerhapsError
from bot.partnership.views.partner import Choice
from bot.wins import celebrations, credit, entries


def choices(session: Session, channel: str, who: Who, now: datetime) -> Choice:
    """What there is to choose from."""
    partnership, _ = partnerships.enter(session, channel, who, now)
    return organisation_choice.choice(session, partnership, who.team_id)


def join(session: Session, about: str, channel: str, who: Who, entry: PartnerEntry, now: datetime) -> Joined | Perhaps:
    """The organisation of this name is the person's, added if it is new; `about` is as in `_enter`."""
    partnership, member = _enter(session, about, channel, who, now)
    before = member.partner_id
    try:
        partner = partners.join(session, partnership, member, entry, now)
    except PerhapsError as perhaps:
        return Perhaps(perhaps.name, perhaps.sector, [(partner.id, partner.name) for partner in perhaps.near])
    return _joined(session, partnership, member, before, partner)


def choose(session: Session, partner_id: int, about: str, channel: str, who: Who, now: datetime) -> Joined:
    """One of the organisations here is the person's."""
    partnership, member = _enter(session, about, channel, who, now)
    before = member.partner_id
    partner = partners.join_known(session, partnership, member, partner_id)
    return _joined(session, partnership, member, before, partner)


def _enter(session: Session, about: str, channel: str, who: Who, now: datetime) -> tuple[Partnership, Member]:
    """The partnership a question was about: `p12` is one, `12` a win in one; else the channel's."""
    if about.startswith("p"):
        return partnerships.enter(session, channel, who, now, about=about[1:])
    if about:
        partnership, member, _ = entries.editable(session, values.number(about), who, now)
        return partnership, member
    return partnerships.enter(session, channel, who, now)


def _joined(session: Session, partnership: Partnership, member: Member, before: int | None, partner: Partner) -> Joined:
    """What follows: what the person told is credited to where they are from, also where it stands already."""
    for post_id in credit.credit_anew(session, member, before):
        celebrations.redraw(session, post_id)
    cards.redraw_of(session, member)
    homes.keep_home(session, member)
    away = (partner.id, partner.left_at) if partner.left_at else None
    return Joined(partner.name, away, partnership.zone)
