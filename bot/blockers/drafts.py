"""Drafts of blockers: what their authors see before they decide. Gone, whoever they were from, once posted."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from bot.db.statements import insert_once, rows_changed
from bot.lib.refusals import Refusal
from bot.lib.text import tidy
from bot.models import Draft, Partnership
from bot.partnership.members import Who

_KEPT = timedelta(days=30)


class DraftGoneError(Refusal):
    """The draft has been posted or dropped."""


def make(session: Session, partnership: Partnership, who: Who, text: str, *, origin: str, now: datetime) -> Draft:
    """The draft; the same `origin` again gives the same one. No member is made of whoever only drafts."""
    row = {
        "partnership_id": partnership.id,
        "team_id": who.team_id,
        "user_id": who.user_id,
        "text": tidy(text),
        "origin": origin,
        "drafted_at": now,
    }
    insert_once(session, Draft, [row], returning=Draft.id, on=["partnership_id", "origin"])
    return session.scalars(select(Draft).where(Draft.partnership_id == partnership.id, Draft.origin == origin)).one()


def find(session: Session, draft_id: int, who: Who) -> Draft:
    """The person's own draft, held; `DraftGoneError` once it is posted or dropped."""
    draft = session.scalar(
        select(Draft)
        .where(Draft.id == draft_id, Draft.team_id == who.team_id, Draft.user_id == who.user_id)
        .with_for_update()
    )
    if draft is None:
        raise DraftGoneError
    return draft


def change(session: Session, draft: Draft, text: str) -> None:
    """The draft in other words."""
    draft.text = tidy(text)
    session.flush()


def drop(session: Session, draft_id: int, who: Who) -> str:
    """What the draft said; it is not kept."""
    draft = find(session, draft_id, who)
    session.delete(draft)
    return draft.text


_FORGET = delete(Draft).where(Draft.drafted_at < bindparam("before")).execution_options(synchronize_session=False)


def forget_old(session: Session, now: datetime) -> int:
    """Each tick: what nobody posted within thirty days is not kept; how many there were."""
    return rows_changed(session, _FORGET, {"before": now - _KEPT})
