"""What is posted without a name: of its author nothing is kept but the hash of a key that stands in their receipt."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.lib import values
from bot.models import Blocker, ConsultationAnswer, Idea, Member, Partnership
from bot.partnership import members, partnerships
from bot.partnership.members import Who

Row = TypeVar("Row", Blocker, Idea, ConsultationAnswer)


@dataclass(frozen=True)
class Key:
    """What a button or form carries to point at a row: its id and, for a nameless author, their key."""

    id: int
    secret: str = ""

    @classmethod
    def read(cls, value: str) -> "Key":
        number, _, secret = value.partition(".")
        return cls(values.number(number), secret)

    def opens(self, key_hash: str | None) -> bool:
        """Whether it is the key that was hashed so."""
        return bool(self.secret and key_hash) and hmac.compare_digest(hashed(self.secret), key_hash or "")

    def __str__(self) -> str:
        return f"{self.id}.{self.secret}" if self.secret else str(self.id)


def new_secret() -> str:
    return secrets.token_urlsafe(18)


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def day(when: datetime, zone: str) -> datetime:
    """All that is kept of when it was posted: the day's beginning, where the partnership lives."""
    return when.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)


@dataclass(frozen=True)
class Signature:
    """Who a new row is of and when it was posted, as it is kept; `secret` goes to a nameless author alone."""

    member_id: int | None
    key_hash: str | None
    at: datetime
    secret: str = ""


def sign(partnership: Partnership, author: Member | None, now: datetime) -> Signature:
    """In the author's name; without one, under a new key and with the day alone."""
    if author is not None:
        return Signature(author.id, None, now)
    secret = new_secret()
    return Signature(None, hashed(secret), day(now, partnership.zone), secret)


def editable(session: Session, table: type[Row], key: Key, who: Who) -> tuple[Partnership, Row, Member | None]:
    """The row, held, if it is this person's to change: they wrote it, hold its key, or are a host.

    The key opens it for people who belong here alone. The third is whoever changes it: nobody, if they have the key.
    """
    partnership, member, row = partnerships.visit_row(session, table, key.id, who, hold=True)
    if row.member_id is None and key.opens(row.key_hash):
        return partnership, row, None
    return partnership, row, members.require_author(member, row.member_id)
