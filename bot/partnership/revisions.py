"""How rows read before somebody changed or undid them, by the noun of their table."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.models import (
    Blocker,
    Consultation,
    ConsultationAnswer,
    Habit,
    Idea,
    Initiative,
    Member,
    Movement,
    Partner,
    Proposal,
    Response,
    Revision,
    Skill,
    Spotlight,
    Win,
)
from bot.outbox import kinds

NOUNS: Mapping[Any, str] = {
    Win: "win",
    Blocker: "blocker",
    Idea: "idea",
    Initiative: "initiative",
    Spotlight: "spotlight",
    Proposal: "proposal",
    Skill: "skill",
    Response: "response",
    Habit: "habit",
    Consultation: "consultation",
    ConsultationAnswer: "consultation answer",
    Movement: "movement",
    Partner: "partner",
    Member: "member",
}


def key(table: Any) -> Any:
    """The column by which a row is found."""
    return table.pulse_id if table is Response else table.id


def keep(session: Session, row: Any, before: Mapping[str, Any], by: Member | None, now: datetime) -> Revision:
    """What the row said `before` it is changed, and whose words that was; without `by`, who changes it has no name."""
    authors = {author: getattr(row, author) for words, author in kinds.authors(type(row)).items() if words in before}
    revision = Revision(
        partnership_id=row.partnership_id,
        noun=NOUNS[type(row)],
        row_id=getattr(row, key(type(row)).key),
        before={**before, **authors},
        member_id=by.id if by else None,
        revised_at=now,
    )
    session.add(revision)
    return revision


def of(table: Any, row_ids: Any) -> tuple[Any, ...]:
    """Where the revisions of these rows are."""
    return Revision.noun == NOUNS[table], Revision.row_id.in_(row_ids)


def count(session: Session, table: Any, row_id: int) -> int:
    """How often the row was changed."""
    return session.scalars(select(func.count()).select_from(Revision).where(*of(table, [row_id]))).one()


def written_by(session: Session, table: Any, member: Member) -> Iterator[tuple[Revision, list[str]]]:
    """Revisions in which the member's words stand, each with the columns of these.

    A revision says itself whose words it holds; an old one that does not goes by whose they are now.
    """
    authors = kinds.authors(table)
    columns = {name: getattr(table, name) for name in authors.values()}
    if not columns:
        return
    here = table.partnership_id == member.partnership_id
    rows = {name: select(key(table)).where(here, column == member.id) for name, column in columns.items()}
    theirs = {name: set(session.scalars(row_ids)) for name, row_ids in rows.items()}
    by_revision = [Revision.before[name].as_integer() == member.id for name in columns]
    holding = select(Revision).where(
        Revision.partnership_id == member.partnership_id,
        Revision.noun == NOUNS[table],
        or_(*by_revision, *(Revision.row_id.in_(row_ids) for row_ids in rows.values())),
    )
    for revision in session.scalars(holding.order_by(Revision.id)).all():
        before, row_id = revision.before, revision.row_id
        is_theirs = {
            name: before[name] == member.id if name in before else row_id in row_ids for name, row_ids in theirs.items()
        }
        if words := [words for words, author in authors.items() if before.get(words) and is_theirs[author]]:
            yield revision, words
