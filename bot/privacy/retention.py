"""What is older than a partnership keeps things is deleted: daily, a few rows at a time.

What stands in the channel is Slack's to keep. Figures that are told without names stay: released pulses, who joined
when, the vision's versions; and habits that stand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import and_, bindparam, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from bot.hosts import role
from bot.mentions import names
from bot.models import (
    Answer,
    Assent,
    AuditEntry,
    Blocker,
    Checkin,
    Cheer,
    Commitment,
    Consultation,
    ConsultationAnswer,
    ConsultationPrompt,
    Credit,
    DigestEntry,
    FileRequest,
    Habit,
    Help,
    Idea,
    IdeaAssent,
    IdeaHelper,
    IdeaLike,
    Initiative,
    InitiativePerson,
    Introduced,
    Introduction,
    Partnership,
    Post,
    Proof,
    Proposal,
    Pulse,
    Request,
    Response,
    Revision,
    RollCall,
    Skill,
    Spotlight,
    Thanks,
    Win,
    Wish,
    Withheld,
)
from bot.outbox import kinds
from bot.partnership import partnerships, revisions
from bot.partnership.partnerships import NOTICE
from bot.privacy import traces
from bot.privacy.views import retention as view
from bot.schedule.batches import Batch
from bot.slack import marked

ROWS = 200  # of a kind, at once
_NIGHT = timedelta(days=1)
KIND = "keeping"  # of post, to hosts
_UNFINISHED = timedelta(days=7)


@dataclass(frozen=True)
class Old:
    """A kind of thing that grows old, what shows its age, and what hangs on it and goes with it."""

    table: Any
    at: Any
    hanging: tuple[Any, ...] = ()  # columns that point at it


# In the order in which they can go. Where an end is still waited for (an open blocker or idea), there is no age yet.
OLD: tuple[Old, ...] = (
    Old(Win, Win.recorded_at, (Credit.win_id, Thanks.win_id, Withheld.win_id)),
    Old(
        Blocker,
        func.coalesce(Blocker.fixed_at, Blocker.undone_at),
        (Help.blocker_id, Request.blocker_id, Proof.blocker_id),
    ),
    Old(
        Idea,
        func.coalesce(Idea.decided_at, Idea.undone_at),
        (IdeaLike.idea_id, IdeaHelper.idea_id, IdeaAssent.idea_id),
    ),
    Old(
        Initiative,
        func.coalesce(Initiative.ended_at, Initiative.undone_at),
        (InitiativePerson.initiative_id, Commitment.initiative_id),
    ),
    Old(Spotlight, Spotlight.offered_at),
    Old(Introduction, Introduction.offered_at, (Introduced.introduction_id,)),
    Old(Proposal, Proposal.decided_at, (Assent.proposal_id,)),
    Old(Checkin, Checkin.closed_at, (Answer.checkin_id, Commitment.checkin_id)),
    Old(
        Consultation,
        func.coalesce(Consultation.closed_at, Consultation.undone_at),
        (ConsultationAnswer.consultation_id, ConsultationPrompt.consultation_id),
    ),
    Old(Habit, Habit.undone_at),  # what stands does not grow old
    Old(RollCall, RollCall.closed_at),
    Old(DigestEntry, DigestEntry.noted_at),
    Old(Response, Response.decided_at),
    Old(FileRequest, FileRequest.asked_at),
    Old(AuditEntry, AuditEntry.done_at),
    Old(Revision, Revision.revised_at),
)


def before(now: datetime, months: int) -> datetime:
    """What happened earlier is too old."""
    since: datetime = now - relativedelta(months=months)
    return since


def at_stake(session: Session, partnership_id: int, months: int, now: datetime) -> dict[str, int]:
    """How many rows would be deleted today, by table."""
    since = before(now, months)
    old = {kind.table: _too_old(kind, partnership_id, since) for kind in OLD} | {Post: _posts(partnership_id, since)}
    return {table.__tablename__: _count(session, ids) for table, ids in old.items()}


def _count(session: Session, ids: Any) -> int:
    return session.scalars(select(func.count()).select_from(ids.subquery())).one()


def _too_old(old: Old, partnership_id: int, since: datetime) -> Any:
    here = old.table.partnership_id == partnership_id
    if old.table is Response:
        here = Response.pulse_id.in_(select(Pulse.id).where(Pulse.partnership_id == partnership_id))
    return select(revisions.key(old.table)).where(here, old.at < since)


def _posts(partnership_id: int, since: datetime) -> Any:
    """Posts too old that are not being sent; the standing post stands, and whatever has been emptied is done."""
    return select(Post.id).where(
        Post.partnership_id == partnership_id,
        Post.written_at < since,
        Post.method.is_(None),
        Post.kind.not_in(kinds.LASTING),
        or_(Post.text.is_(None), Post.text != ""),
    )


# Each tick


_TO_CLEAR = (
    select(Partnership)
    .where(Partnership.clear_at <= bindparam("now"))
    .order_by(Partnership.clear_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)


def clear(session: Session, now: datetime, batch: Batch) -> int:
    """Some of what is too old goes; how many partnerships have more of it, or were seen to for today.

    Nothing goes before hosts have known of it for a month, be it that the clock leaps. Where nobody has said for how
    long things are kept, they are asked, once.
    """
    rows = session.scalars(batch.of(_TO_CLEAR, Partnership.id), {"now": now, "limit": batch.most}).all()
    news: role.News = {}
    for partnership in rows:
        months, channel_id = partnership.keep_months, partnership.channel_id
        if months is None:
            news[partnership.id] = [(view.ask(partnership.id, channel_id), KIND, "ask")]
            partnership.clear_at = None
        elif partnership.warned_at is None:
            partnership.warned_at = now
            partnership.clear_at = max(partnership.started_at + relativedelta(months=months), now + NOTICE)
            warning = view.ahead(partnership.clear_at, partnership.zone, months, channel_id)
            news[partnership.id] = [(warning, KIND, "ahead")]
        elif not _clear_some(session, partnership.id, before(now, months)):
            drop_unused_names(session, partnership, now)
            partnership.clear_at = now + _NIGHT
    role.tell_each(session, news, now=now)
    return len(rows)


def drop_unused_names(session: Session, partnership: Partnership, now: datetime) -> None:
    """Names that no words mention any more are gone; what is drafted or in an open form has a week."""
    used: set[int] = set()
    for table in traces.tables():
        if columns := traces.wholes(table):
            here = (table.columns["partnership_id"] == partnership.id, names.holding_any(columns))
            used |= marked.numbers([list(row) for row in session.execute(select(*columns).where(*here))])
    names.drop(session, partnership.id, used, partnerships.today(partnership, now - _UNFINISHED))


def _clear_some(session: Session, partnership_id: int, since: datetime) -> bool:
    """Whether there may be more."""
    more = False
    for old in OLD:
        ids = session.scalars(_too_old(old, partnership_id, since).limit(ROWS)).all()
        if ids:
            _delete(session, old, ids)
            more = more or len(ids) == ROWS
    removed = and_(Skill.partnership_id == partnership_id, Skill.removed_at < since)
    used = or_(exists().where(Request.skill_id == Skill.id), exists().where(Proof.skill_id == Skill.id))
    session.execute(delete(Skill).where(removed, ~used))
    return _clear_posts(session, partnership_id, since) or more


def _delete(session: Session, old: Old, ids: Sequence[int]) -> None:
    if old.table in revisions.NOUNS:
        session.execute(delete(Revision).where(*revisions.of(old.table, ids)))
    for column in old.hanging:
        session.execute(delete(column.class_).where(column.in_(ids)))
    session.execute(delete(old.table).where(revisions.key(old.table).in_(ids)))


def _clear_posts(session: Session, partnership_id: int, since: datetime) -> bool:
    """A post that nothing needs any more is deleted, another is emptied of its words."""
    ids = session.scalars(_posts(partnership_id, since).order_by(Post.id).limit(ROWS)).all()
    if not ids:
        return False
    needed = {post_id for pointing in _pointing(ids) for post_id in session.scalars(pointing)}
    below = session.execute(select(Post.id, Post.thread_id).where(Post.thread_id.in_(ids))).all()
    gone = set(ids) - needed
    gone -= {thread_id for post_id, thread_id in below if post_id not in gone}
    session.execute(delete(Cheer).where(Cheer.post_id.in_(gone)))
    session.execute(delete(Wish).where(Wish.post_id.in_(gone)))
    session.execute(delete(Post).where(Post.id.in_(gone)))
    session.execute(update(Post).where(Post.id.in_(set(ids) - gone)).values(text="", blocks=[], picture=None))
    return len(ids) == ROWS


def _pointing(ids: Sequence[int]) -> Iterator[Any]:
    columns: tuple[Any, ...] = (
        Checkin.post_id,
        RollCall.post_id,
        Pulse.post_id,
        Pulse.results_id,
        Win.post_id,
        Win.asked_id,
        Blocker.post_id,
        Idea.post_id,
        Initiative.post_id,
        Skill.post_id,
        Spotlight.post_id,
        Proposal.post_id,
        Habit.post_id,
        Consultation.post_id,
        ConsultationPrompt.post_id,
        Commitment.post_id,
    )
    for column in columns:
        yield select(column).where(column.in_(ids)).distinct()
