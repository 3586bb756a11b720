"""Proposing an idea for the vision, saying not now, and opening it again."""

from bot.app import Bot
from bot.ideas import acts_on_decisions as acts
from bot.ideas import decide
from bot.ideas.entries import DecidedError, IdeaView, Outcome
from bot.ideas.facts import NotNowForm
from bot.ideas.views import decision as view
from bot.ideas.views import idea as idea_view
from bot.lib import values
from bot.lib.refusals import EmptyTextError
from bot.lib.text import TooLongError
from bot.slack.messages import message
from bot.slack.rich_text import say
from bot.vision.facts import AssentQuestion, ProposalForm
from bot.vision.views import forms as vision_forms
from bot.vision.views import proposal as proposal_view
from handlers import vision
from handlers.payloads import Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals


async def decide_(bot: Bot, act: Press) -> Reply:
    """What may become of it, for those who decide."""
    try:
        idea = await bot.database.run(acts.deciding, values.number(act.value), act.who, bot.clock())
    except DecidedError as refusal:
        return Say(view.decided_already(refusal.idea), beside=True)
    return Say(view.deciding(idea), beside=True)


async def propose(bot: Bot, act: Press) -> Reply:
    """The form for the change, with the idea in it; where organisations assent the press is the assent."""
    try:
        answer = await bot.database.run(acts.press_propose, values.number(act.value), act.who, bot.clock())
    except DecidedError as refusal:
        return Say(view.decided_already(refusal.idea), beside=True)
    if isinstance(answer, ProposalForm):
        return Open(vision_forms.proposal(answer, view.PROPOSE_FORM))
    return waits(answer, Outcome.PROPOSED)


def waits(answer: IdeaView | AssentQuestion, pressed: Outcome) -> Reply:
    """More have to agree, or it is to be said first for whom the person does."""
    if isinstance(answer, AssentQuestion):
        return Say(view.whose_assent(answer, pressed), beside=True)
    return Say(view.agreed(answer), beside=True)


async def proposed_by_form(bot: Bot, act: Submission) -> Reply:
    base_id, idea_id = (values.number(part) for part in values.parts(act.about, ".", 2))
    try:
        proposal = await bot.database.run(
            acts.propose, idea_id, act.who, vision.filled_in(act), base_id or None, act.origin, bot.clock()
        )
    except DecidedError as refusal:
        return Say(view.decided_already(refusal.idea, act.typed))
    except vision.FILLED_IN_WRONG as refusal:
        return Errors(vision.beside(refusal))
    return Say(proposal_view.receipt(proposal))


async def not_now(bot: Bot, act: Press) -> Reply:
    """The form that asks why; where organisations assent the press is the assent."""
    try:
        answer = await bot.database.run(acts.press_not_now, values.number(act.value), act.who, bot.clock())
    except DecidedError as refusal:
        return Say(view.decided_already(refusal.idea), beside=True)
    if isinstance(answer, NotNowForm):
        return Open(view.not_now_form(answer))
    return waits(answer, Outcome.NOT_NOW)


async def put_off_by_form(bot: Bot, act: Submission) -> Reply:
    because = act.text(view.WHY)
    try:
        return Say(
            view.put_off(await bot.database.run(acts.put_off, values.number(act.about), act.who, because, bot.clock()))
        )
    except EmptyTextError:
        return Errors({view.WHY: view.NO_REASON})
    except TooLongError as refusal:
        return Errors({view.WHY: proposal_view.too_long_words(refusal.text, refusal.most)})
    except DecidedError as refusal:
        return Say(view.decided_already(refusal.idea, because))


async def reopen(bot: Bot, act: Press) -> Reply:
    await bot.database.run(acts.reopen, values.number(act.value), act.who, bot.clock())
    return Say(message(say(view.REOPENED)), beside=not act.private)


ACTIONS: Actions = {
    idea_view.DECIDE: decide_,
    idea_view.PROPOSE: propose,
    idea_view.NOT_NOW: not_now,
    idea_view.REOPEN: reopen,
}

FORMS: Forms = {
    view.PROPOSE_FORM: proposed_by_form,
    view.NOT_NOW_FORM: put_off_by_form,
}

REFUSALS: Refusals = {
    decide.NotAgreedError: view.NOT_AGREED,
}
