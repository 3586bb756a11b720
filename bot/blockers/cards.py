"""A blocker's card in the channel and the words in its thread, kept true to what people say and do.

Anyone may fix anything. One raised without a name is nobody's: its draft goes in the transaction that posts it, only
the day is kept, and the one way back to it is a key that stands in its teller's private receipt. Of the key a hash is
kept.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.blockers import drafts
from bot.blockers import help_requests as questions
from bot.blockers.entries import (
    AlreadyFixedError,
    Key,
    Stuck,
    YourOwnError,
    fixing,
    hashed,
    held,
    keep,
    load,
    revisions,
    theirs,
)
from bot.blockers.views import blocker as view
from bot.db.statements import insert_once
from bot.lib.refusals import GoneError
from bot.lib.text import tidy
from bot.models import Blocker, Help, Member, Partnership, Post
from bot.outbox import posts as outbox
from bot.partnership import audit_log, members
from bot.partnership.members import Who
from bot.slack.messages import Message

KIND, NOTE = "blocker", "blocker-note"  # kinds of post


def post(session: Session, draft_id: int, who: Who, now: datetime, *, named: bool) -> tuple[Stuck, Key, Partnership]:
    """The draft becomes a blocker with a card in the channel, and is itself deleted."""
    found = drafts.find(session, draft_id, who)
    partnership = session.get_one(Partnership, found.partnership_id)
    secret = "" if named else secrets.token_urlsafe(18)
    blocker = Blocker(
        partnership_id=partnership.id,
        member_id=members.admit(session, partnership, who, now).id if named else None,
        key_hash=None if named else hashed(secret),
        text=found.text,
        raised_at=now if named else _day(now, partnership.zone),
        seek_at=now,
    )
    session.delete(found)
    session.add(blocker)
    session.flush()
    _post_card(session, partnership, blocker, now)
    return load(session, [blocker.id])[0], Key(blocker.id, secret), partnership


def _day(when: datetime, zone: str) -> datetime:
    return when.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)


def _post_card(session: Session, partnership: Partnership, blocker: Blocker, now: datetime) -> None:
    blocker.post_id = outbox.write(
        session,
        partnership_id=partnership.id,
        kind=KIND,
        occasion=f"{blocker.id}.{revisions(session, blocker.id)}",
        channel=partnership.channel_id,
        message=view.card(load(session, [blocker.id])[0], partnership.zone),
        now=now,
    )
    session.flush()


def take_on(session: Session, blocker_id: int, who: Who, now: datetime) -> tuple[Stuck, Member]:
    """The person is named on the card as somebody who can help, and whoever is stuck hears of it in its thread."""
    partnership, blocker = held(session, blocker_id)
    if blocker.fixed_at is not None:
        raise AlreadyFixedError(load(session, [blocker_id])[0])
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
        stuck = redraw(session, blocker_id)
        questions.agreed(session, blocker_id, member.id, now)
        _note(session, stuck, view.taken_note(stuck, who.user_id), now)
    return load(session, [blocker_id])[0], member


def step_back(session: Session, blocker_id: int, who: Who, now: datetime) -> Stuck:
    """The person is on the card no longer. What they had a part in once it was fixed stays."""
    partnership, blocker = held(session, blocker_id)
    members.visit(session, partnership, who)
    session.execute(
        delete(Help).where(
            Help.blocker_id == blocker.id,
            Help.team_id == who.team_id,
            Help.user_id == who.user_id,
            Help.helped.is_(False),
        )
    )
    if blocker.fixed_at is None:
        _seek(blocker, now)
    return redraw(session, blocker_id)


def fix(
    session: Session, blocker_id: int, who: Who, outcome: str, helped: Sequence[Who], now: datetime
) -> tuple[Stuck, Member]:
    """It is fixed, so says this person; who says so first is believed, and anyone may say so."""
    partnership, stuck = fixing(session, blocker_id, who)
    told = tidy(outcome)
    member = members.admit(session, partnership, who, now)
    keep(session, stuck, partnership, member.id, now)
    blocker = session.get_one(Blocker, blocker_id)
    blocker.fixed_at, blocker.fixed_by, blocker.outcome, blocker.seek_at = now, member.id, told, None
    for one in helped:
        members.admit(session, partnership, one, now)
    _mark_helped(session, partnership, blocker_id, helped)
    session.flush()
    fixed = redraw(session, blocker_id)
    _note(session, fixed, view.fixed_note(fixed), now)
    return fixed, member


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
            update(Help)
            .where(Help.blocker_id == blocker_id, Help.team_id == who.team_id, Help.user_id == who.user_id)
            .values(helped=True)
        )


def _seek(blocker: Blocker, now: datetime) -> None:
    """It is seen at the next turn whether anybody can help, unless the hosts have been told that nobody was found."""
    if blocker.hosts_told_at is None:
        blocker.seek_at = now


def reopen(session: Session, blocker_id: int, who: Who, now: datetime) -> Stuck:
    """It is stuck after all. Anyone may say so, as anyone may fix it; how it had been fixed is kept."""
    partnership, blocker = held(session, blocker_id)
    members.visit(session, partnership, who)
    if blocker.fixed_at is not None:
        member = members.admit(session, partnership, who, now)
        keep(session, load(session, [blocker_id])[0], partnership, member.id, now)
        blocker.fixed_at = blocker.fixed_by = blocker.outcome = None
        _seek(blocker, now)
        session.execute(update(Help).where(Help.blocker_id == blocker_id).values(helped=False))
        session.execute(delete(Help).where(Help.blocker_id == blocker_id, Help.taken_at.is_(None)))
        session.flush()
        stuck = redraw(session, blocker_id)
        _note(session, stuck, view.reopened_note(stuck, who.user_id), now)
    return load(session, [blocker_id])[0]


def change(session: Session, key: Key, who: Who, text: str, now: datetime) -> Stuck:
    """The blocker in its new words, on its card too; the old ones are kept."""
    partnership, blocker, member_id = theirs(session, key, who)
    if blocker.undone_at is not None:
        raise GoneError
    tidied = tidy(text)
    keep(session, load(session, [blocker.id])[0], partnership, member_id, now)
    _by_host(session, blocker, member_id, "blocker.changed", now)
    blocker.text = tidied
    session.flush()
    return redraw(session, blocker.id)


def undo(session: Session, key: Key, who: Who, now: datetime) -> Stuck:
    """The card is taken away; the blocker is kept so that it can be put back."""
    partnership, blocker, member_id = theirs(session, key, who)
    if blocker.undone_at is None:
        keep(session, load(session, [blocker.id])[0], partnership, member_id, now)
        _by_host(session, blocker, member_id, "blocker.undone", now)
        blocker.undone_at, blocker.seek_at = now, None
        session.flush()
        redraw(session, blocker.id)
    return load(session, [blocker.id])[0]


def restore(session: Session, key: Key, who: Who, now: datetime) -> Stuck:
    """The blocker is there again, on a new card."""
    partnership, blocker, member_id = theirs(session, key, who)
    if blocker.undone_at is not None:
        keep(session, load(session, [blocker.id])[0], partnership, member_id, now)
        _by_host(session, blocker, member_id, "blocker.restored", now)
        blocker.undone_at = None
        _seek(blocker, now)
        session.flush()
        _post_card(session, partnership, blocker, now)
    return load(session, [blocker.id])[0]


def _by_host(session: Session, blocker: Blocker, member_id: int | None, deed: str, now: datetime) -> None:
    """All hosts see that a host changed what somebody else raised."""
    if member_id is not None and blocker.member_id != member_id:
        audit_log.record(session, session.get_one(Member, member_id), deed, now)


def redraw(session: Session, blocker_id: int) -> Stuck:
    """The card, and the questions about it that nobody has answered, are made to say what is so now."""
    stuck = load(session, [blocker_id])[0]
    if stuck.post_id is not None:
        post = session.get_one(Post, stuck.post_id)
        zone = session.get_one(Partnership, post.partnership_id).zone
        outbox.revise(session, stuck.post_id, None if stuck.undone else view.card(stuck, zone))
    questions.redraw(session, blocker_id)
    return stuck


def redraw_of(session: Session, member: Member) -> None:
    """The cards this member's name is on say where they are from by now; help may be sought elsewhere from then on."""
    waiting = (Blocker.member_id == member.id, Blocker.seek_at > Blocker.raised_at, Blocker.hosts_told_at.is_(None))
    session.execute(update(Blocker).where(*waiting).values(seek_at=Blocker.raised_at))
    for blocker_id in session.scalars(
        select(Blocker.id).where(Blocker.member_id == member.id, Blocker.undone_at.is_(None)).order_by(Blocker.id)
    ).all():
        redraw(session, blocker_id)


def _note(session: Session, stuck: Stuck, message: Message, now: datetime) -> None:
    """A word in the thread below the card."""
    if stuck.post_id is None:
        return
    card = session.get_one(Post, stuck.post_id)
    outbox.write(
        session,
        partnership_id=card.partnership_id,
        kind=NOTE,
        occasion=outbox.new_token(),
        channel=card.channel,
        message=message,
        now=now,
        thread_id=card.id,
    )
