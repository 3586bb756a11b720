"""Ideas shared, changed, taken back and put back, and what follows: card and Home.

One shared without a name is nobody's: its draft goes in the transaction that posts it, only the day is kept, and the
one way back to it is a key that stands in its author's private receipt.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.cards import nameless
from bot.cards.drafts import OpenDraft
from bot.cards.nameless import Key
from bot.ideas import cards, entries
from bot.ideas.entries import IdeaView
from bot.lib.refusals import GoneError
from bot.lib.text import tidy
from bot.models import Idea, Member, Partnership
from bot.partnership import audit_log, homes
from bot.partnership.audit_log import Action


def post(session: Session, draft: OpenDraft, author: Member | None, now: datetime) -> Key:
    """The draft becomes an idea with a card in the channel, and is itself deleted; nameless without an `author`."""
    partnership = draft.partnership
    signature = nameless.sign(partnership, author, now)
    idea = Idea(
        partnership_id=partnership.id,
        member_id=signature.member_id,
        key_hash=signature.key_hash,
        text=draft.typed.text,
        shared_at=signature.at,
    )
    session.delete(draft.row)
    session.add(idea)
    session.flush()
    cards.post(session, partnership, idea, now)
    homes.keep_home(session, author)
    return Key(idea.id, signature.secret)


def change(session: Session, idea: Idea, by: Member | None, text: str, now: datetime) -> IdeaView:
    """The idea in its new words, on its card too; the same words change nothing."""
    if idea.undone_at is not None:
        raise GoneError
    text = tidy(text)
    if text != idea.text:
        _keep(session, idea, by, "idea.changed", now)
        idea.text = text
        homes.keep_home(session, by)
    return cards.redraw(session, [idea.id])[0]


def undo(session: Session, idea: Idea, by: Member | None, now: datetime) -> IdeaView:
    """The card is taken away; the idea is kept so that it can be put back."""
    if idea.undone_at is None:
        _keep(session, idea, by, "idea.undone", now)
        idea.undone_at = now
        homes.keep_home(session, by)
    return cards.redraw(session, [idea.id])[0]


def restore(session: Session, partnership: Partnership, idea: Idea, by: Member | None, now: datetime) -> IdeaView:
    """The idea is there again, on a new card."""
    if idea.undone_at is not None:
        _keep(session, idea, by, "idea.restored", now)
        idea.undone_at = None
        session.flush()
        cards.post(session, partnership, idea, now)
        homes.keep_home(session, by)
    return entries.load(session, [idea.id])[0]


def _keep(session: Session, idea: Idea, by: Member | None, action: Action, now: datetime) -> None:
    """How it was before; all hosts see that a host changed what somebody else shared."""
    entries.keep(session, idea, by, now)
    audit_log.record_if_others(session, by, idea.member_id, action, now)
