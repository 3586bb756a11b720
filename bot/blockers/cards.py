"""A blocker's card in the channel."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.blockers import entries, help_requests, hosts_news
from bot.blockers.entries import BlockerView
from bot.blockers.views import blocker as view
from bot.cards import posted
from bot.models import Blocker, Member, Partnership
from bot.outbox import posts

KIND, NOTE = "blocker", "blocker-note"  # kinds of post


def post(session: Session, partnership: Partnership, blocker: Blocker, now: datetime) -> None:
    """The blocker gets a new card."""
    card = view.card(entries.load(session, [blocker.id])[0], partnership.zone)
    posted.post(session, blocker, KIND, partnership.channel_id, card, now)


def redraw(session: Session, blocker_id: int) -> BlockerView:
    """The card, questions that nobody has answered, and what hosts were told are made to say what is so now."""
    blocker = entries.load(session, [blocker_id])[0]
    partnership = entries.partnership_of(session, blocker_id)
    if blocker.post_id is not None:
        posts.revise(session, blocker.post_id, None if blocker.undone else view.card(blocker, partnership.zone))
    help_requests.redraw(session, blocker_id)
    hosts_news.redraw(session, partnership, blocker)
    return blocker


def redraw_of(session: Session, member: Member) -> None:
    """The cards this member's name is on say where they are from by now; help may be sought elsewhere from then on."""
    still_open = (Blocker.member_id == member.id, Blocker.fixed_at.is_(None), Blocker.undone_at.is_(None))
    session.execute(update(Blocker).where(*still_open).values(seek_at=Blocker.raised_at))
    for blocker_id in session.scalars(
        select(Blocker.id).where(Blocker.member_id == member.id, Blocker.undone_at.is_(None)).order_by(Blocker.id)
    ).all():
        redraw(session, blocker_id)
