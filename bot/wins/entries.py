"""Wins as people type them and as they see them, and who may change one."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.db.statements import core_connection, counted, first
from bot.models import Aim, Blocker, Credit, Member, Partner, Partnership, Thanks, Win, Withheld
from bot.partnership import members, partnerships
from bot.partnership.members import Who
from bot.wins.consent import Audience

LISTED = 20
_OF_BLOCKER = "blocker:"


@dataclass(frozen=True)
class WinView:
    """A win as people see it."""

    id: int
    text: str
    author: str  # a Slack user id
    organisation: str | None  # the author's own, when known
    partners: tuple[tuple[int, str], ...]  # ids and names of those who share it, the author's own first
    thanked: tuple[str, ...]  # Slack user ids
    recorded_at: datetime
    post_id: int | None
    undone: bool
    aim_id: int | None = None  # what it is a step towards
    aim: str | None = None
    no_aim_at: datetime | None = None  # when somebody said that it fits none
    consent: str = "inside"  # how far it may be told: inside, partners, public
    sectors: frozenset[str] = frozenset()  # those known of who share it
    withheld: tuple[str, ...] = ()  # names of those who do not wish to be named
    was_stuck: str | None = None  # the blocker it came of; the win's own words say what got it moving

    @property
    def across(self) -> bool:
        return len(self.sectors) > 1

    @property
    def joint(self) -> bool:
        return len(self.partners) > 1


@dataclass(frozen=True)
class AimAndConsent:
    """What is said of a win beside its words; where nothing is said, it stays as it is. Aim 0: it fits none."""

    aim_id: int | None = None
    consent: Audience | None = None


@dataclass(frozen=True)
class WinEntry:
    """A win as typed. Those thanked share the credit through their organisations, as do the partners named."""

    text: str
    thanked: Sequence[Who] = ()
    partner_ids: Collection[int] = ()
    aim_and_consent: AimAndConsent = AimAndConsent()
    author_shares: bool = True  # whoever records it may have had no share in it


Shares = Sequence[tuple[int, str, str | None]]  # ids, names and sectors of partners, by name


def fresh(
    win_id: int,
    text: str,
    author: str,
    partner_id: int | None,
    shares: Shares,
    thanked: Sequence[str],
    now: datetime,
) -> WinView:
    """A win as it has just been written, by an author from this partner: what `load` would give, which reads it."""
    own_first = sorted(shares, key=lambda share: share[0] != partner_id)
    return WinView(
        id=win_id,
        text=text,
        author=author,
        organisation=next((name for number, name, _ in own_first if number == partner_id), None),
        partners=tuple((number, name) for number, name, _ in own_first),
        thanked=tuple(thanked),
        recorded_at=now,
        post_id=None,
        undone=False,
        sectors=frozenset(sector for _, _, sector in own_first if sector),
    )


_IDS: Any = bindparam("wins", expanding=True)
_WINS = (
    select(Win, Member.user_id, Member.partner_id, Aim.text)
    .join(Member, Member.id == Win.member_id)
    .outerjoin(Aim, Aim.id == Win.aim_id)
    .where(Win.id.in_(_IDS))
)
_SHARES = (
    select(Credit.win_id, Partner.id, Partner.name, Partner.sector)
    .join(Partner, Partner.id == Credit.partner_id)
    .where(Credit.win_id.in_(_IDS))
    .order_by(Partner.name)
)
_WITHHELD = (
    select(Withheld.win_id, Partner.name)
    .join(Partner, Partner.id == Withheld.partner_id)
    .where(Withheld.win_id.in_(_IDS))
    .order_by(Partner.name)
)
_THANKED = select(Thanks.win_id, Thanks.user_id).where(Thanks.win_id.in_(_IDS)).order_by(Thanks.user_id)


def load(session: Session, win_ids: Sequence[int]) -> list[WinView]:
    """The wins with these ids, in this order, in four statements, and one more if some came of blockers."""
    if not win_ids:
        return []
    ids = {"wins": win_ids}
    rows = session.execute(_WINS, ids).all()
    execute = core_connection(session).execute
    shares: dict[int, list[tuple[int, str]]] = defaultdict(list)
    sectors: dict[int, set[str]] = defaultdict(set)
    for win_id, partner_id, name, sector in execute(_SHARES, ids):
        shares[win_id].append((partner_id, name))
        sectors[win_id] |= {sector} if sector else set()
    withheld: dict[int, list[str]] = defaultdict(list)
    for win_id, name in execute(_WITHHELD, ids):
        withheld[win_id].append(name)
    thanked: dict[int, list[str]] = defaultdict(list)
    for win_id, user_id in execute(_THANKED, ids):
        thanked[win_id].append(user_id)
    stuck = _stuck(session, [win for win, *_ in rows])
    views = {}
    for win, author, own_id, aim in rows:
        partners = sorted(shares[win.id], key=lambda partner: partner[0] != own_id)
        views[win.id] = WinView(
            id=win.id,
            text=win.text,
            author=author,
            organisation=next((name for partner_id, name in partners if partner_id == own_id), None),
            partners=tuple(partners),
            thanked=tuple(thanked[win.id]),
            recorded_at=win.recorded_at,
            post_id=win.post_id,
            undone=win.undone_at is not None,
            aim_id=win.aim_id,
            aim=aim,
            no_aim_at=win.no_aim_at,
            consent=win.consent,
            sectors=frozenset(sectors[win.id]),
            withheld=tuple(withheld[win.id]),
            was_stuck=stuck.get(win.id),
        )
    return [views[win_id] for win_id in win_ids if win_id in views]


def of_blocker(blocker_id: int | str) -> str:
    """The origin of a win that a fixed blocker makes."""
    return f"{_OF_BLOCKER}{blocker_id}"


def _stuck(session: Session, wins: Sequence[Win]) -> dict[int, str]:
    """What was stuck, by the win that came of it."""
    blockers = {
        win.id: int(number)
        for win in wins
        if win.origin.startswith(_OF_BLOCKER) and (number := win.origin.removeprefix(_OF_BLOCKER)).isdecimal()
    }
    if not blockers:
        return {}
    standing = select(Blocker).where(Blocker.id.in_(blockers.values()), Blocker.undone_at.is_(None))
    texts = {(blocker.partnership_id, blocker.id): blocker.text for blocker in session.scalars(standing)}
    here = {win.id: texts.get((win.partnership_id, blockers[win.id])) for win in wins if win.id in blockers}
    return {win.id: text for win in wins if (text := here.get(win.id)) is not None and text != win.text}


_STANDING = select(Win.id).where(Win.partnership_id == bindparam("partnership"), Win.undone_at.is_(None))
_NEWEST = counted(_STANDING, Win.id.desc())
_NEWEST_OF_MEMBER = counted(_STANDING.where(Win.member_id == bindparam("member")), Win.id.desc())


def latest(session: Session, partnership_id: int, *, member_id: int | None = None) -> tuple[list[WinView], int]:
    """The newest wins, of one member or of all, at most twenty; and how many there are besides."""
    newest = _NEWEST if member_id is None else _NEWEST_OF_MEMBER
    ids, more = first(session, newest, {"partnership": partnership_id, "member": member_id}, LISTED)
    return load(session, ids), more


def editable(session: Session, win_id: int, who: Who, now: datetime) -> tuple[Partnership, Member, Win]:
    """The win, held for changing, if this person recorded it or is a host; else a refusal."""
    partnership, member, win = partnerships.enter_row(session, Win, win_id, who, now, hold=True)
    return partnership, members.require_author(member, win.member_id), win
