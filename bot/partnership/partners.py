"""Organisations in a partnership: joining one, finding one by name, never entering one twice."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session

from bot.db.statements import core_connection, insert_once, refresh
from bot.lib.refusals import Refusal
from bot.models import Member, Partner, Partnership
from bot.partnership import members, movements, partnerships
from bot.partnership.movements import Way
from bot.partnership.partnerships import named, row_of

_NEAR = 82  # of 100: from here two names may mean one organisation
_FAINT = 50  # from here somebody may have meant it who asks for one that must be here
_FILLERS = {"the", "of", "and", "for", "in", "ltd", "limited", "cic", "plc", "llp", "cio"}


class Sector(StrEnum):
    """Where an organisation stands."""

    PUBLIC = "public"
    PRIVATE = "private"
    VOLUNTARY = "voluntary"


class PerhapsError(Refusal):
    """The name is close to that of partners already here: one of them may be meant."""

    def __init__(self, name: str, sector: Sector | None, near: list[Partner]) -> None:
        super().__init__(name)
        self.name, self.sector, self.near = name, sector, near


class UnknownPartnerError(Refusal):
    """There is no such organisation in this partnership."""


class UnheardOfError(Refusal):
    """No partner is called that; `near` are those whose names come closest."""

    def __init__(self, name: str, near: list[Partner]) -> None:
        super().__init__(name)
        self.name, self.near = name, [(partner.id, partner.name) for partner in near]


@dataclass(frozen=True)
class Listed:
    """A partner as the room sees it."""

    name: str
    sector: str | None
    members: int
    since: datetime
    left_at: datetime | None = None


@dataclass(frozen=True)
class Listing:
    """The organisations in a partnership, as their reader sees them."""

    partners: Sequence[Listed]
    zone: str
    own: tuple[int, str, bool] | None = None  # the reader's: its id, its name, and whether it has stepped back
    to_tidy: int | None = None  # for a host, the partnership


@dataclass(frozen=True)
class PartnerEntry:
    """An organisation as somebody typed it; `surely_new`, though its name is close to another's."""

    name: str
    sector: Sector | None
    surely_new: bool = False


@dataclass(frozen=True)
class Joined:
    """Where somebody is from, as now known."""

    name: str
    away: tuple[int, datetime] | None = None  # where it has stepped back: its id, and since when
    zone: str = "UTC"


@dataclass(frozen=True)
class Perhaps:
    """Nothing is changed yet: the name is close to these, by id and name."""

    name: str
    sector: Sector | None
    near: Sequence[tuple[int, str]]


def key(name: str) -> str:
    """The name as it is compared: case, accents, punctuation and small words aside."""
    flat = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    plain = "".join(c for c in flat if not unicodedata.combining(c))
    words = re.findall(r"\w+", plain.replace("'", "").replace("’", ""))
    return " ".join(word for word in words if word not in _FILLERS) or " ".join(words) or name.casefold()


def current_ids(session: Session, partnership_id: int, partner_ids: Collection[int]) -> set[int]:
    """What partners that a form named are by now; those removed are left out, as are another partnership's."""
    if not partner_ids:
        return set()
    rows = session.execute(
        select(Partner.id, Partner.removed_at, Partner.merged_into_id).where(
            Partner.partnership_id == partnership_id, Partner.id.in_(partner_ids)
        )
    )
    return {row.merged_into_id if row.removed_at else row.id for row in rows} - {None}


def kept() -> tuple[Any, ...]:
    """For a query's `where`: partners that hosts have neither merged into another nor removed."""
    return (Partner.removed_at.is_(None),)


_ALL = select(Partner).where(Partner.partnership_id == bindparam("partnership"), *kept())


def all_of(session: Session, partnership_id: int) -> list[Partner]:
    """Every partner that hosts have neither merged into another nor removed, by name."""
    rows = session.scalars(_ALL, {"partnership": partnership_id}).all()
    return sorted(rows, key=lambda partner: partner.name.casefold())


def near(name: str, partners: list[Partner], cutoff: int = _NEAR) -> list[Partner]:
    """Partners whose names are close to this one, closest first, at most three."""
    matches = process.extract(
        key(name), [partner.key for partner in partners], scorer=fuzz.token_sort_ratio, score_cutoff=cutoff, limit=3
    )
    return [partners[place] for _, _, place in matches]


def called(session: Session, partnership: Partnership, name: str) -> Partner:
    """The partner of this name."""
    same = same_name(session, partnership, name)
    if same is None:
        raise UnheardOfError(name, near(name, all_of(session, partnership.id), _FAINT))
    return same


