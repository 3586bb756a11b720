"""What people look at across all features: My Pencil, the last month, the week to come; and who comes, and goes."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.commitments import acts as commitments
from bot.home import app_home, catch_up, mine, preview, welcome
from bot.home.preview import Outlook
from bot.home.views.catch_up import CatchUp
from bot.home.views.mine import Page, Part
from bot.hosts import role
from bot.models import Member, Partnership
from bot.outbox import files, posts
from bot.partnership import homes, members, partnerships
from bot.partnership.members import Who
from bot.partnership.partnerships import NoPartnershipError
from bot.privacy import acts as privacy
from bot.privacy import my_data
from bot.privacy.facts import Forgotten


@dataclass(frozen=True)
class NextWeek:
    """What is posted in a partnership in the next seven days."""

    outlooks: list[Outlook]
    zone: str
    days_off: list[tuple[date, str]]  # each with why


def my_pencil(session: Session, about: str, channel: str, who: Who, now: datetime, *, part: str = Part.MINE) -> Page:
    """One part of the partnership that is named, or at home in the channel, or the person's first."""
    return mine.page(session, *partnerships.enter(session, channel, who, now, about=about), now, part)


def last_month(session: Session, channel: str, now: datetime) -> CatchUp:
    """The last month of the partnership at home here."""
    return catch_up.catch_up(session, partnerships.find(session, channel), now)


def last_month_of(session: Session, about: str, channel: str, who: Who, now: datetime) -> CatchUp:
    """The last month of the partnership a button names."""
    return catch_up.catch_up(session, partnerships.resolve(session, about, channel, who), now)


def next_week(session: Session, channel: str, now: datetime) -> NextWeek:
    """What comes, and what would be in it if it came now."""
    partnership = partnerships.find(session, channel)
    return NextWeek(preview.of(session, partnership, now), partnership.zone, preview.days_off(partnership, now))


def forget(
    session: Session, about: str, channel: str, who: Who, chosen: Collection[str], now: datetime, *, has_home: bool
) -> Forgotten:
    """The person is forgotten, and their Home, if they have one here, shows what is left of it."""
    forgotten = privacy.forget(session, about, channel, who, chosen, now)
    return replace(forgotten, has_home=has_home and app_home.show(session, who, now))


# Coming and going


def arrive(session: Session, channel_id: str, who: Who, now: datetime, *, sure: bool = True) -> None:
    """Somebody has come into the channel. In a home they are a member from now on, and welcomed if they are new.

    Nobody is welcomed twice: after a long absence they are offered what has happened meanwhile, else nothing is said.
    Where Slack tells nothing of a person, and their workspace is not `sure`, their id alone says who they are.
    """
    try:
        partnership = partnerships.find(session, channel_id)
    except NoPartnershipError:
        return
    known = None if sure else session.scalar(_by_id(partnership, who.user_id).limit(1))
    member = known or members.lookup(session, partnership.id, who)
    left_at = member.left_at if member else None
    returned = member is not None and members.come_back(session, member, now)
    member = members.receive(session, partnership, member, who, now)
    welcome.greet(session, partnership, member, left_at if returned else None, now)


def leave(session: Session, channel_id: str, user_id: str, now: datetime) -> None:
    """Somebody has left the channel. All they told stays; what was still to be shown or sent to them is not.

    A host is one no more; if nobody is any more, anybody here may.
    """
    try:
        partnership = partnerships.find(session, channel_id)
    except NoPartnershipError:
        return
    for member in session.scalars(_by_id(partnership, user_id)).all():
        hosted = member.host
        if not members.leave(session, member, now):
            continue
        homes.keep_home(session, member)
        commitments.release(session, member)
        posts.withdraw_waiting(session, partnership.id, user_id)
        files.withdraw(session, member, but=my_data.WHAT)
        if hosted:
            role.tell_channel_of_none(session, partnership, now)


def _by_id(partnership: Partnership, user_id: str) -> Select[Member]:
    return select(Member).where(Member.user_id == user_id, Member.partnership_id == partnership.id)
