"""Who has opened the link and not come back yet: each may come back once, within ten minutes."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.db.statements import rows_changed
from bot.models import InstallState

SECONDS = 600


def issue(session: Session, wall: datetime) -> str:
    """A state that nobody can guess, of which only a hash is kept; those whose time is over are gone."""
    state = secrets.token_urlsafe(32)
    session.execute(delete(InstallState).where(InstallState.expires_at <= wall))
    session.add(InstallState(state_hash=_hashed(state), expires_at=wall + timedelta(seconds=SECONDS)))
    return state


def consume(session: Session, state: str, wall: datetime) -> bool:
    """Whether it was issued within ten minutes, and comes back for the first time."""
    here = (InstallState.state_hash == _hashed(state), InstallState.expires_at > wall)
    return rows_changed(session, delete(InstallState).where(*here)) == 1


def _hashed(state: str) -> str:
    return sha256(state.encode()).hexdigest()
