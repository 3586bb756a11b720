"""The host's role: who has it, and passing it round, by text, by form and by button."""

from bot.app import Bot
from bot.hosts import acts, handover
from bot.hosts.handover import Unfit, UnfitError
from bot.hosts.views import hosts as view
from bot.lib import values
from bot.partnership.acts import home_for_host
from bot.partnership.members import Who
from bot.slack.messages import Message, message
from bot.slack.rich_text import say
from handlers.markup import first_word
from handlers.payloads import Command, Press, Submission
from handlers.people import people_chosen, placed, pointed
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals, Subcommands

# What is done with the person chosen, and what is said then; a form is called like its button.
_CHOICES = {
    view.ADD_FORM: (acts.add, view.added),
    view.HAND_FORM: (acts.hand_over, view.handed_over),
    view.ASK_FORM: (acts.ask, view.asked),
}


async def listed(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001  # every word is called alike
    hosts = await bot.database.run(acts.show, "", act.channel, act.who, bot.clock())
    return Say(view.listing(hosts, bot.settings.command_partnership))


async def open_listed(bot: Bot, act: Press) -> Reply:
    hosts = await bot.database.run(acts.show, act.value, act.channel or "", act.who, bot.clock())
    return Say(view.listing(hosts, bot.settings.command_partnership), beside=True)


# By text


async def add(bot: Bot, act: Command, rest: str) -> Reply:
    """`host @name`: somebody else hosts too; where nobody hosts, `host` alone takes the role."""
    if not rest and not await bot.database.read(acts.is_hosted, act.channel):
        return await _take(bot, "", act.channel, act.who)
    return await _by_text(bot, act, view.ADD_FORM)


async def hand_over(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001
    return await _by_text(bot, act, view.HAND_FORM)


async def ask(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001
    return await _by_text(bot, act, view.ASK_FORM)


async def _by_text(bot: Bot, act: Command, callback: str) -> Reply:
    markup = first_word(act.text)[1]
    if not markup:
        home = await bot.database.run(home_for_host, "", act.channel, act.who, bot.clock())
        if act.trigger:
            return Open(view.choosing(callback, act.channel))
        return Say(view.chosen_by_form(callback, home.partnership_id))
    try:
        return Say(await _choose(bot, callback, act.channel, act.who, markup))
    except UnfitError as refusal:
        return Say(message(say(view.UNFIT[refusal.reason])))


async def _choose(bot: Bot, callback: str, channel: str, who: Who, markup: str) -> Message:
    act, receipt = _CHOICES[callback]
    [whom] = await placed(bot, channel, [await _only_one(bot, markup)])
    return receipt(await bot.database.run(act, channel, who, whom, bot.clock()))


async def _only_one(bot: Bot, markup: str) -> Who:
    """The one person pointed at."""
    profiles = await pointed(bot, markup)
    if len(profiles) != 1:
        raise UnfitError(Unfit.SEVERAL if profiles else Unfit.NOBODY)
    profile = profiles[0]
    if profile is None:
        raise UnfitError(Unfit.STRANGER)
    if profile.bot:
        raise UnfitError(Unfit.BOT)
    return Who(profile.team_id, profile.user_id)


# By form


async def choose(bot: Bot, act: Press) -> Reply:
    """*Add a host*, *Hand over* and *Ask somebody to host*: the form, which is called like its button."""
    home = await bot.database.run(home_for_host, act.value, act.channel or "", act.who, bot.clock())
    return Open(view.choosing(act.action, home.channel_id))


async def chosen(bot: Bot, act: Submission) -> Reply:
    user_ids = await people_chosen(bot, act, view.WHO)
    if not user_ids:
        return Errors({view.WHO: view.NOBODY_CHOSEN})
    try:
        return Say(await _choose(bot, act.callback, act.channel, act.who, "".join(map("<@{}>".format, user_ids))))
    except UnfitError as refusal:
        return Errors({view.WHO: view.UNFIT[refusal.reason]})


# By button


async def stop(bot: Bot, act: Press) -> Reply:
    await bot.database.run(acts.stop, act.value, act.channel or "", act.who, bot.clock())
    return Say(message(say(view.STOPPED)))


async def take(bot: Bot, act: Press) -> Reply:
    return await _take(bot, act.value, act.channel or "", act.who)


async def _take(bot: Bot, about: str, channel: str, who: Who) -> Reply:
    await bot.database.run(acts.take, about, channel, who, bot.clock())
    return Say(message(say(view.TAKEN)))


async def say_yes(bot: Bot, act: Press) -> Reply:
    await bot.database.run(acts.answer, act.value, act.who, bot.clock(), yes=True)
    return Say(message(say(view.YES_KEPT)))


async def say_not_now(bot: Bot, act: Press) -> Reply:
    await bot.database.run(acts.answer, act.value, act.who, bot.clock(), yes=False)
    return Say(message(say(view.NO_KEPT)))


async def pass_to(bot: Bot, act: Press) -> Reply:
    user_id = await bot.database.run(acts.pass_to, values.number(act.value), act.who, bot.clock())
    return Say(view.handed_over(user_id), beside=True)


SUBCOMMANDS: Subcommands = {
    "hosts": listed,
    "host": add,
    "hand-over": hand_over,
    "ask-to-host": ask,
}

ACTIONS: Actions = {
    view.OPEN: open_listed,
    view.ADD: choose,
    view.HAND: choose,
    view.ASK: choose,
    view.STOP: stop,
    view.TAKE: take,
    view.YES: say_yes,
    view.NOT_NOW: say_not_now,
    view.PASS: pass_to,
}

FORMS: Forms = dict.fromkeys(_CHOICES, chosen)

REFUSALS: Refusals = {
    handover.LastHostError: view.LAST,
    handover.HostedError: view.HOSTED,
    handover.AnsweredError: view.ANSWERED,
}
