"""Pencilling a proposed change of the vision in, rubbing it out, and saying why."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.lib.refusals import GoneError, NotYoursError
from bot.lib.text import TooLongError
from bot.partnership import homes, members, organisation_choice
from bot.partnership.members import Who
from bot.slack.messages import Message
from bot.vision import decide as deciding
from bot.vision import proposals
from bot.vision.proposals import DecidedError, NoOrganisationError, Proposed, StaleError
from bot.vision.views import forms as form
from bot.vision.views import proposal as view
from handlers.payloads import Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals


async def pencil(bot: Bot, act: Press) -> Reply:
    """A host gets a form in which to say why; where organisations assent, the press is the assent."""
    return await _pressed(bot, act, form.PENCIL_FORM)


async def rub(bot: Bot, act: Press) -> Reply:
    """A form in which to say why, for a host and for whoever proposed it."""
    return await _pressed(bot, act, form.RUB_FORM)


async def _pressed(bot: Bot, act: Press, callback: str) -> Reply:
    proposal_id, now = int(act.value), bot.clock()
    try:
        answer = await bot.database.run(_press, proposal_id, act.who, act.channel, callback, now)
    except (DecidedError, StaleError) as refusal:
        return Say(_refused(refusal), beside=True)
    except NoOrganisationError:
        return Say(await bot.database.run(_whose, proposal_id, act.who, act.channel, now), beside=True)
    return Say(answer, beside=True) if isinstance(answer, Message) else Open(answer)


def _press(
    session: Session, proposal_id: int, who: Who, channel: str | None, callback: str, now: datetime
) -> Message | dict[str, Any]:
    """The form to decide in; or, where organisations assent, what became of the assent."""
    partnership, member, proposal = proposals.hold(session, proposal_id, who, channel, now)
    own = proposal.member_id == member.id
    if callback == form.PENCIL_FORM and partnership.by_assent:
        done = deciding.pencil_in(session, proposal_id, who, channel, None, now)
        homes.keep_home(session, who)
        return view.decided(done)
    if callback == form.PENCIL_FORM or not own:
        members.require_host(member)
    proposed = proposals.load(session, proposal)
    if callback == form.PENCIL_FORM and proposed.stale:
        raise StaleError(proposed)
    return form.deciding(proposed, partnership.channel_id, callback, own=own)


def _whose(session: Session, proposal_id: int, who: Who, channel: str | None, now: datetime) -> Message:
    partnership, member, _ = proposals.reach(session, proposal_id, who, channel, now)
    return view.whose_assent(organisation_choice.choice(session, partnership, member.team_id), partnership.id)


def _refused(refusal: DecidedError | StaleError, typed: str = "") -> Message:
    if isinstance(refusal, StaleError):
        return view.stale(refusal.proposed, typed)
    return view.decided_already(refusal.proposed, typed)


async def pencilled_by_form(bot: Bot, act: Submission) -> Reply:
    return await _decided(bot, act, form.PENCIL_FORM)


async def rubbed_by_form(bot: Bot, act: Submission) -> Reply:
    return await _decided(bot, act, form.RUB_FORM)


async def _decided(bot: Bot, act: Submission, callback: str) -> Reply:
    try:
        return Say(await bot.database.run(_decide, act, callback, bot.clock()))
    except TooLongError as refusal:
        return Errors({form.REASON_FIELD: view.too_long_words(refusal.text, refusal.most)})
    except (DecidedError, StaleError) as refusal:
        return Say(_refused(refusal, act.typed))


def _decide(session: Session, act: Submission, callback: str, now: datetime) -> Message:
    rule = deciding.pencil_in if callback == form.PENCIL_FORM else deciding.rub_out
    done = rule(session, int(act.about), act.who, None, act.text(form.REASON_FIELD), now)
    homes.keep_home(session, act.who)
    return view.decided(done)


async def again(bot: Bot, act: Press) -> Reply:
    """What touches words that have changed since is offered again on the version in force."""
    try:
        return Say(await bot.database.run(_again, int(act.value), act.who, act.channel, bot.clock()), beside=True)
    except DecidedError as refusal:
        return Say(view.decided_already(refusal.proposed), beside=True)


def _again(session: Session, proposal_id: int, who: Who, channel: str | None, now: datetime) -> Message:
    return view.offered_again(deciding.again(session, proposal_id, who, channel, now))


async def because(bot: Bot, act: Press) -> Reply:
    """The form in which whoever decided says why."""
    return Open(await bot.database.run(_explaining, int(act.value), act.who, bot.clock()))


def _explaining(session: Session, proposal_id: int, who: Who, now: datetime) -> dict[str, Any]:
    partnership, member, proposal = proposals.reach(session, proposal_id, who, None, now)
    if proposal.outcome is None:
        raise GoneError
    if proposal.decided_by != member.id:
        raise NotYoursError
    return form.explaining(proposals.load(session, proposal), partnership.channel_id)


async def explained_by_form(bot: Bot, act: Submission) -> Reply:
    try:
        said = await bot.database.run(_explain, act, bot.clock())
    except TooLongError as refusal:
        return Errors({form.REASON_FIELD: view.too_long_words(refusal.text, refusal.most)})
    return Say(view.decided(said))


def _explain(session: Session, act: Submission, now: datetime) -> Proposed:
    return deciding.explain(session, int(act.about), act.who, act.text(form.REASON_FIELD), now)


ACTIONS: Actions = {
    view.PENCIL: pencil,
    view.RUB: rub,
    view.AGAIN: again,
    view.BECAUSE: because,
}

FORMS: Forms = {
    form.PENCIL_FORM: pencilled_by_form,
    form.RUB_FORM: rubbed_by_form,
    form.BECAUSE_FORM: explained_by_form,
}

REFUSALS: Refusals = {
    proposals.UnchangedError: view.UNCHANGED,
    proposals.AlreadyProposedError: view.ALREADY,
    proposals.DecidedError: view.DECIDED,
    proposals.NoOrganisationError: view.ASSENTS_OF,
}
