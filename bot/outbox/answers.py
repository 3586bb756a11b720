"""What is said to Pencil is answered once, by whichever process, however often Slack brings it.

Somebody who begins to answer claims the message; once it is answered, it is so for as long as Slack may bring it again.
All times are the real clock's. A row has only a hash of what identifies the message.
"""

import hashlib
from datetime import datetime, timedelta
from enum import Enum, auto

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.db.statements import insert_once
from bot.models import Pace

LEASE = timedelta(seconds=10)  # longer than anybody waits, after which nothing is written (`bot/db/deadline.py`)
_REMEMBERED = timedelta(hours=26)  # Slack brings an event again for a day at most
_MESSAGE = "message:"


class Claim(Enum):
    """Whose it is to answer."""

    OURS = auto()
    IN_HAND = auto()  # another process's, unless that one has gone
    ANSWERED = auto()


def claim(session: Session, origin: str, wall: datetime) -> Claim:
    """Whether the message is ours to answer. What nobody has answered within the lease is free again."""
    session.execute(delete(Pace).where(Pace.key.startswith(_MESSAGE), Pace.free_at <= wall))
    row = {"key": _key(origin), "free_at": wall + LEASE}
    if insert_once(session, Pace, [row], returning=Pace.key):
        return Claim.OURS
    until = session.scalar(select(Pace.free_at).where(Pace.key == row["key"]))
    return Claim.ANSWERED if until is not None and until > wall + LEASE else Claim.IN_HAND


def settle(session: Session, origin: str, wall: datetime) -> None:
    """It is answered."""
    session.execute(update(Pace).where(Pace.key == _key(origin)).values(free_at=wall + _REMEMBERED))


def _key(origin: str) -> str:
    return f"{_MESSAGE}{hashlib.sha256(origin.encode()).hexdigest()}"
