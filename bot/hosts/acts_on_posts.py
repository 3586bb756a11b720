"""What people do about Pencil's own posts, whole: one that did not arrive goes out again, and fewer are wished for."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.db.statements import insert_once
from bot.hosts import digest_entries
from bot.lib.refusals import GoneError, Refusal
from bot.models import Member, Post, Wish
from bot.outbox import posts
from bot.partnership import audit_log, members, partnerships
from bot.partnership.members import Who

WISH = "wish"  # kind of line in the digest


@dataclass(frozen=True)
class Wishes:
    """How many would like fewer posts like this."""

    kind: str
    number: int
    channel_id: str


class AlreadyWishedError(Refusal):
    """One person, one wish a post."""


def post_again(session: Session, post_id: int, who: Who, now: datetime) -> bool:
    """Whether the post is pending once more; only a host may ask."""
    post, host = _theirs(session, post_id, who, now)
    again = posts.retry(session, post_id)
    if again:
        audit_log.record(session, host, "post.again", now, post.kind)
    return again


def settle(session: Session, post_id: int, who: Who, now: datetime) -> bool:
    """Whether the post is reported no more: it is there, or is not needed; only a host may say so."""
    post, host = _theirs(session, post_id, who, now)
    settled = posts.settle(session, post_id, now)
    if settled:
        audit_log.record(session, host, "post.left", now, post.kind)
    return settled


def _theirs(session: Session, post_id: int, who: Who, now: datetime) -> tuple[Post, Member]:
    """A post to the channel, and the host of its partnership who asks about it."""
    partnership, host, post = partnerships.enter_row(session, Post, post_id, who, now)
    members.require_host(host)
    if post.channel != partnership.channel_id:
        raise GoneError  # what goes to a person is not for hosts to know of
    return post, host


def wish_for_fewer(session: Session, token: str, who: Who, now: datetime) -> None:
    """Fewer of this kind: the hosts hear with their digest how many wish so, not who."""
    partnership, _, post = partnerships.enter_row(session, Post, token, who, now)
    row = {
        "post_id": post.id,
        "team_id": who.team_id,
        "user_id": who.user_id,
        "partnership_id": partnership.id,
    }
    if not insert_once(session, Wish, [row], returning=Wish.post_id):
        raise AlreadyWishedError
    digest_entries.note(session, partnership.id, str(post.id), kind=WISH, now=now, anew=True)


def wishes(session: Session, post_id: int, who: Who, now: datetime) -> Wishes:
    """How many would like fewer of what was posted; for hosts only."""
    post, _ = _theirs(session, post_id, who, now)
    number = session.scalars(select(func.count()).select_from(Wish).where(Wish.post_id == post.id)).one()
    if not number:
        raise GoneError
    return Wishes(post.kind, number, post.channel)
