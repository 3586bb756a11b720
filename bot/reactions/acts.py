"""What follows when somebody reacts to a message in a home channel, whole."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.partnership import ask_budget
from bot.reactions import offers, views
from bot.reactions.offers import KIND, ReactedMessage


@dataclass(frozen=True)
class OwnMessage:
    """The author chose the reaction themselves: the partnership whose win their message may be."""

    partnership_id: int


def own(session: Session, about: ReactedMessage) -> OwnMessage | None:
    """What the author is answered who reacted to their own message; nothing where the hosts chose another reaction."""
    partnership = offers.offered_by(session, about)
    return None if partnership is None else OwnMessage(partnership.id)


def may_offer(session: Session, about: ReactedMessage, now: datetime) -> bool:
    """Whether the author, to whose message somebody else reacted, would be offered to make it a win."""
    partnership = offers.offered_by(session, about)
    return partnership is not None and offers.author_open_to_it(session, partnership, about, now) is not None


def offer(session: Session, about: ReactedMessage, url: str, now: datetime) -> bool:
    """The author is privately offered to make their message a win; whether this is what offered it."""
    partnership = offers.offered_by(session, about)
    if partnership is None:
        return False
    author = offers.author_open_to_it(session, partnership, about, now, hold=True)
    if author is None:
        return False
    words = views.to_author(partnership.win_reaction or "", url, partnership.channel_id, partnership.id, about.ts)
    return ask_budget.put(session, [ask_budget.Ask(author, partnership.zone, words, KIND, about.ts)], now) != [None]
