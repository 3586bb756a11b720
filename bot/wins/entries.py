"""Wins: recording, changing and undoing them, and whose they are."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from bot.db.statements import insert_once
from bot.lib.refusals import GoneError, NotYoursError
from bot.lib.text import tidy
from bot.models import Aim, Credit, Member, Partner, Partnership, Post, Revision, Thanks, Win, Withheld
from bot.partnership import audit_log, members
from bot.partnership.members import Who
from bot.wins import aim as aiming
from bot.wins import credit as sharing
from bot.wins.consent import Audience, TellersOnlyError
from bot.wins.credit import Sharing

LISTED = 20


@dataclass(frozen=True)
class Told:
    """A win as people see it."""

    id: int
    text: str
    teller: str  # a Slack user id
    home: str | None  # the teller's own organisation, when known
    partners: tuple[tuple[int, str], ...]  # ids and names of those who share it, the teller's own first
    thanked: tuple[str, ...]  # Slack user ids
    recorded_at: datetime
    post_id: int | None
    undone: bool
    aim_id: int | None = None  # what it is a step towards
    aim: str | None = None
    consent: str = "inside"  # how far it may be told: inside, partners, public
    sectors: frozenset[str] = frozenset()  # those known of who share it
    withheld: tuple[str, ...] = ()  # names of those who do not wish to be named

    @property
    def across(self) -> bool:
        return len(self.sectors) > 1

    @property
    def joint(self) -> bool:
        return len(self.partners) > 1


@dataclass(frozen=True)
class Towards:
    """What is said of a win beside its words; where nothing is said, it stays as it is. Aim 0 is none."""

    aim_id: int | None = None
    consent: Audience | None = None


def record(
    session: Session,
    partnership: Partnership,
    member: Member,
    text: str,
    *,
    origin: str,
    now: datetime,
    thanked: Sequence[Who] = (),
    partner_ids: Collection[int] = (),
    towards: Towards | None = None,
    shares: bool = True,
) -> Told:
    """The win as recorded. The same `origin` again gives the win it made the first time.

    Those thanked share the credit through their organisations, as do the partners named, and whoever tells it unless
    they have no share in it.
    """
    row = {
        "partnership_id": partnership.id,
        "member_id": member.id,
        "text": tidy(text),
        "origin": origin,
        "recorded_at": now,
    }
    made = insert_once(session, Win, [row], returning=Win.id, on=["partnership_id", "origin"])
    if made:
        own = member.partner_id if shares else None
        shares_it, others = sharing.share(session, partnership, member, own, made[0], thanked, partner_ids, fresh=True)
        if towards is not None:
            _point(session, session.get_one(Win, made[0]), member, towards)
            return load(session, made)[0]
        return _fresh(made[0], str(row["text"]), member, now, shares_it, others)
    same = select(Win.id).where(Win.partnership_id == partnership.id, Win.origin == origin)
    return load(session, [session.scalars(same).one()])[0]


def _fresh(win_id: int, text: str, member: Member, now: datetime, shares_it: Sharing, thanked: Sequence[str]) -> Told:
    """A win as it has just been written: what `load` would give."""
    shared = sorted(shares_it, key=lambda one: one[0] != member.partner_id)
    return Told(
        id=win_id,
        text=text,
        teller=member.user_id,
        home=next((name for partner_id, name, _ in shared if partner_id == member.partner_id), None),
        partners=tuple((partner_id, name) for partner_id, name, _ in shared),
        thanked=tuple(thanked),
        recorded_at=now,
        post_id=None,
        undone=False,
        sectors=frozenset(sector for _, _, sector in shared if sector),
    )


_THESE: Any = bindparam("wins", expanding=True)
_TOLD = (
    select(Win, Member.user_id, Member.partner_id, Aim.text)
    .join(Member, Member.id == Win.member_id)
    .outerjoin(Aim, Aim.id == Win.aim_id)
    .where(Win.id.in_(_THESE))
)
_SHARES = (
    select(Credit.win_id, Partner.id, Partner.name, Partner.sector)
    .join(Partner, Partner.id == Credit.partner_id)
    .where(Credit.win_id.in_(_THESE))
    .order_by(Partner.name)
)
_WITHHELD = (
    select(Withheld.win_id, Partner.name)
    .join(Partner, Partner.id == Withheld.partner_id)
    .where(Withheld.win_id.in_(_THESE))
    .order_by(Partner.name)
)
_THANKED = select(Thanks.win_id, Thanks.user_id).where(Thanks.win_id.in_(_THESE)).order_by(Thanks.user_id)


def load(session: Session, win_ids: Sequence[int]) -> list[Told]:
    """The wins with these ids, in this order, in four statements."""
    if not win_ids:
        return []
    these = {"wins": win_ids}
    rows = session.execute(_TOLD, these)
    shares: dict[int, list[tuple[int, str]]] = defaultdict(list)
    sectors: dict[int, set[str]] = defaultdict(set)
    for win_id, partner_id, name, sector in session.execute(_SHARES, these):
        shares[win_id].append((partner_id, name))
        sectors[win_id] |= {sector} if sector else set()
    withheld: dict[int, list[str]] = defaultdict(list)
    for win_id, name in session.execute(_WITHHELD, these):
        withheld[win_id].append(name)
    thanks: dict[int, list[str]] = defaultdict(list)
    for win_id, user_id in session.execute(_THANKED, these):
        thanks[win_id].append(user_id)
    told = {}
    for win, teller, own, aim in rows:
        sharing = sorted(shares[win.id], key=lambda share: share[0] != own)
        told[win.id] = Told(
            id=win.id,
            text=win.text,
            teller=teller,
            home=next((name for partner_id, name in sharing if partner_id == own), None),
            partners=tuple(sharing),
            thanked=tuple(thanks[win.id]),
            recorded_at=win.recorded_at,
            post_id=win.post_id,
            undone=win.undone_at is not None,
            aim_id=win.aim_id,
            aim=aim,
            consent=win.consent,
            sectors=frozenset(sectors[win.id]),
            withheld=tuple(withheld[win.id]),
        )
    return [told[win_id] for win_id in win_ids if win_id in told]


def theirs(session: Session, win_id: int, who: Who, now: datetime) -> tuple[Partnership, Member, Win]:
    """The win, held for changing, if this person told it or is a host; else a refusal."""
    win = session.scalar(select(Win).where(Win.id == win_id).with_for_update())
    if win is None:
        raise GoneError
    partnership = session.get_one(Partnership, win.partnership_id)
    member = members.admit(session, partnership, who, now)
    if win.member_id != member.id and not member.host:
        raise NotYoursError
    return partnership, member, win


def change(
    session: Session,
    win_id: int,
    who: Who,
    text: str,
    now: datetime,
    *,
    thanked: Sequence[Who] = (),
    partner_ids: Collection[int] = (),
    towards: Towards | None = None,
) -> Told:
    """The win in its new wording and sharing; how it was before is kept."""
    partnership, member, win = theirs(session, win_id, who, now)
    if win.undone_at is not None:
        raise GoneError
    tidied = tidy(text)
    _keep(session, win, member, "win.changed", now)
    if tidied != win.text and member.id != win.member_id:
        win.consent = "inside"  # what its teller agreed to were other words
    win.text = tidied
    if towards is not None:
        _point(session, win, member, towards)
    rows = session.execute(select(Credit.partner_id, Credit.confirmed_at).where(Credit.win_id == win.id)).all()
    before = {row.partner_id for row in rows}
    session.execute(delete(Thanks).where(Thanks.win_id == win.id))
    session.execute(delete(Credit).where(Credit.win_id == win.id))
    teller = session.get_one(Member, win.member_id)
    own = teller.partner_id if not before or teller.partner_id in before else None  # they may have moved since
    sharing.share(session, partnership, teller, own, win.id, thanked, partner_ids)
    for row in rows:
        if row.confirmed_at is not None:
            kept = (Credit.win_id == win.id, Credit.partner_id == row.partner_id)
            session.execute(update(Credit).where(*kept).values(confirmed_at=row.confirmed_at))
    session.flush()
    return load(session, [win.id])[0]


def retell(
    session: Session,
    partnership: Partnership,
    member: Member,
    text: str,
    *,
    origin: str,
    now: datetime,
    thanked: Sequence[Who] = (),
    partner_ids: Collection[int] = (),
    shares: bool = True,
) -> Told:
    """The win that came of this `origin` before is there again, in these words and as this member's."""
    win = session.scalars(
        select(Win).where(Win.partnership_id == partnership.id, Win.origin == origin).with_for_update()
    ).one()
    _keep(session, win, member, None, now)
    win.text, win.member_id, win.undone_at = tidy(text), member.id, None
    if win.post_id is not None and session.get_one(Post, win.post_id).text is None:
        win.post_id = None
    session.execute(delete(Thanks).where(Thanks.win_id == win.id))
    session.execute(delete(Credit).where(Credit.win_id == win.id))
    sharing.share(session, partnership, member, member.partner_id if shares else None, win.id, thanked, partner_ids)
    session.flush()
    return load(session, [win.id])[0]


