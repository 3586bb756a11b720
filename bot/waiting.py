"""What waits for a person's answer, read from what each feature keeps."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from bot.models import (
    Assent,
    Blocker,
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
)

SHOWN = 5
_OFFERED = timedelta(days=8)  # a spotlight is for one celebration


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: of which kind, the id its buttons carry, and what it is about."""

    kind: str
    id: int | str
    about: str


HOSTING, ANSWERED = "hosting", "hosting-answer"  # kinds of post
_ASKED = timedelta(days=14)


Rows = Select[Any, Any, Any]
Query = Callable[[Sequence[int], datetime], Rows]  # the member, the id, and what it is about


def _help(member_ids: Sequence[int], now: datetime) -> Rows:  # noqa: ARG001
    return (
        select(Request.member_id, Request.id, Blocker.text)
        .join(Blocker, Blocker.id == Request.blocker_id)
        .where(
            Request.member_id.in_(member_ids),
            Request.answer.is_(None),
            Blocker.fixed_at.is_(None),
            Blocker.undone_at.is_(None),
        )
    )


def _spotlight(member_ids: Sequence[int], now: datetime) -> Rows:
    return (
        select(Spotlight.member_id, Spotlight.id, Partner.name)
        .join(Partner, Partner.id == Spotlight.partner_id)
        .where(
            Spotlight.member_id.in_(member_ids),
            Spotlight.answer.is_(None),
            Spotlight.offered_at > now - _OFFERED,
            Partner.left_at.is_(None),
        )
    )


def _proof(member_ids: Sequence[int], now: datetime) -> Rows:  # noqa: ARG001
    return (
        select(Proof.member_id, Proof.id, Proof.text)
        .join(Blocker, Blocker.id == Proof.blocker_id)
        .where(
            Proof.member_id.in_(member_ids),
            Proof.agreed.is_(None),
            Blocker.fixed_at.is_not(None),
            Blocker.undone_at.is_(None),
        )
    )


def _proposal(member_ids: Sequence[int], now: datetime) -> Rows:  # noqa: ARG001
    return (
        select(Member.id, Proposal.id, Proposal.text)
        .join(Member, Member.partnership_id == Proposal.partnership_id)
        .join(Partnership, Partnership.id == Member.partnership_id)
        .where(Member.id.in_(member_ids), Member.host, Partnership.by_assent.is_(False), Proposal.decided_at.is_(None))
    )


def _assent(member_ids: Sequence[int], now: datetime) -> Rows:  # noqa: ARG001
    """Where organisations assent, it waits for everybody of one that has not."""
    given = exists().where(Assent.proposal_id == Proposal.id, Assent.partner_id == Member.partner_id)
    return (
        select(Member.id, Proposal.id, Proposal.text)
        .join(Member, Member.partnership_id == Proposal.partnership_id)
        .join(Partnership, Partnership.id == Member.partnership_id)
        .join(Partner, and_(Partner.id == Member.partner_id, Partner.left_at.is_(None)))
        .where(Member.id.in_(member_ids), Partnership.by_assent, Proposal.decided_at.is_(None), ~given)
    )


def _response(member_ids: Sequence[int], now: datetime) -> Rows:  # noqa: ARG001
    return (
        select(Member.id, Pulse.id, Pulse.occasion)
        .join(Member, Member.partnership_id == Pulse.partnership_id)
        .outerjoin(Response, Response.pulse_id == Pulse.id)
        .where(
            Member.id.in_(member_ids),
            Member.host,
            Pulse.results_id.is_not(None),
            Pulse.remind_at.is_not(None),
            Response.pulse_id.is_(None),
        )
    )


def _hosting(member_ids: Sequence[int], now: datetime) -> Rows:
    """Somebody asked to host who has not answered: the question is a message, and so is the word of the answer."""
    answer = aliased(Post)
    answered = exists().where(
        answer.partnership_id == Post.partnership_id, answer.kind == ANSWERED, answer.occasion == Post.occasion
    )
    return (
        select(Member.id, Post.occasion, Partnership.name)
        .join(Post, and_(Post.partnership_id == Member.partnership_id, Post.channel == Member.user_id))
        .join(Partnership, Partnership.id == Member.partnership_id)
        .where(
            Member.id.in_(member_ids),
            Member.host.is_(False),
            Post.kind == HOSTING,
            Post.written_at > now - _ASKED,
            Post.text.is_not(None),
            ~answered,
        )
    )


# Words and buttons for each are in `bot.views.waiting`.
KINDS: dict[str, Query] = {
    "help": _help,
    "spotlight": _spotlight,
    "proof": _proof,
    "hosting": _hosting,
    "proposal": _proposal,
    "assent": _assent,
    "response": _response,
}


def of(session: Session, member_id: int, now: datetime) -> tuple[list[Waiting], int]:
    """The newest of each kind, a few at most; and how many there are besides. Two statements a kind."""
    found: list[Waiting] = []
    total = 0
    for kind, query in KINDS.items():
        rows = query([member_id], now)
        total += session.scalars(select(func.count()).select_from(rows.subquery())).one()
        newest = session.execute(rows.order_by(rows.selected_columns[1].desc()).limit(SHOWN))
        found += [Waiting(kind, row[1], row[2]) for row in newest]
    return found[:SHOWN], total - len(found[:SHOWN])


def count(session: Session, member_ids: Sequence[int], now: datetime) -> Counter[int]:
    """How much waits for each of these members."""
    found: Counter[int] = Counter()
    for query in KINDS.values():
        found.update(row[0] for row in session.execute(query(member_ids, now)))
    return found
