"""What hosts hear of a blocker nobody has taken on, each once: that nobody was found, and that its day is near.

The first can wait for their digest, the second cannot. Both are kept true: once somebody is on it, or it is fixed,
they say so.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.blockers import entries
from bot.blockers.entries import BlockerView
from bot.blockers.views import help_requests as view
from bot.cards import days_needed
from bot.hosts import digest_entries, role
from bot.models import Blocker, Partnership, Post
from bot.outbox import posts
from bot.schedule import calendars
from bot.schedule.calendars import working_day_before

WANTED, DUE = "help-wanted", "help-due"  # kinds of line in the hosts' digest, and of post
_HOUR = time(10)


def warns_at(blocker: Blocker, partnership: Partnership, now: datetime) -> datetime | None:
    """When hosts hear that its day is near: a working day before; never of one they have heard of, or that is over."""
    day, zone = blocker.needed_on, partnership.zone
    if day is None or day == blocker.hosts_told_of or day < days_needed.today(now, zone):
        return None
    return working_day_before(datetime.combine(day, _HOUR, ZoneInfo(zone)), zone, calendars.of(partnership))


def tell(session: Session, unhelped: Sequence[tuple[Blocker, Partnership]], now: datetime) -> None:
    """Each once: at once as one whose day is near, where it is; else with the digest, as one nobody was found for."""
    soon: role.News = defaultdict(list)
    later = []
    views = entries.load(session, [blocker.id for blocker, _ in unhelped])
    for shown, (blocker, partnership) in zip(views, unhelped, strict=True):
        at = warns_at(blocker, partnership, now)
        if at is not None and at <= now:
            blocker.hosts_told_of = blocker.needed_on
            message = view.for_hosts(shown, partnership.channel_id)
            soon[partnership.id].append((message, DUE, f"{blocker.id}:{blocker.needed_on}"))
        elif blocker.hosts_told_at is None:
            later.append((partnership.id, str(blocker.id)))
        blocker.hosts_told_at = blocker.hosts_told_at or now
    role.tell_each(session, soon, now=now)
    digest_entries.note_each(session, later, kind=WANTED, now=now)


def redraw(session: Session, partnership: Partnership, blocker: BlockerView) -> None:
    """What hosts have been told of it says what is so now."""
    reminders = select(Post.id).where(
        Post.partnership_id == partnership.id,
        Post.kind == DUE,
        Post.occasion.startswith(f"{blocker.id}:"),
        Post.text.is_not(None),
    )
    message = view.for_hosts(blocker, partnership.channel_id)
    if messages := dict.fromkeys(session.scalars(reminders), message):
        posts.revise_all(session, messages)
    digest_entries.restate(session, partnership.id, str(blocker.id), view.in_digest(blocker), kind=WANTED)
