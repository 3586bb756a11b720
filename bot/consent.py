"""How far a win may be told: whoever told it says so, and nobody else can."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import partnerships
from bot.models import Partnership, Win
from bot.partnerships import Who
from bot.refusal import GoneError, Refusal


class TellersOnlyError(Refusal):
    """Only whoever told the win can say how far it may be told."""


class Audience(StrEnum):
    """Who reads something, from the fewest to the most."""

    INSIDE = "inside"  # the people of the partnership
    PARTNERS = "partners"  # everybody in its organisations
    PUBLIC = "public"

    @property
    def reads(self) -> list[str]:
        """The consents of the wins it may read the words of."""
        every = [str(one) for one in Audience]
        return every[every.index(self) :]


def own(session: Session, win_id: int, who: Who, now: datetime) -> tuple[Partnership, Win]:
    """The win, held for changing, if this person told it; hosts have no say in this."""
    win = session.scalar(select(Win).where(Win.id == win_id).with_for_update())
    if win is None or win.undone_at is not None:
        raise GoneError
    partnership = session.get_one(Partnership, win.partnership_id)
    if partnerships.member(session, partnership, who, now).id != win.member_id:
        raise TellersOnlyError
    return partnership, win


def give(session: Session, win_id: int, who: Who, audience: Audience, now: datetime) -> Win:
    """The win may be told so far, and no further."""
    _, win = own(session, win_id, who, now)
    win.consent = audience
    return win
