"""Trying an idea, and ending an initiative: done and a win, dropped and why, or open again."""

from bot.app import Bot
from bot.ideas.entries import DecidedError, Outcome
from bot.ideas.views import decision
from bot.ideas.views import idea as idea_view
from bot.initiatives import acts_on_endings as acts
from bot.initiatives import acts_on_ideas
from bot.initiatives.facts import InitiativeForm
from bot.initiatives.views import forms
from bot.initiatives.views import initiative as view
from bot.lib import values
from bot.lib.refusals import EmptyTextError
from bot.lib.text import TooLongError
from bot.slack.messages import message
from bot.slack.rich_text import say
from bot.vision.views import proposal as proposal_view
from bot.wins.views import win as win_view
from handlers import decisions_on_ideas, initiatives, wins
from handlers.payloads import Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms

# Where one begins that tries an idea


async def try_(bot: Bot, act: Press) -> Reply:
    """The form for the initiative, with the idea in it; where organisations assent the press is the assent."""
    try:
        answer = await bot.database.run(acts_on_ideas.press_try, values.number(act.value), act.who, bot.clock())
    except DecidedError as refusal:
        return Say(decision.decided_already(refusal.idea), beside=True)
    if isinstance(answer, InitiativeForm):
        return Open(forms.initiative_form(answer, forms.TRY_FORM))
    return decisions_on_ideas.waits(answer, Outcome.TRIED)


async def tried_by_form(bot: Bot, act: Submission) -> Reply:
    entry = initiatives.filled_in(act)
    try:
        tried = await bot.database.run(acts_on_ideas.try_it, values.number(act.about), act.who, entry, bot.clock())
    except DecidedError as refusal:
        return Say(decision.decided_already(refusal.idea, act.typed))
    except initiatives.FILLED_IN_WRONG as refusal:
        return Errors(initiatives.beside(refusal))
    return Say(view.receipt(tried))


# How one ends


async def done(bot: Bot, act: Press) -> Reply:
    """The form for the win that it is."""
    form = await bot.database.run(acts.done_form, values.number(act.value), act.who, bot.clock())
    return Open(forms.done_form(form))


async def done_by_form(bot: Bot, act: Submission) -> Reply:
    initiative_id, entry = values.number(act.about), await wins.filled_in(bot, act)
    try:
        receipt = await bot.database.run(acts.finish, initiative_id, act.who, entry, act.origin, bot.clock())
    except EmptyTextError:
        return Errors({win_view.TEXT: win_view.EMPTY})
    return Say(win_view.receipt(receipt))


async def drop(bot: Bot, act: Press) -> Reply:
    """The form that asks why."""
    form = await bot.database.run(acts.drop_form, values.number(act.value), act.who, bot.clock())
    return Open(forms.drop_form(form))


async def dropped_by_form(bot: Bot, act: Submission) -> Reply:
    because = act.text(forms.WHY)
    try:
        dropped = await bot.database.run(acts.drop, values.number(act.about), act.who, because, bot.clock())
    except EmptyTextError:
        return Errors({forms.WHY: forms.NO_REASON})
    except TooLongError as refusal:
        return Errors({forms.WHY: proposal_view.too_long_words(refusal.text, refusal.most)})
    return Say(view.dropped(dropped))


async def reopen(bot: Bot, act: Press) -> Reply:
    await bot.database.run(acts.reopen, values.number(act.value), act.who, bot.clock())
    return Say(message(say(view.REOPENED)), beside=not act.private)


ACTIONS: Actions = {
    idea_view.TRY: try_,
    view.DONE: done,
    view.DROP: drop,
    view.REOPEN: reopen,
}

FORMS: Forms = {
    forms.TRY_FORM: tried_by_form,
    forms.DONE_FORM: done_by_form,
    forms.DROP_FORM: dropped_by_form,
}
