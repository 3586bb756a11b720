"""Introducing whoever can help to whoever is stuck, in a message of their own, with the story so far."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.blockers import cards
from bot.blockers import entries as blockers
from bot.blockers.views import help_requests as view
from bot.hosts import role as hosts
from bot.models import Member, Partnership, Post, Skill
from bot.outbox import posts as outbox
from bot.partnership import members, partners, preferences

KIND = "introduction"  # kind of post
_GROUP = 8  # people, at most, whom Slack takes into a group message besides Pencil


def story(session: Session, blocker_id: int) -> view.Story:
    """The blocker as it stands, and what was said below its card."""
    stuck = blockers.load(session, [blocker_id])[0]
    place = blockers.home(session, blocker_id)
    notes = session.scalars(
        select(Post.blocks)
        .where(
            Post.partnership_id == place.id,
            Post.kind == cards.NOTE,
            Post.thread_id == stuck.post_id,
            Post.text.is_not(None),
        )
        .order_by(Post.id)
    )
    return view.Story(stuck, [view.retold(blocks or []) for blocks in notes], place.channel_id)


def introduce(
    session: Session, partnership: Partnership, told: view.Story, helper: Member, skill: Skill | None, now: datetime
) -> None:
    """They meet in a group message, after the quiet hours of all but the helper, who is there. Once a helper."""
    people = _to_meet(session, partnership, told, helper)
    if not people:
        return
    organisation = partners.of(session, helper)
    waits = [at for one in people if (at := preferences.quiet_until(one, partnership.zone, now)) is not None]
    outbox.write(
        session,
        partnership_id=partnership.id,
        kind=KIND,
        occasion=f"{told.stuck.id}:{helper.id}",
        channel=outbox.group([*(one.user_id for one in people), helper.user_id]),
        message=view.introduction(
            told, helper.user_id, organisation.name if organisation else None, skill.name if skill else None, now
        ),
        now=now,
        wait_until=max(waits, default=None),
    )


def _to_meet(session: Session, partnership: Partnership, told: view.Story, helper: Member) -> list[Member]:
    """Whoever is stuck; the hosts, where that is not known or they are not here any more."""
    teller = None
    if told.stuck.teller is not None:
        teller = session.scalar(
            select(Member).where(
                Member.partnership_id == partnership.id, Member.user_id == told.stuck.teller, *members.present()
            )
        )
    people = [teller] if teller is not None else [host for host, _ in hosts.of(session, [partnership.id])]
    return [one for one in people if one.id != helper.id][: _GROUP - 1]
