"""Answers to the private question whether somebody can help."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.blockers import acts_on_requests as helping
from bot.blockers import entries as blockers
from bot.blockers import helpers_consent as proofs
from bot.blockers.views import blocker as blocker_view
from bot.blockers.views import help_requests as view
from bot.blockers.views import helpers_consent as proof_view
from bot.partnership import homes
from bot.partnership.members import Who
from bot.slack.messages import Message, message
from bot.slack.rich_text import say
from handlers.payloads import Press, Submission
from handlers.replies import Done, Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals


async def yes(bot: Bot, act: Press) -> Reply:
    return await _answer(bot, act, helping.yes, view.YES_KEPT)


async def not_now(bot: Bot, act: Press) -> Reply:
    return await _answer(bot, act, helping.no, view.NO_KEPT)


async def _answer(bot: Bot, act: Press, rule: Callable[[Session, int, Who, datetime], None], said: str) -> Reply:
    try:
        await bot.database.run(_answered, rule, int(act.value), act.who, bot.clock())
    except blockers.AlreadyFixedError as refusal:
        return Say(blocker_view.fixed_already(refusal.stuck))
    return Say(message(say(said)))


def _answered(
    session: Session, rule: Callable[[Session, int, Who, datetime], None], request_id: int, who: Who, now: datetime
) -> None:
    rule(session, request_id, who, now)
    homes.keep_home(session, who)


async def knows(bot: Bot, act: Press) -> Reply:
    """The form that asks whom the person knows."""
    try:
        text, channel = await bot.database.run(helping.knowing, int(act.value), act.who, bot.clock())
    except blockers.AlreadyFixedError as refusal:
        return Say(blocker_view.fixed_already(refusal.stuck))
    return Open(view.knowing(int(act.value), text, channel))


async def known(bot: Bot, act: Submission) -> Reply:
    user_id = act.text(view.WHO)
    if not user_id:
        return Errors({view.WHO: view.NOBODY_CHOSEN})
    profile = await bot.slack.profile(user_id)
    if profile is None or profile.bot:
        return Errors({view.WHO: view.APP if profile else view.STRANGER})
    friend = Who(profile.team_id, profile.user_id)
    try:
        asked = await bot.database.run(_known, int(act.about), act.who, friend, bot.clock())
    except helping.YourselfError:
        return Errors({view.WHO: view.YOURSELF})
    except blockers.AlreadyFixedError as refusal:
        return Say(blocker_view.fixed_already(refusal.stuck))
    return Say(view.friend_asked(user_id) if asked else view.friend_not_asked(user_id))


def _known(session: Session, request_id: int, who: Who, friend: Who, now: datetime) -> bool:
    asked = helping.knows(session, request_id, who, friend, now)
    homes.keep_home(session, who)
    return asked


async def say_so(bot: Bot, act: Press) -> Reply:
    """It may be said that they helped."""
    return await _said_so(bot, act, agreed=True)


async def say_nothing(bot: Bot, act: Press) -> Reply:
    return await _said_so(bot, act, agreed=False)


async def _said_so(bot: Bot, act: Press, *, agreed: bool) -> Reply:
    said = await bot.database.run(_agreed, int(act.value), act.who, agreed, bot.clock())
    on_question = act.message_ts is not None and not act.private  # it says the same itself now
    return Done() if on_question else Say(said)


def _agreed(session: Session, proof_id: int, who: Who, agreed: bool, now: datetime) -> Message:  # noqa: FBT001
    said = proofs.answer(session, proof_id, who, now, agreed=agreed)
    homes.keep_home(session, who)
    return said


ACTIONS: Actions = {
    view.YES: yes,
    view.KNOWS: knows,
    view.NOT_NOW: not_now,
    proof_view.YES: say_so,
    proof_view.NO: say_nothing,
}

FORMS: Forms = {
    view.KNOWS_FORM: known,
}

REFUSALS: Refusals = {
    helping.AnsweredError: view.ANSWERED,
}
