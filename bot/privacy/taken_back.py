"""The words that a person may take back: where they stand, how they read before, and where others took them over."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select, update
from sqlalchemy.orm import Session

from bot.habits import changes as habit_changes
from bot.ideas import cards
from bot.ideas import entries as ideas
from bot.initiatives import endings, wordless
from bot.models import (
    Blocker,
    Commitment,
    ConsultationAnswer,
    Idea,
    Initiative,
    Member,
    Proof,
    Revision,
    Spotlight,
    Win,
)
from bot.outbox import kinds
from bot.outbox.kinds import TAKEN_BACK
from bot.partnership import homes, revisions
from bot.slack import redact
from bot.wins import entries


def places(session: Session, member: Member, chosen: Collection[str]) -> Mapping[tuple[Any, str, int], set[str]]:
    """Where words of the member's stand: by table, column and row, how they read and how they read before."""
    written: dict[tuple[Any, str, int], set[str]] = defaultdict(set)
    for kind in chosen:
        for column, owner in TAKEN_BACK[kind].columns:
            table = column.class_
            rows = select(table.id, column).where(*_owned(column, owner, member), column.is_not(None))
            for row_id, text in session.execute(rows):
                written[table, column.key, row_id].add(text)
    for revision, table, column in _earlier(session, member, chosen):
        written[table, column, revision.row_id].add(revision.before[column])
    still = {place: texts - {redact.INSTEAD} for place, texts in written.items()}
    return {place: texts for place, texts in still.items() if texts}


def take(session: Session, member: Member, chosen: Collection[str], now: datetime) -> set[str]:
    """The words are gone from where they stand, how that read before, and what was made of them; the words."""
    texts = {text for of_place in places(session, member, chosen).values() for text in of_place}
    _undo(session, member, chosen, now)
    _redact_own(session, member, chosen)
    _redact_copies(session, member, chosen, texts)
    wordless.follow(session, member.partnership_id, now)
    return texts


def _earlier(session: Session, member: Member, chosen: Collection[str]) -> Iterator[tuple[Revision, Any, str]]:
    """Revisions with words of the member's, and the table and column of these; who has the row now may be another."""
    wanted = {(column.class_, column.key) for kind in chosen for column, _ in TAKEN_BACK[kind].columns}
    for table in {table for table, _ in wanted}:
        for revision, columns in revisions.written_by(session, table, member):
            for column in columns:
                if (table, column) in wanted and isinstance(revision.before[column], str):
                    yield revision, table, column


def _owned(column: Any, owner: Any, member: Member) -> tuple[Any, ...]:
    """Rows whose words are this member's."""
    return column.class_.partnership_id == member.partnership_id, owner == member.id


def _undo(session: Session, member: Member, chosen: Collection[str], now: datetime) -> None:
    """What nobody has seen yet, and what would go on being shown without any words, is undone."""
    if "wins" in chosen:
        unseen = (Win.member_id == member.id, Win.post_id.is_(None), Win.undone_at.is_(None))
        session.execute(update(Win).where(*unseen).values(undone_at=now))
    if "habits" in chosen:
        habit_changes.take_back_words(session, member, now)
    if "ideas" in chosen:
        still_open = (Idea.member_id == member.id, Idea.decided_at.is_(None), Idea.undone_at.is_(None))
        undone = session.scalars(update(Idea).where(*still_open).values(undone_at=now).returning(Idea.id)).all()
        cards.redraw(session, undone)
        homes.keep_homes(session, member.partnership_id)
    if "answers" in chosen:
        given = (ConsultationAnswer.member_id == member.id, ConsultationAnswer.undone.is_(False))
        session.execute(update(ConsultationAnswer).where(*given).values(undone=True))
    if "spotlights" in chosen:
        unlit = (Spotlight.member_id == member.id, Spotlight.post_id.is_(None))
        session.execute(update(Spotlight).where(*unlit).values(text=None))


