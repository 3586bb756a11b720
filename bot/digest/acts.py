"""What hosts do about their digest: look at it at any time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.digest import weekly
from bot.digest.lines import Line
from bot.partnership import partnerships
from bot.partnership.members import Who


@dataclass(frozen=True)
class Standing:
    """All there is to say now, and when the next digest comes."""

    channel_id: str
    lines: list[Line]
    next_at: datetime | None
    zone: str


def look(session: Session, channel: str, who: Who, now: datetime) -> Standing:
    """What would be in the digest now; for hosts only."""
    partnership, _ = partnerships.enter_as_host(session, channel, who, now)
    next_at = partnership.digest_at if partnership.paused_at is None else None
    return Standing(partnership.channel_id, weekly.standing(session, partnership, now), next_at, partnership.zone)
