"""Introducing whoever can help to whoever is stuck, in a message of their own, with the story so far."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.blockers import cards, entries
from bot.blockers.views import help_requests as view
from bot.hosts import role
from bot.models import Member, Partnership, Post, Skill
from bot.outbox import posts
from bot.partnership import members, partners, preferences

KIND = "introduction"  # kind of post
_GROUP = 8  # people, at most, whom Slack takes into a group message besides Pencil


def history(session: Session, blocker_id: int) -> view.History:
    """The blocker as it stands, and what was said below its card."""
    blocker = entries.load(session, [blocker_id])[0]
    partnership = entries.partnership_of(session, blocker_id)
    notes = session.scalars(
        select(Post.blocks)
        .where(
            Post.partnership_id == partnership.id,
            Post.kind == cards.NOTE,
            Post.thread_id == blocker.post_id,
            Post.text.is_not(None),
        )
        .order_by(Post.id)
    )
    return view.History(blocker, [view.in_a_line(blocks or []) for blocks in notes], partnership.channel_id)


def introduce(
    session: Session,
    partnership: Partnership,
    history: view.History,
    helper: Member,
    skill: Skill | None,
    now: datetime,
) -> None:
    """They meet in a group message, after the quiet hours of all but the helper, who is there. Once a helper."""
    people = _to_meet(session, partnership, history, helper)
    if not people:
        return
    organisation = partners.of(session, helper)
    waits = [at for member in people if (at := preferences.quiet_until(member, partnership.zone, now)) is not None]
    new_post = posts.NewPost(
        partnership.id,
        KIND,
        f"{history.blocker.id}:{helper.id}",
        posts.group([*(member.user_id for member in people), helper.user_id]),
        view.introduction(
            history, helper.user_id, organisation.name if organisation else None, skill.name if skill else None, now
        ),
        wait_until=max(waits, default=None),
    )
    posts.write(session, new_post, now)


def _to_meet(session: Session, partnership: Partnership, history: view.History, helper: Member) -> list[Member]:
    """Whoever is stuck; the hosts, where that is not known or they are not here any more."""
    author = None
    if history.blocker.author is not None:
        author = session.scalar(
            select(Member).where(
                Member.partnership_id == partnership.id, Member.user_id == history.blocker.author, *members.present()
            )
        )
    people = [author] if author is not None else [host for host, _ in role.of(session, [partnership.id])]
    return [member for member in people if member.id != helper.id][: _GROUP - 1]
