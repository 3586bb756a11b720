"""The pulse: taking it, running it, and saying what is done about it."""

from collections.abc import Mapping

from bot.app import Bot
from bot.lib import values
from bot.lib.language import intents
from bot.lib.refusals import EmptyTextError, GoneError
from bot.pulse import acts, acts_on_results, ballots, controls
from bot.pulse.acts import ClosedError, NotInvitedError, SpoiltError
from bot.pulse.acts_on_results import NewResponse, PastDueError
from bot.pulse.ballots import AnsweredError, NoKeyError
from bot.pulse.views import controls as controls_view
from bot.pulse.views import pulse as view
from bot.pulse.views import response as response_view
from bot.pulse.views import results as results_view
from bot.slack.messages import Message, message
from bot.slack.rich_text import say
from handlers.markup import first_word
from handlers.payloads import Command, Press, Submission
from handlers.people import named, people_chosen
from handlers.replies import Errors, Open, Reply, Say, Show, Stay
from handlers.tables import Actions, Forms, Refusals, Subcommands

_REFUSALS = (ClosedError, NotInvitedError, AnsweredError, SpoiltError, GoneError)


def _words(refusal: Exception) -> Message:
    if isinstance(refusal, ClosedError):
        return view.closed(refusal.pulse)
    if isinstance(refusal, NotInvitedError):
        return view.not_invited(refusal.opened, refusal.next_at, refusal.zone)
    if isinstance(refusal, AnsweredError):
        return message(say(view.ANSWERED))
    return message(say(view.SPOILT if isinstance(refusal, SpoiltError) else view.NOT_THERE))


# Taking it


async def take(bot: Bot, act: Press) -> Reply:
    try:
        asked = await bot.database.read(acts.ask, act.value, act.who, bot.clock())
    except _REFUSALS as refusal:
        return Say(_words(refusal), beside=True)
    return Open(view.answer_form(asked))


async def how(bot: Bot, act: Press) -> Reply:
    """How answers are kept, on top of the form."""
    try:
        asked = await bot.database.read(acts.ask, act.value, act.who, bot.clock())
    except _REFUSALS as refusal:
        return Say(_words(refusal), beside=True)
    return Say(view.how(asked), beside=True)


async def reviewed(bot: Bot, act: Submission) -> Reply:
    """What was chosen, as it will be counted, on top of the form."""
    try:
        asked = await bot.database.read(acts.ask, act.about, act.who, bot.clock())
        answers = _answers(act.answers)
        acts.check(answers, asked.keys)
    except _REFUSALS as refusal:
        return Show(view.instead(_words(refusal)))
    return Open(view.review(asked, answers))


def _answers(typed: Mapping[str, object]) -> dict[str, int]:
    return acts.read(",".join(f"{key}:{answer}" for key, answer in typed.items()))


async def sent(bot: Bot, act: Submission) -> Reply:
    """Counted, or word of why not; what was answered stays in the form wherever it can still be sent."""
    token, _, answered = act.about.partition(" ")
    try:
        answers = acts.read(answered)
        key = ballots.master_key(bot.settings)
        pulse = await bot.database.run(acts.send, token, act.who, answers, key, bot.clock())
    except NoKeyError:
        return Stay(message(say(view.NO_KEY)))
    except _REFUSALS as refusal:
        return Show(view.instead(_words(refusal)))
    return Show(view.sent(pulse))


# Running it

_NOTHING_DONE: Refusals = {
    controls.NothingToSkipError: controls_view.NOTHING_TO_SKIP,
    controls.NothingOpenError: controls_view.NOTHING_TO_STOP,
    controls.FloorError: controls_view.NO_LOWER,
}


async def command(bot: Bot, act: Command, rest: str) -> Reply:
    """`/partnership pulse` shows; `skip`, `floor 8` and `stop` are for hosts."""
    typed, (word, rest) = rest, first_word(rest)
    now = bot.clock()
    try:
        if word == controls_view.SKIP:
            skipped = await bot.database.run(acts.skip, act.channel, act.who, now)
            return Say(controls_view.skipped(skipped))
        if word == controls_view.FLOOR:
            floor = int(rest) if rest.strip().isdecimal() and len(rest) < 4 else 0  # noqa: PLR2004
            raised = await bot.database.run(acts.raise_floor, act.channel, act.who, floor, now)
            return Say(controls_view.floor_set(raised))
        if word == controls_view.STOP_IT:
            return Say(controls_view.at_stake(await bot.database.run(acts.to_stop, act.channel, act.who, now)))
    except tuple(_NOTHING_DONE) as refusal:
        return Say(message(say(_NOTHING_DONE[type(refusal)])))
    overview = await bot.database.read(acts.overview, act.channel, act.who)
    if typed:
        near = intents.nearest(word, controls_view.WORDS, alone=True)
        return Say(controls_view.unclear(typed, near, bot.settings.command_partnership))
    return Say(controls_view.overview(overview, bot.settings.command_partnership))


