"""The private questions whether somebody can help: put to them, and kept true to what becomes of the blocker."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from bot.blockers import entries
from bot.blockers.views import help_requests as view
from bot.blockers.views.help_requests import HelpRequest
from bot.models import Member, Partnership, Post, Request, Skill
from bot.outbox import posts
from bot.partnership import ask_budget
from bot.slack.messages import Message

KIND = "help"  # kind of post: it counts as a question nobody asked for


def send(
    session: Session, requests: Sequence[Request], members: dict[int, Member], zones: dict[int, str], now: datetime
) -> None:
    """Each of the people asked gets their question, after their quiet hours."""
    asks = [
        ask_budget.Ask(
            members[request.member_id],
            zones[request.partnership_id],
            view.question(shown),
            KIND,
            _occasion(request),
        )
        for request, shown in zip(requests, load(session, requests), strict=True)
    ]
    ask_budget.put(session, asks, now)


def load(session: Session, requests: Sequence[Request]) -> list[HelpRequest]:
    """The questions as people read them, in three statements."""
    if not requests:
        return []
    ids = sorted({request.blocker_id for request in requests})
    blockers = {blocker.id: blocker for blocker in entries.load(session, ids)}
    knows, known = aliased(Request), aliased(Member)
    friends = {
        (row.blocker_id, row.friend_id): row.user_id
        for row in session.execute(
            select(knows.blocker_id, knows.friend_id, known.user_id)
            .join(known, known.id == knows.member_id)
            .where(knows.blocker_id.in_(ids), knows.friend_id.is_not(None))
        )
    }
    rows = session.execute(
        select(Request.id, Skill.name, Member.user_id, Partnership.channel_id)
        .join(Member, Member.id == Request.member_id)
        .join(Partnership, Partnership.id == Request.partnership_id)
        .outerjoin(Skill, Skill.id == Request.skill_id)
        .where(Request.id.in_([request.id for request in requests]))
    )
    about = {row.id: row for row in rows}
    return [
        HelpRequest(
            request.id,
            blockers[request.blocker_id],
            about[request.id].name,
            friends.get((request.blocker_id, about[request.id].user_id)),
            about[request.id].channel_id,
        )
        for request in requests
    ]


def unanswered(session: Session, blocker_id: int) -> Sequence[Request]:
    """The questions about a blocker that nobody has answered."""
    query = select(Request).where(Request.blocker_id == blocker_id, Request.answer.is_(None)).order_by(Request.id)
    return session.scalars(query).all()


def redraw(session: Session, blocker_id: int) -> None:
    """The questions that still wait say what is so now, or that there is nothing left to answer."""
    waiting = unanswered(session, blocker_id)
    for request, shown in zip(waiting, load(session, waiting), strict=True):
        over = shown.blocker.undone or shown.blocker.fixed_at is not None
        revise(session, request, view.over(shown.blocker) if over else view.question(shown))


def answer_elsewhere(session: Session, blocker_id: int, member_id: int, now: datetime) -> None:
    """Whoever was asked and has said elsewhere that they can help need not answer any more."""
    for request in unanswered(session, blocker_id):
        if request.member_id == member_id:
            request.answer, request.answered_at = "yes", now
            revise(session, request, view.offered(entries.load(session, [blocker_id])[0]))


def revise(session: Session, request: Request, message: Message) -> None:
    """The question says something else from now on."""
    post_id = post_of(session, request.partnership_id, _occasion(request))
    if post_id is not None:
        posts.revise(session, post_id, message)


def post_of(session: Session, partnership_id: int, occasion: str) -> int | None:
    """The private question of this occasion, if it was put."""
    return session.scalar(
        select(Post.id).where(Post.partnership_id == partnership_id, Post.kind == KIND, Post.occasion == occasion)
    )


def _occasion(request: Request) -> str:
    return f"{request.blocker_id}:{request.member_id}"
