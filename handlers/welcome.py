"""People who come and go, and catching up on the last month."""

from bot.app import Bot
from bot.home import acts
from bot.home.views import catch_up as view
from bot.installations import entries
from bot.partnership.members import Who
from handlers.events import Moved
from handlers.payloads import Command, Press
from handlers.replies import Done, Reply, Say
from handlers.tables import Actions, Moves, Subcommands


async def came(bot: Bot, act: Moved) -> Reply:
    """Somebody joined a channel. Apps are not welcomed; of whom Slack tells nothing, the event has to do."""
    bot.people.forget(act.channel)
    profile = await bot.slack.profile(act.user_id)
    if act.ours or (profile is not None and profile.bot) or (profile is None and await _is_pencil(bot, act.user_id)):
        return Done()
    who = Who(profile.team_id if profile else act.team_id, act.user_id)
    await bot.database.run(acts.arrive, act.channel, who, bot.clock(), sure=profile is not None)
    return Done()


async def _is_pencil(bot: Bot, user_id: str) -> bool:
    """Whether it is us, as another workspace in the channel has installed us."""
    return bot.settings.installable and await bot.database.read(entries.is_bot, user_id)


async def went(bot: Bot, act: Moved) -> Reply:
    bot.people.forget(act.channel)
    if not act.ours:
        await bot.database.run(acts.leave, act.channel, act.user_id, bot.clock())
    return Done()


async def catch_up(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001  # every word is called alike
    return Say(view.catch_up(await bot.database.read(acts.last_month, act.channel, bot.clock())))


async def catch_up_pressed(bot: Bot, act: Press) -> Reply:
    news = await bot.database.read(acts.last_month_of, act.value, act.channel or "", act.who, bot.clock())
    return Say(view.catch_up(news), beside=True)


SUBCOMMANDS: Subcommands = {
    "catch-up": catch_up,
}

ACTIONS: Actions = {
    view.OPEN: catch_up_pressed,
}

MOVES: Moves = {
    "member_joined_channel": came,
    "member_left_channel": went,
}
