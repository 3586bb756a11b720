"""Quiet hours: what Pencil has to say to a person unasked waits until they are over."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.models import Member


def until(member: Member, zone: str, now: datetime) -> datetime | None:
    """When the quiet hours that hold now are over; nothing if none do. `zone` is the partnership's.

    From 20:00 to 08:00 is a night, from 09:00 to 12:00 a morning. Hours are read off the person's own clocks where
    they have said which.
    """
    if member.quiet_from is None or member.quiet_to is None or member.quiet_from == member.quiet_to:
        return None
    local = now.astimezone(ZoneInfo(member.zone or zone))
    begins, ends = time.fromisoformat(member.quiet_from), time.fromisoformat(member.quiet_to)
    minute = local.time().replace(second=0, microsecond=0)
    quiet = begins <= minute < ends if begins < ends else minute >= begins or minute < ends
    if not quiet:
        return None
    day = local.date() + timedelta(days=1) if minute >= ends else local.date()
    return datetime.combine(day, ends, local.tzinfo)
