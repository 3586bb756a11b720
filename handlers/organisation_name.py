"""About our name: confirming it in a joint win, taking it off and putting it back."""

from bot.app import Bot
from bot.lib import values
from bot.partnership.views import partner as partner_view
from bot.wins import acts_on_organisation_name as acts
from bot.wins.facts import NamedIn
from bot.wins.views import celebration
from bot.wins.views import organisation_name as view
from handlers.payloads import Press
from handlers.replies import Reply, Say
from handlers.tables import Actions, Refusals


async def about(bot: Bot, act: Press) -> Reply:
    named = await bot.database.run(acts.about, act.value, act.who, bot.clock())
    return Say(view.about(named) if isinstance(named, NamedIn) else partner_view.asking(named), beside=True)


async def answer(bot: Bot, act: Press) -> Reply:
    what = act.action.partition(".")[2]
    named = await bot.database.run(acts.answer, values.number(act.value), act.who, what, bot.clock())
    return Say(view.about(named), beside=True)


ACTIONS: Actions = {
    celebration.NAMES: about,
    view.CONFIRM: answer,
    view.OFF: answer,
    view.BACK: answer,
}

REFUSALS: Refusals = {
    acts.NotNamedError: view.NOT_NAMED,
}
