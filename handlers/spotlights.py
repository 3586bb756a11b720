"""The spotlight: taken up, changed, taken back or passed on."""

from bot.app import Bot
from bot.lib import values
from bot.lib.refusals import EmptyTextError
from bot.slack.messages import message
from bot.slack.rich_text import say
from bot.wins import acts_on_spotlights as acts
from bot.wins import spotlight_offers, spotlights
from bot.wins.views import spotlight as view
from handlers.payloads import Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals


async def open_form(bot: Bot, act: Press) -> Reply:
    return Open(view.lines_form(await bot.database.run(acts.form, values.number(act.value), act.who, bot.clock())))


async def accepted_by_form(bot: Bot, act: Submission) -> Reply:
    text = act.text(view.LINES)
    try:
        return Say(
            view.receipt(await bot.database.run(acts.accept, values.number(act.about), act.who, text, bot.clock()))
        )
    except EmptyTextError:
        return Errors({view.LINES: view.EMPTY})
    except spotlights.TooLongError:
        return Errors({view.LINES: view.TOO_LONG})


async def withdraw(bot: Bot, act: Press) -> Reply:
    await bot.database.run(acts.withdraw, values.number(act.value), act.who, bot.clock())
    return Say(view.withdrawn(values.number(act.value)))


async def offer(bot: Bot, act: Press) -> Reply:
    """*Offer the spotlight*, by a host."""
    partner = await bot.database.run(acts.offer, values.number(act.value), act.who, bot.clock())
    return Say(view.offered(partner), beside=True)


async def pass_on(bot: Bot, act: Press) -> Reply:
    await bot.database.run(acts.pass_on, values.number(act.value), act.who, bot.clock())
    return Say(message(say(view.PASSED)))


ACTIONS: Actions = {
    view.SAY: open_form,
    view.PASS: pass_on,
    view.OFFER: offer,
    view.WITHDRAW: withdraw,
}

FORMS: Forms = {
    view.FORM: accepted_by_form,
}

REFUSALS: Refusals = {
    spotlights.PassedOnError: view.PASSED_ALREADY,
    spotlights.TakenUpError: view.TAKEN_UP,
    spotlights.OverError: view.OVER,
    spotlights.TooLongError: view.TOO_LONG,
    spotlight_offers.NoCelebrationError: view.NO_CELEBRATION,
    spotlight_offers.UnderWayError: view.UNDER_WAY,
    spotlight_offers.NobodyToAskError: view.NOBODY_TO_ASK,
}
