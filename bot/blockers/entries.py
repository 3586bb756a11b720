"""Blockers: what is stuck, who has taken it on, how it was fixed; and who may change what."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, select
from sqlalchemy.orm import Session, aliased

from bot.cards import nameless
from bot.cards.nameless import Key
from bot.db.statements import counted, first
from bot.lib.refusals import GoneError, Refusal
from bot.models import Blocker, Help, Member, Partner, Partnership
from bot.partnership import partnerships, revisions
from bot.partnership.members import Who

OLD = timedelta(weeks=2)
LISTED = 40


class AlreadyFixedError(Refusal):
    """Somebody else has said so; what they said stands."""

    def __init__(self, blocker: "BlockerView") -> None:
        super().__init__(blocker.id)
        self.blocker = blocker


class YourOwnError(Refusal):
    """It is the person's own blocker, so there is nobody to tell that they can help."""


@dataclass(frozen=True)
class BlockerView:
    """A blocker as people see it."""

    id: int
    text: str
    author: str | None  # a Slack user id; none: raised without a name
    organisation: str | None
    raised_at: datetime
    taken_by: tuple[str, ...]
    helped: tuple[str, ...]
    fixed_by: str | None
    fixed_at: datetime | None
    outcome: str | None
    undone: bool
    post_id: int | None
    needed_on: date | None = None


_FIXER = aliased(Member)
_LOADED = (
    select(Blocker, Member.user_id, Partner.name, _FIXER.user_id)
    .outerjoin(Member, Member.id == Blocker.member_id)
    .outerjoin(Partner, Partner.id == Member.partner_id)
    .outerjoin(_FIXER, _FIXER.id == Blocker.fixed_by)
    .where(Blocker.id.in_(bindparam("ids", expanding=True)))
)
_HELPS = select(Help).where(Help.blocker_id.in_(bindparam("ids", expanding=True)))
_HELPS = _HELPS.order_by(Help.taken_at, Help.user_id)


def load(session: Session, blocker_ids: Sequence[int]) -> list[BlockerView]:
    """The blockers with these ids, in this order, in two statements."""
    if not blocker_ids:
        return []
    ids = {"ids": list(blocker_ids)}
    rows = session.execute(_LOADED, ids).all()
    helps: dict[int, list[Help]] = defaultdict(list)
    for row in session.scalars(_HELPS, ids):
        helps[row.blocker_id].append(row)
    blockers = {
        blocker.id: BlockerView(
            id=blocker.id,
            text=blocker.text,
            author=author,
            organisation=organisation,
            raised_at=blocker.raised_at,
            taken_by=tuple(row.user_id for row in helps[blocker.id] if row.taken_at is not None),
            helped=tuple(row.user_id for row in helps[blocker.id] if row.helped),
            fixed_by=fixed_by,
            fixed_at=blocker.fixed_at,
            outcome=blocker.outcome,
            undone=blocker.undone_at is not None,
            post_id=blocker.post_id,
            needed_on=blocker.needed_on,
        )
        for blocker, author, organisation, fixed_by in rows
    }
    return [blockers[blocker_id] for blocker_id in blocker_ids if blocker_id in blockers]


def _open(partnership: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(partnership, Blocker.fixed_at.is_(None), Blocker.undone_at.is_(None))


_HERE = select(Blocker.id).where(_open(Blocker.partnership_id == bindparam("partnership")))
_OLDEST = counted(_HERE, Blocker.raised_at, Blocker.id)
_OLDEST_OF_MEMBER = counted(_HERE.where(Blocker.member_id == bindparam("member")), Blocker.raised_at, Blocker.id)


def list_open(session: Session, partnership_id: int, *, member_id: int | None = None) -> tuple[list[BlockerView], int]:
    """Open blockers, of all or of one member, oldest first, at most forty; and how many there are besides."""
    oldest = _OLDEST if member_id is None else _OLDEST_OF_MEMBER
    ids, more = first(session, oldest, {"partnership": partnership_id, "member": member_id}, LISTED)
    return load(session, ids), more


def open_by_partnership(
    session: Session, partnership_ids: Sequence[int], *, before: datetime | None = None
) -> dict[int, list[BlockerView]]:
    """Open blockers of several partnerships, raised `before` a time if one is given, oldest first."""
    query = select(Blocker.id, Blocker.partnership_id).where(_open(Blocker.partnership_id.in_(partnership_ids)))
    if before is not None:
        query = query.where(Blocker.raised_at < before)
    rows = session.execute(query.order_by(Blocker.raised_at, Blocker.id)).all()
    blockers = {blocker.id: blocker for blocker in load(session, [row.id for row in rows])}
    by_partnership: dict[int, list[BlockerView]] = defaultdict(list)
    for row in rows:
        by_partnership[row.partnership_id].append(blockers[row.id])
    return by_partnership


def standing(session: Session, blocker_id: int, who: Who, *, hold: bool = True) -> tuple[Partnership, Blocker]:
    """The blocker, held for changing, for whoever belongs here; `GoneError` if it is not there any more."""
    partnership, _, blocker = partnerships.visit_row(session, Blocker, blocker_id, who, hold=hold)
    if blocker.undone_at is not None:
        raise GoneError
    return partnership, blocker


def partnership_of(session: Session, blocker_id: int) -> Partnership:
    """The partnership the blocker is in."""
    return session.get_one(Partnership, session.get_one(Blocker, blocker_id).partnership_id)


def unfixed(session: Session, blocker_id: int, who: Who) -> tuple[Partnership, Blocker]:
    """The blocker, held, for whoever may close it; `AlreadyFixedError` if it is fixed."""
    partnership, blocker = standing(session, blocker_id, who)
    if blocker.fixed_at is not None:
        raise AlreadyFixedError(load(session, [blocker.id])[0])
    return partnership, blocker


def editable(session: Session, key: Key, who: Who) -> tuple[Partnership, Blocker, Member | None]:
    """The blocker, held, if it is this person's to change: they raised it, hold its key, or are a host.

    The key opens it for people who belong here alone. The third is whoever changes it: nobody, if they have the key.
    """
    return nameless.editable(session, Blocker, key, who)


def keep(session: Session, blocker: Blocker, by: Member | None, now: datetime) -> None:
    """How the blocker was before goes into its history."""
    view = load(session, [blocker.id])[0]
    before = {
        "text": view.text,
        "outcome": view.outcome,
        "fixed": view.fixed_at is not None,
        "helped": list(view.helped),
        "undone": view.undone,
        "needed_on": view.needed_on.isoformat() if view.needed_on else None,
    }
    revisions.keep(session, blocker, before, by, now)