def withdraw(session: Session, win: Win, member: Member, now: datetime) -> None:
    """What the win told of is not so after all: it is undone, whoever told it, and can be put back."""
    _keep(session, win, member, None, now)
    win.undone_at = now
    session.flush()


def place(session: Session, win_id: int, who: Who, towards: Towards, now: datetime) -> Told:
    """The win points at another aim, or may be told further or less far; how it was before is kept."""
    _, member, win = theirs(session, win_id, who, now)
    if win.undone_at is not None:
        raise GoneError
    if towards.aim_id not in {None, win.aim_id or 0} or towards.consent not in {None, win.consent}:
        _keep(session, win, member, "win.changed", now)
        _point(session, win, member, towards)
        session.flush()
    return load(session, [win.id])[0]


def _point(session: Session, win: Win, member: Member, towards: Towards) -> None:
    if towards.consent not in {None, win.consent} and member.id != win.member_id:
        raise TellersOnlyError
    if towards.aim_id is not None:
        aiming.point(session, win, towards.aim_id or None)
    win.consent = towards.consent or win.consent


def undo(session: Session, win_id: int, who: Who, now: datetime) -> Told:
    """The win is rubbed out, its words kept so that it can be put back."""
    _, member, win = theirs(session, win_id, who, now)
    if win.undone_at is None:
        _keep(session, win, member, "win.undone", now)
        win.undone_at = now
        session.flush()
    return load(session, [win.id])[0]


