"""What waits for a person's answer, read from what each feature keeps."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, String, and_, bindparam, cast, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from bot.db.columns import Moment
from bot.db.statements import core_connection
from bot.hosts import handover
from bot.models import (
    Assent,
    Blocker,
    Commitment,
    Introduced,
    Introduction,
    Member,
    Partner,
    Partnership,
    Post,
    Proof,
    Proposal,
    Pulse,
    Request,
    Response,
    Spotlight,
    Win,
)

SHOWN = 5
_OFFERED = timedelta(days=8)  # a spotlight is for one celebration


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: of which kind, the id its buttons carry, and what it is about."""

    kind: str
    id: str
    about: str


_ASKED = timedelta(days=14)


# Statements built once, each of an id and what it is about; `_by` gives them their values.
_MEMBER: Any = bindparam("member")
_OFFERED_SINCE, _ASKED_SINCE = bindparam("offered_since", type_=Moment()), bindparam("asked_since", type_=Moment())


def _by(member_id: int, now: datetime) -> dict[str, Any]:
    return {"member": member_id, "offered_since": now - _OFFERED, "asked_since": now - _ASKED}


_HELP = (
    select(Request.id, Blocker.text)
    .join(Blocker, Blocker.id == Request.blocker_id)
    .where(
        Request.member_id == _MEMBER,
        Request.answer.is_(None),
        Blocker.fixed_at.is_(None),
        Blocker.undone_at.is_(None),
    )
)
_SPOTLIGHT = (
    select(Spotlight.id, Partner.name)
    .join(Partner, Partner.id == Spotlight.partner_id)
    .where(
        Spotlight.member_id == _MEMBER,
        Spotlight.answer.is_(None),
        Spotlight.offered_at > _OFFERED_SINCE,
        Partner.left_at.is_(None),
    )
)
_PROOF = (
    select(Proof.id, Proof.text)
    .join(Blocker, Blocker.id == Proof.blocker_id)
    .where(
        Proof.member_id == _MEMBER,
        Proof.agreed.is_(None),
        Blocker.fixed_at.is_not(None),
        Blocker.undone_at.is_(None),
    )
)
_PROPOSAL = (
    select(Proposal.id, Proposal.text)
    .join(Member, Member.partnership_id == Proposal.partnership_id)
    .join(Partnership, Partnership.id == Member.partnership_id)
    .where(Member.id == _MEMBER, Member.host, Partnership.by_assent.is_(False), Proposal.decided_at.is_(None))
)
# Where organisations assent, it waits for everybody of one that has not.
_GIVEN = exists().where(Assent.proposal_id == Proposal.id, Assent.partner_id == Member.partner_id)
_ASSENT = (
    select(Proposal.id, Proposal.text)
    .join(Member, Member.partnership_id == Proposal.partnership_id)
    .join(Partnership, Partnership.id == Member.partnership_id)
    .join(Partner, and_(Partner.id == Member.partner_id, Partner.left_at.is_(None)))
    .where(Member.id == _MEMBER, Partnership.by_assent, Proposal.decided_at.is_(None), ~_GIVEN)
)
_NEWER = aliased(Pulse)
_RESPONSE = (
    select(Pulse.id, Pulse.occasion)
    .join(Member, Member.partnership_id == Pulse.partnership_id)
    .outerjoin(Response, Response.pulse_id == Pulse.id)
    .where(
        Member.id == _MEMBER,
        Member.host,
        Pulse.results_id.is_not(None),
        ~exists().where(
            _NEWER.partnership_id == Pulse.partnership_id, _NEWER.results_id.is_not(None), _NEWER.id > Pulse.id
        ),
        Response.pulse_id.is_(None),
    )
)
# Somebody asked to host who has not answered: the question is a message, and so is the word of the answer.
_ANSWER = aliased(Post)
_ANSWERED = exists().where(
    _ANSWER.partnership_id == Post.partnership_id, _ANSWER.kind == handover.ANSWER, _ANSWER.occasion == Post.occasion
)
_HOSTING = (
    select(Post.occasion, Partnership.name)
    .select_from(Member)
    .join(Post, and_(Post.partnership_id == Member.partnership_id, Post.channel == Member.user_id))
    .join(Partnership, Partnership.id == Member.partnership_id)
    .where(
        Member.id == _MEMBER,
        Member.host.is_(False),
        Post.kind == handover.QUESTION,
        Post.written_at > _ASKED_SINCE,
        Post.text.is_not(None),
        ~_ANSWERED,
    )
)

# Of an introduction it is the other's organisation.
_OTHER = aliased(Introduced)
_INTRODUCTION = (
    select(Introduction.id, Partner.name)
    .select_from(Introduced)
    .join(Introduction, Introduction.id == Introduced.introduction_id)
    .join(_OTHER, and_(_OTHER.introduction_id == Introduction.id, _OTHER.member_id != Introduced.member_id))
    .join(Partner, Partner.id == _OTHER.partner_id)
    .where(Introduced.member_id == _MEMBER, Introduced.answer.is_(None), Introduction.undone_at.is_(None))
)

_COMMITMENT = select(Commitment.id, Commitment.text).where(
    Commitment.member_id == _MEMBER, Commitment.outcome.is_(None)
)

# A message that asked an author about their wins, by its token, until they have answered it or allowed it elsewhere.
_UNSAID = or_(Win.consent == "inside", and_(Win.consent == "partners", Post.occasion.like("public:%")))
_AUTHORS = (
    select(Post.token, func.min(Win.text))
    .join(Post, Post.id == Win.asked_id)
    .where(Win.member_id == _MEMBER, Win.answered_at.is_(None), Win.undone_at.is_(None), _UNSAID)
    .group_by(Post.token)
)

# Words and buttons for each are in `bot.home.views.waiting`.
KINDS: dict[str, Select[Any, Any]] = {
    "help": _HELP,
    "introduction": _INTRODUCTION,
    "spotlight": _SPOTLIGHT,
    "proof": _PROOF,
    "hosting": _HOSTING,
    "proposal": _PROPOSAL,
    "assent": _ASSENT,
    "response": _RESPONSE,
    "commitment": _COMMITMENT,
    "authors": _AUTHORS,
}
_ORDER = {kind: place for place, kind in enumerate(KINDS)}


def _newest(kind: str, rows: Select[Any, Any]) -> Select[str, int, str, str, int]:
    """The newest of a kind, a few at most: each with its place among them, its id, what it is about, how many wait."""
    id_ = rows.selected_columns[0]
    numbered = rows.add_columns(func.count().over(), func.row_number().over(order_by=id_.desc()))
    few = numbered.order_by(id_.desc()).limit(SHOWN).subquery()
    id_, about, number, place = few.c
    return select(literal(kind).label("kind"), place.label("place"), cast(id_, String), about, number)


_NEWEST = union_all(*(_newest(kind, rows) for kind, rows in KINDS.items()))


def of(session: Session, member_id: int, now: datetime) -> tuple[list[Waiting], int]:
    """The newest of each kind, a few at most; and how many there are besides."""
    rows = core_connection(session).execute(_NEWEST, _by(member_id, now)).all()
    newest = sorted(rows, key=lambda row: (_ORDER[row.kind], row.place))
    total = sum({row.kind: row[4] for row in rows}.values())
    return [Waiting(row.kind, row[2], row[3]) for row in newest[:SHOWN]], total - len(newest[:SHOWN])


def count(session: Session, member_id: int, now: datetime) -> int:
    """How much waits for a member."""
    newest, more = of(session, member_id, now)
    return len(newest) + more
