"""Consultations on the vision: how they stand, and what hosts do about them."""

from bot.app import Bot
from bot.consultations import acts, entries
from bot.consultations.acts import TooSoonError
from bot.consultations.entries import ClosedError
from bot.consultations.facts import ConsultationEntry, ConsultationForm, Status
from bot.consultations.views import consultation as view
from bot.consultations.views import hosting
from bot.lib import values
from bot.lib.refusals import EmptyTextError
from bot.lib.text import TooLongError
from bot.partnership import acts as partnership_acts
from handlers.payloads import Command, Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals, Subcommands

_QUESTIONS = [hosting.field_of(number) for number in range(1, hosting.MOST + 1)]
_FILLED_IN_WRONG = (EmptyTextError, TooLongError, TooSoonError)


async def command(bot: Bot, act: Command, rest: str) -> Reply:
    """`consultation`, `consultation open`, `consultation end`, `consultation help`; the same after `@Pencil`."""
    word = rest.lower().rstrip(" .!?")
    if word == "help":
        await bot.database.read(partnership_acts.home, act.channel)
        return Say(view.help_(bot.settings.command_partnership))
    if word == "end":
        here = await bot.database.run(acts.ending, "", act.channel, act.who, bot.clock())
        return Say(hosting.ending(here) if here else hosting.none_open())
    if word == "open" and act.trigger is not None:
        return _form(await bot.database.run(acts.open_form, "", act.channel, act.who, bot.clock()))
    return Say(view.status(await bot.database.read(acts.status, "", act.channel, act.who)))


async def show(bot: Bot, act: Press) -> Reply:
    return Say(view.status(await bot.database.read(acts.status, act.value, act.channel or "", act.who)), beside=True)


async def open_(bot: Bot, act: Press) -> Reply:
    """The form, for a host; while one is open, how that stands."""
    return _form(await bot.database.run(acts.open_form, act.value, act.channel or "", act.who, bot.clock()))


def _form(answer: ConsultationForm | Status) -> Reply:
    if isinstance(answer, Status):
        return Say(view.status(answer), beside=True)
    return Open(hosting.consultation_form(answer))


async def opened_by_form(bot: Bot, act: Submission) -> Reply:
    try:
        here = await bot.database.run(acts.open_, act.channel, act.who, _filled_in(act), bot.clock())
    except _FILLED_IN_WRONG as refusal:
        return Errors(_beside(act, refusal))
    return Say(hosting.opened(here))


async def edit(bot: Bot, act: Press) -> Reply:
    form = await bot.database.run(acts.change_form, values.number(act.value), act.who, bot.clock())
    return Open(hosting.consultation_form(form))


async def changed_by_form(bot: Bot, act: Submission) -> Reply:
    about = values.number(act.about)
    try:
        return Say(hosting.opened(await bot.database.run(acts.change, about, act.who, _filled_in(act), bot.clock())))
    except _FILLED_IN_WRONG as refusal:
        return Errors(_beside(act, refusal))


def _filled_in(act: Submission) -> ConsultationEntry:
    prompts = [act.text(field) for field in _QUESTIONS]
    until = act.text(hosting.UNTIL)
    return ConsultationEntry(prompts, act.text(hosting.AUDIENCE), values.day(until) if until else None)


def _beside(act: Submission, refusal: Exception) -> dict[str, str]:
    """The word beside the field it is about."""
    if isinstance(refusal, TooSoonError):
        return {hosting.UNTIL: hosting.too_soon(refusal.earliest)}
    fields = [field for field in _QUESTIONS if field in act.answers]
    if isinstance(refusal, TooLongError):
        long = [field for field in fields if len(act.text(field)) > refusal.most]
        return {(long or [hosting.AUDIENCE])[0]: hosting.too_long(refusal.most)}
    return {(fields or [hosting.AUDIENCE])[0]: hosting.NO_QUESTION}


async def ending(bot: Bot, act: Press) -> Reply:
    """Before it is ended early, a look at what that means."""
    here = await bot.database.run(acts.ending_of, values.number(act.value), act.who, bot.clock())
    return Say(hosting.ending(here), beside=True)


async def end(bot: Bot, act: Press) -> Reply:
    return Say(hosting.ended(await bot.database.run(acts.end, values.number(act.value), act.who, bot.clock())))


async def undo(bot: Bot, act: Press) -> Reply:
    return Say(hosting.undone(await bot.database.run(acts.undo, values.number(act.value), act.who, bot.clock())))


async def restore(bot: Bot, act: Press) -> Reply:
    return Say(hosting.restored(await bot.database.run(acts.restore, values.number(act.value), act.who, bot.clock())))


SUBCOMMANDS: Subcommands = {
    "consultation": command,
}

ACTIONS: Actions = {
    view.SHOW: show,
    view.OPEN: open_,
    view.EDIT: edit,
    view.END: ending,
    hosting.ENDING: end,
    view.UNDO: undo,
    view.RESTORE: restore,
}

FORMS: Forms = {
    hosting.OPEN_FORM: opened_by_form,
    hosting.EDIT_FORM: changed_by_form,
}

REFUSALS: Refusals = {
    entries.AlreadyOpenError: hosting.OPEN_ALREADY,
    ClosedError: hosting.CLOSED,
}
