"""A blocker's card in the channel and the words in its thread."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.blockers import entries, help_requests, hosts_news
from bot.blockers.entries import BlockerView
from bot.blockers.views import blocker as view
from bot.models import Blocker, Member, Partnership, Post
from bot.outbox import posts
from bot.partnership import revisions
from bot.slack.messages import Message

KIND, NOTE = "blocker", "blocker-note"  # kinds of post


def post(session: Session, partnership: Partnership, blocker: Blocker, now: datetime) -> None:
    """The blocker gets a new card."""
    new_post = posts.NewPost(
        partnership.id,
        KIND,
        f"{blocker.id}.{revisions.count(session, Blocker, blocker.id)}",
        partnership.channel_id,
        view.card(entries.load(session, [blocker.id])[0], partnership.zone),
    )
    blocker.post_id = posts.write(session, new_post, now)
    session.flush()


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


def write_note(session: Session, blocker: BlockerView, note: Message, now: datetime) -> None:
    """A word in the thread below the card."""
    if blocker.post_id is None:
        return
    card = session.get_one(Post, blocker.post_id)
    new_post = posts.NewPost(card.partnership_id, NOTE, posts.new_token(), card.channel, note, thread_id=card.id)
    posts.write(session, new_post, now)
