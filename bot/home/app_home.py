"""Keeping Home true: pending when somebody looks or turns to another part, and read anew when it is sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.home import mine, waiting
from bot.home.views import mine as view
from bot.home.views.mine import Part, Place
from bot.models import Member, Post
from bot.outbox import posts
from bot.partnership import members
from bot.partnership.members import Who


def show(session: Session, who: Who, now: datetime, wanted: str = "") -> bool:
    """Whether the person is in a partnership; if so their Home is pending.

    It shows the part `wanted` (`12.ours`), or what it showed before, or what is theirs in the first they are in.
    """
    places = members.memberships(session, who)
    for _, member in places:
        member.team_id = who.team_id  # so that what is sent, which knows their id alone, finds them all
    if places:
        # Of the first whose workspace has Pencil: for the others nothing is sent.
        shown = next((there for there, _ in places if there.uninstalled_at is None), places[0][0])
        posts.publish(session, partnership_id=shown.id, user_id=who.user_id, wanted=wanted, now=now)
    return bool(places)


_TEAMS = select(Member.team_id).where(
    Member.partnership_id == bindparam("partnership"), Member.user_id == bindparam("user")
)
_SHOWS = select(Post.blocks).where(
    Post.partnership_id == bindparam("partnership"), Post.kind == posts.HOME, Post.occasion == bindparam("home")
)


def content(session: Session, partnership_id: int, user_id: str, now: datetime) -> dict[str, Any]:
    """What the Home that is pending for somebody says now."""
    them = {"partnership": partnership_id, "user": user_id}
    teams = session.scalars(_TEAMS, them).all()
    places = [place for team_id in teams for place in members.memberships(session, Who(team_id, user_id))]
    if not places:
        return view.as_home(None)
    blocks = session.scalar(_SHOWS, {"partnership": partnership_id, "home": posts.home_of(user_id)})
    wanted, _, part = (view.shown(blocks[0]) if blocks else "").partition(".")
    here = next((place for place in places if str(place[0].id) == wanted), None)
    partnership, member = here or places[0]
    others = [place for place in places if place[0].id != partnership.id]
    return view.as_home(
        mine.page(session, partnership, member, now, part if here else Part.MINE),
        [Place(other.id, other.name, waiting.count(session, there.id, now)) for other, there in others],
    )
