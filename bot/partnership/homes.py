"""Homes kept true: whoever's page has changed is shown it anew."""

from collections.abc import Collection

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.db.statements import core_connection
from bot.lib.clock import wall
from bot.models import Member, Post
from bot.outbox import posts
from bot.partnership.members import Who


def keep_home(session: Session, who: Who | Member | None) -> None:
    """The person's Home is pending anew, if they have ever looked at it. What it says is read when it is sent.

    Of somebody nameless there is none.
    """
    if who is None:
        return
    home = {"user": who.user_id, "home": posts.home_of(who.user_id), "wall": wall()}
    core_connection(session).execute(_STALE, home)


def keep_homes_of(session: Session, user_ids: Collection[str]) -> None:
    """The same for several people."""
    connection = core_connection(session)
    values = {"people": list(user_ids), "homes": [posts.home_of(user_id) for user_id in user_ids], "wall": wall()}
    connection.execute(_EACH_STALE, values)


def keep_homes(session: Session, partnership_id: int) -> None:
    """The same for everybody who looks at this partnership's."""
    core_connection(session).execute(_ALL_STALE, {"partnership": partnership_id, "wall": wall()})


_ALL_STALE = posts.stale().where(Post.kind == posts.HOME, Post.partnership_id == bindparam("partnership"))
_STALE = posts.stale().where(
    Post.kind == posts.HOME,
    Post.occasion == bindparam("home"),
    Post.partnership_id.in_(select(Member.partnership_id).where(Member.user_id == bindparam("user"))),
)
_THEIRS = (
    select(Post.id)
    .where(
        Post.kind == posts.HOME,
        Post.occasion.in_(bindparam("homes", expanding=True)),
        Post.partnership_id.in_(
            select(Member.partnership_id).where(Member.user_id.in_(bindparam("people", expanding=True)))
        ),
    )
    .order_by(Post.id)
    .with_for_update()
)
_EACH_STALE = posts.stale().where(Post.id.in_(_THEIRS))
