"""An idea's card in the channel, and the word in its thread."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.cards import posted
from bot.ideas import entries
from bot.ideas.entries import IdeaView
from bot.ideas.views import idea as view
from bot.models import Idea, Member, Partnership
from bot.outbox import posts

KIND, NOTE = "idea", "idea-note"  # kinds of post
_NEWEST = 20  # as many as are redrawn at once: Slack takes only so many


def post(session: Session, partnership: Partnership, idea: Idea, now: datetime) -> None:
    """The idea gets a new card."""
    card = view.card(entries.load(session, [idea.id])[0])
    posted.post(session, idea, KIND, partnership.channel_id, card, now)


def redraw(session: Session, idea_ids: Sequence[int]) -> list[IdeaView]:
    """The cards say what is so now."""
    session.flush()
    ideas = entries.load(session, idea_ids)
    cards = {idea.post_id: None if idea.undone else view.card(idea) for idea in ideas if idea.post_id is not None}
    if cards:
        posts.revise_all(session, cards)
    return ideas


def redraw_open(session: Session, partnership_id: int) -> None:
    """The newest that are open say how they are decided, and what their organisations are called, by now."""
    _redraw_newest(session, Idea.partnership_id == partnership_id, entries.is_open())


def redraw_of(session: Session, member: Member) -> None:
    """The newest with this member's name on say where they are from by now."""
    _redraw_newest(session, Idea.member_id == member.id, Idea.undone_at.is_(None))


def _redraw_newest(session: Session, *where: ColumnElement[bool]) -> None:
    redraw(session, session.scalars(select(Idea.id).where(*where).order_by(Idea.id.desc()).limit(_NEWEST)).all())


def announce(session: Session, idea_id: int, now: datetime) -> IdeaView:
    """What is decided stands on the card and in its thread, where everybody can follow it."""
    [idea] = redraw(session, [idea_id])
    posted.reply(session, idea.post_id, NOTE, view.decided_note(idea), now)
    return idea
