"""Fewer of these: anybody may wish for fewer posts of a kind, and the hosts hear how many do, not who."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.db.statements import insert_once
from bot.hosts import role
from bot.lib.refusals import GoneError, Refusal
from bot.models import Partnership, Post, Wish
from bot.partnership import members
from bot.partnership.members import Who
from bot.slack.views import fewer_posts as view

KIND = "wish"


class AlreadyWishedError(Refusal):
    """One person, one wish a post."""


def fewer(session: Session, token: str, who: Who, now: datetime) -> None:
    """The wish is kept, and the hosts are told privately, in one message a post whatever the number of wishes."""
    post = session.scalar(select(Post).where(Post.token == token))
    if post is None:
        raise GoneError
    partnership = session.get_one(Partnership, post.partnership_id)
    members.admit(session, partnership, who, now)
    row = {
        "post_id": post.id,
        "team_id": who.team_id,
        "user_id": who.user_id,
        "partnership_id": partnership.id,
    }
    if not insert_once(session, Wish, [row], returning=Wish.post_id):
        raise AlreadyWishedError
    number = session.scalars(select(func.count()).select_from(Wish).where(Wish.post_id == post.id)).one()
    message = view.for_hosts(post.kind, number, post.channel)
    role.tell(session, partnership.id, message, kind=KIND, occasion=str(post.id), now=now, anew=True)
