"""Steps that check-ins suggest: taken on by whoever will, and free again when they cannot."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from bot.checkins import lifecycle, suggestions
from bot.checkins.stages import STAGES, Stage, Word
from bot.checkins.views import checkin as view
from bot.hosts import digest_entries
from bot.models import DROPPED, HAPPENED, Checkin, Commitment, Member, Partnership, Post
from bot.outbox import posts
from bot.schedule import asking_days

UNTAKEN = "step-untaken"  # kind of line in the hosts' digest


@dataclass(frozen=True)
class Taken:
    """What a person has taken on, and when they are asked about it."""

    commitment_id: int
    step: str
    ask_at: datetime | None  # none: they have been
    zone: str
    already: bool  # they had it before
    openly: bool  # the summary in the thread names them


@dataclass(frozen=True)
class Suggested:
    """The step that the last check-in suggested to everybody."""

    title: str  # its stage
    step: str
    key: str  # what takes it on


def suggested(session: Session, partnership_id: int) -> Suggested | None:
    """The newest step, if there is one."""
    row = session.execute(
        select(Checkin, Post.token)
        .join(Post, Post.id == Checkin.post_id)
        .where(Checkin.partnership_id == partnership_id, Checkin.step.is_not(None))
        .order_by(Checkin.id.desc())
        .limit(1)
    ).first()
    if row is None or row.Checkin.step is None:
        return None
    checkin = row.Checkin
    return Suggested(STAGES[Stage(checkin.stage)].title, checkin.step, f"{row.token}.{checkin.leaning}")


def take_on(
    session: Session,
    partnership: Partnership,
    member: Member,
    checkin: Checkin,
    word: Word,
    now: datetime,
    *,
    openly: bool,
) -> Taken:
    """The step for this answer is the member's too. Taken on `openly` its summary says so; else nobody reads whose."""
    everybodys = checkin.leaning == word and checkin.step is not None
    text = checkin.step if everybodys and checkin.step else suggestions.step(Stage(checkin.stage), word, checkin.round)
    row = session.scalar(
        select(Commitment).where(
            Commitment.checkin_id == checkin.id, Commitment.answer == word, Commitment.member_id == member.id
        )
    )
    already = row is not None and row.outcome != DROPPED
    if row is None:
        row = Commitment(
            partnership_id=partnership.id, member_id=member.id, checkin_id=checkin.id, answer=word, openly=False
        )
        session.add(row)
    if not already:
        row.text, row.taken_at, row.asked = text, now, 0
        row.outcome = row.answered_at = row.post_id = None
        at = asking_days.in_a_fortnight(partnership, now)
        row.ask_at = asking_days.once_awake(at, member.snoozed_until, partnership)
    row.openly = (already and row.openly) or (openly and everybodys)
    session.flush()
    redraw(session, [checkin.id])
    return Taken(row.id, row.text, row.ask_at, partnership.zone, already, row.openly)


def free(session: Session, member: Member) -> None:
    """What the member has taken on and not answered for is nobody's again, and nobody is asked about it."""
    unanswered = (Commitment.member_id == member.id, Commitment.outcome.is_(None), Commitment.checkin_id.is_not(None))
    checkin_ids = session.scalars(
        select(Commitment.checkin_id).where(*unanswered).order_by(Commitment.checkin_id)
    ).all()
    if checkin_ids:
        session.execute(delete(Commitment).where(*unanswered))
        redraw(session, {checkin_id for checkin_id in checkin_ids if checkin_id is not None})


def redraw(session: Session, checkin_ids: Collection[int]) -> None:
    """The summaries of these check-ins say who has their step openly, and so do digests that said nobody has it."""
    for checkin_id in sorted(checkin_ids):
        _redraw(session, checkin_id)


def _redraw(session: Session, checkin_id: int) -> None:
    row = session.execute(
        select(Checkin, Post, Partnership)
        .join(Post, Post.id == Checkin.post_id)
        .join(Partnership, Partnership.id == Checkin.partnership_id)
        .where(Checkin.id == checkin_id, Checkin.step.is_not(None))
    ).first()
    if row is None:
        return
    checkin, post, partnership = row
    assert checkin.step is not None
    key, people = f"{post.token}.{checkin.leaning}", _openly(session, checkin_id)
    summary_id = session.scalar(
        select(Post.id).where(
            Post.partnership_id == partnership.id,
            Post.kind == lifecycle.SUMMARY,
            Post.occasion == str(checkin_id),
            Post.text.is_not(None),
            Post.text != "",
        )
    )
    if summary_id is not None:
        [shown] = lifecycle.load(session, [(checkin, post, partnership)])
        posts.revise(session, summary_id, view.summary(shown, checkin.step, people, key))
    line = view.taken_since(checkin.step, people) if people else view.untaken(checkin.step, key)
    digest_entries.restate(session, partnership.id, str(checkin_id), line, kind=UNTAKEN)


def _openly(session: Session, checkin_id: int) -> list[str]:
    """Who has its step in front of everybody, as Slack ids."""
    has_it = or_(Commitment.outcome.is_(None), Commitment.outcome == HAPPENED)
    return list(
        session.scalars(
            select(Member.user_id)
            .join(Commitment, Commitment.member_id == Member.id)
            .where(Commitment.checkin_id == checkin_id, Commitment.openly, has_it)
            .order_by(Commitment.taken_at, Commitment.id)
        )
    )
