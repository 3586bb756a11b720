"""What is mine: the facts behind My Pencil and Home, and keeping Home true."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.blockers import entries as blockers
from bot.home import for_hosts, ours, waiting
from bot.home.views import for_hosts as hosts_view
from bot.home.views import mine as view
from bot.home.views import ours as ours_view
from bot.home.views.mine import Page, Part, Place
from bot.lib.clock import wall
from bot.models import Member, Partnership, Post
from bot.outbox import posts as outbox
from bot.partnership import members, organisation_choice, partners, preferences
from bot.partnership.members import Who
from bot.pulse import lifecycle as pulse
from bot.skills import entries as skills
from bot.wins import celebrations
from bot.wins import entries as wins


def of(session: Session, partnership: Partnership, member: Member, now: datetime) -> view.Mine:
    """A member's place in a partnership."""
    own, more = wins.latest(session, partnership.id, member_id=member.id)
    organisation = partners.of(session, member)
    return view.Mine(
        partnership_id=partnership.id,
        channel_id=partnership.channel_id,
        zone=partnership.zone,
        organisation=organisation.name if organisation else None,
        choice=organisation_choice.choice(session, partnership, member.team_id),
        waiting=waiting.of(session, member.id, now),
        pulse=pulse.open_now(session, partnership),
        wins=own,
        more=more,
        next_at=celebrations.next_for(session, partnership.id),
        uncelebrated=celebrations.count_waiting(session, partnership.id),
        stuck=blockers.open_ones(session, partnership.id, member_id=member.id),
        skills=skills.mine(session, member.id),
        preferences=preferences.of(partnership, member, now),
    )


def page(session: Session, partnership: Partnership, member: Member, now: datetime, part: str = Part.MINE) -> Page:
    """One part of a partnership; what is for hosts is shown to hosts."""
    shown = Part(part) if part in list(Part) else Part.MINE
    if shown is Part.HOSTS and not member.host:
        shown = Part.MINE
    if shown is Part.OURS:
        body = ours_view.blocks(ours.of(session, partnership, now))
    elif shown is Part.HOSTS:
        body = hosts_view.blocks(for_hosts.of(session, partnership, wall()))
    else:
        body = view.blocks(of(session, partnership, member, now))
    return Page(partnership.id, partnership.name, partnership.channel_id, shown, member.host, body)


def show_home(session: Session, who: Who, now: datetime, wanted: str = "") -> bool:
    """Whether the person is in a partnership; if so their Home is owed to them.

    It shows the part `wanted` (`12.ours`), or what it showed before, or what is theirs in the first they are in.
    """
    places = members.memberships(session, who)
    if places:
        outbox.publish(session, partnership_id=places[0][0].id, user_id=who.user_id, wanted=wanted, now=now)
    return bool(places)


def home(session: Session, partnership_id: int, user_id: str, now: datetime) -> dict[str, Any]:
    """What the Home that is owed to somebody says now."""
    shows = select(Post.blocks).where(
        Post.partnership_id == partnership_id, Post.kind == outbox.HOME, Post.occasion == outbox.home_of(user_id)
    )
    them = select(Member.team_id).where(Member.partnership_id == partnership_id, Member.user_id == user_id)
    teams = session.scalars(them).all()
    places = [place for team_id in teams for place in members.memberships(session, Who(team_id, user_id))]
    if not places:
        return view.as_home(None)
    blocks = session.scalar(shows)
    wanted, _, part = (view.shown(blocks[0]) if blocks else "").partition(".")
    here = next((place for place in places if str(place[0].id) == wanted), None)
    partnership, member = here or places[0]
    others = [place for place in places if place[0].id != partnership.id]
    waits = waiting.count(session, [one.id for _, one in others], now) if others else {}
    return view.as_home(
        page(session, partnership, member, now, part if here else Part.MINE),
        [Place(one.id, one.name, waits.get(me.id, 0)) for one, me in others],
    )
