"""The private questions whether somebody can help: put to them, and kept true to what becomes of the blocker."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from bot.blockers import entries as blockers
from bot.blockers.views import help_requests as view
from bot.blockers.views.help_requests import Asked
from bot.models import Member, Partnership, Post, Request, Skill
from bot.outbox import posts as outbox
from bot.partnership import ask_budget
from bot.slack.messages import Message

KIND = "help"


def put(
    session: Session, requests: Sequence[Request], members: dict[int, Member], zones: dict[int, str], now: datetime
) -> None:
    """Each of the people asked gets their question, after their quiet hours."""
    askings = [
        ask_budget.Ask(
            members[request.member_id],
            zones[request.partnership_id],
            view.question(asked),
            KIND,
            _occasion(request),
        )
        for request, asked in zip(requests, load(session, requests), strict=True)
    ]
    ask_budget.put(session, askings, now)


def load(session: Session, requests: Sequence[Request]) -> list[Asked]:
    """The questions as people read them, in three statements."""
    if not requests:
        return []
    stuck = {one.id: one for one in blockers.load(session, sorted({one.blocker_id for one in requests}))}
    knows, known = aliased(Request), aliased(Member)
    friends = {
        (row.blocker_id, row.friend_team, row.friend_id): row.user_id
        for row in session.execute(
            select(knows.blocker_id, knows.friend_team, knows.friend_id, known.user_id)
            .join(known, known.id == knows.member_id)
            .where(knows.blocker_id.in_(list(stuck)), knows.friend_id.is_not(None))
        )
    }
    rows = session.execute(
        select(Request.id, Skill.name, Member.team_id, Member.user_id, Partnership.channel_id)
        .join(Member, Member.id == Request.member_id)
        .join(Partnership, Partnership.id == Request.partnership_id)
        .outerjoin(Skill, Skill.id == Request.skill_id)
        .where(Request.id.in_([one.id for one in requests]))
    )
    about = {row.id: row for row in rows}
    return [
        Asked(
            request.id,
            stuck[request.blocker_id],
            about[request.id].name,
            friends.get((request.blocker_id, about[request.id].team_id, about[request.id].user_id)),
            about[request.id].channel_id,
        )
        for request in requests
    ]


def open_ones(session: Session, blocker_id: int) -> Sequence[Request]:
    """The questions about a blocker that nobody has answered."""
    query = select(Request).where(Request.blocker_id == blocker_id, Request.answer.is_(None)).order_by(Request.id)
    return session.scalars(query).all()


def redraw(session: Session, blocker_id: int) -> None:
    """The questions that still wait say what is so now, or that there is nothing left to answer."""
    waiting = open_ones(session, blocker_id)
    for request, asked in zip(waiting, load(session, waiting), strict=True):
        done = asked.stuck.undone or asked.stuck.fixed_at is not None
        say(session, request, view.over(asked.stuck) if done else view.question(asked))


def agreed(session: Session, blocker_id: int, member_id: int, now: datetime) -> None:
    """Whoever was asked and has said elsewhere that they can help need not answer any more."""
    for request in open_ones(session, blocker_id):
        if request.member_id == member_id:
            request.answer, request.answered_at = "yes", now
            say(session, request, view.said_yes(blockers.load(session, [blocker_id])[0]))


def say(session: Session, request: Request, message: Message) -> None:
    """The question is made to say something else."""
    post_id = session.scalar(
        select(Post.id).where(
            Post.partnership_id == request.partnership_id, Post.kind == KIND, Post.occasion == _occasion(request)
        )
    )
    if post_id is not None:
        outbox.revise(session, post_id, message)


def _occasion(request: Request) -> str:
    return f"{request.blocker_id}:{request.member_id}"
