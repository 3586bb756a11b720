"""What people do together: begun, joined, taken a step further, changed and undone."""

import re

from bot.app import Bot
from bot.blockers.views.draft import DAY_TROUBLE
from bot.cards.days_needed import DayError
from bot.home.acts_on_words import Noun
from bot.initiatives import acts, entries
from bot.initiatives.changes import InitiativeEntry, NextStep, StepError
from bot.initiatives.views import forms
from bot.initiatives.views import initiative as view
from bot.lib import values
from bot.lib.refusals import EmptyTextError
from bot.lib.text import TooLongError
from bot.partnership import acts as partnership_acts
from bot.partnership.views.why import too_long, too_long_words
from bot.vision.aims import UnknownAimError
from bot.vision.views import vision as vision_view
from bot.wins.views import aim as aim_view
from handlers.asking import asked_first
from handlers.initiatives_by_name import by_name
from handlers.payloads import Command, Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals, Subcommands

_UNDER = re.compile(r"aim\s+(\d{1,3})\s*[:.,]\s*(.+)", re.IGNORECASE | re.DOTALL)
FILLED_IN_WRONG = (EmptyTextError, TooLongError, StepError, DayError)


async def initiative(bot: Bot, act: Command, rest: str) -> Reply:
    """`initiative TEXT`, `aim 2: TEXT`, `list`, `help`, alone; and what is done about one by its name."""
    name, word = bot.settings.command_partnership, rest.lower().rstrip(" .!?")
    if word == "list":
        return await _listed(bot, act)
    if word == "help" or (not rest and act.trigger is None):
        await bot.database.read(partnership_acts.home, act.channel)
        return Say(view.help_(name) if word else view.called(name))
    if not rest:
        return Open(forms.initiative_form(await bot.database.read(acts.new_form, "", act.channel, act.who)))
    if (answer := await by_name(bot, act, rest)) is not None:
        return answer
    if (question := await asked_first(bot, act, Noun.INITIATIVE, rest)) is not None:
        return question
    return await _begun(bot, act, rest)


async def _begun(bot: Bot, act: Command, rest: str) -> Reply:
    under = _UNDER.fullmatch(rest)
    number, text = (under[1], under[2]) if under else ("", rest)
    entry = InitiativeEntry(text)
    try:
        begun = await bot.database.run(acts.begin, act.channel, act.who, entry, act.origin, bot.clock(), number)
    except TooLongError as refusal:
        return Say(too_long(refusal.text, refusal.most))
    except UnknownAimError as refusal:
        return Say(vision_view.unknown_aim(refusal.text, refusal.near, rest))
    return Say(view.receipt(begun))


async def initiatives(bot: Bot, act: Command, rest: str) -> Reply:
    """`initiatives` lists them; with words behind it, it is `initiative`."""
    return await initiative(bot, act, rest) if rest else await _listed(bot, act)


async def _listed(bot: Bot, act: Command) -> Reply:
    shown = await bot.database.read(acts.listing, "", act.channel, act.who)
    return Say(view.listing(shown, bot.settings.command_partnership))


async def listed(bot: Bot, act: Press) -> Reply:
    shown = await bot.database.read(acts.listing, act.value, act.channel or "", act.who)
    return Say(view.listing(shown, bot.settings.command_partnership), beside=True)


async def show(bot: Bot, act: Press) -> Reply:
    """Its card for the person alone, with the same buttons."""
    return Say(view.card(await bot.database.read(acts.look, values.number(act.value), act.who)), beside=True)


async def begin(bot: Bot, act: Press) -> Reply:
    """The form, from any *Begin an initiative*: the partnership is named by the button, or is the channel's."""
    form = await bot.database.read(acts.new_form, act.value, act.channel or "", act.who)
    return Open(forms.initiative_form(form))


async def begun_by_form(bot: Bot, act: Submission) -> Reply:
    try:
        begun = await bot.database.run(acts.begin, act.channel, act.who, filled_in(act), act.origin, bot.clock())
    except FILLED_IN_WRONG as refusal:
        return Errors(beside(refusal))
    return Say(view.receipt(begun))


def filled_in(act: Submission) -> InitiativeEntry:
    """What a form for an initiative was sent with."""
    aim = act.text(aim_view.AIM_FIELD)
    return InitiativeEntry(act.text(forms.TEXT), values.number(aim or aim_view.NO_AIM) or None, _step(act))


def _step(act: Submission) -> NextStep:
    day = act.text(forms.DAY)
    return NextStep(act.text(forms.STEP), values.day(day) if day else None)


def beside(refusal: Exception) -> dict[str, str]:
    """The word beside the field it is about."""
    if isinstance(refusal, DayError):
        return {forms.DAY: DAY_TROUBLE[refusal.trouble]}
    if isinstance(refusal, StepError):
        return {forms.STEP: forms.step_too_long(refusal.length) if refusal.length else forms.NO_STEP}
    if isinstance(refusal, TooLongError):
        return {forms.TEXT: too_long_words(refusal.text, refusal.most)}
    return {forms.TEXT: forms.EMPTY}


# Its card


async def join(bot: Bot, act: Press) -> Reply:
    joined = await bot.database.run(acts.join, values.number(act.value), act.who, bot.clock())
    return Say(view.joined(joined), beside=True)


async def step_out(bot: Bot, act: Press) -> Reply:
    initiative_id = values.number(act.value)
    await bot.database.run(acts.step_out, initiative_id, act.who, bot.clock())
    return Say(view.stepped_out(initiative_id))


async def step(bot: Bot, act: Press) -> Reply:
    """The form for what comes next."""
    form = await bot.database.run(acts.step_form, values.number(act.value), act.who, bot.clock())
    return Open(forms.step_form(form))


async def step_by_form(bot: Bot, act: Submission) -> Reply:
    try:
        step_set = await bot.database.run(acts.set_step, values.number(act.about), act.who, _step(act), bot.clock())
    except FILLED_IN_WRONG as refusal:
        return Errors(beside(refusal))
    return Say(view.step_set(step_set))


# Changing it


async def edit(bot: Bot, act: Press) -> Reply:
    form = await bot.database.run(acts.edit_form, values.number(act.value), act.who, bot.clock())
    return Open(forms.initiative_form(form, forms.EDIT_FORM))


async def changed_by_form(bot: Bot, act: Submission) -> Reply:
    try:
        changed = await bot.database.run(acts.change, values.number(act.about), act.who, filled_in(act), bot.clock())
    except FILLED_IN_WRONG as refusal:
        return Errors(beside(refusal))
    return Say(view.receipt(changed))


async def undo(bot: Bot, act: Press) -> Reply:
    return Say(view.undone(await bot.database.run(acts.undo, values.number(act.value), act.who, bot.clock())))


async def restore(bot: Bot, act: Press) -> Reply:
    return Say(view.receipt(await bot.database.run(acts.restore, values.number(act.value), act.who, bot.clock())))


SUBCOMMANDS: Subcommands = {
    "initiative": initiative,
    "initiatives": initiatives,
}

ACTIONS: Actions = {
    view.BEGIN: begin,
    view.LIST: listed,
    view.SHOW: show,
    view.JOIN: join,
    view.STEP_OUT: step_out,
    view.STEP: step,
    view.EDIT: edit,
    view.UNDO: undo,
    view.RESTORE: restore,
}

FORMS: Forms = {
    forms.BEGIN_FORM: begun_by_form,
    forms.STEP_FORM: step_by_form,
    forms.EDIT_FORM: changed_by_form,
}

REFUSALS: Refusals = {
    entries.EndedError: view.ENDED,
    entries.NotInItError: view.NOT_IN_IT,
}
