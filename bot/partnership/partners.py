"""Organisations in a partnership: joining one, finding one by name, never entering one twice."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rapidfuzz import fuzz, process
from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from bot.db.statements import insert_once
from bot.lib.refusals import Refusal
from bot.models import Member, Partner, Partnership
from bot.partnership import members, movements
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


def all_of(session: Session, partnership_id: int) -> list[Partner]:
    """Every partner, by name."""
    rows = session.scalars(select(Partner).where(Partner.partnership_id == partnership_id)).all()
    return sorted(rows, key=lambda partner: partner.name.casefold())


def near(name: str, partners: list[Partner], cutoff: int = _NEAR) -> list[Partner]:
    """Partners whose names are close to this one, closest first, at most three."""
    matches = process.extract(
        key(name), [partner.key for partner in partners], scorer=fuzz.token_sort_ratio, score_cutoff=cutoff, limit=3
    )
    return [partners[place] for _, _, place in matches]


def called(session: Session, partnership: Partnership, name: str) -> Partner:
    """The partner of this name."""
    here = all_of(session, partnership.id)
    same = next((partner for partner in here if partner.key == key(name)), None)
    if same is None:
        raise UnheardOfError(name, near(name, here, _FAINT))
    return same


def join(session: Session, partnership: Partnership, member: Member, entry: PartnerEntry, now: datetime) -> Partner:
    """The organisation this person is from now on said to be from, added if it is new.

    Raises `PerhapsError` when the name is close to one that is here already, unless it is `surely_new`.
    """
    name = named(entry.name)
    here = all_of(session, partnership.id)
    same = next((partner for partner in here if partner.key == key(name)), None)
    if same is None and not entry.surely_new and (alike := near(name, here)):
        raise PerhapsError(name, entry.sector, alike)
    partner = same or _add(session, partnership, name, entry.sector, now)
    partner.sector = partner.sector or entry.sector
    member.partner_id = partner.id
    session.flush()
    return partner


def join_known(session: Session, partnership: Partnership, member: Member, partner_id: int) -> Partner:
    """The partner with this id is from now on said to be this person's."""
    partner = row_of(session, partnership.id, Partner, partner_id)
    if partner is None:
        raise UnknownPartnerError
    member.partner_id = partner.id
    session.flush()
    return partner


def _add(session: Session, partnership: Partnership, name: str, sector: Sector | None, now: datetime) -> Partner:
    row = {"partnership_id": partnership.id, "name": name, "key": key(name), "sector": sector, "joined_at": now}
    made = insert_once(session, Partner, [row], returning=Partner.id, on=["partnership_id", "key"])
    partner = session.scalars(
        select(Partner).where(Partner.partnership_id == partnership.id, Partner.key == key(name))
    ).one()
    if made:
        movements.note(session, partnership.id, Way.JOINED, now, partner_id=partner.id)
    return partner


def likely(session: Session, partnership: Partnership, team_id: str) -> list[Partner]:
    """Every partner, those first which people of this workspace are from; last those that stepped back."""
    team = set(
        session.scalars(
            select(Member.partner_id)
            .where(Member.partnership_id == partnership.id, Member.team_id == team_id)
            .distinct()
        )
    )
    return sorted(
        all_of(session, partnership.id),
        key=lambda partner: (partner.left_at is not None, partner.id not in team, partner.name.casefold()),
    )


def of(session: Session, member: Member) -> Partner | None:
    """The organisation somebody has said they are from."""
    return session.get(Partner, member.partner_id) if member.partner_id is not None else None


def listed(session: Session, partnership_id: int) -> list[Listed]:
    """Every partner with how many of its people are here, by name; last those that stepped back."""
    rows = session.execute(
        select(Partner.name, Partner.sector, func.count(Member.id), Partner.joined_at, Partner.left_at)
        .outerjoin(Member, and_(Member.partner_id == Partner.id, *members.present()))
        .where(Partner.partnership_id == partnership_id)
        .group_by(Partner.id)
    )
    return sorted(
        (Listed(*row) for row in rows), key=lambda partner: (partner.left_at is not None, partner.name.casefold())
    )
