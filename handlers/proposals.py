"""Pencilling a proposed change of the vision in, rubbing it out, and saying why."""

from bot.app import Bot
from bot.initiatives import acts_on_vision
from bot.lib import values
from bot.lib.text import TooLongError
from bot.slack.messages import Message
from bot.vision import acts_on_proposals as acts
from bot.vision import proposals
from bot.vision.assents import NoOrganisationError
from bot.vision.facts import AssentQuestion, DecisionForm
from bot.vision.proposals import DecidedError, StaleError
from bot.vision.views import forms
from bot.vision.views import proposal as view
from handlers.payloads import Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals


async def pencil(bot: Bot, act: Press) -> Reply:
    """A host gets a form in which to say why; where organisations assent, the press is the assent."""
    return await _press(bot, act, pencil=True)


async def rub(bot: Bot, act: Press) -> Reply:
    """A form in which to say why, for a host and for whoever proposed it."""
    return await _press(bot, act, pencil=False)


async def _press(bot: Bot, act: Press, *, pencil: bool) -> Reply:
    proposal_id, now = values.number(act.value), bot.clock()
    try:
        answer = await bot.database.run(acts_on_vision.press, proposal_id, act.who, act.channel, now, pencil=pencil)
    except (DecidedError, StaleError) as refusal:
        return Say(_refused(refusal), beside=True)
    if isinstance(answer, DecisionForm):
        return Open(forms.decision(answer))
    return Say(view.whose_assent(answer) if isinstance(answer, AssentQuestion) else view.decided(answer), beside=True)


def _refused(refusal: DecidedError | StaleError, typed: str = "") -> Message:
    if isinstance(refusal, StaleError):
        return view.stale(refusal.proposal, typed)
    return view.decided_already(refusal.proposal, typed)


async def decided_by_form(bot: Bot, act: Submission) -> Reply:
    decide = acts_on_vision.pencil_in if act.callback == forms.PENCIL_FORM else acts.rub_out
    reason = act.text(forms.REASON_FIELD)
    try:
        return Say(view.decided(await bot.database.run(decide, values.number(act.about), act.who, reason, bot.clock())))
    except TooLongError as refusal:
        return Errors({forms.REASON_FIELD: view.too_long_words(refusal.text, refusal.most)})
    except (DecidedError, StaleError) as refusal:
        return Say(_refused(refusal, act.typed))


async def again(bot: Bot, act: Press) -> Reply:
    """What touches words that have changed since is offered again on the version in force."""
    try:
        proposal = await bot.database.run(acts.offer_again, values.number(act.value), act.who, act.channel, bot.clock())
    except DecidedError as refusal:
        return Say(view.decided_already(refusal.proposal), beside=True)
    return Say(view.offered_again(proposal), beside=True)


async def because(bot: Bot, act: Press) -> Reply:
    """The form in which whoever decided says why."""
    return Open(
        forms.explanation(await bot.database.run(acts.explanation_form, values.number(act.value), act.who, bot.clock()))
    )


async def explained_by_form(bot: Bot, act: Submission) -> Reply:
    reason = act.text(forms.REASON_FIELD)
    try:
        return Say(
            view.decided(await bot.database.run(acts.explain, values.number(act.about), act.who, reason, bot.clock()))
        )
    except TooLongError as refusal:
        return Errors({forms.REASON_FIELD: view.too_long_words(refusal.text, refusal.most)})


ACTIONS: Actions = {
    view.PENCIL: pencil,
    view.RUB: rub,
    view.AGAIN: again,
    view.BECAUSE: because,
}

FORMS: Forms = {
    forms.PENCIL_FORM: decided_by_form,
    forms.RUB_FORM: decided_by_form,
    forms.BECAUSE_FORM: explained_by_form,
}

REFUSALS: Refusals = {
    proposals.UnchangedError: view.UNCHANGED,
    proposals.AlreadyProposedError: view.ALREADY,
    proposals.DecidedError: view.DECIDED,
    NoOrganisationError: view.ASSENTS_OF,
}
