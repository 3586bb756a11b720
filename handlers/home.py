"""My Pencil and Home: opening them, and turning from one part to another."""

from bot.app import Bot
from bot.home import acts, app_home
from bot.home.views import mine as view
from bot.home.views.mine import Part
from bot.lib.refusals import GoneError
from bot.partnership import acts as partnership_acts
from bot.slack.views import entry_points
from handlers.events import HomeOpened
from handlers.payloads import Command, Press
from handlers.replies import Done, Open, Reply, Say, Show
from handlers.tables import Actions, Subcommands


async def called(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001  # every word is called alike
    """`mine`: the form, or a button to it where none can be opened."""
    if act.trigger is None:
        await bot.database.read(partnership_acts.home, act.channel)
        return Say(view.calling())
    return Open(view.as_form(await bot.database.run(acts.my_pencil, "", act.channel, act.who, bot.clock())))


async def open_(bot: Bot, act: Press) -> Reply:
    return Open(view.as_form(await bot.database.run(acts.my_pencil, "", act.channel or "", act.who, bot.clock())))


async def show_part(bot: Bot, act: Press) -> Reply:
    """Another part takes the place of the one that is shown, in the form or at Home."""
    if act.in_form:
        partnership_id, _, part = act.value.partition(".")
        part = part or Part.MINE
        page = await bot.database.run(acts.my_pencil, partnership_id, "", act.who, bot.clock(), part=part)
        return Show(view.as_form(page))
    if not await bot.database.run(app_home.show, act.who, bot.clock(), act.value):
        raise GoneError
    return Done()


async def home_opened(bot: Bot, act: HomeOpened) -> Reply:
    if not await bot.database.run(app_home.show, act.who, bot.clock()):
        await bot.answers.call("views.publish", user_id=act.who.user_id, view=view.as_home(None))
    return Done()


SUBCOMMANDS: Subcommands = {
    "mine": called,
}

ACTIONS: Actions = {
    entry_points.MINE: open_,
    view.PART: show_part,
}
