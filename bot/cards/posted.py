"""A row's card in the channel, and words in its thread."""

from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from bot.models import Post
from bot.outbox import posts
from bot.partnership import revisions
from bot.slack.messages import Message


class Posted(Protocol):
    """A row with a card."""

    id: int
    partnership_id: int
    post_id: int | None


def post(session: Session, row: Posted, kind: str, channel_id: str, card: Message, now: datetime) -> None:
    """The row gets a card: its first, or a new one once it is put back."""
    occasion = f"{row.id}.{revisions.count(session, type(row), row.id)}"
    row.post_id = posts.write(session, posts.NewPost(row.partnership_id, kind, occasion, channel_id, card), now)
    session.flush()


def reply(session: Session, post_id: int | None, kind: str, note: Message, now: datetime) -> None:
    """A word in the thread below the card, if it has one."""
    if post_id is None:
        return
    card = session.get_one(Post, post_id)
    in_thread = posts.NewPost(card.partnership_id, kind, posts.new_token(), card.channel, note, thread_id=card.id)
    posts.write(session, in_thread, now)
