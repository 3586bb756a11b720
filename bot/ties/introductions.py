"""Introductions: two people are asked in private whether they would like to meet, and meet once both have said yes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Introduced, Introduction, Member, Partner, Partnership, Post
from bot.outbox import posts
from bot.partnership import ask_budget, homes, members, preferences
from bot.slack.messages import Message
from bot.ties import suggestions
from bot.ties.reasons import Reason
from bot.ties.views import introduction as view

QUESTION, MEETING = "introduction-offer", "introduction"  # kinds of post
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Side:
    """One of the two as things stand: their answer, who they are, and the organisation they were thought of for."""

    row: Introduced
    member: Member
    organisation: str


def offer(session: Session, partnership: Partnership, host: Member, reason: Reason, now: datetime) -> Introduction:
    """Both are asked, after their quiet hours; a host who is one of the two has said yes by offering it."""
    made = Introduction(partnership_id=partnership.id, member_id=host.id, offered_at=now)
    session.add(made)
    session.flush()
    for person in reason.people:
        session.add(
            Introduced(
                introduction_id=made.id,
                member_id=person.member_id,
                partnership_id=partnership.id,
                partner_id=person.partner_id,
                answer=YES if person.member_id == host.id else None,
            )
        )
    session.flush()
    asks = [
        ask_budget.Ask(
            side.member,
            partnership.zone,
            view.question(made.id, host.user_id, partnership.channel_id, reason, side.member.user_id),
            QUESTION,
            _occasion(made.id, side.member.id),
        )
        for side in sides(session, made.id)
        if side.row.answer is None
    ]
    ask_budget.put(session, asks, now)
    return made


def sides(session: Session, introduction_id: int) -> list[Side]:
    """Both, held."""
    rows = session.execute(
        select(Introduced, Member, Partner.name)
        .join(Member, Member.id == Introduced.member_id)
        .join(Partner, Partner.id == Introduced.partner_id)
        .where(Introduced.introduction_id == introduction_id)
        .order_by(Introduced.member_id)
        .with_for_update(of=Introduced)
        .execution_options(populate_existing=True)
    )
    return [Side(*row) for row in rows]


def take_back(session: Session, introduction: Introduction, now: datetime) -> None:
    """Nobody is asked any more: the question goes, but where somebody has answered it."""
    introduction.undone_at = now
    for side in sides(session, introduction.id):
        _revise(session, introduction, side, view.off() if side.row.answer else None)


def meet(session: Session, partnership: Partnership, introduction: Introduction, now: datetime) -> bool:
    """Whether both have said yes and are here; then they meet in a message of their own, after their quiet hours."""
    both = sides(session, introduction.id)
    if any(side.row.answer != YES or not members.is_present(side.member) for side in both):
        return False
    introduction.met_at = now
    host = session.get_one(Member, introduction.member_id)
    people = [(side.member.user_id, side.organisation) for side in both]
    reason = suggestions.among(session, partnership, [side.member.id for side in both])
    waits = [at for side in both if (at := preferences.quiet_until(side.member, partnership.zone, now)) is not None]
    meeting = posts.NewPost(
        partnership.id,
        MEETING,
        f"offer:{introduction.id}",
        posts.group([user_id for user_id, _ in people]),
        view.meeting(people, host.user_id, reason),
        wait_until=max(waits, default=None),
    )
    posts.write(session, meeting, now)
    for side in both:
        _revise(session, introduction, side, view.met())
    return True


def answered(session: Session, introduction: Introduction, mine: Side, other: Side) -> None:
    """The question says what its reader has answered."""
    shown = view.waits if mine.row.answer == YES else view.passed
    _revise(session, introduction, mine, shown(introduction.id, other.organisation))
    homes.keep_home(session, mine.member)


def _occasion(introduction_id: int, member_id: int) -> str:
    return f"{introduction_id}:{member_id}"


def _revise(session: Session, introduction: Introduction, side: Side, message: Message | None) -> None:
    """The private question says something else from now on, or is taken away."""
    post_id = session.scalar(
        select(Post.id).where(
            Post.partnership_id == introduction.partnership_id,
            Post.kind == QUESTION,
            Post.occasion == _occasion(introduction.id, side.member.id),
            Post.text.is_not(None),
        )
    )
    if post_id is not None:
        posts.revise(session, post_id, message)