async def stop(bot: Bot, act: Press) -> Reply:
    try:
        await bot.database.run(acts.stop, values.number(act.value), act.who, bot.clock())
    except controls.NothingOpenError:
        return Say(message(say(controls_view.NOTHING_TO_STOP)))
    return Say(message(say(controls_view.STOPPED)))


async def unskip(bot: Bot, act: Press) -> Reply:
    about, _, month = act.value.partition(".")
    channel, now = act.channel or "", bot.clock()
    try:
        unskipped = await bot.database.run(acts.unskip, about, channel, month, act.who, now)
    except controls.TooLateError:
        return Say(message(say(controls_view.TOO_LATE)))
    return Say(controls_view.unskipped(unskipped))


# Results, and what hosts do about them


async def how_to_read(bot: Bot, act: Press) -> Reply:
    pulse = await bot.database.read(acts_on_results.how_to_read, values.number(act.value), act.who)
    return Say(results_view.how_to_read(pulse))


async def respond(bot: Bot, act: Press) -> Reply:
    form = await bot.database.run(acts_on_results.response_form, values.number(act.value), act.who, bot.clock())
    return Open(response_view.response_form(form))


async def responded_by_form(bot: Bot, act: Submission) -> Reply:
    action, because = act.text(response_view.ACTION).strip(), act.text(response_view.BECAUSE).strip()
    due, owners = act.text(response_view.DUE), await people_chosen(bot, act, response_view.OWNER)
    if bool(action) == bool(because):
        return Errors({response_view.ACTION: response_view.ONE_OF_TWO})
    if action and len(owners) != 1:
        return Errors({response_view.OWNER: response_view.SEVERAL if owners else response_view.NO_OWNER})
    if action and not due:
        return Errors({response_view.DUE: response_view.NO_DUE})
    people = await named(bot, owners) if action else ()
    if action and not people:
        return Errors({response_view.OWNER: response_view.NOBODY})
    typed = NewResponse(action, people[0], values.day(due), None) if action else NewResponse(None, None, None, because)
    pulse_id = values.number(act.about)
    try:
        response = await bot.database.run(acts_on_results.respond, pulse_id, act.who, typed, bot.clock())
    except PastDueError:
        return Errors({response_view.DUE: response_view.PAST_DUE})
    except EmptyTextError:
        return Errors({response_view.ACTION if action else response_view.BECAUSE: response_view.ONE_OF_TWO})
    return Say(response_view.receipt(response, pulse_id))


async def became(bot: Bot, act: Press) -> Reply:
    form = await bot.database.run(acts_on_results.outcome_form, values.number(act.value), act.who, bot.clock())
    return Open(response_view.outcome_form(form))


async def became_by_form(bot: Bot, act: Submission) -> Reply:
    pulse_id, outcome = values.number(act.about), act.text(response_view.OUTCOME)
    try:
        response = await bot.database.run(acts_on_results.record_outcome, pulse_id, act.who, outcome, bot.clock())
    except EmptyTextError:
        return Errors({response_view.OUTCOME: response_view.NO_OUTCOME})
    return Say(response_view.receipt(response, pulse_id))


SUBCOMMANDS: Subcommands = {
    "pulse": command,
}

ACTIONS: Actions = {
    view.TAKE: take,
    view.HOW: how,
    results_view.READ: how_to_read,
    controls_view.UNSKIP: unskip,
    controls_view.STOP: stop,
    response_view.RESPOND: respond,
    response_view.BECAME: became,
}

FORMS: Forms = {
    view.FORM: reviewed,
    view.REVIEW_FORM: sent,
    response_view.RESPOND_FORM: responded_by_form,
    response_view.BECAME_FORM: became_by_form,
}
