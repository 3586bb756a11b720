"""What a host means to do about organisations, as a button carries it, and what would follow, to be looked at first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.lib import values
from bot.lib.refusals import GoneError
from bot.models import Credit, Member, Partner, Partnership, Spotlight, Win
from bot.organisations import changes, merging
from bot.organisations.changes import NameTakenError
from bot.partnership import partners, partnerships


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


@dataclass(frozen=True)
class Suggestion:
    """A partner that may be meant, and what would then be planned."""

    name: str
    plan: Plan


@dataclass(frozen=True)
class Unsure:
    """Which partner is meant is not known; those whose names come closest."""

    name: str
    suggestions: Sequence[Suggestion]
    new: Plan | None = None  # where it may be a partner that is not here yet


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


def partner_of(session: Session, partnership: Partnership, partner_id: int) -> Partner:
    """The partner with this id, or what it has become."""
    partner = partnerships.row_of(session, partnership.id, Partner, partner_id)
    if partner is None:
        raise GoneError
    return partner


def look(session: Session, partnership: Partnership, plan: Plan) -> Look:
    if plan.what is What.FROM:
        return _look_from(session, partnership, plan)
    partner = partner_of(session, partnership, plan.row_id)
    if plan.what is What.RENAME:
        plan = replace(plan, name=partnerships.named(plan.name))
    counts = count(session, partner)
    about = Look(plan, partnership.channel_id, partner.name, plan.name, counts, partner.left_at is not None)
    if plan.what is What.MERGE:
        target = partner_of(session, partnership, plan.other_id)
        if target is partner:
            raise merging.SameError
        return replace(
            about,
            other=target.name,
            away=target.left_at is not None and partner.left_at is None,
            shared=count_shared(session, partner, target),
        )
    if plan.what is What.REMOVE and counts.people:
        raise changes.PeopleThereError(partner.name, counts.people)
    if plan.what is What.RENAME:
        same = partners.same_name(session, partnership, plan.name)
        if same is not None and same is not partner:
            raise NameTakenError(partner, same)
    return about


def _look_from(session: Session, partnership: Partnership, plan: Plan) -> Look:
    member = partnerships.row_of(session, partnership.id, Member, plan.row_id)
    if member is None:
        raise GoneError
    changes.allowed(session, member)
    name = partner_of(session, partnership, plan.other_id).name if plan.other_id else plan.name
    wins = select(func.count()).where(Win.member_id == member.id, Win.undone_at.is_(None))
    counts = Counts(wins=session.scalars(wins).one())
    return Look(plan, partnership.channel_id, member.user_id, name, counts)
