"""What people answer when they are asked to help, or for their consent, whole. Only a yes to help tells anybody."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.blockers import changes, entries, find_helpers, help_requests, helpers_consent, introductions
from bot.blockers.views import help_requests as view
from bot.blockers.views.help_requests import FriendForm
from bot.blockers.views.helpers_consent import Helped
from bot.db.statements import refresh
from bot.lib.refusals import NotYoursError, Refusal
from bot.models import Blocker, Member, Partnership, Request, Skill
from bot.partnership import homes, members, partnerships
from bot.partnership.members import Who


class AnsweredError(Refusal):
    """The person has answered that already."""


class YourselfError(Refusal):
    """Whoever is asked whom they know has named themselves."""


def can_help(session: Session, request_id: int, who: Who, now: datetime) -> None:
    """The person is on the card, and is introduced to whoever is stuck."""
    partnership, member, request, _ = _own(session, request_id, who, now)
    history = introductions.history(session, request.blocker_id)
    _answer(session, request, "yes", who, now)
    blocker, _, _ = changes.take_on(session, request.blocker_id, who, now)
    skill = session.get(Skill, request.skill_id) if request.skill_id is not None else None
    introductions.introduce(session, partnership, history, member, skill, now)
    help_requests.revise(session, request, view.offered(blocker))


def pass_on(session: Session, request_id: int, who: Who, now: datetime) -> None:
    """Nothing is told to anybody."""
    _, _, request, blocker = _own(session, request_id, who, now)
    _answer(session, request, "no", who, now)
    help_requests.revise(session, request, view.declined(entries.load(session, [blocker.id])[0]))


def friend_form(session: Session, request_id: int, who: Who, now: datetime) -> FriendForm:
    """The form that asks whom the person knows."""
    partnership, _, _, blocker = _own(session, request_id, who, now)
    return FriendForm(request_id, blocker.text, partnership.channel_id)


def name_friend(session: Session, request_id: int, who: Who, friend: Who, now: datetime) -> bool:
    """Whether the person they thought of is asked next; else they may be written to directly."""
    if friend == who:
        raise YourselfError
    partnership, _, request, blocker = _own(session, request_id, who, now)
    request.friend_team, request.friend_id = friend.team_id, friend.user_id
    _answer(session, request, "knows", who, now)
    help_requests.revise(session, request, view.suggested(entries.load(session, [blocker.id])[0], friend.user_id))
    members.meet(session, partnership, [friend], now)
    known = members.lookup(session, partnership.id, friend)
    return known is not None and find_helpers.ask_friend(session, blocker, known, now)


def _own(session: Session, request_id: int, who: Who, now: datetime) -> tuple[Partnership, Member, Request, Blocker]:
    """The person's own question, held, with the blocker: refused once either is over."""
    partnership, member, request = partnerships.require_row(session, Request, request_id, who, now)
    if request.member_id != member.id:
        raise NotYoursError
    _, blocker = entries.standing(session, request.blocker_id, who)
    refresh(session, request, hold=True)
    if request.answer is not None:
        raise AnsweredError
    if blocker.fixed_at is not None:
        raise entries.AlreadyFixedError(entries.load(session, [blocker.id])[0])
    return partnership, member, request, blocker


def _answer(session: Session, request: Request, answer: str, who: Who, now: datetime) -> None:
    """It is answered, and the person's Home asks no more."""
    request.answer, request.answered_at = answer, now
    homes.keep_home(session, who)


def consent(session: Session, proof_id: int, who: Who, now: datetime, *, agreed: bool) -> Helped:
    """It may be said that the person helped, or not; they can change their mind at any time."""
    helped = helpers_consent.answer(session, proof_id, who, now, agreed=agreed)
    homes.keep_home(session, who)
    return helped
