"""Whether a reaction to somebody's message offers them to make it a win: once a message, and once a week at most.

Who reacted is not kept, and no message is read: Slack says its channel, its time and its author.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Member, Partnership, Post
from bot.partnership import ask_budget, partnerships
from bot.reactions import names

KIND = "win-offer"  # of post
_APART = timedelta(days=7)


@dataclass(frozen=True)
class ReactedMessage:
    """A message that got a reaction, and the reaction by Slack's name for it."""

    channel: str
    ts: str
    author: str  # Slack user id
    reaction: str


def offered_by(session: Session, about: ReactedMessage) -> Partnership | None:
    """The partnership at home in the message's channel, if its hosts have chosen that reaction."""
    try:
        partnership = partnerships.find(session, about.channel)
    except partnerships.NoPartnershipError:
        return None
    chosen = partnership.win_reaction
    return partnership if chosen is not None and names.name(about.reaction) == chosen else None


def author_open_to_it(
    session: Session, partnership: Partnership, about: ReactedMessage, now: datetime, *, hold: bool = False
) -> Member | None:
    """The author, if they belong here and may be offered it today; with `hold`, nobody else offers it meanwhile."""
    if partnership.paused_at is not None:
        return None
    query = select(Member).where(
        Member.partnership_id == partnership.id, Member.user_id == about.author, *ask_budget.open_to_asks(now)
    )
    if hold:
        query = query.with_for_update(of=Member).execution_options(populate_existing=True)
    author = session.scalar(query)
    if author is None or _offered_lately(session, partnership.id, about, now):
        return None
    room = ask_budget.may_be_asked(session, [partnership], now)[partnership.id]
    return author if author.user_id in room else None


def _offered_lately(session: Session, partnership_id: int, about: ReactedMessage, now: datetime) -> bool:
    """Whether they were offered it in the last week, or for this message as far back as posts are kept."""
    offers = select(Post.id).where(Post.partnership_id == partnership_id, Post.kind == KIND)
    lately = offers.where(Post.channel == about.author, Post.written_at > now - _APART)
    this = offers.where(Post.occasion == about.ts)
    return session.scalar(lately.limit(1)) is not None or session.scalar(this) is not None
