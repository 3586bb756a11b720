"""Why this partnership, and why now: one sentence of its hosts."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Why


def current(session: Session, partnership_id: int) -> Why | None:
    """The sentence that holds; nothing before one was said."""
    return session.scalars(
        select(Why).where(Why.partnership_id == partnership_id).order_by(Why.id.desc()).limit(1)
    ).first()
