"""The vision in pencil: seeing it, looking back, and proposing a change."""

import re

from bot.app import Bot
from bot.initiatives import acts_on_vision
from bot.initiatives.views import initiative as initiative_view
from bot.lib import values
from bot.lib.refusals import EmptyTextError
from bot.lib.text import SENTENCE, TooLongError
from bot.partnership import acts as partnership_acts
from bot.slack.messages import Message, message
from bot.slack.rich_text import say
from bot.vision import acts, aims
from bot.vision.aims import KeptNowhereError, TooManyError, UnknownAimError
from bot.vision.propose import ProposalEntry
from bot.vision.views import drift, forms
from bot.vision.views import proposal as proposal_view
from bot.vision.views import vision as view
from handlers.markup import first_word
from handlers.payloads import Command, Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Subcommands

_BECAUSE = re.compile(r"because\b[:,]?\s*(.*)", re.IGNORECASE | re.DOTALL)
_TYPED_WRONG = (TooLongError, TooManyError, UnknownAimError, KeptNowhereError)
FILLED_IN_WRONG = (EmptyTextError, *_TYPED_WRONG)


async def command(bot: Bot, act: Command, rest: str) -> Reply:
    """`vision`, `vision propose TEXT`, `vision propose`, `vision history`, `vision aim 2`, `vision help`."""
    word, more = first_word(rest)
    name, now = bot.settings.command_partnership, bot.clock()
    if word == "propose":
        return await _propose(bot, act, more)
    if word == "history":
        return Say(view.history(await bot.database.run(acts.history, act.channel, act.who, now)))
    if word in {"aim", "aims"} and more:
        try:
            return Say(view.aim(await bot.database.run(acts.aim, act.channel, more)))
        except UnknownAimError as refusal:
            return Say(view.unknown_aim(refusal.text, refusal.near))
    if word in {"", "aim", "aims"}:
        page = await bot.database.run(acts_on_vision.overview, act.channel, act.who, now)
        return Say(initiative_view.vision(page, name))
    await bot.database.read(partnership_acts.home, act.channel)
    return Say(view.help_(name, "" if word == "help" else rest))


async def history(bot: Bot, act: Press) -> Reply:
    """All versions and proposals, from one of them on."""
    partnership_id, _, start = act.value.partition(".")
    past = await bot.database.read(acts.history_of, partnership_id, act.channel or "", act.who)
    return Say(view.history(past, values.number(start or "0")))


# Proposing


async def _propose(bot: Bot, act: Command, typed: str) -> Reply:
    if not typed and act.trigger is None:
        home = await bot.database.read(partnership_acts.home, act.channel)
        return Say(view.called(bot.settings.command_partnership, home.partnership_id))
    if not typed:
        facts = await bot.database.run(acts.propose_form, "", act.channel, act.who, bot.clock())
        return Open(forms.proposal(facts))
    entry = _read(typed)
    try:
        proposal = await bot.database.run(
            acts.make_proposal, act.channel, act.who, entry, None, act.origin, bot.clock()
        )
    except _TYPED_WRONG as refusal:
        return Say(_wrong(refusal, typed))
    return Say(proposal_view.receipt(proposal, aims_kept=entry.lines is None))


def _read(typed: str) -> ProposalEntry:
    """The sentence on the first line, aims below it, one a line, and the reason from a line that begins `because`."""
    first, *rest = typed.strip().splitlines()
    place = next((place for place, line in enumerate(rest) if _BECAUSE.match(line.strip())), len(rest))
    because = _BECAUSE.match("\n".join(rest[place:]).strip())
    lines = "\n".join(rest[:place])
    return ProposalEntry(first, lines if lines.strip() else None, because[1] if because else None)


def _wrong(refusal: Exception, typed: str) -> Message:
    if isinstance(refusal, TooManyError):
        return proposal_view.too_many(refusal.number, typed)
    if isinstance(refusal, UnknownAimError):
        return view.unknown_aim(refusal.text, refusal.near, typed)
    assert isinstance(refusal, TooLongError)
    return proposal_view.too_long(refusal.text, refusal.most, typed)


