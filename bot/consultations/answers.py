"""Answers kept, changed, taken out and put back.

One without a name is nobody's: person, organisation and time are not kept, and the one way back to it is a key that is
drawn when the form opens, and stands in that and in its author's private receipt. The form sent twice has the same key.
"""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.cards import nameless
from bot.consultations import cards
from bot.consultations.facts import AnswerEntry
from bot.lib import marks
from bot.lib.refusals import GarbledError, GoneError
from bot.lib.text import TooLongError, plain, readable, tidy
from bot.models import Consultation, ConsultationAnswer, ConsultationPrompt, Member
from bot.partnership import audit_log, revisions
from bot.partnership.audit_log import Action

GROUP = 40  # characters that name a group
_IDS = 2**31 - 1
_SECRET = 20  # characters at least: those that we draw have more


def give(
    session: Session,
    consultation: Consultation,
    prompt: ConsultationPrompt,
    secret: str,
    author: Member | None,
    entry: AnswerEntry,
    now: datetime,
) -> ConsultationAnswer:
    """The answer is kept; sent again with the same key, it says what was sent last."""
    if len(secret) < _SECRET:
        raise GarbledError
    key_hash = nameless.hashed(secret)
    known = session.scalar(select(ConsultationAnswer).where(ConsultationAnswer.key_hash == key_hash))
    if known is not None:
        if known.prompt_id != prompt.id or known.member_id != (author.id if author else None):
            raise GoneError
        change(session, consultation, known, author, entry, now)
        return known
    row = ConsultationAnswer(
        id=_new_id(session),
        partnership_id=consultation.partnership_id,
        consultation_id=consultation.id,
        prompt_id=prompt.id,
        member_id=author.id if author else None,
        key_hash=key_hash,
        said_at=now if author else None,
        **_columns(entry, author),
    )
    session.add(row)
    session.flush()
    return row


def _new_id(session: Session) -> int:
    while True:
        number = secrets.randbelow(_IDS) + 1
        if session.get(ConsultationAnswer, number) is None:
            return number


def _columns(entry: AnswerEntry, author: Member | None) -> dict[str, str | bool | None]:
    return {
        "text": tidy(entry.text),
        "group_name": group_of(entry.group),
        "of_organisation": entry.of_organisation and author is not None,
        "passed_on": entry.passed_on,
    }


def group_of(typed: str) -> str | None:
    """The name of a group, on one line and with nobody mentioned in it; nothing where nothing can be read."""
    name = " ".join(plain(marks.without(typed)).split())
    if len(name) > GROUP:
        raise TooLongError(name, GROUP)
    return name if readable(name) else None


def change(
    session: Session,
    consultation: Consultation,
    row: ConsultationAnswer,
    by: Member | None,
    entry: AnswerEntry,
    now: datetime,
) -> None:
    """The answer in other words, in the digest too; the same words change nothing."""
    if row.undone:
        raise GoneError
    columns = _columns(entry, by)
    if any(getattr(row, name) != value for name, value in columns.items()):
        _keep(session, row, by, now)
        for name, value in columns.items():
            setattr(row, name, value)
        _follow(session, consultation)


def undo(
    session: Session, consultation: Consultation, row: ConsultationAnswer, by: Member | None, now: datetime
) -> None:
    """The answer is shown and counted nowhere; it can be put back."""
    if not row.undone:
        _keep(session, row, by, now, "consultation.answer_undone")
        row.undone = True
        _follow(session, consultation)


def restore(
    session: Session, consultation: Consultation, row: ConsultationAnswer, by: Member | None, now: datetime
) -> None:
    """The answer is there again."""
    if row.undone:
        _keep(session, row, by, now, "consultation.answer_restored")
        row.undone = False
        _follow(session, consultation)


def _keep(
    session: Session, row: ConsultationAnswer, by: Member | None, now: datetime, action: Action | None = None
) -> None:
    """How it was before, except where that would keep the time at which somebody nameless changed it.

    All hosts see that a host took out, or put back, what somebody else said.
    """
    if by is None:
        return
    revisions.keep(session, row, {"text": row.text, "undone": row.undone}, by, now)
    if action is not None:
        audit_log.record_if_others(session, by, row.member_id, action, now)


def _follow(session: Session, consultation: Consultation) -> None:
    """What stands in the channel says so too, once the answers stand there."""
    session.flush()
    if consultation.closed_at is not None:
        cards.redraw(session, [consultation])
