"""Partners that step back and return."""

from bot.app import Bot
from bot.hosts import acts, step_back
from bot.hosts.acts import Stepped
from bot.hosts.step_back import NoneOfYoursError
from bot.hosts.views import step_back as view
from bot.lib import values
from bot.partnership.movements import Way
from bot.partnership.partners import UnheardOfError
from bot.partnership.views import partner as partner_view
from bot.slack.messages import Message
from handlers.payloads import Command, Press
from handlers.replies import Reply, Say
from handlers.tables import Actions, Refusals, Subcommands

_WORDS = {Way.LEFT: "step-back", Way.RETURNED: "return"}


async def step_back_(bot: Bot, act: Command, rest: str) -> Reply:
    """`step-back`, of one's own organisation, or by a host with any partner's name."""
    return await _by_text(bot, act, rest, Way.LEFT)


async def return_(bot: Bot, act: Command, rest: str) -> Reply:
    """`return`, likewise."""
    return await _by_text(bot, act, rest, Way.RETURNED)


async def _by_text(bot: Bot, act: Command, name: str, way: Way) -> Reply:
    command = bot.settings.command_partnership
    try:
        stepped = await bot.database.run(acts.step_by_name, act.channel, act.who, name, way, bot.clock())
    except NoneOfYoursError:
        return Say(view.none_of_yours(_WORDS[way], command))
    except UnheardOfError as refusal:
        return Say(view.which(refusal.name, refusal.near, back=way is Way.LEFT, command=command))
    return Say(_answer(stepped))


def _answer(stepped: Stepped) -> Message:
    if stepped.key is None:
        return view.already(stepped.partner, stepped.since, stepped.zone)
    return (view.stepped_back if stepped.way is Way.LEFT else view.returned)(stepped.partner, stepped.key)


async def step_back_pressed(bot: Bot, act: Press) -> Reply:
    return Say(_answer(await bot.database.run(acts.step, values.number(act.value), act.who, Way.LEFT, bot.clock())))


async def return_pressed(bot: Bot, act: Press) -> Reply:
    return Say(_answer(await bot.database.run(acts.step, values.number(act.value), act.who, Way.RETURNED, bot.clock())))


async def take_back(bot: Bot, act: Press) -> Reply:
    undone = await bot.database.run(acts.take_back, act.value, act.who, bot.clock())
    return Say(view.taken_back(undone.partner, away=undone.way is Way.RETURNED))


SUBCOMMANDS: Subcommands = {
    "step-back": step_back_,
    "return": return_,
}

ACTIONS: Actions = {
    partner_view.STEP_BACK: step_back_pressed,
    partner_view.RETURN: return_pressed,
    view.TAKE_BACK: take_back,
}

REFUSALS: Refusals = {
    step_back.NotOfThemError: view.NOT_OF_THEM,
}
