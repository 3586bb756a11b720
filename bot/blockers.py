"""Blockers: what is stuck, who takes it on, and how it was fixed. Anyone may fix anything.

One raised without a name is nobody's: its draft goes in the transaction that posts it, only the day is kept, and the
one way back to it is a key that stands in its teller's private receipt. Of the key a hash is kept.
"""

import hashlib
import hmac
import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.orm import Session, aliased

from bot import outbox, partnerships
from bot.models import Blocker, Draft, Help, Member, Partner, Partnership, Post, Revision
from bot.partnerships import Who
from bot.refusal import GoneError, NotYoursError, Refusal
from bot.text import tidy
from bot.views import blocker as view
from bot.views.kit import Message
from bot.writing import insert_once

KIND, NOTE = "blocker", "blocker-note"  # kinds of post
OLD = timedelta(weeks=2)
LISTED = 40
_DRAFTS_KEPT = timedelta(days=30)


class DraftGoneError(Refusal):
    """The draft has been posted or dropped."""


class AlreadyFixedError(Refusal):
    """Somebody else has said so; what they said stands."""

    def __init__(self, stuck: "Stuck") -> None:
        super().__init__(stuck.id)
        self.stuck = stuck


class YourOwnError(Refusal):
    """It is the person's own blocker, so there is nobody to tell that they can help."""


@dataclass(frozen=True)
class Stuck:
    """A blocker as people see it."""

    id: int
    text: str
    teller: str | None  # a Slack user id; none: raised without a name
    organisation: str | None
    raised_at: datetime
    taken_by: tuple[str, ...]
    helped: tuple[str, ...]
    fixed_by: str | None
    fixed_at: datetime | None
    outcome: str | None
    undone: bool
    post_id: int | None


@dataclass(frozen=True)
class Key:
    """What a button or form carries to point at a blocker: its id and, for a nameless teller, their key."""

    id: int
    secret: str = ""

    @classmethod
    def read(cls, value: str) -> "Key":
        number, _, secret = value.partition(".")
        return cls(int(number), secret)

    def __str__(self) -> str:
        return f"{self.id}.{self.secret}" if self.secret else str(self.id)


# Before it is posted


def draft(session: Session, partnership: Partnership, who: Who, text: str, *, origin: str, now: datetime) -> Draft:
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


def drafted(session: Session, draft_id: int, who: Who) -> Draft:
    """The person's own draft, held; `DraftGoneError` once it is posted or dropped."""
    found = session.scalar(
        select(Draft)
        .where(Draft.id == draft_id, Draft.team_id == who.team_id, Draft.user_id == who.user_id)
        .with_for_update()
    )
    if found is None:
        raise DraftGoneError
    return found


def redraft(session: Session, draft_id: int, who: Who, text: str) -> Draft:
    found = drafted(session, draft_id, who)
    found.text = tidy(text)
    session.flush()
    return found


def drop(session: Session, draft_id: int, who: Who) -> str:
    """What the draft said; it is not kept."""
    found = drafted(session, draft_id, who)
    session.delete(found)
    return found.text


def forget_old_drafts(session: Session, now: datetime) -> None:
    """A turn of the clock: what nobody posted within thirty days is not kept."""
    session.execute(delete(Draft).where(Draft.drafted_at < now - _DRAFTS_KEPT))


def post(session: Session, draft_id: int, who: Who, now: datetime, *, named: bool) -> tuple[Stuck, Key, Partnership]:
    """The draft becomes a blocker with a card in the channel, and is itself deleted."""
    found = drafted(session, draft_id, who)
    partnership = session.get_one(Partnership, found.partnership_id)
    secret = "" if named else secrets.token_urlsafe(18)
    blocker = Blocker(
        partnership_id=partnership.id,
        member_id=partnerships.member(session, partnership, who, now).id if named else None,
        key_hash=None if named else _hash(secret),
        text=found.text,
        raised_at=now if named else _day(now, partnership.zone),
    )
    session.delete(found)
    session.add(blocker)
    session.flush()
    _post_card(session, partnership, blocker, now)
    return load(session, [blocker.id])[0], Key(blocker.id, secret), partnership


def _day(when: datetime, zone: str) -> datetime:
    return when.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _post_card(session: Session, partnership: Partnership, blocker: Blocker, now: datetime) -> None:
    blocker.post_id = outbox.write(
        session,
        partnership_id=partnership.id,
        kind=KIND,
        occasion=f"{blocker.id}.{_revisions(session, blocker.id)}",
        channel=partnership.channel_id,
        message=view.card(load(session, [blocker.id])[0], partnership.zone),
        now=now,
    )
    session.flush()


# Reading


