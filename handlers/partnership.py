"""Starting a partnership, and what can be said to it."""

from bot.app import Bot
from bot.home.views import commands as commands_view
from bot.partnership import acts, members, partnerships
from bot.partnership.members import Who
from bot.partnership.partnerships import AlreadyStartedError, NewPartnership, UnnamedError
from bot.partnership.views import partner as partner_view
from bot.partnership.views import partnership as view
from bot.slack.messages import Message, message
from bot.slack.rich_text import say
from handlers.payloads import Command, Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals, Subcommands


async def help_(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001  # every word is called alike
    await bot.database.read(partnerships.find, act.channel)
    return Say(commands_view.help_(bot.settings.commands))


async def start(bot: Bot, act: Command, rest: str) -> Reply:
    """`start NAME`, or `start` and a form."""
    if act.channel.startswith("D"):
        return Say(message(say(view.NOT_HERE)))
    if not rest and act.trigger:
        return Open(view.starting(act.channel))
    return Say(await _start(bot, act.team, act.channel, rest, act.who))


async def start_pressed(bot: Bot, act: Press) -> Reply:  # noqa: ARG001
    return Open(view.starting(act.channel or ""))


async def started_by_form(bot: Bot, act: Submission) -> Reply:
    try:
        return Say(await _start(bot, act.team, act.channel, act.text(view.NAMED), act.who))
    except UnnamedError:
        return Errors({view.NAMED: view.UNNAMED})


async def _start(bot: Bot, team_id: str, channel_id: str, name: str, who: Who) -> Message:
    profile = await bot.slack.profile(who.user_id)
    new = NewPartnership(team_id, channel_id, name, partnerships.known_zone(profile.zone if profile else None))
    try:
        started = await bot.database.run(acts.start, new, who, bot.settings.holidays, bot.clock())
    except AlreadyStartedError as refusal:
        return view.already(refusal.name)
    return view.started(started, bot.settings.command_partnership)


SUBCOMMANDS: Subcommands = {
    "": help_,
    "help": help_,
    "start": start,
}

ACTIONS: Actions = {
    view.START: start_pressed,
}

FORMS: Forms = {
    view.START_FORM: started_by_form,
}

REFUSALS: Refusals = {
    UnnamedError: partner_view.UNNAMED,
    members.HostsOnlyError: view.HOSTS_ONLY,
}
