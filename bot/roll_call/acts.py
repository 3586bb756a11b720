"""What a host does about the roll-call, whole: ask the channel where everybody is from."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.outbox import posts
from bot.partnership import audit_log, homes, partnerships
from bot.partnership.members import Who
from bot.roll_call import lifecycle
from bot.roll_call.views import Asked
from bot.schedule import timetable


def ask(session: Session, channel: str, who: Who, now: datetime, *, about: str | None = None) -> Asked:
    """The question is posted at once, unless one is open; in a pause it comes when posts go on, once.

    What the clock was to bring is else not needed any more.
    """
    partnership, host = partnerships.enter_as_host(session, channel, who, now, about=about)
    home = (partnership.channel_id, partnership.zone)
    coming = timetable.is_on(session, partnership, lifecycle.KIND)  # another who asks now waits here
    since = lifecycle.open_since(session, partnership.id, now)
    paused = partnership.paused_at is not None and since is None
    next_at = timetable.switch(session, partnership, lifecycle.KIND, on=paused, now=now)
    if since is not None:
        return Asked(*home, open_since=since)
    if not (paused and coming):
        audit_log.record(session, host, "rollcall.asked", now)
        homes.keep_home(session, host)
    if paused:
        return Asked(*home, paused=True, next_at=next_at)
    lifecycle.write(session, {partnership.id: posts.new_token()}, now)
    return Asked(*home)