def load(session: Session, blocker_ids: Sequence[int]) -> list[Stuck]:
    """The blockers with these ids, in this order, in two statements."""
    if not blocker_ids:
        return []
    fixer = aliased(Member)
    rows = session.execute(
        select(Blocker, Member.user_id, Partner.name, fixer.user_id)
        .outerjoin(Member, Member.id == Blocker.member_id)
        .outerjoin(Partner, Partner.id == Member.partner_id)
        .outerjoin(fixer, fixer.id == Blocker.fixed_by)
        .where(Blocker.id.in_(blocker_ids))
    ).all()
    helps: dict[int, list[Help]] = defaultdict(list)
    for one in session.scalars(
        select(Help).where(Help.blocker_id.in_(blocker_ids)).order_by(Help.taken_at, Help.user_id)
    ):
        helps[one.blocker_id].append(one)
    found = {
        blocker.id: Stuck(
            id=blocker.id,
            text=blocker.text,
            teller=teller,
            organisation=organisation,
            raised_at=blocker.raised_at,
            taken_by=tuple(one.user_id for one in helps[blocker.id] if one.taken_at is not None),
            helped=tuple(one.user_id for one in helps[blocker.id] if one.helped),
            fixed_by=fixed_by,
            fixed_at=blocker.fixed_at,
            outcome=blocker.outcome,
            undone=blocker.undone_at is not None,
            post_id=blocker.post_id,
        )
        for blocker, teller, organisation, fixed_by in rows
    }
    return [found[blocker_id] for blocker_id in blocker_ids if blocker_id in found]


def _open(partnership_ids: Sequence[int]) -> ColumnElement[bool]:
    return and_(Blocker.partnership_id.in_(partnership_ids), Blocker.fixed_at.is_(None), Blocker.undone_at.is_(None))


def open_ones(session: Session, partnership_id: int, *, member_id: int | None = None) -> tuple[list[Stuck], int]:
    """Open blockers, of all or of one member, oldest first, at most forty; and how many there are besides."""
    mine = select(Blocker.id).where(_open([partnership_id]))
    if member_id is not None:
        mine = mine.where(Blocker.member_id == member_id)
    total = session.scalars(select(func.count()).select_from(mine.subquery())).one()
    oldest = session.scalars(mine.order_by(Blocker.raised_at, Blocker.id).limit(LISTED)).all()
    return load(session, oldest), total - len(oldest)


def open_in(
    session: Session, partnership_ids: Sequence[int], *, before: datetime | None = None
) -> dict[int, list[Stuck]]:
    """Open blockers of several partnerships, raised `before` a time if one is given, oldest first."""
    query = select(Blocker.id, Blocker.partnership_id).where(_open(partnership_ids))
    if before is not None:
        query = query.where(Blocker.raised_at < before)
    rows = session.execute(query.order_by(Blocker.raised_at, Blocker.id)).all()
    stuck = {one.id: one for one in load(session, [row.id for row in rows])}
    found: dict[int, list[Stuck]] = defaultdict(list)
    for row in rows:
        found[row.partnership_id].append(stuck[row.id])
    return found


# Helping and fixing


def _held(session: Session, blocker_id: int) -> tuple[Partnership, Blocker]:
    """The blocker, held for changing; `GoneError` if it is not there any more."""
    blocker = session.scalar(select(Blocker).where(Blocker.id == blocker_id).with_for_update())
    if blocker is None or blocker.undone_at is not None:
        raise GoneError
    return session.get_one(Partnership, blocker.partnership_id), blocker


def take_on(session: Session, blocker_id: int, who: Who, now: datetime) -> tuple[Stuck, Member]:
    """The person is named on the card as somebody who can help, and whoever is stuck hears of it in its thread."""
    partnership, blocker = _held(session, blocker_id)
    if blocker.fixed_at is not None:
        raise AlreadyFixedError(load(session, [blocker_id])[0])
    member = partnerships.member(session, partnership, who, now)
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
        _note(session, stuck, view.taken_note(stuck, who.user_id), now)
    return load(session, [blocker_id])[0], member


def step_back(session: Session, blocker_id: int, who: Who) -> Stuck:
    """The person is on the card no longer. What they had a part in once it was fixed stays."""
    _, blocker = _held(session, blocker_id)
    session.execute(
        delete(Help).where(
            Help.blocker_id == blocker.id,
            Help.team_id == who.team_id,
            Help.user_id == who.user_id,
            Help.helped.is_(False),
        )
    )
    return redraw(session, blocker_id)


def home(session: Session, blocker_id: int) -> Partnership:
    """The partnership the blocker is in."""
    return session.get_one(Partnership, session.get_one(Blocker, blocker_id).partnership_id)


def fixing(session: Session, blocker_id: int) -> tuple[Partnership, Stuck]:
    """The blocker as its closing form shows it; `AlreadyFixedError` if it is fixed."""
    partnership, blocker = _held(session, blocker_id)
    stuck = load(session, [blocker.id])[0]
    if blocker.fixed_at is not None:
        raise AlreadyFixedError(stuck)
    return partnership, stuck


