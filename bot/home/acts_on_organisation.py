"""Saying where one is from, whole: what somebody shares is credited to their organisation from then on."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.blockers import acts as blockers
from bot.blockers import cards as blocker_cards
from bot.blockers import entries as blocker_entries
from bot.blockers.facts import Raised
from bot.cards.nameless import Key
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
    """Where somebody is from, as now known, and the win or the blocker about which they were asked, if they were."""

    organisation: Joined
    win: Receipt | None = None
    blocker: Raised | None = None


@dataclass(frozen=True)
class _Asked:
    """Who is asked where they are from, and about which win or blocker of theirs."""

    partnership: Partnership
    member: Member
    win_id: int | None = None
    blocker_key: Key | None = None


def choices(session: Session, about: str, channel: str, who: Who, now: datetime) -> Choice:
    """What there is to choose from; `about` is as in `_enter`."""
    asked = _enter(session, about, channel, who, now)
    return organisation_choice.choice(session, asked.partnership, who.team_id)


def join(session: Session, about: str, channel: str, who: Who, entry: PartnerEntry, now: datetime) -> From | Perhaps:
    """The organisation of this name is the person's, added if it is new; `about` is as in `_enter`."""
    asked = _enter(session, about, channel, who, now)
    refresh(session, asked.member, ["partner_id", "partner_by"], hold=True)  # a host may be saying it
    before = asked.member.partner_id
    try:
        partner = partners.join(session, asked.partnership, asked.member, entry, now)
    except PerhapsError as perhaps:
        return Perhaps(perhaps.name, perhaps.sector, [(partner.id, partner.name) for partner in perhaps.near])
    return _from(session, asked, who, before, partner, now)


def choose(session: Session, partner_id: int, about: str, channel: str, who: Who, now: datetime) -> From:
    """One of the organisations here is the person's."""
    asked = _enter(session, about, channel, who, now)
    refresh(session, asked.member, ["partner_id", "partner_by"], hold=True)  # a host may be saying it
    before = asked.member.partner_id
    partner = partners.join_known(session, asked.partnership, asked.member, partner_id)
    return _from(session, asked, who, before, partner, now)


def _enter(session: Session, about: str, channel: str, who: Who, now: datetime) -> _Asked:
    """What a question was about: `p12` is a partnership, `b12` a blocker, `12` a win; else it is the channel's."""
    if about.startswith("b"):
        key = Key(values.number(about[1:]))
        partnership, _, _ = blocker_entries.editable(session, key, who)
        return _Asked(*partnerships.enter(session, channel, who, now, about=str(partnership.id)), blocker_key=key)
    if about and not about.startswith("p"):
        partnership, member, win = entries.editable(session, values.number(about), who, now)
        return _Asked(partnership, member, win.id)
    return _Asked(*partnerships.enter(session, channel, who, now, about=about[1:] or None))


def _from(session: Session, asked: _Asked, who: Who, before: int | None, partner: Partner, now: datetime) -> From:
    joined = _joined(session, asked.partnership, asked.member, before, partner, now)
    blocker = blockers.raised(session, asked.blocker_key, who) if asked.blocker_key else None
    return From(joined, _win(session, asked, now), blocker)


def _win(session: Session, asked: _Asked, now: datetime) -> Receipt | None:
    if asked.win_id is None:
        return None
    [win] = entries.load(session, [asked.win_id])
    aims = versions.aims_in_force(session, asked.partnership.id)
    return wins.receipt(session, asked.partnership, asked.member, win, aims, now)


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
