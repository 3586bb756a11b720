"""The map of who has worked with whom, and introductions that hosts offer."""

from bot.app import Bot
from bot.lib import periods, values
from bot.slack.forms import ENDS_BEFORE, LAST
from bot.slack.messages import message
from bot.slack.rich_text import say
from bot.ties import acts
from bot.ties.views import introduction
from bot.ties.views import map as view
from handlers.payloads import Command, Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals, Subcommands
from handlers.times import period


async def look(bot: Bot, act: Command, rest: str) -> Reply:
    """`map`, `map 2026-01..2026-06`, for hosts."""
    return Say(view.answer(await bot.database.run(acts.look, act.channel, act.who, rest, bot.clock())))


async def look_pressed(bot: Bot, act: Press) -> Reply:
    channel, now = act.channel or "", bot.clock()
    shown = await bot.database.run(acts.look, channel, act.who, "", now, about=act.value)
    return Say(view.answer(shown), beside=True)


async def choose(bot: Bot, act: Press) -> Reply:
    """The form that asks for days."""
    form = await bot.database.run(acts.form, act.value, act.channel or "", act.who, bot.clock())
    return Open(view.days_form(form.channel_id, form.started))


async def look_by_form(bot: Bot, act: Submission) -> Reply:
    try:
        shown = await bot.database.run(acts.look_between, act.channel, act.who, period(act), bot.clock())
    except periods.BackwardsError:
        return Errors({LAST: ENDS_BEFORE})
    return Say(view.answer(shown))


async def offer(bot: Bot, act: Press) -> Reply:
    """*Offer an introduction*, below two that never have worked together."""
    partnership_id, *pair = values.parts(act.value, ".", 3)
    first, second = map(values.number, pair)
    offered = await bot.database.run(
        acts.offer, partnership_id, act.channel or "", act.who, (first, second), bot.clock()
    )
    return Say(introduction.offered(offered.id, offered.people, offered.host), beside=True)


async def take_back(bot: Bot, act: Press) -> Reply:
    await bot.database.run(acts.take_back, values.number(act.value), act.who, bot.clock())
    return Say(introduction.taken_back())


async def answer(bot: Bot, act: Press) -> Reply:
    """*Introduce us*, and *Not now*."""
    yes = act.action == introduction.YES
    meet = await bot.database.run(acts.answer, values.number(act.value), act.who, bot.clock(), yes=yes)
    words = introduction.MET if meet else introduction.YES_KEPT if yes else introduction.NO_KEPT
    return Say(message(say(words)))


SUBCOMMANDS: Subcommands = {
    "map": look,
}

ACTIONS: Actions = {
    view.OPEN: look_pressed,
    view.CHOOSE: choose,
    introduction.OFFER: offer,
    introduction.TAKE_BACK: take_back,
    introduction.YES: answer,
    introduction.NOT_NOW: answer,
}

FORMS: Forms = {
    view.FORM: look_by_form,
}

REFUSALS: Refusals = {
    acts.NoReasonError: introduction.STALE,
    acts.IntroducingPausedError: introduction.PAUSED,
    acts.MetError: introduction.OVER,
    acts.OffError: introduction.OFF,
}
