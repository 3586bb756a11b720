"""What is for hosts: settings, what is worth a look, what was posted and what became of it, and what hosts did."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.digest import weekly
from bot.home import settings_page
from bot.home.views import for_hosts as view
from bot.models import Partnership, Post
from bot.outbox import undelivered
from bot.partnership import audit_log
from bot.partnership.views.partnership import paused_note

POSTED, TROUBLED, LOGGED = 8, 5, 5


def of(session: Session, partnership: Partnership, now: datetime, wall: datetime) -> view.ForHosts:
    """The newest of each. `wall` is the real clock, by which a post is late."""
    troubles = undelivered.of(session, wall, partnership.id)
    rows = session.execute(
        select(Post.kind, Post.written_at, Post.sent_at, Post.fate, Post.text.is_(None))
        .where(Post.partnership_id == partnership.id, Post.channel == partnership.channel_id)
        .order_by(Post.written_at.desc(), Post.id.desc())
        .limit(POSTED)
    )
    return view.ForHosts(
        partnership_id=partnership.id,
        channel_id=partnership.channel_id,
        settings=settings_page.of(partnership, now),
        troubles=troubles[:TROUBLED],
        more_troubles=max(0, len(troubles) - TROUBLED),
        posted=[view.Posted(kind, sent or written, fate, gone=gone) for kind, written, sent, fate, gone in rows],
        done=audit_log.latest(session, partnership.id, LOGGED),
        more_done=max(0, audit_log.count(session, partnership.id) - LOGGED),
        lines=weekly.standing(session, partnership, now),
        paused=paused_note(partnership.paused_at, partnership.resume_at, partnership.zone),
        reflecting=bool(partnership.reflecting),
    )
