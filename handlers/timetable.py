"""When each post comes: the timetable, and what is in the next seven days."""

from bot.app import Bot
from bot.home import acts as home_acts
from bot.lib import days, values
from bot.lib.refusals import GarbledError
from bot.partnership import acts
from bot.partnership.rhythm import Change, NotSwitchedError
from bot.partnership.views import partnership as view
from handlers import times
from handlers.markup import first_word
from handlers.payloads import Command, Press
from handlers.replies import Reply, Say
from handlers.settings import DIGEST, settings
from handlers.tables import Actions, Refusals, Subcommands


async def timetable(bot: Bot, act: Command, rest: str) -> Reply:
    """`timetable`; for hosts also `timetable celebrations thu 14:00`, `skills off`, `digest wed`."""
    if first_word(rest)[0] == DIGEST:
        return await settings(bot, act, rest)
    command = bot.settings.command_partnership
    try:
        change = Change(*times.change(rest)) if rest else None
    except days.UnclearError:
        await bot.database.read(acts.home, act.channel)
        return Say(view.unclear_time(command))
    shown = await bot.database.run(acts.show_timetable, act.channel, act.who, change, bot.clock())
    return Say(view.timetable(shown, command))


async def set_back(bot: Bot, act: Press) -> Reply:
    """As it was before a change: the words for that are typed by the press."""
    about, typed = values.parts(act.value, ".", 2)
    try:
        change = Change(*times.change(typed))
    except days.UnclearError:
        raise GarbledError from None
    channel, now = act.channel or "", bot.clock()
    shown = await bot.database.run(acts.show_timetable, channel, act.who, change, now, about=about)
    return Say(view.timetable(shown, bot.settings.command_partnership))


async def preview(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001  # every word is called alike
    week = await bot.database.read(home_acts.next_week, act.channel, bot.clock())
    return Say(view.preview(week.outlooks, week.zone, week.days_off))


SUBCOMMANDS: Subcommands = {
    "timetable": timetable,
    "preview": preview,
}

ACTIONS: Actions = {
    view.SET_BACK: set_back,
}

REFUSALS: Refusals = {
    NotSwitchedError: view.NOT_SWITCHED,
}