def fix(
    session: Session, blocker_id: int, who: Who, outcome: str, helped: Sequence[Who], now: datetime
) -> tuple[Stuck, Member]:
    """It is fixed, so says this person; who says so first is believed, and anyone may say so."""
    partnership, stuck = fixing(session, blocker_id)
    told = tidy(outcome)
    member = partnerships.member(session, partnership, who, now)
    _keep(session, stuck, partnership, member.id, now)
    blocker = session.get_one(Blocker, blocker_id)
    blocker.fixed_at, blocker.fixed_by, blocker.outcome = now, member.id, told
    for one in helped:
        partnerships.member(session, partnership, one, now)
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


def reopen(session: Session, blocker_id: int, who: Who, now: datetime) -> Stuck:
    """It is stuck after all. Anyone may say so, as anyone may fix it; how it had been fixed is kept."""
    partnership, blocker = _held(session, blocker_id)
    if blocker.fixed_at is not None:
        member = partnerships.member(session, partnership, who, now)
        _keep(session, load(session, [blocker_id])[0], partnership, member.id, now)
        blocker.fixed_at = blocker.fixed_by = blocker.outcome = None
        session.execute(update(Help).where(Help.blocker_id == blocker_id).values(helped=False))
        session.execute(delete(Help).where(Help.blocker_id == blocker_id, Help.taken_at.is_(None)))
        session.flush()
        stuck = redraw(session, blocker_id)
        _note(session, stuck, view.reopened_note(stuck, who.user_id), now)
    return load(session, [blocker_id])[0]


# Changing


def theirs(session: Session, key: Key, who: Who) -> tuple[Partnership, Blocker, int | None]:
    """The blocker, held, if it is this person's to change: they raised it, hold its key, or are a host.

    The third is the member to name in its history: none for whoever comes with the key.
    """
    blocker = session.scalar(select(Blocker).where(Blocker.id == key.id).with_for_update())
    if blocker is None:
        raise GoneError
    partnership = session.get_one(Partnership, blocker.partnership_id)
    if key.secret and blocker.key_hash and hmac.compare_digest(_hash(key.secret), blocker.key_hash):
        return partnership, blocker, None
    member = partnerships.lookup(session, partnership.id, who)
    if member is None or (blocker.member_id != member.id and not member.host):
        raise NotYoursError
    return partnership, blocker, member.id


def change(session: Session, key: Key, who: Who, text: str, now: datetime) -> Stuck:
    """The blocker in its new words, on its card too; the old ones are kept."""
    partnership, blocker, member_id = theirs(session, key, who)
    if blocker.undone_at is not None:
        raise GoneError
    tidied = tidy(text)
    _keep(session, load(session, [blocker.id])[0], partnership, member_id, now)
    blocker.text = tidied
    session.flush()
    return redraw(session, blocker.id)


def undo(session: Session, key: Key, who: Who, now: datetime) -> Stuck:
    """The card is taken away; the blocker is kept so that it can be put back."""
    partnership, blocker, member_id = theirs(session, key, who)
    if blocker.undone_at is None:
        _keep(session, load(session, [blocker.id])[0], partnership, member_id, now)
        blocker.undone_at = now
        session.flush()
        redraw(session, blocker.id)
    return load(session, [blocker.id])[0]


def restore(session: Session, key: Key, who: Who, now: datetime) -> Stuck:
    """The blocker is there again, on a new card."""
    partnership, blocker, member_id = theirs(session, key, who)
    if blocker.undone_at is not None:
        _keep(session, load(session, [blocker.id])[0], partnership, member_id, now)
        blocker.undone_at = None
        session.flush()
        _post_card(session, partnership, blocker, now)
    return load(session, [blocker.id])[0]


def redraw(session: Session, blocker_id: int) -> Stuck:
    """The card is made to say what is so now."""
    stuck = load(session, [blocker_id])[0]
    if stuck.post_id is not None:
        post = session.get_one(Post, stuck.post_id)
        zone = session.get_one(Partnership, post.partnership_id).zone
        outbox.revise(session, stuck.post_id, None if stuck.undone else view.card(stuck, zone))
    return stuck


def redraw_of(session: Session, member: Member) -> None:
    """The cards this member's name is on say where they are from by now."""
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


def _keep(session: Session, stuck: Stuck, partnership: Partnership, member_id: int | None, now: datetime) -> None:
    session.add(
        Revision(
            partnership_id=partnership.id,
            noun="blocker",
            row_id=stuck.id,
            before={
                "text": stuck.text,
                "outcome": stuck.outcome,
                "fixed": stuck.fixed_at is not None,
                "helped": list(stuck.helped),
                "undone": stuck.undone,
            },
            member_id=member_id,
            revised_at=now,
        )
    )


def _revisions(session: Session, blocker_id: int) -> int:
    count = select(func.count()).where(Revision.noun == "blocker", Revision.row_id == blocker_id)
    return session.scalars(count).one()
