"""How we do it here: said, listed, changed and undone."""

from bot.app import Bot
from bot.habits import acts
from bot.habits.entries import HabitForm
from bot.habits.views import habit as view
from bot.home.acts_on_words import Noun
from bot.lib import values
from bot.lib.refusals import EmptyTextError
from bot.lib.text import TooLongError
from bot.partnership import acts as partnership_acts
from bot.partnership.views.why import too_long, too_long_words
from handlers.asking import asked_first, only_names
from handlers.payloads import Command, Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Subcommands


async def habit(bot: Bot, act: Command, rest: str) -> Reply:
    """`habit TEXT`, `habit`, `habit list`, `habit help`; the same after `@Pencil`."""
    word, name = rest.lower().rstrip(" .!?"), bot.settings.command_partnership
    if word == "list":
        return await _listed(bot, act)
    if word == "help" or not rest:
        await bot.database.read(partnership_acts.home, act.channel)
        if word == "help":
            return Say(view.help_(name))
        return Say(view.called(name)) if act.trigger is None else Open(view.habit_form(HabitForm(act.channel)))
    if (question := await asked_first(bot, act, Noun.HABIT, rest)) is not None:
        return question
    try:
        return Say(view.receipt(await bot.database.run(acts.add, act.channel, act.who, rest, act.origin, bot.clock())))
    except TooLongError as refusal:
        return Say(too_long(refusal.text, refusal.most))


async def habits(bot: Bot, act: Command, rest: str) -> Reply:
    """`habits` lists them; with words behind it, it is `habit`."""
    return await habit(bot, act, rest) if rest else await _listed(bot, act)


async def _listed(bot: Bot, act: Command) -> Reply:
    return Say(view.listing(await bot.database.read(acts.listing, "", act.channel, act.who)))


async def listed(bot: Bot, act: Press) -> Reply:
    shown = await bot.database.read(acts.listing, act.value, act.channel or "", act.who)
    return Say(view.listing(shown))


async def add(bot: Bot, act: Press) -> Reply:
    """The form, from any *Add a habit*: the partnership is named by the button, or is the channel's."""
    return Open(view.habit_form(await bot.database.read(acts.form, act.value, act.channel or "", act.who)))


async def added_by_form(bot: Bot, act: Submission) -> Reply:
    text = act.text(view.TEXT)
    if await only_names(bot, act, text):
        return Errors({view.TEXT: view.ONLY_A_NAME})
    try:
        made = await bot.database.run(acts.add, act.channel, act.who, text, act.origin, bot.clock())
    except (EmptyTextError, TooLongError) as refusal:
        return _beside(refusal)
    return Say(view.receipt(made))


async def edit(bot: Bot, act: Press) -> Reply:
    form = await bot.database.run(acts.edit_form, values.number(act.value), act.who, bot.clock())
    return Open(view.habit_form(form))


async def changed_by_form(bot: Bot, act: Submission) -> Reply:
    text = act.text(view.TEXT)
    if await only_names(bot, act, text):
        return Errors({view.TEXT: view.ONLY_A_NAME})
    try:
        changed = await bot.database.run(acts.change, values.number(act.about), act.who, text, bot.clock())
    except (EmptyTextError, TooLongError) as refusal:
        return _beside(refusal)
    return Say(view.receipt(changed))


def _beside(refusal: EmptyTextError | TooLongError) -> Errors:
    """The word beside the field."""
    if isinstance(refusal, TooLongError):
        return Errors({view.TEXT: too_long_words(refusal.text, refusal.most)})
    return Errors({view.TEXT: view.EMPTY})


async def undo(bot: Bot, act: Press) -> Reply:
    return Say(view.undone(await bot.database.run(acts.undo, values.number(act.value), act.who, bot.clock())))


async def restore(bot: Bot, act: Press) -> Reply:
    return Say(view.receipt(await bot.database.run(acts.restore, values.number(act.value), act.who, bot.clock())))


SUBCOMMANDS: Subcommands = {
    "habit": habit,
    "habits": habits,
}

ACTIONS: Actions = {
    view.ADD: add,
    view.LIST: listed,
    view.EDIT: edit,
    view.UNDO: undo,
    view.RESTORE: restore,
}

FORMS: Forms = {
    view.ADD_FORM: added_by_form,
    view.EDIT_FORM: changed_by_form,
}