def _redact_own(session: Session, member: Member, chosen: Collection[str]) -> None:
    """The words are gone from where they stand, and from how that read before, whoever has it now."""
    for kind in chosen:
        for column, owner in TAKEN_BACK[kind].columns:
            mine = update(column.class_).where(*_owned(column, owner, member), column.is_not(None))
            session.execute(mine.values({column.key: redact.INSTEAD}).execution_options(synchronize_session=False))
    for revision, _, words in _earlier(session, member, chosen):
        revision.before = {**revision.before, words: redact.INSTEAD}


def _redact_copies(session: Session, member: Member, chosen: Collection[str], texts: Collection[str]) -> None:
    """The same words where they were taken over: in what they became, and beside the skills that helped."""
    if "blockers" in chosen:
        own = select(Blocker.id).where(Blocker.member_id == member.id)
        helped = update(Proof).where(Proof.blocker_id.in_(own)).values(text=redact.INSTEAD)
        session.execute(helped.execution_options(synchronize_session=False))
    here = Blocker.partnership_id == member.partnership_id
    theirs = _had_words(session, Blocker, member)
    blockers = session.execute(select(Blocker.id, Blocker.outcome).where(here, theirs)).all()
    origins = {entries.of_blocker(blocker.id) for blocker in blockers}
    made = (Win.partnership_id == member.partnership_id, Win.origin.startswith(entries.of_blocker("")))
    wins = [row for row in session.execute(select(Win.id, Win.text, Win.origin).where(*made)) if row.origin in origins]
    _redact_texts(session, Blocker, "outcome", {blocker.id: blocker.outcome for blocker in blockers}, texts)
    _redact_texts(session, Win, "text", {win.id: win.text for win in wins}, texts)
    _redact_of_initiatives(session, member, texts)


def _redact_of_initiatives(session: Session, member: Member, texts: Collection[str]) -> None:
    """The same of what was tried of an idea, of the steps people are asked about, and of wins that came of all that."""
    idea_ids = session.scalars(select(Idea.id).where(Idea.member_id == member.id)).all()
    tried = Initiative.origin.in_([ideas.initiative_origin(idea_id) for idea_id in idea_ids])
    here = Initiative.partnership_id == member.partnership_id
    theirs = or_(_had_words(session, Initiative, member), tried)
    rows = session.execute(select(Initiative.id, Initiative.text).where(here, theirs)).all()
    asked = select(Commitment.id, Commitment.text).where(Commitment.initiative_id.in_([row.id for row in rows]))
    made = or_(false(), *(Win.origin.startswith(endings.win_origin(row.id)) for row in rows))
    wins = select(Win.id, Win.text).where(Win.partnership_id == member.partnership_id, made)
    _redact_texts(session, Initiative, "text", {row.id: row.text for row in rows}, texts)
    for table, copies in ((Commitment, asked), (Win, wins)):
        _redact_texts(session, table, "text", {row.id: row.text for row in session.execute(copies)}, texts)


def _had_words(session: Session, table: Any, member: Member) -> ColumnElement[bool]:
    """Rows in which words are the member's, or were."""
    owners = {getattr(table, name) for name in kinds.authors(table).values()}
    before = {revision.row_id for revision, _ in revisions.written_by(session, table, member)}
    return or_(table.id.in_(before), *(owner == member.id for owner in owners))


def _redact_texts(
    session: Session, table: Any, name: str, texts_by_id: dict[int, str | None], texts: Collection[str]
) -> None:
    """Of these rows, those that say one of the texts, or the beginning of it, say so no more, nor did they before."""

    def is_gone(shown: Any) -> bool:
        return isinstance(shown, str) and any(redact.shows(shown, text) for text in texts)

    ids = [row_id for row_id, text in texts_by_id.items() if is_gone(text)]
    session.execute(
        update(table)
        .where(table.id.in_(ids))
        .values({name: redact.INSTEAD})
        .execution_options(synchronize_session=False)
    )
    if table not in revisions.NOUNS:
        return
    for revision in session.scalars(select(Revision).where(*revisions.of(table, texts_by_id))):
        if is_gone(revision.before.get(name)):
            revision.before = {**revision.before, name: redact.INSTEAD}