def restore(session: Session, win_id: int, who: Who, now: datetime) -> Told:
    """The win is there again. A post that went with it does not come back: it waits for the next celebration."""
    _, member, win = theirs(session, win_id, who, now)
    if win.undone_at is not None:
        _keep(session, win, member, "win.restored", now)
        win.undone_at = None
        if win.post_id is not None and session.get_one(Post, win.post_id).text is None:
            win.post_id = None
        session.flush()
    return load(session, [win.id])[0]


def _keep(session: Session, win: Win, member: Member, deed: str | None, now: datetime) -> None:
    """What was there before; of another's win, all hosts see that a host changed it."""
    if deed and win.member_id != member.id:
        audit_log.record(session, member, deed, now)
    told = load(session, [win.id])[0]
    session.add(
        Revision(
            partnership_id=win.partnership_id,
            noun="win",
            row_id=win.id,
            before={
                "text": told.text,
                "partners": [partner_id for partner_id, _ in told.partners],
                "thanked": list(told.thanked),
                "undone": told.undone,
                "aim": win.aim_id,
                "consent": win.consent,
            },
            member_id=member.id,
            revised_at=now,
        )
    )


def revisions(session: Session, win_id: int) -> int:
    """How often the win was changed."""
    count = select(func.count()).where(Revision.noun == "win", Revision.row_id == win_id)
    return session.scalars(count).one()


def latest(session: Session, partnership_id: int, *, member_id: int | None = None) -> tuple[list[Told], int]:
    """The newest wins, of one member or of all, at most twenty; and how many there are besides."""
    mine = select(Win.id).where(Win.partnership_id == partnership_id, Win.undone_at.is_(None))
    if member_id is not None:
        mine = mine.where(Win.member_id == member_id)
    total = session.scalars(select(func.count()).select_from(mine.subquery())).one()
    newest = session.scalars(mine.order_by(Win.id.desc()).limit(LISTED)).all()
    return load(session, newest), total - len(newest)
