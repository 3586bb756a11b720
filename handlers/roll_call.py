"""Asking the room where everybody is from. Answers are those of `organisation`."""

from bot.app import Bot
from bot.roll_call import acts
from bot.roll_call import views as view
from handlers.payloads import Command, Press
from handlers.replies import Reply, Say
from handlers.tables import Actions, Subcommands


async def ask(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001  # every word is called alike
    """`roll-call`, for hosts."""
    return Say(view.asked(await bot.database.run(acts.ask, act.channel, act.who, bot.clock())))


async def ask_pressed(bot: Bot, act: Press) -> Reply:
    channel, now = act.channel or "", bot.clock()
    return Say(view.asked(await bot.database.run(acts.ask, channel, act.who, now, about=act.value)), beside=True)


SUBCOMMANDS: Subcommands = {
    "roll-call": ask,
}

ACTIONS: Actions = {
    view.ASK: ask_pressed,
}
