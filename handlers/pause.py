"""Pausing the posts and letting them go on: by text, with a press and by form."""

from bot.app import Bot
from bot.lib import days, values
from bot.lib.refusals import PastDateError
from bot.partnership import acts
from bot.partnership.acts import Resumed
from bot.partnership.views import partnership as view
from bot.slack.messages import Message, message
from bot.slack.rich_text import say
from handlers import times
from handlers.payloads import Command, Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals, Subcommands


async def pause(bot: Bot, act: Command, rest: str) -> Reply:
    """`pause`, `pause until 5 January`."""
    command, now = bot.settings.command_partnership, bot.clock()
    typed = times.until(rest)
    until = (lambda zone: days.day(typed, now, zone)) if typed else None
    try:
        paused = await bot.database.run(acts.pause, act.channel, act.who, until, now)
    except days.UnclearError:
        return Say(view.unclear_date(command))
    return Say(view.paused(paused.until, paused.zone, command))


async def open_(bot: Bot, act: Press) -> Reply:
    """The form, for a host."""
    home = await bot.database.run(acts.home_for_host, act.value, act.channel or "", act.who, bot.clock())
    return Open(view.pausing(home.channel_id, str(home.partnership_id)))


async def paused_by_form(bot: Bot, act: Submission) -> Reply:
    command, now = bot.settings.command_partnership, bot.clock()
    day = values.day(act.text(view.UNTIL)) if act.text(view.UNTIL) else None
    until = (lambda _: day) if day else None
    try:
        paused = await bot.database.run(acts.pause, act.channel, act.who, until, now, about=act.about)
    except PastDateError:
        return Errors({view.UNTIL: view.PAST})
    return Say(view.paused(paused.until, paused.zone, command))


async def resume(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001  # every word is called alike
    return Say(_resumed(await bot.database.run(acts.resume, act.channel, act.who, bot.clock())))


async def resume_pressed(bot: Bot, act: Press) -> Reply:
    channel, now = act.channel or "", bot.clock()
    return Say(_resumed(await bot.database.run(acts.resume, channel, act.who, now, about=act.value)))


def _resumed(resumed: Resumed) -> Message:
    if not resumed.was_paused:
        return message(say(view.RESUMED_ALREADY))
    return view.resumed(resumed.next_at, resumed.zone)


SUBCOMMANDS: Subcommands = {
    "pause": pause,
    "resume": resume,
}

ACTIONS: Actions = {
    view.PAUSE: open_,
    view.RESUME: resume_pressed,
}

FORMS: Forms = {
    view.PAUSE_FORM: paused_by_form,
}

REFUSALS: Refusals = {
    PastDateError: view.PAST,
}
