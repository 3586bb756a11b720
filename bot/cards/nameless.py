"""What is posted without a name: of its author nothing is kept but the hash of a key that stands in their receipt."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.lib import values


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
