"""Answers to the private questions whether somebody can help, and whether it may be said that they did."""

from bot.app import Bot
from bot.blockers import acts_on_requests as acts
from bot.blockers.entries import AlreadyFixedError
from bot.blockers.views import blocker as blocker_view
from bot.blockers.views import help_requests as view
from bot.blockers.views import helpers_consent as consent_view
from bot.lib import values
from bot.partnership.members import Who
from bot.slack.messages import message
from bot.slack.rich_text import say
from handlers.payloads import Press, Submission
from handlers.people import people_chosen, placed
from handlers.replies import Done, Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals


async def can_help(bot: Bot, act: Press) -> Reply:
    try:
        await bot.database.run(acts.can_help, values.number(act.value), act.who, bot.clock())
    except AlreadyFixedError as refusal:
        return Say(blocker_view.fixed_already(refusal.blocker))
    return Say(message(say(view.YES_KEPT)))


async def not_now(bot: Bot, act: Press) -> Reply:
    try:
        await bot.database.run(acts.pass_on, values.number(act.value), act.who, bot.clock())
    except AlreadyFixedError as refusal:
        return Say(blocker_view.fixed_already(refusal.blocker))
    return Say(message(say(view.NO_KEPT)))


async def knows(bot: Bot, act: Press) -> Reply:
    """The form that asks whom the person knows."""
    try:
        form = await bot.database.run(acts.friend_form, values.number(act.value), act.who, bot.clock())
    except AlreadyFixedError as refusal:
        return Say(blocker_view.fixed_already(refusal.blocker))
    return Open(view.friend_form(form))


async def friend_named(bot: Bot, act: Submission) -> Reply:
    chosen = await people_chosen(bot, act, view.WHO)
    if len(chosen) != 1:
        return Errors({view.WHO: view.SEVERAL if chosen else view.NOBODY_CHOSEN})
    [user_id] = chosen
    profile = await bot.slack.profile(user_id)
    if profile is None or profile.bot:
        return Errors({view.WHO: view.APP if profile else view.STRANGER})
    [friend] = await placed(bot, act.channel, [Who(profile.team_id, profile.user_id)])
    try:
        asked = await bot.database.run(acts.name_friend, values.number(act.about), act.who, friend, bot.clock())
    except acts.YourselfError:
        return Errors({view.WHO: view.YOURSELF})
    except AlreadyFixedError as refusal:
        return Say(blocker_view.fixed_already(refusal.blocker))
    return Say(view.friend_asked(user_id) if asked else view.friend_not_asked(user_id))


async def consent(bot: Bot, act: Press) -> Reply:
    """It may be said that they helped, or not."""
    agreed = act.action == consent_view.YES
    helped = await bot.database.run(acts.consent, values.number(act.value), act.who, bot.clock(), agreed=agreed)
    on_question = act.message_ts is not None and not act.private  # it says the same itself now
    return Done() if on_question else Say(consent_view.answered(helped, agreed=agreed))


ACTIONS: Actions = {
    view.YES: can_help,
    view.KNOWS: knows,
    view.NOT_NOW: not_now,
    consent_view.YES: consent,
    consent_view.NO: consent,
}

FORMS: Forms = {
    view.KNOWS_FORM: friend_named,
}

REFUSALS: Refusals = {
    acts.AnsweredError: view.ANSWERED,
}
