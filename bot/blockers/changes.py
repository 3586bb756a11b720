"""Blockers raised, taken on, fixed, reopened, changed and undone, and what follows: card and thread.

Anyone may fix anything. One raised without a name is nobody's: its draft goes in the transaction that posts it, only
the day is kept, and the one way back to it is a key that stands in its author's private receipt. Of the key a hash is
kept.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from bot.blockers import cards, entries, help_requests
from bot.blockers.entries import BlockerView, YourOwnError
from bot.blockers.views import blocker as view
from bot.cards import nameless, posted
from bot.cards.days_needed import Typed
from bot.cards.drafts import OpenDraft
from bot.cards.nameless import Key
from bot.db.statements import insert_once, rows_changed
from bot.lib.refusals import GoneError
from bot.lib.text import tidy
from bot.models import Blocker, Help, Member, Partnership
from bot.partnership import audit_log, homes, members
from bot.partnership.audit_log import Action
from bot.partnership.members import Who
from bot.slack.messages import Message


def post(session: Session, draft: OpenDraft, author: Member | None, now: datetime) -> Key:
    """The draft becomes a blocker with a card in the channel, and is itself deleted; nameless without an `author`."""
    partnership = draft.partnership
    signature = nameless.sign(partnership, author, now)
    blocker = Blocker(
        partnership_id=partnership.id,
        member_id=signature.member_id,
        key_hash=signature.key_hash,
        text=draft.typed.text,
        needed_on=draft.typed.day,
        raised_at=signature.at,
        seek_at=now,
    )
    session.delete(draft.row)
    session.add(blocker)
    session.flush()
    cards.post(session, partnership, blocker, now)
    homes.keep_home(session, author)
    return Key(blocker.id, signature.secret)


def take_on(session: Session, blocker_id: int, who: Who, now: datetime) -> tuple[BlockerView, Partnership, Member]:
    """The person is named on the card as somebody who can help, and whoever is stuck hears of it in its thread."""
    partnership, blocker = entries.unfixed(session, blocker_id, who)
    member = members.admit(session, partnership, who, now)
    if blocker.member_id == member.id:
        raise YourOwnError
    row = {
        "blocker_id": blocker_id,
        "team_id": who.team_id,
        "user_id": who.user_id,
        "partnership_id": partnership.id,
        "taken_at": now,
        "helped": False,
    }
    if insert_once(session, Help, [row], returning=Help.user_id):
        help_requests.answer_elsewhere(session, blocker_id, member.id, now)
        _follow(session, blocker_id, member, now, lambda shown: view.taken_note(shown, who.user_id))
    return entries.load(session, [blocker_id])[0], partnership, member


def step_back(session: Session, blocker_id: int, who: Who, now: datetime) -> None:
    """The person is on the card no longer. What they had a part in once it was fixed stays."""
    partnership, blocker = entries.standing(session, blocker_id, who)
    member = members.visit(session, partnership, who)
    theirs = (Help.blocker_id == blocker.id, Help.user_id == who.user_id, Help.helped.is_(False))
    stepped_back = rows_changed(session, delete(Help).where(*theirs))
    if stepped_back and blocker.fixed_at is None:
        blocker.seek_at = now
    _follow(session, blocker_id, member, now)


def fix(
    session: Session, blocker_id: int, who: Who, outcome: str, helped: Sequence[Who], now: datetime
) -> tuple[BlockerView, Partnership, Member]:
    """It is fixed, so says this person; who says so first is believed, and anyone may say so."""
    partnership, blocker = entries.unfixed(session, blocker_id, who)
    outcome = tidy(outcome)
    member = members.admit(session, partnership, who, now)
    entries.keep(session, blocker, member, now)
    blocker.fixed_at, blocker.fixed_by, blocker.outcome, blocker.seek_at = now, member.id, outcome, None
    members.meet(session, partnership, helped, now)
    _mark_helped(session, partnership, blocker_id, helped)
    session.flush()
    return _follow(session, blocker_id, member, now, view.fixed_note), partnership, member


def _mark_helped(session: Session, partnership: Partnership, blocker_id: int, helped: Sequence[Who]) -> None:
    rows = [
        {
            "blocker_id": blocker_id,
            "team_id": who.team_id,
            "user_id": who.user_id,
            "partnership_id": partnership.id,
            "helped": True,
        }
        for who in helped
    ]
    insert_once(session, Help, rows, returning=Help.user_id)
    for who in helped:
        session.execute(
            update(Help).where(Help.blocker_id == blocker_id, Help.user_id == who.user_id).values(helped=True)
        )


def reopen(session: Session, blocker_id: int, who: Who, now: datetime) -> Partnership:
    """It is stuck after all. Anyone may say so, as anyone may fix it; how it had been fixed is kept."""
    partnership, blocker = entries.standing(session, blocker_id, who)
    if blocker.fixed_at is not None:
        member = members.admit(session, partnership, who, now)
        entries.keep(session, blocker, member, now)
        blocker.fixed_at = blocker.fixed_by = blocker.outcome = None
        blocker.seek_at = now
        session.execute(update(Help).where(Help.blocker_id == blocker_id).values(helped=False))
        session.execute(delete(Help).where(Help.blocker_id == blocker_id, Help.taken_at.is_(None)))
        session.flush()
        _follow(session, blocker_id, member, now, lambda shown: view.reopened_note(shown, who.user_id))
    return partnership


def change(session: Session, blocker: Blocker, by: Member | None, typed: Typed, now: datetime) -> BlockerView:
    """The blocker in its new words, on its card too; with another day it is seen anew who can help by then."""
    if blocker.undone_at is not None:
        raise GoneError
    text = tidy(typed.text)
    _keep(session, blocker, by, "blocker.changed", now)
    if typed.day != blocker.needed_on and blocker.fixed_at is None:
        blocker.seek_at = now
    blocker.text, blocker.needed_on = text, typed.day
    session.flush()
    return _follow(session, blocker.id, by, now)


def undo(session: Session, blocker: Blocker, by: Member | None, now: datetime) -> BlockerView:
    """The card is taken away; the blocker is kept so that it can be put back."""
    if blocker.undone_at is None:
        _keep(session, blocker, by, "blocker.undone", now)
        blocker.undone_at, blocker.seek_at = now, None
        session.flush()
        _follow(session, blocker.id, by, now)
    return entries.load(session, [blocker.id])[0]


def restore(
    session: Session, partnership: Partnership, blocker: Blocker, by: Member | None, now: datetime
) -> BlockerView:
    """The blocker is there again, on a new card."""
    if blocker.undone_at is not None:
        _keep(session, blocker, by, "blocker.restored", now)
        blocker.undone_at = None
        blocker.seek_at = now if blocker.fixed_at is None else None
        session.flush()
        cards.post(session, partnership, blocker, now)
        homes.keep_home(session, by)
    return entries.load(session, [blocker.id])[0]


def _keep(session: Session, blocker: Blocker, by: Member | None, action: Action, now: datetime) -> None:
    """How it was before; all hosts see that a host changed what somebody else raised."""
    entries.keep(session, blocker, by, now)
    audit_log.record_if_others(session, by, blocker.member_id, action, now)


def _follow(
    session: Session,
    blocker_id: int,
    by: Member | None,
    now: datetime,
    note: Callable[[BlockerView], Message] | None = None,
) -> BlockerView:
    """What every change brings: card, open questions and Home say what is so now, and its thread hears the `note`."""
    blocker = cards.redraw(session, blocker_id)
    if note is not None:
        posted.reply(session, blocker.post_id, cards.NOTE, note(blocker), now)
    homes.keep_home(session, by)
    return blocker
