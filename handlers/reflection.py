"""Beginning and ending a time of reflection."""

from bot.app import Bot
from bot.hosts import acts
from bot.hosts.views import reflection as view
from bot.slack.messages import Message, message
from bot.slack.rich_text import say
from handlers.payloads import Command, Press
from handlers.replies import Reply, Say
from handlers.tables import Actions, Subcommands


async def reflect(bot: Bot, act: Command, rest: str) -> Reply:
    """`reflect` begins it and says what it means; `reflect end` ends it."""
    word, command = rest.strip().lower(), bot.settings.command_partnership
    if word not in {"", "end"}:
        return Say(view.unclear(command))
    on = word != "end"
    changed = await bot.database.run(acts.reflect, act.channel, act.who, bot.clock(), on=on)
    return Say(_answer(command, on=on, changed=changed))


async def begin(bot: Bot, act: Press) -> Reply:
    return await _pressed(bot, act, on=True)


async def end(bot: Bot, act: Press) -> Reply:
    return await _pressed(bot, act, on=False)


async def _pressed(bot: Bot, act: Press, *, on: bool) -> Reply:
    channel, now = act.channel or "", bot.clock()
    changed = await bot.database.run(acts.reflect, channel, act.who, now, on=on, about=act.value)
    return Say(_answer(bot.settings.command_partnership, on=on, changed=changed))


def _answer(command: str, *, on: bool, changed: bool) -> Message:
    if on:
        return view.begun(command, fresh=changed)
    return view.ended(command) if changed else message(say(view.NOT_REFLECTING))


SUBCOMMANDS: Subcommands = {
    "reflect": reflect,
}

ACTIONS: Actions = {
    view.BEGIN: begin,
    view.END: end,
}
