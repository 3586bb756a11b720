"""Saying where one is from, whole: what somebody shares is credited to their organisation from then on."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.blockers import cards as blocker_cards
from bot.db.statements import refresh
from bot.ideas import cards as idea_cards
from bot.lib import values
from bot.models import Member, Partner, Partnership
from bot.partnership import homes, organisation_choice, partners, partnerships
from bot.partnership.members import Who
from bot.partnership.partners import Joined, PartnerEntry, Perhaps, PerhapsError
from bot.partnership.views.partner import Choice
from bot.roll_call import lifecycle as roll_call
from bot.vision import versions
from bot.wins import acts as wins
from bot.wins import celebrations, credit, entries
from bot.wins.facts import Receipt


@dataclass(frozen=True)
class From:
    """Where somebody is from, as now known, and the win about which they were asked, if they were."""

    organisation: Joined
    win: Receipt | None = None


def choices(session: Session, about: str, channel: str, who: Who, now: datetime) -> Choice:
    """What there is to choose from; `about` is as in `_enter`."""
    partnership, _, _ = _enter(session, about, channel, who, now)
    return organisation_choice.choice(session, partnership, who.team_id)


def join(session: Session, about: str, channel: str, who: Who, entry: PartnerEntry, now: datetime) -> From | Perhaps:
    """The organisation of this name is the person's, added if it is new; `about` is as in `_enter`."""
    partnership, member, win_id = _enter(session, about, channel, who, now)
    refresh(session, member, ["partner_id", "partner_by"], hold=True)  # a host may be saying it
    before = member.partner_id
    try:
        partner = partners.join(session, partnership, member, entry, now)
    except PerhapsError as perhaps:
        return Perhaps(perhaps.name, perhaps.sector, [(partner.id, partner.name) for partner in perhaps.near])
    joined = _joined(session, partnership, member, before, partner, now)
    return From(joined, _win(session, partnership, member, win_id, now))


def choose(session: Session, partner_id: int, about: str, channel: str, who: Who, now: datetime) -> From:
    """One of the organisations here is the person's."""
    partnership, member, win_id = _enter(session, about, channel, who, now)
    refresh(session, member, ["partner_id", "partner_by"], hold=True)  # a host may be saying it
    before = member.partner_id
    partner = partners.join_known(session, partnership, member, partner_id)
    joined = _joined(session, partnership, member, before, partner, now)
    return From(joined, _win(session, partnership, member, win_id, now))


def _enter(
    session: Session, about: str, channel: str, who: Who, now: datetime
) -> tuple[Partnership, Member, int | None]:
    """The partnership a question was about, and the win: `p12` is one, `12` a win in one; else the channel's."""
    if about and not about.startswith("p"):
        partnership, member, win = entries.editable(session, values.number(about), who, now)
        return partnership, member, win.id
    partnership, member = partnerships.enter(session, channel, who, now, about=about[1:] or None)
    return partnership, member, None


def _win(
    session: Session, partnership: Partnership, member: Member, win_id: int | None, now: datetime
) -> Receipt | None:
    if win_id is None:
        return None
    [win] = entries.load(session, [win_id])
    return wins.receipt(session, partnership, member, win, versions.aims_in_force(session, partnership.id), now)


def _joined(
    session: Session,
    partnership: Partnership,
    member: Member,
    before: int | None,
    partner: Partner,
    now: datetime,
) -> Joined:
    """What follows: what the person told is credited to where they are from, also where it stands already."""
    for post_id in credit.credit_anew(session, member, before):
        celebrations.redraw(session, post_id)
    blocker_cards.redraw_of(session, member)
    idea_cards.redraw_of(session, member)
    roll_call.follow(session, partnership, now, new=before is None)
    homes.keep_home(session, member)
    away = (partner.id, partner.left_at) if partner.left_at else None
    return Joined(partner.name, away, partnership.zone)
