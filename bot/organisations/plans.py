"""What a host means to do about organisations, as a button carries it, and what would follow, to be looked at first."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.lib import values
from bot.models import Credit, Partner, Spotlight, Win
from bot.organisations import changes


class What(StrEnum):
    """One of the four things there are to do."""

    RENAME = "rename"
    MERGE = "merge"
    REMOVE = "remove"
    FROM = "from"


@dataclass(frozen=True)
class Plan:
    """What is to be done: to a partner or, where it is said where somebody is from, to a member."""

    what: What
    row_id: int
    other_id: int = 0  # the partner that another is merged into, or that somebody is from
    name: str = ""  # the new one; of a partner that is not here yet, where somebody is from it
    sector: str = ""

    @property
    def value(self) -> str:
        """As a button carries it."""
        return f"{self.what}.{self.row_id}.{self.other_id}.{self.sector}.{self.name}"

    @classmethod
    def read(cls, value: str) -> Self:
        """As a button carried it; refused if it is garbled."""
        what, row_id, other_id, sector, name = values.parts(value, ".", 5)
        return cls(values.one_of(What, what), values.number(row_id), values.number(other_id), name, sector)


@dataclass(frozen=True)
class Counts:
    """What goes by a partner's name: people who are here, wins, and turns in the spotlight that were taken up."""

    people: int = 0
    wins: int = 0
    turns: int = 0


@dataclass(frozen=True)
class Look:
    """What would follow from a plan, or has followed from it."""

    plan: Plan
    channel: str
    name: str  # of the partner or, where it is said where somebody is from, their Slack id
    other: str  # the new name, or that of the partner another is merged into, or that somebody is from
    counts: Counts
    away: bool = False  # the partner has stepped back
    shared: int = 0  # wins that both partners share
    undo: str = ""  # what takes it back, once it is done


def count(session: Session, partner: Partner) -> Counts:
    """What goes by this partner's name."""
    wins = (
        select(func.count())
        .select_from(Credit)
        .join(Win, Win.id == Credit.win_id)
        .where(Credit.partner_id == partner.id, Win.undone_at.is_(None))
    )
    turns = select(func.count()).where(Spotlight.partner_id == partner.id, Spotlight.answer == "accepted")
    return Counts(changes.people(session, partner), session.scalars(wins).one(), session.scalars(turns).one())


def count_shared(session: Session, one: Partner, other: Partner) -> int:
    """How many wins both share."""
    theirs = select(Credit.win_id).where(Credit.partner_id == other.id)
    shared = select(func.count()).where(Credit.partner_id == one.id, Credit.win_id.in_(theirs))
    return session.scalars(shared).one()
