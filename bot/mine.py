"""What is mine: the facts behind My Pencil and Home, and keeping Home true."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import blockers, celebrations, outbox, partners, partnerships, pulse, skills, wins
from bot.models import Member, Partnership, Post
from bot.partnerships import Who
from bot.refusal import GoneError
from bot.views import mine as view
from bot.views import partner as partner_view
from bot.views.partner import Choice


def choice(session: Session, partnership: Partnership, team_id: str) -> Choice:
    """The organisations a person of this workspace may be from, the likeliest first."""
    likely = partners.likely(session, partnership, team_id)
    return Choice([(one.id, partner_view.labelled(one.name, away=one.left_at is not None)) for one in likely])


def asking(session: Session, partnership: Partnership, member: Member, now: datetime) -> Choice | None:
    """Which organisation are you from? Asked once of whoever has not said; in My Pencil it can always be said."""
    if member.partner_id is not None or member.asked_at is not None:
        return None
    member.asked_at = now
    return choice(session, partnership, member.team_id)


def place(session: Session, partnership_id: str, channel: str, who: Who) -> Partnership:
    """The partnership a button is about: the one it names, else the channel's, else (in private) the person's first."""
    if partnership_id:
        named = session.get_one(Partnership, int(partnership_id))
        if named.channel_id != channel and partnerships.lookup(session, named.id, who) is None:
            raise GoneError
        return named
    if channel.startswith("D") and (places := partnerships.homes(session, who)):
        return places[0][0]
    return partnerships.find(session, channel)


def of(session: Session, partnership: Partnership, member: Member) -> view.Mine:
    """A member's place in a partnership."""
    own, more = wins.latest(session, partnership.id, member_id=member.id)
    organisation = partnerships.organisation(session, member)
    return view.Mine(
        partnership_id=partnership.id,
        name=partnership.name,
        channel_id=partnership.channel_id,
        zone=partnership.zone,
        organisation=organisation.name if organisation else None,
        choice=choice(session, partnership, member.team_id),
        wins=own,
        more=more,
        next_at=celebrations.next_for(session, partnership.id),
        waiting=celebrations.count_waiting(session, partnership.id),
        stuck=blockers.open_ones(session, partnership.id, member_id=member.id),
        skills=skills.mine(session, member.id),
        pulse=pulse.shown(session, partnership),
    )


def show_home(session: Session, who: Who, now: datetime) -> bool:
    """Whether the person is in a partnership; if so their Home is owed to them."""
    places = partnerships.homes(session, who)
    if places:
        outbox.publish(
            session,
            partnership_id=places[0][0].id,
            user_id=who.user_id,
            view=view.as_home([of(session, partnership, member) for partnership, member in places]),
            now=now,
        )
    return bool(places)


def keep_home(session: Session, who: Who, now: datetime) -> None:
    """The person's Home is brought up to date, if they have ever looked at it."""
    looked = select(Post.id).where(Post.kind == "home", Post.occasion == f"home:{who.user_id}").limit(1)
    places = partnerships.homes(session, who)
    if places and session.scalar(looked.where(Post.partnership_id == places[0][0].id)) is not None:
        show_home(session, who, now)
