"""Answering what is asked about the vision, reading what people said, and proposing a change from there."""

from bot.app import Bot
from bot.cards.nameless import Key
from bot.consultations import acts_on_answers as acts
from bot.consultations.answers import GROUP
from bot.consultations.entries import ClosedError
from bot.consultations.facts import AnswerEntry
from bot.consultations.views import answer as view
from bot.consultations.views import consultation, digest
from bot.lib import values
from bot.lib.refusals import EmptyTextError, GarbledError
from bot.lib.text import TooLongError
from bot.vision.views import forms as vision_forms
from handlers.payloads import Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms


async def answer(bot: Bot, act: Press) -> Reply:
    """The form; opening it makes nobody a member."""
    try:
        form = await bot.database.read(acts.answer_form, values.number(act.value), act.who)
    except ClosedError as refusal:
        return Say(view.closed(refusal.consultation), beside=True)
    return Open(view.answer_form(form, GROUP))


async def answered_by_form(bot: Bot, act: Submission) -> Reply:
    named = act.text(view.NAME)
    if named not in {view.NAMED, view.NAMELESS}:
        raise GarbledError
    key = Key.read(act.about)
    try:
        given = await bot.database.run(
            acts.answer, key, act.who, _filled_in(act), bot.clock(), named=named == view.NAMED
        )
    except (EmptyTextError, TooLongError) as refusal:
        return _beside(refusal)
    except ClosedError as refusal:
        return Say(view.closed(refusal.consultation, act.text(view.TEXT)))
    return Say(view.receipt(given))


def _filled_in(act: Submission) -> AnswerEntry:
    also = act.chosen(view.ALSO)
    return AnswerEntry(act.text(view.TEXT), act.text(view.GROUP), view.ORGANISATION in also, view.PASSED_ON in also)


def _beside(refusal: EmptyTextError | TooLongError) -> Errors:
    """The word beside the field."""
    if isinstance(refusal, TooLongError):
        return Errors({view.GROUP: view.GROUP_TOO_LONG})
    return Errors({view.TEXT: view.EMPTY})


async def edit(bot: Bot, act: Press) -> Reply:
    form = await bot.database.run(acts.edit_form, Key.read(act.value), act.who)
    return Open(view.answer_form(form, GROUP))


async def changed_by_form(bot: Bot, act: Submission) -> Reply:
    try:
        given = await bot.database.run(acts.change, Key.read(act.about), act.who, _filled_in(act), bot.clock())
    except (EmptyTextError, TooLongError) as refusal:
        return _beside(refusal)
    return Say(view.receipt(given))


async def undo(bot: Bot, act: Press) -> Reply:
    return Say(view.undone(await bot.database.run(acts.undo, Key.read(act.value), act.who, bot.clock())))


async def restore(bot: Bot, act: Press) -> Reply:
    return Say(view.receipt(await bot.database.run(acts.restore, Key.read(act.value), act.who, bot.clock())))


async def answers(bot: Bot, act: Press) -> Reply:
    """All of them, from one on."""
    consultation_id, _, start = act.value.partition(".")
    given = await bot.database.read(acts.digest, values.number(consultation_id), act.who)
    return Say(digest.listing(given, values.number(start or "0")), beside=True)


async def propose(bot: Bot, act: Press) -> Reply:
    """The form for a change to the vision, with the answers in it."""
    form, given = await bot.database.run(acts.propose_form, values.number(act.value), act.who, bot.clock())
    return Open(vision_forms.proposal(form, beside=digest.beside(given)))


ACTIONS: Actions = {
    consultation.ANSWER: answer,
    view.EDIT_ANSWER: edit,
    view.UNDO_ANSWER: undo,
    view.RESTORE_ANSWER: restore,
    digest.ANSWERS: answers,
    digest.PROPOSE: propose,
}

FORMS: Forms = {
    view.ANSWER_FORM: answered_by_form,
    view.EDIT_FORM: changed_by_form,
}
