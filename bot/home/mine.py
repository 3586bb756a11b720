"""What is mine, and the page of My Pencil and Home that shows it, or what is ours, or what is for hosts."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.blockers import entries as blockers
from bot.home import for_hosts, ours, waiting
from bot.home.views import mine as view
from bot.home.views.mine import Page, Part
from bot.ideas import entries as ideas
from bot.initiatives import entries as initiatives
from bot.lib.clock import wall
from bot.models import Member, Partnership
from bot.partnership import members, organisation_choice, partners, preferences
from bot.pulse import status
from bot.skills import entries as skills
from bot.vision import versions
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
        vision=in_force.text if (in_force := versions.in_force(session, partnership.id)) else None,
        organisation=organisation.name if organisation else None,
        noted=organisation.id if organisation and member.partner_by == members.SaidBy.HOST else None,
        choice=organisation_choice.choice(session, partnership, member.team_id),
        waiting=waiting.of(session, member.id, now),
        pulse=status.open_now(session, partnership),
        wins=own,
        more=more,
        next_at=celebrations.next_for(session, partnership.id),
        uncelebrated=celebrations.count_waiting(session, partnership.id),
        open_blockers=blockers.list_open(session, partnership.id, member_id=member.id),
        open_ideas=ideas.list_open(session, partnership.id, member_id=member.id),
        initiatives=initiatives.running(session, partnership.id, view.INITIATIVES, of=member),
        skills=skills.of_member(session, member.id),
        preferences=preferences.of(partnership, member, now),
    )


def page(session: Session, partnership: Partnership, member: Member, now: datetime, part: str = Part.MINE) -> Page:
    """One part of a partnership; what is for hosts is shown to hosts."""
    shown = Part(part) if part in list(Part) else Part.MINE
    if shown is Part.HOSTS and not member.host:
        shown = Part.MINE
    body: view.Body
    if shown is Part.OURS:
        body = ours.of(session, partnership, now)
    elif shown is Part.HOSTS:
        body = for_hosts.of(session, partnership, now, wall())
    else:
        body = of(session, partnership, member, now)
    return Page(partnership.id, partnership.name, partnership.channel_id, shown, member.host, body)