def same_name(session: Session, partnership: Partnership, name: str) -> Partner | None:
    """The partner of exactly this name, or that one of this name was merged into."""
    row = session.scalar(select(Partner).where(Partner.partnership_id == partnership.id, Partner.key == key(name)))
    return partnerships.became(session, row) if row is not None else None


def join(session: Session, partnership: Partnership, member: Member, entry: PartnerEntry, now: datetime) -> Partner:
    """The organisation this person is from now on said to be from, added if it is new.

    Raises `PerhapsError` when the name is close to one that is here already, unless it is `surely_new`.
    """
    partner = find_or_add(session, partnership, entry, now)
    _say(session, member, partner)
    return partner


def find_or_add(session: Session, partnership: Partnership, entry: PartnerEntry, now: datetime) -> Partner:
    """The partner of this name, added if it is new. Raises `PerhapsError` as in `join`."""
    name = named(entry.name)
    same = same_name(session, partnership, name)
    if same is None and not entry.surely_new and (alike := near(name, all_of(session, partnership.id))):
        raise PerhapsError(name, entry.sector, alike)
    partner = as_it_stands(session, same) if same else None
    partner = partner or _add(session, partnership, name, entry.sector, now)
    partner.sector = partner.sector or entry.sector
    return partner


def as_it_stands(session: Session, partner: Partner) -> Partner | None:
    """What the partner is once whoever merges or removes it has done; they wait for us, if we are first."""
    refresh(session, partner, share=True)
    return partnerships.became(session, partner)


def join_known(session: Session, partnership: Partnership, member: Member, partner_id: int) -> Partner:
    """The partner with this id is from now on said to be this person's."""
    named_partner = row_of(session, partnership.id, Partner, partner_id)
    partner = as_it_stands(session, named_partner) if named_partner else None
    if partner is None:
        raise UnknownPartnerError
    _say(session, member, partner)
    return partner


def _say(session: Session, member: Member, partner: Partner) -> None:
    member.partner_id, member.partner_by = partner.id, members.SaidBy.PERSON
    session.flush()


def _add(session: Session, partnership: Partnership, name: str, sector: Sector | None, now: datetime) -> Partner:
    row = {"partnership_id": partnership.id, "name": name, "key": key(name), "sector": sector, "joined_at": now}
    made = insert_once(session, Partner, [row], returning=Partner.id, on=["partnership_id", "key"])
    partner = session.scalars(
        select(Partner).where(Partner.partnership_id == partnership.id, Partner.key == key(name))
    ).one()
    if made:
        movements.note(session, partnership.id, Way.JOINED, now, partner_id=partner.id)
    elif partner.removed_at is not None:
        bring_back(partner)
        partner.name = name
    return partner


def bring_back(partner: Partner) -> None:
    """A partner that was merged or removed is listed again, stepped back only if it had before."""
    if partner.left_at == partner.removed_at:
        partner.left_at = None
    partner.removed_at = partner.merged_into_id = None


def by_name(partners: Iterable[Partner]) -> list[Partner]:
    """Those partners by alphabet; last those that stepped back."""
    return sorted(partners, key=lambda partner: (partner.left_at is not None, partner.name.casefold()))


_OF_WORKSPACE = (
    select(Member.partner_id)
    .where(Member.partnership_id == bindparam("partnership"), Member.team_id == bindparam("team"))
    .distinct()
)


def likely(session: Session, partnership: Partnership, team_id: str) -> list[Partner]:
    """Every partner, those first which people of this workspace are from; last those that stepped back."""
    values = {"partnership": partnership.id, "team": team_id}
    team = set(core_connection(session).scalars(_OF_WORKSPACE, values))
    return sorted(
        all_of(session, partnership.id),
        key=lambda partner: (partner.left_at is not None, partner.id not in team, partner.name.casefold()),
    )


def of(session: Session, member: Member) -> Partner | None:
    """The organisation somebody has said they are from."""
    partner = session.get(Partner, member.partner_id) if member.partner_id is not None else None
    return partnerships.became(session, partner) if partner is not None else None


def listed(session: Session, partnership_id: int) -> list[Listed]:
    """Every partner with how many of its people are here, by name; last those that stepped back."""
    rows = session.execute(
        select(Partner.name, Partner.sector, func.count(Member.id), Partner.joined_at, Partner.left_at)
        .outerjoin(Member, and_(Member.partner_id == Partner.id, *members.present()))
        .where(Partner.partnership_id == partnership_id, *kept())
        .group_by(Partner.id)
    )
    return sorted(
        (Listed(*row) for row in rows), key=lambda partner: (partner.left_at is not None, partner.name.casefold())
    )
