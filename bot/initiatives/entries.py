"""Initiatives as people see them: what, under which aim, who is in, what comes next; and who may change what."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from bot.db.statements import counted, first
from bot.lib.refusals import GoneError, Refusal
from bot.models import Aim, Initiative, InitiativePerson, Member, Partnership
from bot.partnership import members, partnerships, revisions
from bot.partnership.members import Who
from bot.slack.redact import INSTEAD
from bot.vision import versions

LISTED, ENDED, BESIDE, NEAR = 40, 5, 3, 3  # in a list, below it of what has ended, beside others, and as perhaps meant


class Outcome(StrEnum):
    """How an initiative may end."""

    DONE = "done"
    DROPPED = "dropped"


class EndedError(Refusal):
    """It is done or dropped; its card says how."""


class UnknownInitiativeError(Refusal):
    """Nothing that goes on is meant by these words alone; perhaps one of the nearest."""

    def __init__(self, text: str, near: "Sequence[InitiativeView]") -> None:
        super().__init__(text)
        self.text, self.near = text, near


class NotInItError(Refusal):
    """Only those who are in it, whoever began it, and hosts may do this."""


@dataclass(frozen=True)
class InitiativeView:
    """An initiative as people see it."""

    id: int
    text: str
    zone: str
    begun_at: datetime
    aim: str | None
    aim_number: int | None  # none: the vision has that aim no longer
    people: tuple[str, ...]  # Slack user ids
    step: str | None
    step_on: date | None
    stepped: bool  # somebody has said that the step happened
    outcome: Outcome | None
    ended_by: str | None
    ended_at: datetime | None
    because: str | None
    undone: bool
    post_id: int | None


def load(session: Session, initiative_ids: Sequence[int]) -> list[InitiativeView]:
    """The initiatives with these ids, in this order, in three statements."""
    if not initiative_ids:
        return []
    rows = session.execute(
        select(Initiative, Member.user_id, Partnership.zone, Aim)
        .join(Partnership, Partnership.id == Initiative.partnership_id)
        .outerjoin(Member, Member.id == Initiative.ended_by)
        .outerjoin(Aim, Aim.id == Initiative.aim_id)
        .where(Initiative.id.in_(initiative_ids))
    ).all()
    heirs = versions.heirs(session, {aim.partnership_id for *_, aim in rows if aim is not None})
    people = _people(session, initiative_ids)
    views = {}
    for row, ended_by, zone, aim in rows:
        number, words = heirs.get(versions.root(aim), (None, aim.text)) if aim else (None, None)
        views[row.id] = InitiativeView(
            id=row.id,
            text=row.text,
            zone=zone,
            begun_at=row.begun_at,
            aim=words,
            aim_number=number,
            people=tuple(people[row.id]),
            step=row.step,
            step_on=row.step_on,
            stepped=row.stepped_at is not None,
            outcome=Outcome(row.outcome) if row.outcome else None,
            ended_by=ended_by,
            ended_at=row.ended_at,
            because=row.because,
            undone=row.undone_at is not None,
            post_id=row.post_id,
        )
    return [views[initiative_id] for initiative_id in initiative_ids if initiative_id in views]


def _people(session: Session, initiative_ids: Collection[int]) -> dict[int, list[str]]:
    """Who is in each, in the order in which they came."""
    rows = session.execute(
        select(InitiativePerson.initiative_id, InitiativePerson.user_id)
        .where(InitiativePerson.initiative_id.in_(initiative_ids))
        .order_by(InitiativePerson.joined_at, InitiativePerson.user_id)
    )
    people: dict[int, list[str]] = defaultdict(list)
    for initiative_id, user_id in rows:
        people[initiative_id].append(user_id)
    return people


def is_running() -> ColumnElement[bool]:
    return and_(Initiative.ended_at.is_(None), Initiative.undone_at.is_(None))


_RUNNING = select(Initiative.id).where(Initiative.partnership_id == bindparam("partnership"), is_running())
_IS_IN_IT = exists().where(
    InitiativePerson.initiative_id == Initiative.id, InitiativePerson.user_id == bindparam("user")
)
_NEWEST = counted(_RUNNING, Initiative.id.desc())
_NEWEST_OF_MEMBER = counted(_RUNNING.where(_IS_IN_IT), Initiative.id.desc())


def running(
    session: Session, partnership_id: int, most: int = LISTED, *, of: Member | None = None
) -> tuple[list[InitiativeView], int]:
    """What is going on, of all or what one member is in, the newest first; and how many there are besides."""
    newest = _NEWEST if of is None else _NEWEST_OF_MEMBER
    values = {"partnership": partnership_id, "user": of.user_id if of else None}
    ids, more = first(session, newest, values, most)
    return load(session, ids), more


def ended(session: Session, partnership_id: int) -> list[InitiativeView]:
    """The last that were done or dropped."""
    here = (Initiative.partnership_id == partnership_id, Initiative.ended_at.is_not(None))
    newest = select(Initiative.id).where(*here, Initiative.undone_at.is_(None)).order_by(Initiative.ended_at.desc())
    return load(session, session.scalars(newest.limit(ENDED)).all())


def during(session: Session, partnership_id: int, begins: datetime, ends: datetime) -> list[InitiativeView]:
    """Those that went on for some of this time, in the order in which they were begun."""
    went_on = or_(Initiative.ended_at.is_(None), Initiative.ended_at >= begins)
    there = (Initiative.partnership_id == partnership_id, Initiative.begun_at < ends, Initiative.undone_at.is_(None))
    return load(session, session.scalars(select(Initiative.id).where(*there, went_on).order_by(Initiative.id)).all())


def last_of(session: Session, member: Member) -> Initiative | None:
    """The newest going on that the member began."""
    theirs = select(Initiative).where(Initiative.member_id == member.id, is_running())
    return session.scalars(theirs.order_by(Initiative.id.desc()).limit(1)).first()


def is_in(session: Session, initiative: Initiative, member: Member) -> bool:
    """Whether the member is in it."""
    return session.get(InitiativePerson, (initiative.id, member.user_id)) is not None


# Who may


def standing(session: Session, initiative_id: int, who: Who, now: datetime) -> tuple[Partnership, Member, Initiative]:
    """The initiative, held, for somebody who is a member from now on; `GoneError` if it is not there any more."""
    partnership, member, initiative = partnerships.enter_row(session, Initiative, initiative_id, who, now, hold=True)
    if initiative.undone_at is not None:
        raise GoneError
    return partnership, member, initiative


def going_on(session: Session, initiative_id: int, who: Who, now: datetime) -> tuple[Partnership, Member, Initiative]:
    """The same; `EndedError` if it is done or dropped."""
    partnership, member, initiative = standing(session, initiative_id, who, now)
    if initiative.ended_at is not None:
        raise EndedError
    return partnership, member, initiative


def carried_on(session: Session, initiative_id: int, who: Who, now: datetime) -> tuple[Partnership, Member, Initiative]:
    """The same for those who carry it on: they are in it, began it, or host."""
    partnership, member, initiative = going_on(session, initiative_id, who, now)
    require_part(session, initiative, member)
    return partnership, member, initiative


def require_part(session: Session, initiative: Initiative, member: Member) -> None:
    """A refusal unless they are in it, began it, or host."""
    if not (member.host or initiative.member_id == member.id or is_in(session, initiative, member)):
        raise NotInItError


def editable(session: Session, initiative_id: int, who: Who, now: datetime) -> tuple[Partnership, Member, Initiative]:
    """The same for whoever began it, and for hosts; where its words were taken back, for all who are in it."""
    partnership, member, initiative = going_on(session, initiative_id, who, now)
    if not (initiative.text == INSTEAD and is_in(session, initiative, member)):
        members.require_author(member, initiative.member_id)
    return partnership, member, initiative


def own(session: Session, initiative_id: int, who: Who, now: datetime) -> tuple[Partnership, Member, Initiative]:
    """The initiative, held, however it stands, for whoever began it, and for hosts."""
    partnership, member, initiative = partnerships.enter_row(session, Initiative, initiative_id, who, now, hold=True)
    members.require_author(member, initiative.member_id)
    return partnership, member, initiative


def keep(session: Session, initiative: Initiative, by: Member, now: datetime) -> None:
    """How the initiative was before goes into its history."""
    before = {
        "text": initiative.text,
        "aim": initiative.aim_id,
        "step": initiative.step,
        "step_on": initiative.step_on.isoformat() if initiative.step_on else None,
        "outcome": initiative.outcome,
        "because": initiative.because,
        "undone": initiative.undone_at is not None,
    }
    revisions.keep(session, initiative, before, by, now)