async def propose(bot: Bot, act: Press) -> Reply:
    """The form, from any button that offers it: the partnership is named by the button, or is the channel's."""
    facts = await bot.database.run(acts.propose_form, act.value, act.channel or "", act.who, bot.clock())
    return Open(forms.proposal(facts))


async def revive(bot: Bot, act: Press) -> Reply:
    """The form, with the words of an earlier version or proposal in it."""
    facts = await bot.database.run(acts.revive_form, act.value, act.channel or "", act.who, bot.clock())
    return Open(forms.proposal(facts))


async def outside(bot: Bot, act: Press) -> Reply:
    """The wins that the question is about."""
    drifted = await bot.database.read(acts.outside, act.value, act.channel or "", act.who, bot.clock())
    return Say(drift.outside(drifted) if drifted else message(say(drift.NONE_OUTSIDE)))


async def from_win(bot: Bot, act: Press) -> Reply:
    """The form, with the aims in force and one more, from a win that fits none of them."""
    facts = await bot.database.run(
        acts.form_from_win, values.number(act.value), act.who, act.channel or "", bot.clock()
    )
    return Open(forms.proposal(facts))


async def proposed_by_form(bot: Bot, act: Submission) -> Reply:
    entry, base_id = filled_in(act), values.number(act.about or "0") or None
    try:
        proposal = await bot.database.run(
            acts.make_proposal, act.channel, act.who, entry, base_id, act.origin, bot.clock()
        )
    except FILLED_IN_WRONG as refusal:
        return Errors(beside(refusal))
    return Say(proposal_view.receipt(proposal, aims_kept=entry.lines is None))


def filled_in(act: Submission) -> ProposalEntry:
    """What a form for a proposal was sent with."""
    kept = [value.partition(".") for value in act.chosen(forms.KEPT)]
    numbers = tuple((values.number(place), values.number(root)) for place, _, root in kept)
    return ProposalEntry(act.text(forms.TEXT), act.text(forms.AIMS), act.text(forms.REASON_FIELD), numbers)


def beside(refusal: Exception) -> dict[str, str]:
    """The word beside the field it is about."""
    if isinstance(refusal, TooManyError):
        return {forms.AIMS: proposal_view.too_many_words(refusal.number)}
    if isinstance(refusal, UnknownAimError):
        return {forms.AIMS: view.unknown_aim_words(refusal.text, refusal.near)}
    if isinstance(refusal, KeptNowhereError):
        return {forms.AIMS: proposal_view.kept_nowhere_words(refusal.number)}
    if isinstance(refusal, TooLongError):
        fields = {aims.AIM: forms.AIMS, SENTENCE: forms.TEXT}
        field = fields.get(refusal.most, forms.REASON_FIELD)
        return {field: proposal_view.too_long_words(refusal.text, refusal.most)}
    return {forms.TEXT: proposal_view.EMPTY}


# Changing one's own proposal


async def change(bot: Bot, act: Press) -> Reply:
    return Open(forms.change(await bot.database.run(acts.change_form, values.number(act.value), act.who, bot.clock())))


async def changed_by_form(bot: Bot, act: Submission) -> Reply:
    try:
        proposal = await bot.database.run(
            acts.change_proposal, values.number(act.about), act.who, filled_in(act), bot.clock()
        )
    except FILLED_IN_WRONG as refusal:
        return Errors(beside(refusal))
    return Say(proposal_view.receipt(proposal))


SUBCOMMANDS: Subcommands = {
    "vision": command,
}

ACTIONS: Actions = {
    view.PROPOSE: propose,
    view.HISTORY: history,
    view.REVIVE: revive,
    drift.OUTSIDE: outside,
    drift.FROM_WIN: from_win,
    proposal_view.CHANGE: change,
}

FORMS: Forms = {
    forms.PROPOSE_FORM: proposed_by_form,
    forms.CHANGE_FORM: changed_by_form,
}
