"""Who came, who went, who came back: a line for each time, of partners and of people."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from bot.models import Movement


class Way(StrEnum):
    """Which way somebody moved."""

    JOINED = "joined"
    LEFT = "left"
    RETURNED = "returned"
    MERGED = "merged"  # of a partner merged with one that was there all the while: it was no move of theirs


def note(
    session: Session,
    partnership_id: int,
    way: Way,
    now: datetime,
    *,
    partner_id: int | None = None,
    member_id: int | None = None,
) -> Movement:
    """The partner or the person moved this way, now."""
    row = Movement(partnership_id=partnership_id, partner_id=partner_id, member_id=member_id, what=way, at=now)
    session.add(row)
    return row
