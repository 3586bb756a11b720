"""What people answer when they are asked to help. Only a yes tells anybody."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.blockers import cards
from bot.blockers import entries as blockers
from bot.blockers import find_helpers as seeking
from bot.blockers import help_requests as questions
from bot.blockers import introductions as introducing
from bot.blockers.views import help_requests as view
from bot.db.statements import refresh
from bot.lib.refusals import GoneError, NotYoursError, Refusal
from bot.models import Blocker, Member, Partnership, Request, Skill
from bot.partnership import members
from bot.partnership.members import Who


class AnsweredError(Refusal):
    """The person has answered that already."""


class YourselfError(Refusal):
    """Whoever is asked whom they know has named themselves."""


def yes(session: Session, request_id: int, who: Who, now: datetime) -> None:
    """The person is on the card, and is introduced to whoever is stuck."""
    partnership, member, request, _ = _theirs(session, request_id, who, now)
    told = introducing.story(session, request.blocker_id)
    request.answer, request.answered_at = "yes", now
    session.flush()
    stuck, _ = cards.take_on(session, request.blocker_id, who, now)
    skill = session.get(Skill, request.skill_id) if request.skill_id is not None else None
    introducing.introduce(session, partnership, told, member, skill, now)
    questions.say(session, request, view.said_yes(stuck))


def no(session: Session, request_id: int, who: Who, now: datetime) -> None:
    """Nothing is told to anybody."""
    _, _, request, blocker = _theirs(session, request_id, who, now)
    request.answer, request.answered_at = "no", now
    session.flush()
    questions.say(session, request, view.said_no(blockers.load(session, [blocker.id])[0]))


def knowing(session: Session, request_id: int, who: Who, now: datetime) -> tuple[str, str]:
    """What is stuck, and where, for the form that asks whom the person knows."""
    partnership, _, _, blocker = _theirs(session, request_id, who, now)
    return blocker.text, partnership.channel_id


def knows(session: Session, request_id: int, who: Who, friend: Who, now: datetime) -> bool:
    """Whether the person they thought of is asked next; else they may be written to directly."""
    if friend == who:
        raise YourselfError
    partnership, _, request, blocker = _theirs(session, request_id, who, now)
    request.answer, request.answered_at = "knows", now
    request.friend_team, request.friend_id = friend.team_id, friend.user_id
    session.flush()
    questions.say(session, request, view.said_knows(blockers.load(session, [blocker.id])[0], friend.user_id))
    known = members.lookup(session, partnership.id, friend)
    return known is not None and seeking.ask_friend(session, blocker, known, now)


def _theirs(session: Session, request_id: int, who: Who, now: datetime) -> tuple[Partnership, Member, Request, Blocker]:
    """The person's own question, held, with the blocker: refused once either is over."""
    request = session.get(Request, request_id)
    if request is None:
        raise GoneError
    partnership, member = members.require(session, request.partnership_id, who, now)
    if request.member_id != member.id:
        raise NotYoursError
    _, blocker = blockers.held(session, request.blocker_id)
    refresh(session, request, hold=True)
    if request.answer is not None:
        raise AnsweredError
    if blocker.fixed_at is not None:
        raise blockers.AlreadyFixedError(blockers.load(session, [blocker.id])[0])
    return partnership, member, request, blocker
