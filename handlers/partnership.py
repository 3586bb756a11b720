"""Starting a partnership, and what can be said to it."""

import asyncio

from bot.app import Bot
from bot.home.views import commands as commands_view
from bot.lib.logs import logger
from bot.lib.refusals import GoneError
from bot.partnership import acts, members, partnerships
from bot.partnership.acts import Hosted
from bot.partnership.members import Who
from bot.partnership.partnerships import AlreadyStartedError, NewPartnership, NotANameError, UnnamedError
from bot.partnership.views import moving
from bot.partnership.views import partner as partner_view
from bot.partnership.views import partnership as view
from bot.partnership.views.moving import Homeless
from bot.slack.failures import SlackError
from bot.slack.messages import Message, message
from bot.slack.rich_text import say
from handlers.events import NewChannelId
from handlers.payloads import Command, Press, Submission
from handlers.replies import Done, Errors, Open, Reply, Say
from handlers.tables import Actions, Channels, Forms, Refusals, Subcommands

log = logger(__name__)


async def help_(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001  # every word is called alike
    await bot.database.read(acts.home, act.channel)
    return Say(commands_view.help_(bot.settings.commands))


async def more(bot: Bot, act: Press) -> Reply:  # noqa: ARG001
    return Say(commands_view.everything(bot.settings.commands))


async def start(bot: Bot, act: Command, rest: str) -> Reply:
    """`start NAME`, or `start` and a form."""
    if act.channel.startswith("D"):
        return Say(message(say(view.NOT_HERE)))
    if (offered := await _offered(bot, act, rest)) is not None:
        return Say(offered)
    if not rest and act.trigger:
        return Open(view.starting(act.channel))
    return Say(await _start(bot, act.team, act.channel, rest, act.who))


async def _offered(bot: Bot, act: Command, typed: str) -> Message | None:
    """What of the person's has lost its home can be brought here; nothing if there is nothing."""
    hosted = await bot.database.read(acts.hosted_elsewhere, act.channel, act.who)
    elsewhere = [home for home in hosted if _is_ours(bot, home, act.team)]
    gone = await asyncio.gather(*(bot.slack.is_gone(home.channel_id) for home in elsewhere[: moving.MOST]))
    homeless = [home for home, is_gone in zip(elsewhere, gone, strict=False) if is_gone]
    if not homeless:
        return None
    try:
        here = await bot.slack.members(act.channel)
    except SlackError:
        return message(say(moving.UNANSWERED))
    return moving.offer(
        [
            Homeless(home.partnership_id, home.name, [user_id for user_id in here if user_id not in home.user_ids])
            for home in homeless
        ],
        typed,
    )


def _is_ours(bot: Bot, home: Hosted, team_id: str) -> bool:
    """Whether it speaks in this workspace: what is gone for another need not be gone, and could not be brought here."""
    return not bot.settings.installable or home.team_id == team_id


async def bring(bot: Bot, act: Press) -> Reply:
    """*Bring it here*: the channel is asked about again, since the button may be old."""
    home = await bot.database.read(acts.hosted, act.value, act.who)
    if not _is_ours(bot, home, act.team):
        raise GoneError
    channel = act.channel or ""
    if channel != home.channel_id and (
        not channel.startswith(("C", "G")) or not await bot.slack.is_gone(home.channel_id)
    ):
        return Say(message(say(moving.STILL_THERE)))
    try:
        return Say(moving.brought(await bot.database.run(acts.bring, home, channel, act.who, bot.clock())))
    except AlreadyStartedError as refusal:
        return Say(view.already(refusal.name))


async def renamed(bot: Bot, act: NewChannelId) -> Reply:
    """Slack has given a channel another id, as it does when a private one is shared."""
    team_id = act.team if bot.settings.installable else None
    if not await bot.database.run(acts.follow, act.old, act.new, team_id):
        log.warning("a channel with a new id has another partnership already")
    return Done()


async def start_pressed(bot: Bot, act: Press) -> Reply:  # noqa: ARG001
    return Open(view.starting(act.channel or "", act.value))


async def started_by_form(bot: Bot, act: Submission) -> Reply:
    try:
        return Say(await _start(bot, act.team, act.channel, act.text(view.NAMED), act.who))
    except UnnamedError:
        return Errors({view.NAMED: view.UNNAMED})
    except NotANameError:
        return Errors({view.NAMED: partner_view.NOT_A_NAME})


async def _start(bot: Bot, team_id: str, channel_id: str, name: str, who: Who) -> Message:
    profile = await bot.slack.profile(who.user_id)
    zone = partnerships.known_zone(profile.zone if profile else None)
    new = NewPartnership(team_id, channel_id, name, zone, bot.settings.holidays)
    try:
        started = await bot.database.run(acts.start, new, who, bot.clock())
    except AlreadyStartedError as refusal:
        return view.already(refusal.name)
    return view.started(started, bot.settings.command_partnership)


SUBCOMMANDS: Subcommands = {
    "": help_,
    "help": help_,
    "start": start,
}

ACTIONS: Actions = {
    commands_view.MORE: more,
    view.START: start_pressed,
    moving.BRING: bring,
}

CHANNELS: Channels = {
    "channel_id_changed": renamed,
}

FORMS: Forms = {
    view.START_FORM: started_by_form,
}

REFUSALS: Refusals = {
    UnnamedError: partner_view.UNNAMED,
    members.HostsOnlyError: view.HOSTS_ONLY,
}
