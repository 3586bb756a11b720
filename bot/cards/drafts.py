"""Drafts: words that somebody has typed, sealed until they decide. Gone once that is done, or the day after.

That is a blocker before it is posted, and whatever somebody is asked about before it is recorded: it may be a blocker
yet. The key is drawn for each draft and stands in the buttons of its author's private message, nowhere else. A row
tells of a day and a partnership, so no copy of the database, its log or its backups holds who wrote it, or what.
"""

import base64
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import bindparam, delete
from sqlalchemy.orm import Session

from bot.cards.days_needed import Typed
from bot.db.statements import rows_changed
from bot.lib.refusals import GoneError, Refusal
from bot.lib.text import tidy
from bot.models import Draft, Partnership
from bot.partnership import partnerships
from bot.partnership.members import Who

_KEPT = timedelta(days=2)  # that of writing, and the day after
_NUMBER, _SECRET, _NONCE = 12, 32, 12
_ROOM, _BEHIND = 10, "\0"  # there is room for a day in every draft, and what no text holds behind it


class DraftGoneError(Refusal):
    """The draft has been posted or dropped, or has grown old."""


@dataclass(frozen=True)
class DraftKey:
    """What a button or form carries to point at a draft and to open it."""

    number: bytes
    secret: bytes

    @classmethod
    def new(cls) -> "DraftKey":
        return cls(secrets.token_bytes(_NUMBER), secrets.token_bytes(_SECRET))

    @classmethod
    def read(cls, value: str) -> "DraftKey":
        try:
            whole = base64.urlsafe_b64decode(value)
        except ValueError:
            raise DraftGoneError from None
        if len(whole) != _NUMBER + _SECRET:
            raise DraftGoneError
        return cls(whole[:_NUMBER], whole[_NUMBER:])

    @property
    def origin(self) -> str:
        """That of what is recorded of the draft with its author's name: once, however often it is pressed."""
        return f"draft:{self.number.hex()}"

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(self.number + self.secret).decode()


@dataclass(frozen=True)
class OpenDraft:
    """A draft, held, with what it says."""

    row: Draft
    partnership: Partnership
    typed: Typed


def make(session: Session, partnership: Partnership, typed: Typed, now: datetime) -> tuple[DraftKey, Typed]:
    """A new draft: its key, which is not kept here, and what it says. Said twice, there are two."""
    key, kept = DraftKey.new(), Typed(tidy(typed.text), typed.day)
    sealed = _seal(key, partnership.id, kept)
    session.add(Draft(number=key.number, partnership_id=partnership.id, sealed=sealed, drafted_on=_day(now)))
    session.flush()
    return key, kept


def find(session: Session, key: DraftKey, who: Who) -> OpenDraft:
    """The draft, for whoever belongs here and has its key; `DraftGoneError` once it is posted or dropped."""
    try:
        partnership, _, row = partnerships.visit_row(session, Draft, key.number, who, hold=True)
    except GoneError:
        raise DraftGoneError from None
    return OpenDraft(row, partnership, _unseal(key, row))


def change(session: Session, draft: OpenDraft, key: DraftKey, typed: Typed) -> Typed:
    """What the draft says by now."""
    kept = Typed(tidy(typed.text), typed.day)
    draft.row.sealed = _seal(key, draft.partnership.id, kept)
    session.flush()
    return kept


def drop(session: Session, key: DraftKey, who: Who) -> str:
    """What the draft said; it is not kept."""
    draft = find(session, key, who)
    session.delete(draft.row)
    return draft.typed.text


def _seal(key: DraftKey, partnership_id: int, typed: Typed) -> bytes:
    """As long with a day as without: how long a row is tells only how long the words are."""
    nonce = secrets.token_bytes(_NONCE)
    day = typed.day.isoformat() if typed.day else ""
    whole = f"{day:{_ROOM}}{_BEHIND}{typed.text}"
    return nonce + AESGCM(key.secret).encrypt(nonce, whole.encode(), _about(key.number, partnership_id))


def _unseal(key: DraftKey, row: Draft) -> Typed:
    nonce, sealed = row.sealed[:_NONCE], row.sealed[_NONCE:]
    try:
        whole = AESGCM(key.secret).decrypt(nonce, sealed, _about(row.number, row.partnership_id)).decode()
    except InvalidTag:
        raise DraftGoneError from None
    day, behind, text = whole.partition(_BEHIND)
    if not behind:  # of the days when there was no room for one
        return Typed(whole)
    return Typed(text, date.fromisoformat(day) if day.strip() else None)


def _about(number: bytes, partnership_id: int) -> bytes:
    return number + str(partnership_id).encode()


def _day(when: datetime) -> date:
    return when.astimezone(UTC).date()


_FORGET = delete(Draft).where(Draft.drafted_on <= bindparam("last")).execution_options(synchronize_session=False)


def forget_old(session: Session, now: datetime) -> int:
    """Each tick: what nobody posted on the day it was written or the day after is not kept; how many there were."""
    return rows_changed(session, _FORGET, {"last": _day(now) - _KEPT})
